#include "store/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "io/json.h"
#include "phase/index.h"
#include "phase/phase.h"
#include "store/audit.h"
#include "store/corpus.h"
#include "store/result_history.h"
#include "store_dir.h"
#include "store_sql.h"
#include "text/words.h"
#include "unit.h"

static struct store_dir dir;
static struct store *store;
static struct words *words;
static struct err err;

static void
set_up(void)
{
	dir = store_dir_new();
	store = store_dir_open(&dir);
	words = words_open();
	err = (struct err)ERR_INIT;
}

static void
tear_down(void)
{
	words_close(words);
	store_close(store);
	store_dir_free(&dir);
}

/* Tests t:0 to t:n-1 of file a.py; the source of each is version `version`. */
static void
index_tests(int n, int version)
{
	const struct index_args args = { .corpus = "default" };
	struct phase_env env = {
		.store = store, .words = words, .now_ms = 1000, .warnings = json_new_array()
	};
	struct index_summary sum = { 0 };
	struct index *index = NULL;

	ck_assert_msg(index_open(&env, &args, &index, &err) == ST_OK, "%s", err.text);
	for (int i = 0; i < n; i++) {
		char *line =
		    mem_printf("{\"rsg_test\":1,\"id\":\"t:%d\",\"name\":\"%d\","
			       "\"title\":\"x\",\"file\":\"a.py\",\"language\":\"python\","
			       "\"framework\":\"pytest\",\"kind\":\"automated\",\"tags\":[],"
			       "\"requirements\":[],\"words\":\"x\",\"sha256\":\"%064d\"}",
			i, i, version * 1000 + i);

		ck_assert_msg(index_line(index, line, strlen(line), &err) == ST_OK, "%s", err.text);
		free(line);
	}
	ck_assert_msg(index_finish(index, &sum, &err) == ST_OK, "%s", err.text);
	index_close(index);
	json_free(env.warnings);
}

static int64_t
corpus_id(void)
{
	return store_sql(store, "SELECT id FROM corpus");
}

static int64_t
row_of(int i)
{
	char *sql = mem_printf("SELECT id FROM test_case WHERE test = 't:%d'", i);
	int64_t row = store_sql(store, sql);

	free(sql);
	return row;
}

/* A report of the time `at` with one result of t:0. */
static void
add_one(int at, const char *status, const char *commit)
{
	char *sha256 = mem_printf("%064d", at);
	const struct result_entry entry = { .test_case = row_of(0),
		.name = "a.t",
		.status = status,
		.duration_ms = at,
		.instances = 1,
		.attempts = 1 };
	const struct result_batch batch = { .corpus = corpus_id(),
		.sha256 = sha256,
		.source = "junit.xml",
		.format = "junit",
		.at = at,
		.commit = commit,
		.by = "jo",
		.entries = &entry,
		.count = 1 };

	ck_assert_int_eq(db_begin(store_db(store), &err), ST_OK);
	ck_assert_msg(result_add(store, &batch, 5000, &err) == ST_OK, "%s", err.text);
	ck_assert_int_eq(db_commit(store_db(store), &err), ST_OK);
	free(sha256);
}

struct seen {
	struct result_history last;
	char test[64], status[16];
	int count;
};

static enum status
see(void *arg, const struct result_history *history, struct err *e)
{
	struct seen *seen = arg;

	(void)e;
	seen->count++;
	seen->last = *history;
	snprintf(seen->test, sizeof seen->test, "%s", history->test);
	snprintf(seen->status, sizeof seen->status, "%s", history->last);
	return ST_OK;
}

static struct seen
histories(const char *corpus)
{
	struct seen seen = { .count = 0 };

	ck_assert_msg(result_histories(store, corpus, see, &seen, &err) == ST_OK, "%s", err.text);
	return seen;
}

/* "PFs" oldest first: passed, failed, skipped; "C" before one: of another commit; "V": the test
   changed; "K" its attempts differed; "c": back to the first commit, "u": to an unknown one. */
static struct result_history
sum_of(const char *runs)
{
	VEC_OF(struct result_run) list = { 0 };
	struct result_history h = { 0 };
	struct result_run next = { .content = 1 };

	for (const char *p = runs; *p; p++) {
		static const char *const names[] = { "P", "passed", "F", "failed", "s", "skipped",
			"T", "timeout", "X", "crash", "x", "xfail", "E", "error", "t", "todo" };

		next.commit += *p == 'C';
		next.commit = *p == 'c' ? 1 : *p == 'u' ? 0 : next.commit;
		next.content += *p == 'V';
		next.flaky = next.flaky || *p == 'K';
		for (size_t i = 0; i < sizeof names / sizeof *names; i += 2) {
			if (*names[i] != *p)
				continue;
			next.duration_ms = next.at = (int64_t)list.len + 1;
			snprintf(next.status, sizeof next.status, "%s", names[i + 1]);
			*vec_add(&list) = next;
			next.flaky = false;
		}
	}
	for (size_t i = 0; i < list.len / 2; i++) {
		struct result_run swap = list.at[i];

		list.at[i] = list.at[list.len - 1 - i];
		list.at[list.len - 1 - i] = swap;
	}
	result_history_sum(list.at, list.len, &h);
	h.last = strcmp(h.last, "skipped") == 0	 ? "skipped"
		 : strcmp(h.last, "passed") == 0 ? "passed"
						 : "other";
	vec_fini(&list);
	return h;
}

