/* One attempt: the model's edits, applied, held against the guards, and run. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/diff.h"
#include "io/digest.h"
#include "io/json.h"
#include "llm/llm.h"
#include "phase/heal_private.h"
#include "text/edit.h"
#include "text/excerpt.h"
#include "text/test_name.h"

#define SHOWN ((size_t)32 * 1024) /* of a diff */
#define WORDS ((size_t)2000)

struct attempt {
	struct repair *repair;
	struct json *reply, *entry;
	struct buf code, refusal;
};

/* The lines of the tests in the code that is edited. */
static enum status
find_spans(const struct attempt *a, const char *code, struct json *records,
    struct edit_span **spans, struct err *err)
{
	enum status st = heal_records(a->repair, code, records, err);
	size_t n = 0;

	*spans = mem_calloc(json_len(records) + 1, sizeof **spans);
	json_each (it, records)
		(*spans)[n++] = (struct edit_span){ test_name_last(json_get_string(it, "name")),
			(size_t)json_get_number(it, "line"),
			(size_t)json_get_number(it, "end_line") };
	return st;
}

static enum status
apply(struct attempt *a, struct err *err)
{
	const char *code = json_get_string(a->repair->test, "code");
	struct json *records = json_new_array();
	struct edit_span *spans = NULL;
	struct edit_file file;
	struct err wrong = ERR_INIT;
	enum status st = find_spans(a, code, records, &spans, err);

	file = (struct edit_file){ code, strlen(code), spans, json_len(records) };
	if (st == ST_OK && edit_apply(json_get(a->reply, "edits"), &file, &a->code, &wrong))
		buf_str(&a->refusal, wrong.text);
	free(spans);
	json_free(records);
	return st;
}

static void
set_line(struct json *entry, const char *key, const char *text, size_t max)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, text, max);
	if (line.len)
		json_set_string(entry, key, line.s);
	buf_fini(&line);
}

/* From the best code to this one. */
static enum status
set_diff(const struct attempt *a, struct err *err)
{
	const char *code = json_get_string(a->repair->test, "code");
	const char *file = json_get_string(a->repair->test, "file");
	const struct diff_side before = { file, code, strlen(code) };
	const struct diff_side after = { file, a->code.s, a->code.len };
	struct buf diff;
	enum status st;

	buf_init(&diff, DIFF_BYTES);
	st = diff_unified(&before, &after, &diff, err);
	if (st == ST_OK) {
		buf_cut(&diff, excerpt_cut(diff.s, diff.len, SHOWN));
		json_set_string(a->entry, "diff", diff.s);
	}
	buf_fini(&diff);
	return st;
}

/* The place of a try with this code, which need not be run again; 0 the original, -1 none. */
static int
tried_before(const struct repair *repair, const char *sha256)
{
	if (strcmp(repair->original.code, sha256) == 0)
		return 0;
	for (size_t i = 0; i < repair->tries.len; i++) {
		if (*repair->tries.at[i].fingerprint &&
		    strcmp(repair->tries.at[i].code, sha256) == 0)
			return (int)i + 1;
	}
	return -1;
}

static void
put_try(struct attempt *a, const struct heal_try *try, const struct json *verified)
{
	struct json *entry = a->entry;

	json_set_string(entry, "sha256", try->code);
	json_set_string(entry, "outcome", json_get_string(verified, "outcome"));
	json_set_number(entry, "failing", (double)try->failing);
	json_set_number(entry, "stages", (double)try->stage);
	if (json_get_bool(verified, "survived"))
		return;
	json_set_string(entry, "fingerprint", try->fingerprint);
	json_each (it, json_get(verified, "stages")) {
		if (strcmp(json_get_string(it, "verdict"), "failed") == 0)
			set_line(entry, "failed", json_get_string(it, "why"), WORDS);
	}
	if (json_get(verified, "failure"))
		json_set(entry, "failure", json_copy(json_get(verified, "failure")));
}

/* It could not be run to its end, which is not its fault: the next could not either. */
static bool
is_no_result(const struct json *verified)
{
	json_each (it, json_get(verified, "stages")) {
		if (strcmp(json_get_string(it, "verdict"), "failed") == 0)
			return false;
	}
	return !json_get_bool(verified, "survived");
}

