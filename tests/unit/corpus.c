#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/index.h"
#include "phase/phase.h"
#include "store/corpus.h"
#include "store_dir.h"
#include "text/words.h"

static struct store_dir dir;
static struct store *store;
static struct words *words;

static void
set_up(void)
{
	dir = store_dir_new();
	store = store_dir_open(&dir);
	words = words_open();
}

static void
tear_down(void)
{
	words_close(words);
	store_close(store);
	store_dir_free(&dir);
}

static void
print_record(struct buf *out, int id, const char *title, const char *body, const char *requirement)
{
	buf_clear(out);
	buf_printf(out,
	    "{\"rsg_test\":1,\"id\":\"t:%d\",\"name\":\"%d\",\"title\":\"%s\",\"file\":\"a.py\","
	    "\"language\":\"python\",\"framework\":\"pytest\",\"kind\":\"automated\",\"tags\":[],"
	    "\"requirements\":[\"%s\"],\"words\":\"%s\",\"sha256\":\"%064d\"}",
	    id, id, title, requirement, body, id);
}

/* Tests 0 to n - 1; the body of test `changed` is another one. */
static struct index_summary
index_tests(const char *corpus, int n, int changed)
{
	const struct index_args args = { .corpus = corpus };
	struct phase_env env = {
		.store = store, .words = words, .now_ms = 1000, .warnings = json_new_array()
	};
	struct index_summary sum = { 0 };
	struct index *index = NULL;
	struct err err = ERR_INIT;
	struct buf line;

	buf_init(&line, BUF_TEXT);
	ck_assert_msg(index_open(&env, &args, &index, &err) == ST_OK, "%s", err.text);
	for (int i = 0; i < n; i++) {
		print_record(&line, i, "Receipts mailed", i == changed ? "stock" : "cart cart vat",
		    i == changed ? "SHOP-99" : "SHOP-12");
		ck_assert_msg(index_line(index, line.s, line.len, &err) == ST_OK, "%s", err.text);
	}
	ck_assert_msg(index_finish(index, &sum, &err) == ST_OK, "%s", err.text);
	index_close(index);
	json_free(env.warnings);
	buf_fini(&line);
	return sum;
}

static struct corpus *
open_it(const char *name)
{
	struct corpus *corpus = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(corpus_open(store, name, &corpus, &err) == ST_OK, "%s", err.text);
	return corpus;
}

static void
add_posting(void *arg, int64_t row, enum corpus_field field)
{
	struct buf *out = arg;

	buf_printf(out, "%d:%d ", (int)row, (int)field);
}

static void
add_term(void *arg, enum corpus_field field, const char *term, size_t n)
{
	struct buf *out = arg;

	buf_printf(out, "%d:%.*s ", (int)field, (int)n, term);
}

START_TEST(the_text_of_a_test_is_stems_field_by_field)
{
	struct corpus *corpus;
	struct err err = ERR_INIT;
	struct buf out;
	int64_t row;

	index_tests("default", 2, -1);
	corpus = open_it("default");
	buf_init(&out, BUF_TEXT);
	ck_assert_int_eq(corpus_row(corpus, "t:1", &row, &err), ST_OK);
	ck_assert_int_eq(corpus_row(corpus, "t:2", &row, &err), ST_NO);
	ck_assert_int_eq(corpus_terms(corpus, row, add_term, &out, &err), ST_OK);
	ck_assert_str_eq(out.s, "0:receipt 0:mail 1:py 2:cart 2:cart 2:vat ");
	buf_fini(&out);
	corpus_close(corpus);
}
END_TEST

START_TEST(postings_name_every_occurrence_with_its_field)
{
	struct corpus *corpus;
	struct err err = ERR_INIT;
	struct buf out;

	index_tests("default", 2, 1);
	corpus = open_it("default");
	buf_init(&out, BUF_TEXT);
	ck_assert_int_eq(corpus_postings(corpus, "cart", 4, add_posting, &out, &err), ST_OK);
	ck_assert_str_eq(out.s, "1:2 1:2 ");
	buf_clear(&out);
	ck_assert_int_eq(corpus_postings(corpus, "mail", 4, add_posting, &out, &err), ST_OK);
	ck_assert_str_eq(out.s, "1:0 2:0 ");
	buf_clear(&out);
	ck_assert_int_eq(corpus_postings(corpus, "mai", 3, add_posting, &out, &err), ST_OK);
	ck_assert_str_eq(out.s, "");
	buf_fini(&out);
	corpus_close(corpus);
}
END_TEST

START_TEST(lengths_are_those_of_the_tests_that_are_there)
{
	struct corpus_tests tests = { 0 };
	struct err err = ERR_INIT;
	struct corpus *corpus;

	index_tests("default", 3, -1);
	index_tests("default", 2, 1);
	corpus = open_it("default");
	ck_assert_uint_eq(corpus_info(corpus)->tests, 2);
	ck_assert_uint_eq(corpus_info(corpus)->terms[CORPUS_TITLE], 4);
	ck_assert_uint_eq(corpus_info(corpus)->terms[CORPUS_BODY], 4);
	ck_assert_int_eq(corpus_tests(corpus, &tests, &err), ST_OK);
	ck_assert_uint_eq(tests.len, 2);
	ck_assert_uint_eq(tests.at[0].terms[CORPUS_BODY], 3);
	ck_assert_uint_eq(tests.at[1].terms[CORPUS_BODY], 1);
	vec_fini(&tests);
	corpus_close(corpus);
}
END_TEST

