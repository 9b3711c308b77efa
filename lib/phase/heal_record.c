/* What was done, as JSON and back. */

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/heal_private.h"

void
heal_sha256(const struct json *test, char sha256[65])
{
	const char *code = json_get_string(test, "code");

	digest_text(code, strlen(code), sha256);
}

const char *
heal_not_run(const struct json *verified)
{
	const struct json *first = json_first(json_get(verified, "stages"));

	for (const struct json *it = json_next(first); it; it = json_next(it)) {
		if (strcmp(json_get_string(it, "verdict"), "skipped") == 0)
			return json_get_string(it, "why");
	}
	return "it was not run";
}

/* How many stages it went through: those in front of the first that failed. */
static size_t
stages_of(const struct json *entry, const struct json **failed)
{
	size_t n = 0;

	*failed = NULL;
	json_each (it, json_get(entry, "stages")) {
		if (strcmp(json_get_string(it, "verdict"), "failed") == 0) {
			*failed = it;
			return n;
		}
		n++;
	}
	return n;
}

/* Where the output says nothing of a cause, how and where it failed is one. */
static void
fingerprint_of(const struct json *entry, const struct json *failed, char out[65])
{
	const char *known = json_get_string(json_get(entry, "failure"), "fingerprint");
	char *text;

	if (*known) {
		snprintf(out, 65, "%s", known);
		return;
	}
	text = mem_printf(
	    "%s: %s", json_get_string(failed, "stage"), json_get_string(entry, "outcome"));
	digest_text(text, strlen(text), out);
	free(text);
}

void
try_of_entry(const struct json *entry, struct heal_try *out)
{
	const struct json *failed;

	*out = (struct heal_try){ .failing = (size_t)json_get_number(entry, "failing") };
	out->stage = stages_of(entry, &failed);
	fingerprint_of(entry, failed, out->fingerprint);
	snprintf(out->code, sizeof out->code, "%s", json_get_string(entry, "sha256"));
}

void
try_of_attempt(const struct json *attempt, struct heal_try *out)
{
	*out = (struct heal_try){ .tier = (int)json_get_number(attempt, "level"),
		.failing = (size_t)json_get_number(attempt, "failing"),
		.stage = (size_t)json_get_number(attempt, "stages") };
	snprintf(out->fingerprint, sizeof out->fingerprint, "%s",
	    json_get_string(attempt, "fingerprint"));
	snprintf(out->code, sizeof out->code, "%s", json_get_string(attempt, "sha256"));
}

static struct json *
original_json(const struct heal_try *original)
{
	struct json *out = json_new_object();

	json_set_string(out, "sha256", original->code);
	json_set_string(out, "fingerprint", original->fingerprint);
	json_set_number(out, "failing", (double)original->failing);
	json_set_number(out, "stages", (double)original->stage);
	return out;
}

/* It may have been cut in the middle of a character. */
static void
set_why(const char *why, struct json *entry)
{
	struct buf whole;

	buf_init(&whole, BUF_TEXT);
	utf8_repair(&whole, why, strlen(why));
	json_set_string(entry, "why", whole.s);
	buf_fini(&whole);
}

struct json *
heal_entry(const struct repair *repair)
{
	struct json *entry = json_new_object();
	const char *code = json_get_string(repair->test, "code");
	char sha256[65];

	heal_sha256(repair->test, sha256);
	json_set_string(entry, "test", json_get_string(repair->generated, "id"));
	json_set_string(entry, "framework", json_get_string(repair->generated, "framework"));
	json_set_string(entry, "verdict", repair->verdict);
	if (*repair->reason)
		json_set_string(entry, "reason", repair->reason);
	set_why(repair->why, entry);
	json_set_string(entry, "sha256", sha256);
	if (strcmp(code, json_get_string(repair->generated, "code")) != 0)
		json_set_string(entry, "code", code);
	if (*repair->original.code)
		json_set(entry, "original", original_json(&repair->original));
	json_set(entry, "attempts", json_copy(repair->attempts));
	return entry;
}
