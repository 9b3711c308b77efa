#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/rank.h"
#include "store_dir.h"

static const struct rank_args defaults = {
	.weights = { 0.3, 0.12, 0.2, 0.06, 0.09, 0.1, 0.05, 0.08, 0.3 },
	.threshold = 0.7,
};

/* Two signals of equal weight, and what raises. */
#define WEIGHTS                                                                                    \
	"{\"rsg_weights\":1,\"story\":{\"body\":1,\"path\":1},\"change\":{\"body\":1,\"joint\":1}" \
	","                                                                                        \
	"\"raise\":{\"changed\":0.9,\"link\":0.6,\"failed\":0.5,\"new\":0.2,\"lead\":0.1},"        \
	"\"recall\":{\"power\":2}}"

#define TEST(id, file, more)                                                                       \
	"{\"id\":\"" id "\",\"title\":\"" id "\",\"file\":\"" file "\",\"requirements\":[]" more "}"
#define FILE_(path, signals, tests, more)                                                          \
	"{\"path\":\"" path "\",\"signals\":{" signals "},\"tests\":[" tests "]" more "}"
#define NEAR(id, near) "{\"test\":\"" id "\",\"near\":" near "}"

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s: %s", text, err.text);
	return j;
}

static enum status
rank_with(const char *weights, const char *about, const char *tests, const char *files,
    struct json **output, struct err *err)
{
	struct store_dir dir = store_dir_new();
	char *own = mem_printf("%s/.rsg", dir.path), *path = mem_printf("%s/weights.json", own);
	char *text = mem_printf("{%s,\"phases\":{\"retrieval\":{\"output\":{\"tests\":[%s],"
				"\"queries\":[],\"files\":[%s]}}}}",
	    about, tests, files);
	struct json *doc = parse(text), *warnings = json_new_array();
	struct share *share;
	struct phase_env env = { .doc = doc, .warnings = warnings };
	enum status st;

	ck_assert(file_mkdirs(own, 0700, err) == ST_OK);
	ck_assert(file_write(path, weights, strlen(weights), 0600, err) == ST_OK);
	env.share = share = share_open(dir.path);
	st = phase_rank(&env, &defaults, output, err);
	share_close(share);
	json_free(doc);
	json_free(warnings);
	free(text);
	free(path);
	free(own);
	store_dir_free(&dir);
	return st;
}

static struct json *
rank(const char *about, const char *tests, const char *files)
{
	struct err err = ERR_INIT;
	struct json *output = NULL;

	ck_assert_msg(
	    rank_with(WEIGHTS, about, tests, files, &output, &err) == ST_OK, "%s", err.text);
	return output;
}

#define CHANGE "\"change\":{\"files\":[]}"
#define ASTORY "\"story\":{\"text\":\"x\"}"

static const struct json *
line_of(const struct json *output, const char *test)
{
	json_each (it, json_get(output, "suite")) {
		if (strcmp(json_get_string(it, "test"), test) == 0)
			return it;
	}
	ck_abort_msg("%s is not in the suite", test);
	return NULL;
}

static double
score_of(const struct json *output, const char *test)
{
	return json_get_number(line_of(output, test), "score");
}

static const struct json *
file_at(const struct json *output, size_t n)
{
	const struct json *file = json_first(json_get(output, "files"));

	while (n--)
		file = json_next(file);
	return file;
}

