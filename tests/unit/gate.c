#include "store/gate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store/run.h"
#include "store/verify.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define HOUR 3600000
#define T0 1000000

static struct err err;
static struct store_dir dir;
static struct store *store;
static struct json *doc;

static void
setup(void)
{
	struct buf text;

	memset(&err, 0, sizeof err);
	dir = store_dir_new();
	store = store_dir_open(&dir);
	buf_init(&text, BUF_DOCUMENT);
	OK(file_read("tests/data/run-document.json", &text, &err));
	OK(json_parse(text.s, text.len, &doc, &err));
	buf_fini(&text);
}

static void
teardown(void)
{
	json_free(doc);
	store_close(store);
	store_dir_free(&dir);
}

static struct gate_subject
subject_of(const char *phase)
{
	struct gate_subject subject;

	OK(gate_subject(doc, phase, &subject, &err));
	return subject;
}

static void
ask(const struct gate_subject *subject)
{
	OK(db_begin(store_db(store), &err));
	OK(gate_ask(store, doc, subject, HOUR, T0, &err));
	OK(db_commit(store_db(store), &err));
}

static enum status
decide(const struct gate_subject *subject, bool approve, const char *by, int64_t now_ms)
{
	const struct gate_decision decision = { .approve = approve, .by = by, .how = "flag" };
	enum status st;

	OK(db_begin(store_db(store), &err));
	st = gate_decide(store, subject, &decision, now_ms, &err);
	OK(db_commit(store_db(store), &err));
	return st;
}

START_TEST(what_was_never_asked_is_not_approved)
{
	struct gate_subject subject = subject_of("ranking");

	ck_assert_int_eq(gate_check(store, &subject, T0, &err), ST_NO);
	ck_assert(strstr(err.text, "rsg-gate --approve") != NULL);
	ck_assert_int_eq(decide(&subject, true, "jo", T0), ST_NOINPUT);
	ck_assert_int_eq(gate_check(store, &subject, T0, &err), ST_NO);
}
END_TEST

START_TEST(an_approval_holds_for_these_bytes_only)
{
	static const struct {
		const char *path, *key;
	} changes[] = { { "phases.ranking.output", "score" },
		{ "phases.ingestion.output", "title" }, { "story", "text" },
		{ "story.metadata", "new" }, { "run.labels", "team" }, { "run", "id" } };
	struct gate_subject subject = subject_of("ranking"), other;

	ask(&subject);
	ck_assert_int_eq(gate_check(store, &subject, T0, &err), ST_NO);
	ck_assert_int_eq(decide(&subject, true, "jo", T0 + 1), ST_OK);
	OK(gate_check(store, &subject, T0 + 10 * HOUR, &err));
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		struct json *at = json_path(doc, changes[i].path), *old;

		ck_assert_msg(at != NULL, "%s", changes[i].path);
		old = json_get(at, changes[i].key) ? json_copy(json_get(at, changes[i].key)) : NULL;
		json_set_string(at, changes[i].key, "01934b2e-7c00-7000-8000-00000000000f");
		other = subject_of("ranking");
		ck_assert_msg(gate_check(store, &other, T0 + 2, &err) == ST_NO, "%s.%s",
		    changes[i].path, changes[i].key);
		if (old)
			json_set(at, changes[i].key, old);
		else
			json_remove(at, changes[i].key);
	}
	other = subject_of("ranking");
	OK(gate_check(store, &other, T0 + 2, &err));
	other = subject_of("coverage");
	ck_assert_int_eq(gate_check(store, &other, T0 + 2, &err), ST_NO);
}
END_TEST

START_TEST(times_engines_and_later_phases_are_no_part_of_the_subject)
{
	struct gate_subject subject = subject_of("coverage"), other;

	json_set_string(
	    json_path(doc, "phases.coverage"), "started_at", "2027-01-01T00:00:00.000Z");
	json_set_string(json_path(doc, "phases.coverage"), "engine", "other/model");
	json_set_string(json_path(doc, "phases.coverage"), "output_sha256", "claimed");
	json_remove(json_get(doc, "phases"), "audit");
	json_remove(json_get(doc, "phases"), "ranking");
	other = subject_of("coverage");
	ck_assert_str_eq(subject.sha256, other.sha256);
	ck_assert_str_eq(subject.output_sha256, other.output_sha256);
	ck_assert_int_eq(gate_subject(doc, "ranking", &other, &err), ST_DATA);
}
END_TEST