START_TEST(counts_runs_failures_and_what_came_after)
{
	static const struct {
		const char *runs, *last;
		unsigned count, failures, since;
		int64_t ms;
	} rows[] = {
		{ "P", "passed", 1, 0, 1, 1 },
		{ "F", "other", 1, 1, 0, -1 },
		{ "PPF", "other", 3, 1, 0, 1 },
		{ "FPP", "passed", 3, 1, 2, 2 },
		{ "FPsP", "passed", 3, 1, 2, 3 },
		{ "FPs", "passed", 2, 1, 1, 2 },
		{ "ss", "skipped", 0, 0, 0, -1 },
		{ "TXExP", "passed", 5, 3, 2, 5 },
		{ "PPPPPPP", "passed", 7, 0, 7, 5 },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct result_history h = sum_of(rows[i].runs);

		ck_assert_msg(h.runs == rows[i].count && h.failures == rows[i].failures &&
				  h.since_failure == rows[i].since && h.duration_ms == rows[i].ms &&
				  strcmp(h.last, rows[i].last) == 0,
		    "%s: %u %u %u %lld %s", rows[i].runs, h.runs, h.failures, h.since_failure,
		    (long long)h.duration_ms, h.last);
	}
}
END_TEST

START_TEST(a_failure_weighs_half_after_ten_runs)
{
	double fresh = sum_of("PPPPPPPPPPF").rate, old = sum_of("FPPPPPPPPPP").rate;

	ck_assert_double_eq_tol(old / fresh, 0.5, 1e-9);
	ck_assert_double_eq_tol(sum_of("F").rate, 1, 1e-9);
	ck_assert_double_eq_tol(sum_of("P").rate, 0, 1e-9);
	ck_assert_double_eq_tol(sum_of("s").rate, 0, 1e-9);
	ck_assert_double_eq_tol(sum_of("FsssssP").rate, sum_of("FP").rate, 1e-9);
}
END_TEST

START_TEST(flaky_is_the_same_test_with_two_outcomes)
{
	static const struct {
		const char *runs;
		bool flaky;
	} rows[] = {
		{ "PP", false },
		{ "FF", false },
		{ "PF", true },
		{ "FP", true },
		{ "PVF", false }, /* it was changed in between */
		{ "FVP", false },
		{ "CPCF", false },  /* the code was changed in between */
		{ "CPCFcF", true }, /* the first commit passed, and fails */
		{ "CPF", true },
		{ "CPCFCPCF", true }, /* to and fro */
		{ "CPCFCP", false },  /* broken and mended */
		{ "PCF", true },      /* one of the commits is not known */
		{ "CPuF", true },
		{ "PKP", true },
		{ "Psx", false },
		{ "FPPPPPPPPPPPPPPPPPPPP", false }, /* long ago */
		{ "FPPPPPPPPPPPPPPPPPPP", true },
		{ "KPPPPPPPPPPPPPPPPPPPPP", false },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(sum_of(rows[i].runs).flaky == rows[i].flaky, "%s", rows[i].runs);
}
END_TEST

START_TEST(results_are_kept_with_their_test)
{
	struct seen seen;

	index_tests(2, 0);
	ck_assert_int_eq(histories("default").count, 0);
	add_one(100, "passed", NULL);
	add_one(300, "failed", NULL);
	add_one(200, "passed", NULL); /* a report that comes late */
	seen = histories("default");
	ck_assert_int_eq(seen.count, 1);
	ck_assert_str_eq(seen.test, "t:0");
	ck_assert_str_eq(seen.status, "failed");
	ck_assert_uint_eq(seen.last.runs, 3);
	ck_assert_uint_eq(seen.last.since_failure, 0);
	ck_assert_int_eq(seen.last.duration_ms, 150);
	ck_assert_int_eq(seen.last.last_at, 300);
	ck_assert(seen.last.flaky);
	ck_assert_int_eq(histories("other").count, 0);
}
END_TEST

START_TEST(a_test_that_changed_is_no_longer_the_same)
{
	index_tests(1, 0);
	add_one(100, "failed", NULL);
	index_tests(1, 1);
	add_one(200, "passed", NULL);
	ck_assert(!histories("default").last.flaky);
	ck_assert_int_eq(
	    store_sql(store, "SELECT count(DISTINCT content_sha256) FROM test_result"), 2);
}
END_TEST

START_TEST(results_stay_while_a_test_is_gone_and_through_a_rename)
{
	index_tests(2, 0);
	add_one(100, "failed", "abc");
	ck_assert_int_eq(db_begin(store_db(store), &err), ST_OK);
	ck_assert_int_eq(
	    db_script(store_db(store), "UPDATE test_case SET last_seen = 1", &err), ST_OK);
	ck_assert_int_eq(db_commit(store_db(store), &err), ST_OK);
	ck_assert_int_eq(histories("default").count, 0);
	index_tests(2, 0);
	ck_assert_int_eq(histories("default").count, 1);
}
END_TEST

START_TEST(a_report_is_known_by_its_bytes)
{
	struct result_known known;
	char sha256[DIGEST_TEXT];

	index_tests(1, 0);
	snprintf(sha256, sizeof sha256, "%064d", 100);
	ck_assert_int_eq(result_find(store, corpus_id(), sha256, &known, &err), ST_OK);
	add_one(100, "passed", NULL);
	ck_assert_int_eq(result_find(store, corpus_id(), sha256, &known, &err), ST_NO);
	ck_assert_str_eq(known.source, "junit.xml");
	ck_assert_int_eq(known.added_at, 5000);
	ck_assert_int_eq(result_find(store, corpus_id() + 1, sha256, &known, &err), ST_OK);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM audit_log WHERE event = "
					  "'results_added' AND data LIKE '%\"by\":\"jo\"%'"),
	    1);
}
END_TEST

