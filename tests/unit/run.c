#include "store/run.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store/vector.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

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
	return doc;
}

static struct json *
document_of(int number)
{
	struct json *doc = document();
	char *id = mem_printf("0193%04d-7c00-7000-8000-000000000001", number);

	json_set_string(json_get(doc, "run"), "id", id);
	free(id);
	return doc;
}

static void
print(const struct json *j, struct buf *out)
{
	buf_clear(out);
	json_print(j, out);
}

static void
record(struct store *store, const struct json *doc, const char *phase)
{
	struct err err = ERR_INIT;

	OK(db_begin(store_db(store), &err));
	OK(execution_record(store, doc, NULL, phase, 1000, &err));
	OK(db_commit(store_db(store), &err));
}

/* Record every phase of a whole document one after the other, as the pipeline does. */
static void
record_pipeline(struct store *store, const struct json *whole)
{
	struct json *doc = json_copy(whole);

	json_set_object(doc, "phases");
	json_each (entry, json_get(whole, "phases")) {
		json_set(json_get(doc, "phases"), json_key(entry), json_copy(entry));
		record(store, doc, json_key(entry));
	}
	json_free(doc);
}

static void
expect_doc(struct store *store, const struct json *want, const char *phase)
{
	struct err err = ERR_INIT;
	struct json *got = NULL;
	struct buf a, b;

	buf_init(&a, BUF_DOCUMENT);
	buf_init(&b, BUF_DOCUMENT);
	OK(run_doc(store, json_get_string(json_get(want, "run"), "id"), phase, &got, &err));
	print(want, &a);
	print(got, &b);
	ck_assert_msg(strcmp(a.s, b.s) == 0, "the document at %s differs: %.500s",
	    phase ? phase : "the end", b.s);
	buf_fini(&a);
	buf_fini(&b);
	json_free(got);
}

START_TEST(the_document_at_each_phase_is_the_one_that_was_printed)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *whole = document(), *doc = json_copy(whole);

	record_pipeline(store, whole);
	expect_doc(store, whole, NULL);
	json_set_object(doc, "phases");
	json_each (entry, json_get(whole, "phases")) {
		json_set(json_get(doc, "phases"), json_key(entry), json_copy(entry));
		expect_doc(store, doc, json_key(entry));
	}
	json_free(doc);
	json_free(whole);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_phase_run_again_counts_and_the_others_stay)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *whole = document(), *again = json_copy(whole);
	char sha256[DIGEST_TEXT] = "";
	struct err err = ERR_INIT;

	record_pipeline(store, whole);
	json_set_number(json_path(again, "phases.ranking"), "duration_ms", 77);
	json_set_string(json_path(again, "phases.ranking"), "output_sha256", "new");
	record(store, again, "ranking"); /* in place, the later phases behind it */
	expect_doc(store, again, "ranking");
	expect_doc(store, again, NULL);
	expect_doc(store, whole, "audit");
	OK(execution_output_sha256(
	    store, json_get_string(json_get(whole, "run"), "id"), "ranking", sha256, &err));
	ck_assert_str_eq(sha256, "new");
	json_free(whole);
	json_free(again);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_document_from_elsewhere_is_kept_whole)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document();
	const char *id = json_get_string(json_get(doc, "run"), "id");
	char sha256[DIGEST_TEXT];
	struct err err = ERR_INIT;

	json_set_string(doc, "later", "member");
	record(store, doc, "audit");
	expect_doc(store, doc, NULL);
	expect_doc(store, doc, "audit");
	ck_assert(execution_output_sha256(store, id, "ranking", sha256, &err) == ST_NO);

	/* The same run with another story: each document keeps its own. */
	json_set_string(json_get(doc, "story"), "text", "another story");
	record(store, doc, "audit");
	expect_doc(store, doc, "audit");
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(an_entry_edited_on_its_way_does_not_replace_the_one_that_was_executed)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *whole = document(), *first = json_copy(whole), *second = json_copy(whole);

	json_set_object(first, "phases");
	json_set(json_get(first, "phases"), "ingestion",
	    json_copy(json_path(whole, "phases.ingestion")));
	record(store, first, "ingestion");
	json_set_string(json_path(second, "phases.ingestion"), "engine", "by hand");
	record(store, second, "audit");
	expect_doc(store, first, "ingestion");
	expect_doc(store, second, "audit");
	json_free(whole);
	json_free(first);
	json_free(second);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_failed_phase_keeps_its_reason_and_changes_no_document)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document(), *shown = NULL;
	struct err err = ERR_INIT, cause = { .status = ST_DATA, .text = "no criteria: add some" };
	struct execution_failure failure = { .run = json_get_string(json_get(doc, "run"), "id"),
		.doc = doc,
		.phase = "coverage",
		.engine = "builtin",
		.input_sha256 = "",
		.cause = &cause };
	const struct json *last;

	record_pipeline(store, doc);
	OK(db_begin(store_db(store), &err));
	OK(execution_record_failure(store, &failure, 1000, &err));
	failure.doc = NULL;
	failure.run = "01934b2e-7c00-7000-8000-00000000dead";
	failure.phase = "ingestion";
	OK(execution_record_failure(store, &failure, 1000, &err));
	OK(db_commit(store_db(store), &err));
	expect_doc(store, doc, NULL);
	expect_doc(store, doc, "audit");
	OK(run_show(store, json_get_string(json_get(doc, "run"), "id"), 5000, &shown, &err));
	ck_assert(json_get_bool(shown, "failed"));
	ck_assert_str_eq(json_get_string(shown, "last_phase"), "coverage");
	last = NULL;
	json_each (it, json_get(shown, "executions"))
		last = it;
	ck_assert_str_eq(json_get_string(last, "error"), "no criteria: add some");
	json_free(shown);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(runs_are_found_by_id_prefix_and_last)
{
	static const struct {
		const char *name;
		enum status st;
		int number;
	} cases[] = { { "last", ST_OK, 2002 }, { "01931001", ST_OK, 1001 },
		{ "01932002-7c00-7000-8000-000000000001", ST_OK, 2002 }, { "01931", ST_NOINPUT, 0 },
		{ "019", ST_NOINPUT, 0 }, { "", ST_NOINPUT, 0 }, { "0193100%", ST_NOINPUT, 0 },
		{ "01939", ST_NOINPUT, 0 } };
	static const int numbers[] = { 1001, 1002, 2002 };
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
		struct json *doc = document_of(numbers[i]);

		record(store, doc, "ingestion");
		json_free(doc);
	}
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char id[UUID_TEXT] = "";

		ck_assert_msg(run_find(store, cases[i].name, id, &err) == cases[i].st, "%s: %s",
		    cases[i].name, err.text);
		if (cases[i].st == ST_OK) {
			char *want = mem_printf("0193%04d", cases[i].number);

			ck_assert_msg(strncmp(id, want, 8) == 0, "%s: %s", cases[i].name, id);
			free(want);
		}
	}
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

