#include "phase/heal.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/json.h"
#include "phase/heal_private.h"

static bool
is(const struct json *object, const char *key, const char *value)
{
	return strcmp(json_get_string(object, key), value) == 0;
}

bool
heal_waits(const struct json *output)
{
	json_each (it, json_get(output, "tests")) {
		if (is(it, "verdict", "stopped"))
			return true;
	}
	return false;
}

bool
heal_waits_for_level(const struct json *output)
{
	json_each (it, json_get(output, "tests")) {
		if (is(it, "verdict", "stopped") && is(it, "reason", "level"))
			return true;
	}
	return false;
}

static const struct json *
entry_of(const struct json *list, const struct json *test)
{
	json_each (it, list) {
		if (is(it, "test", json_get_string(test, "id")))
			return it;
	}
	return NULL;
}

/* What was there before counts only for the same code. */
static const struct json *
earlier_of(const struct healer *h, const struct json *test)
{
	const struct json *earlier = entry_of(json_get(h->args->earlier, "tests"), test);
	char sha256[65];

	heal_sha256(test, sha256);
	return earlier && is(json_get(earlier, "original"), "sha256", sha256) ? earlier : NULL;
}

/* The test as it stands, and what is known of it from before. */
static void
resume(struct repair *repair, const struct json *earlier)
{
	const struct json *original = json_get(earlier, "original");
	const char *code = json_get_string(earlier, "code");

	repair->test = json_copy(repair->generated);
	repair->attempts = json_get(earlier, "attempts") ? json_copy(json_get(earlier, "attempts"))
							 : json_new_array();
	if (earlier == NULL)
		return;
	if (*code)
		json_set_string(repair->test, "code", code);
	repair->original =
	    (struct heal_try){ .failing = (size_t)json_get_number(original, "failing"),
		    .stage = (size_t)json_get_number(original, "stages") };
	snprintf(repair->original.fingerprint, sizeof repair->original.fingerprint, "%s",
	    json_get_string(original, "fingerprint"));
	snprintf(repair->original.code, sizeof repair->original.code, "%s",
	    json_get_string(original, "sha256"));
	json_each (it, repair->attempts)
		try_of_attempt(it, vec_add(&repair->tries));
}

static bool
has_failed(const struct json *verified)
{
	json_each (it, json_get(verified, "stages")) {
		if (is(it, "verdict", "failed"))
			return true;
	}
	return false;
}

/* Where verification looked at an earlier version, this one is run first. */
static enum status
verify_now(struct repair *repair, const struct json *verified, struct err *err)
{
	struct healer *h = repair->h;
	char now[65], generated[65];

	heal_sha256(repair->test, now);
	heal_sha256(repair->generated, generated);
	if (verified && is(verified, "sha256", now)) {
		repair->verified = json_copy(verified);
		return ST_OK;
	}
	if (verified == NULL || !is(verified, "sha256", generated))
		return err_set(err, ST_DATA,
		    "verification is not of the code that %.60s has: run rsg-verify before this "
		    "program",
		    json_get_string(repair->generated, "id"));
	return h->args->verification->test(h->verifier, repair->test, &repair->verified, err);
}

/* What needs no repair, or cannot have one; else the verdict stays open. */
static void
judge(struct repair *repair, const struct json *earlier)
{
	const struct healer *h = repair->h;

	if (json_get_bool(repair->verified, "survived")) {
		if (repair->tries.len)
			repair_end(repair, "healed", "", "it goes through all stages");
		else
			repair_end(repair, "sound", "", "it went through all stages");
		h->args->verification->known(h->verifier, repair->test);
	} else if (!has_failed(repair->verified)) {
		repair_end(repair, "not-run", "", "%s", heal_not_run(repair->verified));
	} else if (h->args->confirmed && earlier && is(earlier, "verdict", "stopped") &&
		   !is(earlier, "reason", "level")) {
		repair_end(repair, "left", json_get_string(earlier, "reason"),
		    "a person agreed to go on without it");
	} else if (is(earlier, "verdict", "left") && !is(earlier, "reason", "no-model")) {
		repair_end(repair, "left", json_get_string(earlier, "reason"), "%s",
		    json_get_string(earlier, "why"));
	} else if (h->env->llm == NULL) {
		repair_end(repair, "left", "no-model", "no model is configured to repair it");
	}
}

static enum status
heal_one(struct healer *h, const struct json *generated, struct json *list, struct err *err)
{
	const struct json *verification = doc_output(h->env->doc, "verification");
	const struct json *earlier = earlier_of(h, generated);
	struct repair repair = { .h = h, .generated = generated, .reason = "" };
	enum status st;

	resume(&repair, earlier);
	st = verify_now(&repair, entry_of(json_get(verification, "tests"), generated), err);
	if (st == ST_OK && earlier == NULL)
		try_of_entry(repair.verified, &repair.original);
	if (st == ST_OK)
		judge(&repair, earlier);
	if (st == ST_OK && repair.verdict == NULL)
		st = heal_repair(&repair, err);
	if (st == ST_OK)
		json_add(list, heal_entry(&repair));
	repair_fini(&repair);
	return st;
}

static void
warn(struct healer *h, const struct json *tests)
{
	json_each (it, tests) {
		const char *id = json_get_string(it, "test");

		if (is(it, "verdict", "left") && is(it, "reason", "no-model"))
			json_set_string(
			    phase_warn(h->env, "test-not-repaired",
				"%.60s was not repaired: %.600s.", id, json_get_string(it, "why")),
			    "about", id);
		else if (is(it, "verdict", "flaky"))
			json_set_string(phase_warn(h->env, "test-flaky",
					    "%.60s is flaky and was not repaired: %.600s.", id,
					    json_get_string(it, "why")),
			    "about", id);
	}
}

static enum status
open_healer(struct healer *h, struct err *err)
{
	struct json *tree = NULL;
	enum status st = share_yaml_trusted(h->env->share, WEAKEN_FILE, &tree, err);

	h->from_ms = time_monotonic_ms();
	if (st == ST_OK)
		st = weaken_rules_read(tree, &h->rules, err);
	return st == ST_OK ? h->args->verification->open(h->env, h->args->verify, &h->verifier, err)
			   : st;
}

static struct json *
new_output(const struct healer *h, struct json *tests)
{
	const struct heal_limits *limits = &h->args->limits;
	struct json *output = json_new_object(), *set;

	h->args->verification->describe(h->verifier, output);
	set = json_set_object(output, "budget");
	json_set_number(set, "attempts", limits->attempts);
	json_set_number(set, "ms", (double)limits->ms);
	json_set_number(set, "tokens", (double)limits->tokens);
	json_set_number(set, "cost_usd", limits->cost);
	json_set_bool(output, "confirmed", h->args->confirmed);
	json_set(output, "tests", tests);
	return output;
}

enum status
phase_heal(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	struct healer h = { .env = env, .args = args };
	struct json *tests = json_new_array();
	enum status st = open_healer(&h, err);

	json_each (it, json_get(doc_output(env->doc, "generation"), "tests")) {
		if (st == ST_OK && is(it, "kind", "test"))
			st = heal_one(&h, it, tests, err);
	}
	if (st == ST_OK) {
		warn(&h, tests);
		*output = new_output(&h, tests);
	} else {
		json_free(tests);
	}
	h.args->verification->close(h.verifier);
	weaken_rules_free(h.rules);
	return st;
}