START_TEST(pruning_keeps_the_newest)
{
	struct result_pruning pruned = { .keep = 2, .by = "jo" };
	struct seen seen;

	index_tests(1, 0);
	pruned.corpus = corpus_id();
	add_one(400, "failed", NULL);
	for (int at = 100; at < 400; at += 100)
		add_one(at, "passed", NULL);
	ck_assert_int_eq(db_begin(store_db(store), &err), ST_OK);
	ck_assert_msg(result_prune(store, &pruned, 9000, &err) == ST_OK, "%s", err.text);
	ck_assert_int_eq(db_commit(store_db(store), &err), ST_OK);
	ck_assert_int_eq(pruned.results, 2);
	ck_assert_int_eq(pruned.batches, 2);
	seen = histories("default");
	ck_assert_uint_eq(seen.last.runs, 2);
	ck_assert_str_eq(seen.status, "failed");
	ck_assert_int_eq(store_sql(store, "SELECT min(at) FROM result_batch"), 300);
	ck_assert_int_eq(db_begin(store_db(store), &err), ST_OK);
	pruned.keep = 0;
	ck_assert_int_eq(result_prune(store, &pruned, 9000, &err), ST_OK);
	ck_assert_int_eq(db_commit(store_db(store), &err), ST_OK);
	ck_assert_int_eq(histories("default").count, 0);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM result_batch"), 0);
	ck_assert_int_eq(
	    store_sql(store, "SELECT count(*) FROM audit_log WHERE event = 'results_pruned'"), 2);
}
END_TEST

START_TEST(names_and_messages_are_cut_and_redacted)
{
	const char *secret = "password=hunter2hunter2hunter2";
	struct result_entry entries[2] = {
		{ .name = "unknown one", .status = "failed", .instances = 1, .attempts = 1 }
	};
	struct result_batch batch = {
		.sha256 = "0000000000000000000000000000000000000000000000000000000000000009",
		.source = "-",
		.format = "tap",
		.entries = entries,
		.count = 1
	};
	char *huge = mem_alloc(10001);

	memset(huge, 'm', 10000);
	huge[10000] = '\0';
	memcpy(huge + RESULT_MESSAGE_MAX - 1, "\xc3\xa9", 2);
	index_tests(1, 0);
	batch.corpus = corpus_id();
	entries[0].message = secret;
	entries[1] = entries[0];
	entries[1].test_case = row_of(0);
	entries[1].message = huge;
	batch.count = 2;
	ck_assert_int_eq(db_begin(store_db(store), &err), ST_OK);
	ck_assert_msg(result_add(store, &batch, 5000, &err) == ST_OK, "%s", err.text);
	ck_assert_int_eq(db_commit(store_db(store), &err), ST_OK);
	ck_assert_int_eq(
	    store_sql(store, "SELECT message LIKE '%hunter2%' FROM result_unknown"), 0);
	ck_assert_int_eq(
	    store_sql(store, "SELECT length(message) FROM test_result"), RESULT_MESSAGE_MAX - 1);
	free(huge);
}
END_TEST

UNIT_SUITE(result)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, counts_runs_failures_and_what_came_after);
	tcase_add_test(tc, a_failure_weighs_half_after_ten_runs);
	tcase_add_test(tc, flaky_is_the_same_test_with_two_outcomes);
	tcase_add_test(tc, results_are_kept_with_their_test);
	tcase_add_test(tc, a_test_that_changed_is_no_longer_the_same);
	tcase_add_test(tc, results_stay_while_a_test_is_gone_and_through_a_rename);
	tcase_add_test(tc, a_report_is_known_by_its_bytes);
	tcase_add_test(tc, pruning_keeps_the_newest);
	tcase_add_test(tc, names_and_messages_are_cut_and_redacted);
}
