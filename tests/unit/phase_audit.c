#include "phase/audit.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

/* The agreed document before its audit, each output with its hash. */
static struct json *
document(void)
{
	struct err err = ERR_INIT;
	struct json *doc = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	OK(file_read("tests/data/run-document.json", &text, &err));
	OK(json_parse(text.s, text.len, &doc, &err));
	buf_fini(&text);
	json_remove(json_get(doc, "phases"), "audit");
	json_each (entry, json_get(doc, "phases")) {
		char hash[DIGEST_TEXT];

		digest_json(json_get(entry, "output"), hash);
		json_set_string(entry, "output_sha256", hash);
	}
	return doc;
}

static void
record_all(struct store *store, const struct json *whole)
{
	struct json *doc = json_copy(whole);
	struct err err = ERR_INIT;

	json_set_object(doc, "phases");
	OK(db_begin(store_db(store), &err));
	json_each (entry, json_get(whole, "phases")) {
		json_set(json_get(doc, "phases"), json_key(entry), json_copy(entry));
		OK(execution_record(store, doc, NULL, json_key(entry), 1000, &err));
	}
	OK(db_commit(store_db(store), &err));
	json_free(doc);
}

static struct json *
audit(const struct json *doc, struct store *store, struct json **warnings)
{
	struct phase_env env = { .doc = doc, .store = store, .warnings = json_new_array() };
	struct json *output = NULL;
	struct err err = ERR_INIT;

	OK(phase_audit(&env, NULL, &output, &err));
	*warnings = env.warnings;
	return output;
}

static size_t
warned(const struct json *warnings, const char *code)
{
	size_t n = 0;

	json_each (it, warnings)
		n += strcmp(json_get_string(it, "code"), code) == 0;
	return n;
}

static bool
phase_matches(const struct json *output, const char *phase)
{
	json_each (it, json_get(output, "phases")) {
		if (strcmp(json_get_string(it, "phase"), phase) == 0)
			return json_get_bool(it, "matches_store");
	}
	return false;
}

START_TEST(a_run_as_it_was_recorded_raises_nothing)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *warnings, *output;
	char head[DIGEST_TEXT];
	struct err err = ERR_INIT;

	record_all(store, doc);
	output = audit(doc, store, &warnings);
	ck_assert_uint_eq(json_len(warnings), 0);
	ck_assert(json_get_bool(output, "stored"));
	ck_assert_str_eq(json_get_string(output, "chain"), "intact");
	ck_assert(json_get_number(output, "events") == 9);
	OK(audit_head(store, head, &err));
	ck_assert_str_eq(json_get_string(output, "head_sha256"), head);
	ck_assert_uint_eq(json_len(json_get(output, "phases")), 8);
	json_each (phase, json_get(output, "phases")) {
		ck_assert(json_get_bool(phase, "untouched"));
		ck_assert(json_get_bool(phase, "matches_store"));
	}
	json_free(output);
	json_free(warnings);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_changed_output_is_seen_even_with_a_new_hash)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *entry = json_path(doc, "phases.coverage"), *warnings,
		    *output;
	char hash[DIGEST_TEXT];

	record_all(store, doc);
	json_set_number(json_get(entry, "output"), "percent", 100);
	output = audit(doc, store, &warnings);
	ck_assert_uint_eq(warned(warnings, "output-changed"), 1);
	ck_assert_uint_eq(json_len(warnings), 1);
	ck_assert_str_eq(json_get_string(json_first(warnings), "about"), "coverage");
	ck_assert(!phase_matches(output, "coverage") && phase_matches(output, "ranking"));
	json_free(output);
	json_free(warnings);

	digest_json(json_get(entry, "output"), hash);
	json_set_string(entry, "output_sha256", hash);
	output = audit(doc, store, &warnings);
	ck_assert_uint_eq(warned(warnings, "store-differs"), 1);
	ck_assert_uint_eq(json_len(warnings), 1);
	ck_assert(!phase_matches(output, "coverage") && phase_matches(output, "ranking"));
	json_free(output);
	json_free(warnings);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_phase_that_ran_elsewhere_is_named)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *warnings, *output;
	struct err err = ERR_INIT;

	OK(db_begin(store_db(store), &err));
	OK(execution_record(store, doc, NULL, "ranking", 1000, &err));
	OK(db_commit(store_db(store), &err));
	output = audit(doc, store, &warnings);
	ck_assert_uint_eq(warned(warnings, "not-recorded"), 7);
	ck_assert_uint_eq(json_len(warnings), 7);
	json_free(output);
	json_free(warnings);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_log_that_was_changed_is_said_to_be_broken)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *warnings, *output;
	struct err err = ERR_INIT;

	record_all(store, doc);
	OK(db_script(store_db(store),
	    "DROP TRIGGER audit_log_keeps; UPDATE audit_log SET at = 1 WHERE seq = 4", &err));
	output = audit(doc, store, &warnings);
	ck_assert_str_eq(json_get_string(output, "chain"), "broken");
	ck_assert_uint_eq(warned(warnings, "chain-broken"), 1);
	ck_assert(strstr(json_get_string(json_first(warnings), "text"), "row 4") != NULL);
	json_free(output);
	json_free(warnings);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(decisions_come_with_who_and_why)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *generation = json_path(doc, "phases.generation.output");
	struct json *warnings, *output;
	const struct json *decision;

	json_set_bool(generation, "forced", true);
	json_set_string(generation, "reason", "release tonight");
	json_set_string(generation, "by", "ana");
	for (int with_store = 0; with_store < 2; with_store++) {
		if (with_store)
			record_all(store, doc);
		output = audit(doc, with_store ? store : NULL, &warnings);
		ck_assert_uint_eq(json_len(json_get(output, "decisions")), 1);
		decision = json_first(json_get(output, "decisions"));
		ck_assert_str_eq(json_get_string(decision, "event"), "generation_forced");
		ck_assert_str_eq(json_get_string(decision, "by"), "ana");
		ck_assert_str_eq(json_get_string(decision, "reason"), "release tonight");
		ck_assert(json_get_number(decision, "threshold") == 0.7);
		json_free(output);
		json_free(warnings);
	}
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(phase_audit)
{
	tcase_add_test(tc, a_run_as_it_was_recorded_raises_nothing);
	tcase_add_test(tc, a_changed_output_is_seen_even_with_a_new_hash);
	tcase_add_test(tc, a_phase_that_ran_elsewhere_is_named);
	tcase_add_test(tc, a_log_that_was_changed_is_said_to_be_broken);
	tcase_add_test(tc, decisions_come_with_who_and_why);
}