static size_t
listed(struct store *store, bool deleted_too)
{
	struct err err = ERR_INIT;
	struct json *list = NULL;
	size_t n;

	OK(run_list(store, &(struct run_filter){ .deleted_too = deleted_too }, 5000, &list, &err));
	n = json_len(list);
	json_free(list);
	return n;
}

START_TEST(a_deleted_run_is_hidden_kept_and_comes_back_when_used)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct json *doc = document();
	const char *id = json_get_string(json_get(doc, "run"), "id");
	char found[UUID_TEXT];
	struct err err = ERR_INIT;

	record(store, doc, "ingestion");
	OK(db_begin(store_db(store), &err));
	OK(run_delete(store, id, 2000, &err));
	OK(run_delete(store, id, 2000, &err));
	OK(db_commit(store_db(store), &err));
	ck_assert_uint_eq(listed(store, false), 0);
	ck_assert_uint_eq(listed(store, true), 1);
	ck_assert(run_find(store, "last", found, &err) == ST_NOINPUT);
	ck_assert(run_find(store, "01934b2e", found, &err) == ST_NOINPUT);
	OK(run_find(store, id, found, &err));
	expect_doc(store, doc, NULL);
	record(store, doc, "ingestion");
	ck_assert_uint_eq(listed(store, false), 1);
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

static bool
holds(const struct buf *b, const char *word)
{
	size_t n = strlen(word);

	for (size_t i = 0; i + n <= b->len; i++) {
		if (memcmp(b->s + i, word, n) == 0)
			return true;
	}
	return false;
}