START_TEST(a_file_has_the_weighted_mean_of_its_signals)
{
	struct json *output =
	    rank(CHANGE, TEST("a", "a.c", "") "," TEST("b", "b.c", "") "," TEST("c", "c.c", ""),
		FILE_("a.c", "\"body\":0.5,\"joint\":1", NEAR("a", "1"), "") "," FILE_("b.c",
		    "\"body\":1,\"joint\":1", NEAR("b", "1"),
		    "") "," FILE_("c.c", "", NEAR("c", "1"), ""));

	ck_assert_str_eq(json_get_string(file_at(output, 0), "path"), "b.c");
	ck_assert_str_eq(json_get_string(file_at(output, 1), "path"), "a.c");
	ck_assert_double_eq_tol(json_get_number(file_at(output, 0), "score"), 1, 1e-9);
	ck_assert_double_eq_tol(json_get_number(file_at(output, 1), "score"), 0.75, 1e-9);
	ck_assert_double_eq_tol(score_of(output, "a"), 0.75, 1e-9);
	ck_assert_double_eq(score_of(output, "c"), 0);
	ck_assert_uint_eq(json_len(json_get(file_at(output, 1), "factors")), 2);
	ck_assert_str_eq(json_get_string(output, "track"), "change");
	ck_assert_str_eq(json_get_string(output, "weights"), ".rsg/weights.json");
	json_free(output);
}
END_TEST

START_TEST(a_signal_that_says_nothing_or_is_of_the_other_track_has_no_share)
{
	struct json *output = rank(ASTORY, TEST("a", "a.c", "") "," TEST("b", "b.c", ""),
	    FILE_("a.c", "\"body\":0.5,\"joint\":1", NEAR("a", "1"), "") "," FILE_(
		"b.c", "\"body\":1", NEAR("b", "1"), ""));

	ck_assert_double_eq_tol(json_get_number(file_at(output, 1), "score"), 0.5, 1e-9);
	ck_assert_uint_eq(json_len(json_get(file_at(output, 0), "factors")), 1);
	ck_assert_str_eq(json_get_string(output, "track"), "story");
	json_free(output);
}
END_TEST

START_TEST(the_nearest_test_has_the_score_of_the_file)
{
	struct json *output = rank(CHANGE, TEST("a", "a.c", "") "," TEST("b", "a.c", ""),
	    FILE_("a.c", "\"body\":1", NEAR("a", "0.4") "," NEAR("b", "0.8"), ""));

	ck_assert_double_eq_tol(score_of(output, "b"), 1, 1e-9);
	ck_assert_double_eq_tol(score_of(output, "a"), 0.75, 1e-9); /* half as near */
	ck_assert_double_eq_tol(json_get_number(line_of(output, "a"), "near"), 0.5, 1e-9);
	json_free(output);
}
END_TEST

START_TEST(what_raises_a_test_multiplies_what_is_missing)
{
	static const struct {
		const char *more, *file, *name;
		double score;
	} cases[] = {
		{ ",\"new\":true", "", "new", 1 - 0.5 * (1 - 0.2) },
		{ ",\"results\":{\"runs\":4,\"failures\":1,\"last\":\"failed\",\"rate\":0.3,"
		  "\"since_failure\":0}",
		    "", "failed", 1 - 0.5 * (1 - 0.5) },
		{ ",\"results\":{\"runs\":4,\"failures\":1,\"last\":\"passed\",\"rate\":0.3,"
		  "\"since_failure\":2}",
		    "", "failed", 1 - 0.5 * (1 - 0.5 * 0.3) },
		{ "", ",\"changed\":true", "changed", 1 - 0.5 * (1 - 0.9) },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *tests = mem_printf("{\"id\":\"a\",\"title\":\"a\",\"file\":\"a.c\"%s},"
					 "{\"id\":\"b\",\"title\":\"b\",\"file\":\"b.c\"}",
		    cases[i].more);
		char *files = mem_printf(
		    "{\"path\":\"a.c\",\"signals\":{\"body\":0.5},\"tests\":[{\"test\":\"a\","
		    "\"near\":1}]%s},{\"path\":\"b.c\",\"signals\":{\"body\":1},\"tests\":"
		    "[{\"test\":\"b\",\"near\":1}]}",
		    cases[i].file);
		struct json *output = rank(CHANGE, tests, files);
		const struct json *raised = json_first(json_get(line_of(output, "a"), "raised"));

		ck_assert_double_eq_tol(score_of(output, "a"), cases[i].score, 1e-6);
		ck_assert_str_eq(json_get_string(raised, "name"), cases[i].name);
		ck_assert(json_get(line_of(output, "b"), "raised") == NULL);
		json_free(output);
		free(tests);
		free(files);
	}
}
END_TEST