START_TEST(links_are_found_without_regard_to_case_in_their_corpus)
{
	struct corpus_rows rows = { 0 };
	struct err err = ERR_INIT;
	struct corpus *corpus;

	index_tests("default", 2, -1);
	index_tests("other", 1, -1);
	corpus = open_it("default");
	ck_assert_int_eq(corpus_linked(corpus, "shop-12", &rows, &err), ST_OK);
	ck_assert_uint_eq(rows.len, 2);
	ck_assert_int_eq(corpus_linked(corpus, "shop-1", &rows, &err), ST_OK);
	ck_assert_uint_eq(rows.len, 2);
	corpus_close(corpus);
	index_tests("default", 1, -1);
	rows.len = 0;
	corpus = open_it("default");
	ck_assert_int_eq(corpus_linked(corpus, "SHOP-12", &rows, &err), ST_OK);
	ck_assert_uint_eq(rows.len, 1);
	vec_fini(&rows);
	corpus_close(corpus);
}
END_TEST

START_TEST(a_test_that_names_another_requirement_loses_the_first)
{
	struct corpus_rows rows = { 0 };
	struct err err = ERR_INIT;
	struct corpus *corpus;

	index_tests("default", 2, -1);
	index_tests("default", 2, 1);
	corpus = open_it("default");
	ck_assert_int_eq(corpus_linked(corpus, "SHOP-12", &rows, &err), ST_OK);
	ck_assert_uint_eq(rows.len, 1);
	ck_assert_int_eq(corpus_linked(corpus, "SHOP-99", &rows, &err), ST_OK);
	ck_assert_uint_eq(rows.len, 2);
	vec_fini(&rows);
	corpus_close(corpus);
}
END_TEST

START_TEST(a_run_that_is_not_finished_leaves_nothing)
{
	const struct index_args args = { .corpus = "default" };
	struct phase_env env = { .store = store, .words = words };
	struct index *index = NULL;
	struct corpus *corpus = NULL;
	struct err err = ERR_INIT;
	struct buf line;

	buf_init(&line, BUF_TEXT);
	print_record(&line, 1, "title", "body", "X-1");
	ck_assert_int_eq(index_open(&env, &args, &index, &err), ST_OK);
	ck_assert_int_eq(index_line(index, line.s, line.len, &err), ST_OK);
	index_close(index);
	ck_assert_int_eq(corpus_open(store, "default", &corpus, &err), ST_DATA);
	ck_assert_ptr_nonnull(strstr(err.text, "rsg-index"));
	buf_fini(&line);
}
END_TEST

START_TEST(an_index_run_counts_what_it_does)
{
	struct index_summary sum = index_tests("default", 20, -1);

	ck_assert_uint_eq(sum.added, 20);
	sum = index_tests("default", 20, 3);
	ck_assert_uint_eq(sum.changed, 1);
	ck_assert_uint_eq(sum.unchanged, 19);
	ck_assert_uint_eq(sum.tests, 20);
	sum = index_tests("default", 19, 3);
	ck_assert_uint_eq(sum.gone, 1);
	ck_assert_uint_eq(sum.unchanged, 19);
}
END_TEST

START_TEST(corpus_names_are_checked)
{
	static const char *const bad[] = { "", "a\nb", "\xff", "\x7f" };
	struct err err = ERR_INIT;
	char long_name[CORPUS_NAME_MAX + 2], collection[CORPUS_COLLECTION];

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_int_eq(corpus_check_name(bad[i], &err), ST_USAGE);
	memset(long_name, 'n', sizeof long_name);
	long_name[CORPUS_NAME_MAX + 1] = '\0';
	ck_assert_int_eq(corpus_check_name(long_name, &err), ST_USAGE);
	long_name[CORPUS_NAME_MAX] = '\0';
	ck_assert_int_eq(corpus_check_name(long_name, &err), ST_OK);
	corpus_collection(long_name, collection);
	ck_assert_uint_eq(strlen(collection), CORPUS_NAME_MAX + 7);
}
END_TEST

UNIT_SUITE(corpus)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, the_text_of_a_test_is_stems_field_by_field);
	tcase_add_test(tc, postings_name_every_occurrence_with_its_field);
	tcase_add_test(tc, lengths_are_those_of_the_tests_that_are_there);
	tcase_add_test(tc, links_are_found_without_regard_to_case_in_their_corpus);
	tcase_add_test(tc, a_test_that_names_another_requirement_loses_the_first);
	tcase_add_test(tc, a_run_that_is_not_finished_leaves_nothing);
	tcase_add_test(tc, an_index_run_counts_what_it_does);
	tcase_add_test(tc, corpus_names_are_checked);
}