START_TEST(the_first_decision_stands_until_it_is_reopened)
{
	struct gate_subject subject = subject_of("ranking");
	struct json *gate = NULL;

	ask(&subject);
	ask(&subject); /* asking twice is asking once */
	ck_assert_int_eq(decide(&subject, false, "jo", T0 + 1), ST_OK);
	ck_assert_int_eq(decide(&subject, true, "ann", T0 + 2), ST_NO);
	ck_assert_msg(strstr(err.text, "rejected by jo") != NULL, "%s", err.text);
	ck_assert_int_eq(gate_check(store, &subject, T0 + 3, &err), ST_NO);
	OK(db_begin(store_db(store), &err));
	OK(gate_reopen(store, &subject, "ann", HOUR, T0 + 4, &err));
	ck_assert_int_eq(gate_reopen(store, &subject, "ann", HOUR, T0 + 4, &err), ST_NO);
	OK(db_commit(store_db(store), &err));
	ck_assert_int_eq(decide(&subject, true, "ann", T0 + 5), ST_OK);
	OK(gate_check(store, &subject, T0 + 6, &err));
	OK(gate_get(store, &subject, T0 + 6, &gate, &err));
	ck_assert_str_eq(json_get_string(gate, "by"), "ann");
	json_free(gate);
}
END_TEST

START_TEST(a_gate_whose_time_is_over_is_rejected)
{
	struct gate_subject subject = subject_of("ranking");
	struct json *gate = NULL;
	int64_t count = 0;

	ask(&subject);
	OK(gate_get(store, &subject, T0 + HOUR - 1, &gate, &err));
	ck_assert_str_eq(json_get_string(gate, "status"), "pending");
	json_free(gate);
	OK(gate_get(store, &subject, T0 + HOUR, &gate, &err));
	ck_assert_str_eq(json_get_string(gate, "status"), "rejected");
	ck_assert_str_eq(json_get_string(gate, "how"), "timeout");
	json_free(gate);
	ck_assert_int_eq(decide(&subject, true, "jo", T0 + HOUR), ST_NO);
	OK(db_begin(store_db(store), &err));
	OK(gate_expire(store, T0 + HOUR, &count, &err));
	OK(db_commit(store_db(store), &err));
	ck_assert_int_eq(count, 0); /* the decision that came too late recorded it */
	ck_assert_int_eq(gate_check(store, &subject, T0 + 2 * HOUR, &err), ST_NO);
	ck_assert(strstr(err.text, "--reopen") != NULL);
}
END_TEST

START_TEST(a_gate_that_was_changed_behind_our_back_is_found)
{
	static const char *const changes[] = { "UPDATE approval_gate SET status = 'approved'",
		"UPDATE approval_gate SET decided_by = 'somebody else'",
		"UPDATE approval_gate SET how = 'tty'",
		"UPDATE approval_gate SET reason = 'because'",
		"UPDATE approval_gate SET rule = 'always'",
		"UPDATE approval_gate SET decided_at = decided_at + 1",
		"UPDATE approval_gate SET subject_sha256 = replace(hex(zeroblob(32)), '0', '1')",
		"UPDATE approval_gate SET output_sha256 = replace(hex(zeroblob(32)), '0', '1')",
		"UPDATE approval_gate SET status = 'pending', decided_at = NULL, "
		"decided_by = NULL, how = NULL",
		"UPDATE approval_gate SET id = id + 1" };
	struct gate_subject subject = subject_of("ranking");
	struct verify_result result;
	int64_t broken;

	ask(&subject);
	ck_assert_int_eq(decide(&subject, false, "jo", T0 + 1), ST_OK);
	OK(gate_verify(store, &broken, &err));
	for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
		OK(db_begin(store_db(store), &err));
		OK(db_script(store_db(store), changes[i], &err));
		broken = 0;
		ck_assert_msg(
		    gate_verify(store, &broken, &err) == ST_NO && broken > 0, "%s", changes[i]);
		db_rollback(store_db(store));
	}
	OK(gate_verify(store, &broken, &err));
	OK(verify_store(store, NULL, 0, &result, &err));
	OK(db_begin(store_db(store), &err));
	OK(db_script(store_db(store), "DELETE FROM approval_gate", &err));
	ck_assert(verify_store(store, NULL, 0, &result, &err) == ST_NO);
	ck_assert_msg(strstr(err.text, "gate 1 is missing") != NULL, "%s", err.text);
	db_rollback(store_db(store));
}
END_TEST