START_TEST(prune_removes_the_text_and_the_audit_chain_still_verifies)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct audit_check check;
	const struct run_prune what = { 2, INT64_MIN };
	struct run_pruned gone = { 0 };
	struct err err = ERR_INIT;
	struct buf file;
	struct execution_check broken;
	int64_t collection = 0, count = -1;
	float one = 1;

	for (int i = 0; i < 6; i++) {
		struct json *doc = document_of(1000 + i);

		json_set_string(
		    json_get(doc, "story"), "text", i ? "harmless" : "the secret xylophone");
		record_pipeline(store, doc);
		json_free(doc);
	}
	OK(db_begin(store_db(store), &err));
	OK(vector_collection_add(store,
	    &(struct vector_kind){ "run-old", "01931000-7c00-7000-8000-000000000001", "e", 1 }, 0,
	    &collection, &err));
	OK(vector_put(store, collection, &(struct vector_entry){ 1, NULL, &one, 1 }, &err));
	OK(run_delete(store, "01931005-7c00-7000-8000-000000000001", 2000, &err));
	OK(run_prune(store, &what, 3000, &gone, &err));
	OK(db_commit(store_db(store), &err));
	OK(store_compact(store, &err));
	ck_assert_uint_eq(json_len(gone.ids), 4);
	ck_assert_int_gt(gone.bytes, 1000);
	ck_assert_uint_eq(listed(store, true), 2);
	OK(audit_verify(store, 0, &check, &err));
	ck_assert_int_eq(check.rows, 6 * 10 + 1 + 4);
	OK(execution_verify(store, &broken, &err));
	OK(store_check(store, &err));
	OK(vector_count(store, collection, &count, &err));
	ck_assert_int_eq(count, 0);
	store_close(store);
	buf_init(&file, BUF_DOCUMENT);
	OK(file_read(dir.store, &file, &err));
	ck_assert(!holds(&file, "xylophone"));
	ck_assert(holds(&file, "harmless"));
	buf_fini(&file);
	json_free(gone.ids);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_changed_execution_is_noticed)
{
	static const char *const changes[] = {
		"UPDATE phase_execution SET entry = replace(entry, 'executed', 'Executed') "
		"WHERE id = 3",
		"UPDATE phase_execution SET base = '{}' WHERE id = 3",
		"DELETE FROM phase_execution WHERE id = 3",
		"UPDATE phase_execution SET status = 'gated' WHERE id = 3",
		"UPDATE phase_execution SET engine = 'other' WHERE id = 3",
		"UPDATE phase_execution SET input_sha256 = '' WHERE id = 3",
		"UPDATE phase_execution SET output_sha256 = engine WHERE id = 3",
		"UPDATE phase_execution SET duration_ms = duration_ms + 1 WHERE id = 3",
		"UPDATE phase_execution SET phase = phase || char(0) || 'x' WHERE id = 3",
		"INSERT INTO phase_execution SELECT 3, run_id, phase, status, origin, engine, 0, "
		"0, "
		"'', '', NULL, '{}', NULL, '[]', NULL FROM phase_execution WHERE id = 4",
	};
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct store_dir dir = store_dir_new();
		struct store *store = store_dir_open(&dir);
		struct json *doc = document();
		struct err err = ERR_INIT;
		struct execution_check broken;

		record_pipeline(store, doc);
		OK(execution_verify(store, &broken, &err));
		if (strncmp(changes[i], "INSERT", 6) == 0)
			OK(db_script(
			    store_db(store), "DELETE FROM phase_execution WHERE id = 3", &err));
		OK(db_script(store_db(store), changes[i], &err));
		ck_assert(execution_verify(store, &broken, &err) == ST_NO);
		ck_assert_int_eq(broken.id, 3);
		ck_assert(*broken.why);
		json_free(doc);
		store_close(store);
		store_dir_free(&dir);
	}
}
END_TEST

START_TEST(the_title_is_the_first_line_that_says_something)
{
	static const struct {
		const char *text, *title;
	} cases[] = { { "\n\n# Guest checkout\nmore", "Guest checkout" }, { "", "" },
		{ " \n---\n", "" }, { "Feature: x\r\n", "Feature: x" } };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct store_dir dir = store_dir_new();
		struct store *store = store_dir_open(&dir);
		struct json *doc = document(), *list = NULL;
		struct err err = ERR_INIT;

		json_set_string(json_get(doc, "story"), "text", cases[i].text);
		record(store, doc, "ingestion");
		OK(run_list(store, &(struct run_filter){ .limit = 1 }, 5000, &list, &err));
		ck_assert_str_eq(json_get_string(json_first(list), "title"), cases[i].title);
		json_free(list);
		json_free(doc);
		store_close(store);
		store_dir_free(&dir);
	}
}
END_TEST

UNIT_SUITE(run)
{
	tcase_add_test(tc, the_document_at_each_phase_is_the_one_that_was_printed);
	tcase_add_test(tc, a_phase_run_again_counts_and_the_others_stay);
	tcase_add_test(tc, a_document_from_elsewhere_is_kept_whole);
	tcase_add_test(tc, an_entry_edited_on_its_way_does_not_replace_the_one_that_was_executed);
	tcase_add_test(tc, a_failed_phase_keeps_its_reason_and_changes_no_document);
	tcase_add_test(tc, runs_are_found_by_id_prefix_and_last);
	tcase_add_test(tc, a_deleted_run_is_hidden_kept_and_comes_back_when_used);
	tcase_add_test(tc, prune_removes_the_text_and_the_audit_chain_still_verifies);
	tcase_add_test(tc, a_changed_execution_is_noticed);
	tcase_add_test(tc, the_title_is_the_first_line_that_says_something);
}