/* It was run.  The best so far is what the next edits are made on. */
static void
take_result(struct attempt *a, struct json *test, struct json *verified, bool *over)
{
	struct repair *repair = a->repair;
	struct heal_try *try = vec_last(&repair->tries);
	struct heal_try run;
	struct heal_state state;

	try_of_entry(verified, &run);
	run.tier = try->tier;
	*try = run;
	put_try(a, try, verified);
	state = (struct heal_state){
		.tries = repair->tries.at, .n = repair->tries.len, .original = &repair->original
	};
	*over = json_get_bool(verified, "survived");
	if (*over)
		repair_end(
		    repair, "healed", "", "attempt %zu went through all stages", repair->tries.len);
	if (*over || heal_best(&state) == repair->tries.len) {
		json_free(repair->test);
		json_free(repair->verified);
		repair->test = test;
		repair->verified = verified;
	} else {
		json_free(test);
		json_free(verified);
	}
}

static enum status
run(struct attempt *a, bool *over, struct err *err)
{
	struct repair *repair = a->repair;
	struct healer *h = repair->h;
	struct heal_try *try = vec_last(&repair->tries);
	struct json *test, *verified = NULL;
	char sha256[65];
	int before;
	enum status st = set_diff(a, err);

	digest_text(a->code.s, a->code.len, sha256);
	before = tried_before(repair, sha256);
	if (st == ST_OK && before >= 0) {
		int tier = try->tier;

		*try = before ? repair->tries.at[before - 1] : repair->original;
		try->tier = tier;
		json_set_string(a->entry, "sha256", try->code);
		json_set_string(a->entry, "fingerprint", try->fingerprint);
		json_set_number(a->entry, "failing", (double)try->failing);
		json_set_number(a->entry, "stages", (double)try->stage);
		json_set_number(a->entry, "same_as", before);
		return ST_OK;
	}
	test = json_copy(repair->test);
	json_set_string(test, "code", a->code.s);
	if (st == ST_OK)
		st = h->args->verification->test(h->verifier, test, &verified, err);
	if (st == ST_OK && is_no_result(verified)) {
		json_set_string(a->entry, "outcome", json_get_string(verified, "outcome"));
		repair_end(repair, "not-run", "", "%s", heal_not_run(verified));
		*over = true;
	} else if (st == ST_OK) {
		take_result(a, test, verified, over);
		return ST_OK;
	}
	json_free(test);
	json_free(verified);
	return st;
}

static void
set_asked(struct attempt *a, int level)
{
	struct llm_totals totals;

	llm_totals(a->repair->h->env->llm, &totals);
	json_set_number(a->entry, "level", level);
	json_set_string(a->entry, "model", totals.engine ? totals.engine : "model");
	set_line(a->entry, "explanation", json_get_string(a->reply, "explanation"), WORDS);
}

/* What the answer comes to. */
static enum status
take_reply(struct attempt *a, bool *over, struct err *err)
{
	struct repair *repair = a->repair;
	enum status st;

	if (strcmp(json_get_string(a->reply, "verdict"), "product") == 0) {
		json_set_string(a->entry, "verdict", "product");
		repair_end(repair, "stopped", "product",
		    "the model says that the test is right and the product is not: %s",
		    json_get_string(a->entry, "explanation"));
		*over = true;
		return ST_OK;
	}
	st = apply(a, err);
	if (st == ST_OK && a->refusal.len == 0)
		st = heal_guard(repair, &a->code, a->entry, &a->refusal, err);
	if (st == ST_OK && a->refusal.len == 0)
		return run(a, over, err);
	set_line(a->entry, "refused", a->refusal.s, WORDS);
	return st;
}

enum status
heal_attempt(struct repair *repair, int level, bool *over, struct err *err)
{
	struct attempt a = { .repair = repair, .entry = json_new_object() };
	enum status st = heal_ask(repair, level, &a.reply, err);

	buf_init(&a.code, 2 * EDIT_TEXT);
	buf_init(&a.refusal, BUF_TEXT);
	if (st == ST_OK) {
		*vec_add(&repair->tries) = (struct heal_try){ .tier = level };
		set_asked(&a, level);
		st = take_reply(&a, over, err);
	}
	if (st == ST_OK)
		json_add(repair->attempts, a.entry);
	else
		json_free(a.entry);
	json_free(a.reply);
	buf_fini(&a.code);
	buf_fini(&a.refusal);
	return st;
}