START_TEST(the_list_tells_runs_phases_and_the_pending_apart)
{
	struct gate_subject ranking = subject_of("ranking"), coverage = subject_of("coverage");
	static const struct {
		struct gate_filter filter;
		size_t n;
	} cases[] = {
		{ { NULL, NULL, false }, 2 },
		{ { NULL, NULL, true }, 1 },
		{ { NULL, "coverage", false }, 1 },
		{ { NULL, "audit", false }, 0 },
		{ { "01934b2e-0000-7000-8000-000000000000", NULL, false }, 0 },
	};

	ask(&ranking);
	ask(&coverage);
	ck_assert_int_eq(decide(&ranking, true, "jo", T0 + 1), ST_OK);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *list = NULL;

		OK(gate_list(store, &cases[i].filter, T0 + 2, &list, &err));
		ck_assert_uint_eq(json_len(list), cases[i].n);
		json_free(list);
	}
}
END_TEST

START_TEST(an_imported_decision_approves_nothing_here)
{
	struct gate_subject subject = subject_of("ranking");
	struct json *gate = NULL;
	int64_t broken;

	ask(&subject);
	ck_assert_int_eq(decide(&subject, true, "jo", T0 + 1), ST_OK);
	OK(gate_get(store, &subject, T0 + 2, &gate, &err));
	OK(db_begin(store_db(store), &err));
	OK(db_script(store_db(store), "DELETE FROM approval_gate", &err));
	OK(gate_import(store, gate, &err));
	OK(db_commit(store_db(store), &err));
	json_free(gate);
	ck_assert_int_eq(gate_check(store, &subject, T0 + 3, &err), ST_NO);
	OK(gate_verify(store, &broken, &err));
	ask(&subject);
	ck_assert_int_eq(gate_check(store, &subject, T0 + 3, &err), ST_NO);
	ck_assert_int_eq(decide(&subject, true, "jo", T0 + 4), ST_OK);
	OK(gate_check(store, &subject, T0 + 5, &err));
}
END_TEST

START_TEST(an_edit_stands_beside_the_original_and_verifies)
{
	struct json *before = json_copy(doc), *output, *edits = NULL, *kept = NULL;
	struct execution_edit edit = { .before = before, .after = doc, .phase = "ranking" };
	char original[DIGEST_TEXT];
	struct execution_check broken;

	OK(db_begin(store_db(store), &err));
	OK(execution_record(store, doc, NULL, "ranking", T0, &err));
	OK(db_commit(store_db(store), &err));
	output = json_copy(doc_output(doc, "ranking"));
	digest_json(output, original);
	json_set_number(output, "score", 0.125);
	doc_edit(doc, "ranking", output, "Jo", T0 + 1);
	ck_assert(json_get(json_get(doc, "phases"), "audit") == NULL);
	edit.author = "Jo";
	edit.diff = "-a\n+b\n";
	OK(db_begin(store_db(store), &err));
	OK(execution_record_edit(store, &edit, T0 + 1, &err));
	OK(db_commit(store_db(store), &err));
	OK(execution_verify(store, &broken, &err));
	OK(execution_edits(store, doc_run_id(doc), &edits, &err));
	ck_assert_uint_eq(json_len(edits), 1);
	ck_assert_str_eq(json_get_string(json_first(edits), "author"), "Jo");
	OK(run_doc(store, doc_run_id(doc), "ranking", &kept, &err));
	ck_assert(json_equal(kept, doc));
	ck_assert_str_eq(
	    json_get_string(json_path(kept, "phases.ranking.edited"), "original_sha256"), original);
	json_free(kept);
	json_free(edits);
	json_free(before);
}
END_TEST

UNIT_SUITE(gate)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, what_was_never_asked_is_not_approved);
	tcase_add_test(tc, an_approval_holds_for_these_bytes_only);
	tcase_add_test(tc, times_engines_and_later_phases_are_no_part_of_the_subject);
	tcase_add_test(tc, the_first_decision_stands_until_it_is_reopened);
	tcase_add_test(tc, a_gate_whose_time_is_over_is_rejected);
	tcase_add_test(tc, a_gate_that_was_changed_behind_our_back_is_found);
	tcase_add_test(tc, the_list_tells_runs_phases_and_the_pending_apart);
	tcase_add_test(tc, an_imported_decision_approves_nothing_here);
	tcase_add_test(tc, an_edit_stands_beside_the_original_and_verifies);
}