START_TEST(a_test_that_never_failed_is_not_raised)
{
	struct json *output = rank(CHANGE,
	    TEST("a", "a.c",
		",\"results\":{\"runs\":4,\"failures\":0,\"last\":\"passed\",\"rate\":0,"
		"\"since_failure\":4}"),
	    FILE_("a.c", "\"body\":1", NEAR("a", "1"), ""));

	ck_assert(json_get(line_of(output, "a"), "raised") == NULL);
	json_free(output);
}
END_TEST

START_TEST(every_test_of_a_change_is_in_the_suite_and_of_a_story_those_that_say_something)
{
	static const char tests[] = TEST("a", "a.c", "") "," TEST("b", "b.c", "");
	static const char files[] =
	    FILE_("a.c", "\"body\":1", NEAR("a", "1"), "") "," FILE_("b.c", "", NEAR("b", "1"), "");
	struct json *change = rank(CHANGE, tests, files), *story = rank(ASTORY, tests, files);

	ck_assert_uint_eq(json_len(json_get(change, "suite")), 2);
	ck_assert_uint_eq(json_len(json_get(story, "suite")), 1);
	json_free(change);
	json_free(story);
}
END_TEST

START_TEST(the_reason_says_what_the_file_has_to_do_with_the_change)
{
	struct json *output = rank(CHANGE, TEST("a", "a.c", ""),
	    FILE_("a.c", "\"body\":1,\"same-stem\":1", NEAR("a", "1"),
		",\"terms\":[\"vat\",\"rate\"],\"commits\":[{\"id\":\"abc123\",\"paths\":"
		"[\"src/a.c\",\"src/b.c\",\"src/c.c\"]}],\"together\":4,\"imports\":"
		"[\"h.c\",\"src/a.c\"]"));

	ck_assert_str_eq(json_get_string(line_of(output, "a"), "reason"),
	    "Shares \"vat\", \"rate\" with the change; imports h.c, which imports src/a.c; is "
	    "named after a changed file; changed together with src/a.c, src/b.c and 1 more in 4 "
	    "commits, last in abc123.");
	json_free(output);
}
END_TEST

START_TEST(weights_that_cannot_be_used_are_an_error_that_names_the_file)
{
	struct json *output = NULL;
	struct err err = ERR_INIT;

	ck_assert(rank_with("{\"rsg_weights\":1,\"story\":{},\"change\":{\"luck\":1}}", CHANGE,
		      TEST("a", "a.c", ""), FILE_("a.c", "\"body\":1", NEAR("a", "1"), ""), &output,
		      &err) == ST_CONFIG);
	ck_assert(strstr(err.text, ".rsg/weights.json") && strstr(err.text, "luck"));
	ck_assert(output == NULL);
}
END_TEST

UNIT_SUITE(rank_files)
{
	tcase_add_test(tc, a_file_has_the_weighted_mean_of_its_signals);
	tcase_add_test(tc, a_signal_that_says_nothing_or_is_of_the_other_track_has_no_share);
	tcase_add_test(tc, the_nearest_test_has_the_score_of_the_file);
	tcase_add_test(tc, what_raises_a_test_multiplies_what_is_missing);
	tcase_add_test(tc, a_test_that_never_failed_is_not_raised);
	tcase_add_test(
	    tc, every_test_of_a_change_is_in_the_suite_and_of_a_story_those_that_say_something);
	tcase_add_test(tc, the_reason_says_what_the_file_has_to_do_with_the_change);
	tcase_add_test(tc, weights_that_cannot_be_used_are_an_error_that_names_the_file);
}
