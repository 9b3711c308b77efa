#include "doc/compare.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "io/json.h"
#include "unit.h"

/* A document whose suite is the tests named by the letters, in their order. */
static struct json *
ranked(const char *letters)
{
	struct json *doc = json_new_object(), *suite;

	suite = json_set_array(
	    json_set_object(json_set_object(json_set_object(doc, "phases"), "ranking"), "output"),
	    "suite");
	for (size_t i = 0; letters[i]; i++) {
		struct json *line = json_add_object(suite);
		char name[2] = { letters[i], '\0' };

		json_set_number(line, "rank", (double)i + 1);
		json_set_string(line, "test", name);
	}
	return doc;
}

START_TEST(a_test_has_moved_only_when_the_others_kept_their_order)
{
	static const struct {
		const char *a, *b, *changes;
	} cases[] = {
		{ "", "", "" },
		{ "abc", "abc", "" },
		{ "abc", "abcd", "in d; " },
		{ "abc", "dabc", "in d; " },
		{ "abc", "ac", "out b; " },
		{ "abcdef", "fabcde", "up f; " },
		{ "abcdef", "bcdefa", "down a; " },
		{ "abc", "xyz", "in x; in y; in z; out a; out b; out c; " },
		{ "abcd", "dxabc", "in x; up d; " },
		{ "abcdefgh", "abgcdefh", "up g; " },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct json *a = ranked(cases[i].a), *b = ranked(cases[i].b);
		struct json *result = doc_compare(a, b);
		struct buf said;

		buf_init(&said, BUF_TEXT);
		json_each (it, json_get(result, "ranking"))
			buf_printf(&said, "%s %s; ", json_get_string(it, "change"),
			    json_get_string(it, "test"));
		ck_assert_msg(strcmp(said.s, cases[i].changes) == 0, "%s to %s: %s", cases[i].a,
		    cases[i].b, said.s);
		ck_assert(json_get_bool(result, "same") == (*cases[i].changes == '\0'));
		buf_fini(&said);
		json_free(result);
		json_free(a);
		json_free(b);
	}
}
END_TEST

/* Every order of five tests against one: nothing is said exactly when nothing moved, and taking the
   moved ones out leaves the same order in both. */
START_TEST(what_did_not_move_is_in_the_same_order_in_both)
{
	const char *all = "abcde";

	for (int n = 0; n < 5 * 5 * 5 * 5 * 5; n++) {
		char other[6] = "", moved[6] = "", rest[2][6] = { "", "" };
		struct json *a, *b, *result;
		int k = n;

		for (int i = 0; i < 5; i++, k /= 5) {
			if (!strchr(other, all[k % 5]))
				other[strlen(other)] = all[k % 5];
		}
		if (strlen(other) < 5)
			continue;
		a = ranked(all);
		b = ranked(other);
		result = doc_compare(a, b);
		json_each (it, json_get(result, "ranking"))
			moved[strlen(moved)] = *json_get_string(it, "test");
		for (int i = 0; i < 5; i++) {
			if (!strchr(moved, all[i]))
				rest[0][strlen(rest[0])] = all[i];
			if (!strchr(moved, other[i]))
				rest[1][strlen(rest[1])] = other[i];
		}
		ck_assert_msg((strcmp(all, other) == 0) == (*moved == '\0'), "%s", other);
		for (const char *s = moved; *s; s++)
			ck_assert(strchr(all, *s) - all != strchr(other, *s) - other);
		ck_assert_msg(strlen(moved) < 5, "%s", other);
		json_free(result);
		json_free(a);
		json_free(b);
	}
}
END_TEST

static struct json *
parsed(const char *text)
{
	struct err err = ERR_INIT;
	struct json *doc = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &doc, &err) == ST_OK, "%s", err.text);
	return doc;
}

#define DOC(story, criteria, covered, percent)                                                     \
	"{\"story\":{\"text\":\"" story "\"},\"phases\":{\"ingestion\":{\"output\":{\"criteria\":" \
	"[" criteria "]}},\"coverage\":{\"output\":{\"criteria\":[" covered                        \
	"],\"percent\":" percent "}}}}"
#define AC(id, text) "{\"id\":\"" id "\",\"text\":\"" text "\"}"
#define IS(id, status) "{\"id\":\"" id "\",\"status\":\"" status "\"}"

START_TEST(criteria_come_go_and_change)
{
	struct json *a = parsed(DOC("s", AC("1", "one") "," AC("2", "two") "," AC("3", "three"),
	    IS("1", "gap") "," IS("2", "weak") "," IS("3", "gap"), "0"));
	struct json *b = parsed(DOC("t", AC("1", "one") "," AC("3", "drei") "," AC("4", "four"),
	    IS("1", "covered") "," IS("3", "gap") "," IS("4", "gap"), "33"));
	struct json *result = doc_compare(a, b), *same = doc_compare(a, a);
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_print(result, &text);
	ck_assert_str_eq(text.s,
	    "{\"a\":\"\",\"b\":\"\",\"same\":false,\"story\":\"changed\",\"coverage_percent\":{"
	    "\"from\":0,\"to\":33},\"criteria\":[{\"id\":\"1\",\"change\":\"status\",\"from\":"
	    "\"gap\",\"to\":\"covered\",\"text\":\"one\"},{\"id\":\"2\",\"change\":\"removed\","
	    "\"from\":\"weak\",\"to\":\"\",\"text\":\"two\"},{\"id\":\"3\",\"change\":\"text\","
	    "\"from\":\"gap\",\"to\":\"gap\",\"text\":\"drei\"},{\"id\":\"4\",\"change\":\"added\","
	    "\"from\":\"\",\"to\":\"gap\",\"text\":\"four\"}],\"ranking\":[]}");
	ck_assert(json_get_bool(same, "same"));
	buf_fini(&text);
	json_free(result);
	json_free(same);
	json_free(a);
	json_free(b);
}
END_TEST

START_TEST(what_one_of_them_lacks_is_a_difference)
{
	struct json *a = parsed("{\"phases\":{\"ranking\":{\"output\":{\"score\":0}}}}");
	struct json *b = parsed("{\"phases\":{}}");
	struct json *result = doc_compare(a, b), *back = doc_compare(b, a);

	ck_assert(!json_get_bool(result, "same"));
	ck_assert(!json_get_bool(back, "same"));
	ck_assert(json_get(json_get(result, "score"), "from") != NULL);
	ck_assert(json_get(json_get(result, "score"), "to") == NULL);
	json_free(result);
	json_free(back);
	json_free(a);
	json_free(b);
}
END_TEST

UNIT_SUITE(compare)
{
	tcase_add_test(tc, a_test_has_moved_only_when_the_others_kept_their_order);
	tcase_add_test(tc, what_did_not_move_is_in_the_same_order_in_both);
	tcase_add_test(tc, criteria_come_go_and_change);
	tcase_add_test(tc, what_one_of_them_lacks_is_a_difference);
}
