#include "text/edit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "unit.h"

static struct buf out;
static struct err err;
static struct json *edits;

static void
set_up(void)
{
	err = (struct err)ERR_INIT;
	buf_init(&out, BUF_DOCUMENT);
	edits = json_new_array();
}

static void
tear_down(void)
{
	json_free(edits);
	buf_fini(&out);
}

static void
add(const char *first, const char *a, const char *second, const char *b)
{
	struct json *edit = json_add_object(edits);

	json_set_string(edit, first, a);
	json_set_string(edit, second, b);
}

static void
swap(const char *search, const char *replace)
{
	add("search", search, "replace", replace);
}

static const struct edit_span spans[] = {
	{ "one", 2, 3 },
	{ "two", 5, 7 },
	{ "twice", 1, 1 },
	{ "twice", 4, 4 },
	{ "beyond", 7, 8 },
	{ "nowhere", 0, 1 },
	{ "upside down", 3, 2 },
};

#define SPANS (sizeof spans / sizeof spans[0])
#define LINES "l1\nl2\nl3\nl4\nl5\nl6\nl7"

static enum status
apply_to(const char *text, size_t n, const struct edit_span *with, size_t with_n)
{
	const struct edit_file file = { text, n, with, with_n };

	return edit_apply(edits, &file, &out, &err);
}

static enum status
apply(const char *text)
{
	return apply_to(text, strlen(text), spans, SPANS);
}

static void
gives(const char *text, const char *wanted)
{
	enum status st = apply(text);

	ck_assert_msg(st == ST_OK, "%s", err.text);
	ck_assert_str_eq(out.s, wanted);
	ck_assert_uint_eq(out.len, strlen(wanted));
}

static void
refuses(const char *text, const char *why)
{
	ck_assert_int_eq(apply(text), ST_DATA);
	ck_assert_str_eq(err.text, why);
	ck_assert_uint_eq(out.len, 0);
}

static const struct {
	const char *text, *search, *replace, *gives;
} swaps[] = {
	{ "a\nb\nc\n", "b\n", "x\ny\n", "a\nx\ny\nc\n" },
	{ "a\nb\nc\n", "b\n", "", "a\nc\n" },
	{ "assert x == 5\n", "== 5", "== 6", "assert x == 6\n" },
	{ "abc", "abc", "", "" },
	{ "abc", "a", "aa", "aabc" },
	{ "abc", "c", "cc", "abcc" },
	{ "a\nb", "a\nb", "a\nb\n", "a\nb\n" },
	{ "  a\n a\n", "\n a", "\n b", "  a\n b\n" },
	{ "abababac", "ababac", "x", "abx" }, /* the place begins inside a false start */
	/* line ends */
	{ "a\r\nb\r\nc\r\n", "a\nb\n", "x\ny\n", "x\r\ny\r\nc\r\n" },
	{ "a\r\nb\r\nc\r\n", "a\r\nb", "x\ny", "x\r\ny\r\nc\r\n" },
	{ "a\r\nb\r\nc\r\n", "b", "x\ny", "a\r\nx\r\ny\r\nc\r\n" },
	{ "a\r\nb\r\nc\r\n", "b", "x\r\ny", "a\r\nx\r\ny\r\nc\r\n" },
	{ "a\r\nb\r\nc\r\n", "\r\n\nc", "!\nc", "" },
	{ "a\r\nb\nc\r\n", "a\nb", "x\ny", "x\r\ny\nc\r\n" }, /* mixed: those of the place */
	{ "a\r\nb\nc\r\n", "b\nc", "x\ny", "a\r\nx\ny\r\n" },
	{ "a\r\nb\nc\r\n", "c", "x\ny", "a\r\nb\nx\ny\r\n" },
	{ "a\nb\n", "a", "x\r\ny", "x\r\ny\nb\n" },
	{ "\n\n", "\n\n", "x\n", "x\n" },
};

START_TEST(a_search_text_is_replaced)
{
	swap(swaps[_i].search, swaps[_i].replace);
	if (*swaps[_i].gives || *swaps[_i].replace == '\0')
		gives(swaps[_i].text, swaps[_i].gives);
	else
		ck_assert_int_eq(apply(swaps[_i].text), ST_DATA);
}
END_TEST

static const struct {
	const char *text, *search, *why;
} misses[] = {
	{ "abc\n", "", "edit 1: the search text is empty" },
	{ "aaa", "aa",
	    "edit 1: the search text is there 2 times, at lines 1, 1: take more lines with it" },
	{ "x\ny\nx\n", "x\n",
	    "edit 1: the search text is there 2 times, at lines 1, 3: take more lines with it" },
	{ "a\n\n\n\n\n\n\n\n\n\n", "\n",
	    "edit 1: the search text is there 10 times, at lines 1, 2, 3, 4, 5, 6, 7, 8 and "
	    "further "
	    "on: take more lines with it" },
	{ "x\r\ny\r\nx\r\ny\r\n", "x\ny\n",
	    "edit 1: the search text is there 2 times, at lines 1, 3: take more lines with it" },
	{ "def f():\n\treturn 1\n", "def f():\n    return 1\n",
	    "edit 1: the search text is not there: line 2 is \"\\treturn 1\" where the search text "
	    "has \"    return 1\"" },
	{ "a\ndef f():\n    x = 1\n    y = 2\n", "def f():\n    x = 1\n    y = 3\n",
	    "edit 1: the search text is not there: line 4 is \"    y = 2\" where the search text "
	    "has "
	    "\"    y = 3\"" },
	{ "assert total == 5  # five\n", "assert total == 6",
	    "edit 1: the search text is not there: line 1 is \"assert total == 5  # five\" where "
	    "the "
	    "search text has \"assert total == 6\"" },
	{ "one\ntwo\n", "two\nthree\n",
	    "edit 1: the search text is not there: the text ends where the search text has "
	    "\"three\"" },
	{ "one\ntwo", "one\ntwo\n",
	    "edit 1: the search text is not there: the text ends where the search text has \"\"" },
	{ "one\ntwo\n", "seven\n",
	    "edit 1: the search text is not there: no line is like \"seven\"" },
	{ "", "seven", "edit 1: the search text is not there: no line is like \"seven\"" },
	{ "one\n", "one\r\n",
	    "edit 1: the search text is not there: line 1 is \"one\" where the search text has "
	    "\"one\\r\"" },
	{ "one\r\ntwo\nthree\n", "one\ntwo\nthree\n",
	    "edit 1: the search text is not there: line 1 is \"one\\r\" where the search text has "
	    "\"one\"" },
	{ "one\r\n two\r\n", "one\ntwo\n",
	    "edit 1: the search text is not there: line 2 is \" two\\r\" where the search text has "
	    "\"two\\r\"" },
	{ "say \033[31m\xff\n", "say \033[32m\n",
	    "edit 1: the search text is not there: line 1 is \"say \\x1b[31m\\xff\" where the "
	    "search "
	    "text has \"say \\x1b[32m\"" },
};

START_TEST(what_is_not_there_once_is_refused)
{
	swap(misses[_i].search, "new");
	refuses(misses[_i].text, misses[_i].why);
}
END_TEST

START_TEST(the_place_most_like_it_is_named)
{
	swap("def f():\n    x = 1\n    y = 2\n    z = 3\n", "");
	refuses("def f():\n    pass\n\ndef f():\n    x = 1\n    Y = 2\n    z = 3\n",
	    "edit 1: the search text is not there: line 6 is \"    Y = 2\" where the search text "
	    "has "
	    "\"    y = 2\"");
}
END_TEST

START_TEST(of_places_alike_the_first_is_named)
{
	swap("a\nb\nc\n", "");
	refuses("a\nb\n-\na\nb\n+\n", "edit 1: the search text is not there: line 3 is \"-\" where "
				      "the search text has \"c\"");
}
END_TEST

START_TEST(a_long_line_is_shown_where_it_differs)
{
	char text[2001], wanted[2001];

	memset(text, 'x', 2000);
	memset(wanted, 'x', 2000);
	text[2000] = wanted[2000] = '\0';
	memcpy(text + 1500, "this", 4);
	memcpy(wanted + 1500, "that", 4);
	swap(wanted, "");
	ck_assert_int_eq(apply(text), ST_DATA);
	ck_assert_ptr_nonnull(strstr(err.text, "xthisx"));
	ck_assert_ptr_nonnull(strstr(err.text, "xthatx"));
	ck_assert_ptr_nonnull(strstr(err.text, "is \"...x"));
	ck_assert_uint_lt(strlen(err.text), 400);
}
END_TEST

START_TEST(a_test_is_replaced_whole)
{
	add("function", "one", "code", "new\nlines");
	add("function", "two", "code", "last\n");
	gives(LINES "\n", "l1\nnew\nlines\nl4\nlast\n");
}
END_TEST

START_TEST(code_has_the_line_ends_of_its_place)
{
	add("function", "one", "code", "x\ny");
	gives("l1\nl2\r\nl3\nl4\n", "l1\nx\r\ny\r\nl4\n");
	buf_clear(&out);
	gives("l1\r\nl2\nl3\r\nl4\n", "l1\r\nx\ny\nl4\n");
	buf_clear(&out);
	gives("l1\r\nl2\r\nl3", "l1\r\nx\r\ny\r\n");
	buf_clear(&out);
	ck_assert_int_eq(apply_to("l1\r\nl2", 6, &(struct edit_span){ "one", 2, 2 }, 1), ST_OK);
	ck_assert_str_eq(out.s, "l1\r\nx\r\ny\r\n"); /* a line without one */
}
END_TEST

START_TEST(a_text_has_no_line_behind_its_last_end)
{
	add("function", "beyond", "code", "x");
	ck_assert_int_eq(apply(LINES "\n"), ST_DATA);
	ck_assert_int_eq(apply(LINES "\n\n"), ST_OK);
}
END_TEST

static const struct {
	const char *name, *code, *why;
} functions[] = {
	{ "three", "x",
	    "edit 1: no test is called \"three\": the tests are \"one\", \"two\", \"twice\", "
	    "\"twice\"" },
	{ "beyond", "x", NULL },
	{ "nowhere", "x", NULL },
	{ "upside down", "x", NULL },
	{ "twice", "x",
	    "edit 1: two tests have that name, at lines 1 and 4: use search and replace" },
	{ "one", "", "edit 1: the code is empty: a test is not taken away" },
	{ "one", " \n\t\r\n", "edit 1: the code is empty: a test is not taken away" },
	{ "one", "l2\nl3", "edit 1: it changes nothing" },
	{ "one", "l2\nl3\n", "edit 1: it changes nothing" },
	{ "two", "l5\nl6\nl7", "edit 1: it changes nothing" },
	{ "two", "l5\nl6\nl7\n", "edit 1: it changes nothing" },
	{ "\033]0;x\a", "x", NULL },
};

START_TEST(a_test_that_cannot_be_replaced_is_refused)
{
	const char *why = functions[_i].why;

	add("function", functions[_i].name, "code", functions[_i].code);
	if (why == NULL) {
		ck_assert_int_eq(apply(LINES), ST_DATA);
		ck_assert_int_eq(strncmp(err.text, "edit 1: no test is called \"", 27), 0);
		ck_assert_ptr_null(strpbrk(err.text, "\033\a"));
		return;
	}
	refuses(LINES, why);
}
END_TEST

START_TEST(many_tests_are_not_all_named)
{
	struct edit_span many[300];

	for (size_t i = 0; i < 300; i++)
		many[i] =
		    (struct edit_span){ "a name that is not short, of a test as it is", 1, 1 };
	add("function", "other", "code", "x");
	ck_assert_int_eq(apply_to("a\n", 2, many, 300), ST_DATA);
	ck_assert_ptr_nonnull(strstr(err.text, "\" and 294 more"));
	ck_assert_int_eq(apply_to("a\n", 2, NULL, 0), ST_DATA);
	ck_assert_str_eq(err.text, "edit 1: no test is called \"other\": the tests are none");
}
END_TEST

static const struct {
	const char *edits, *why;
} shapes[] = {
	{ "[]", "edits: expected 1 to 20 of them" },
	{ "{}", "edits: expected 1 to 20 of them" },
	{ "null", "edits: expected 1 to 20 of them" },
	{ "[{}]", NULL },
	{ "[1]", NULL },
	{ "[{\"search\":\"l1\"}]", NULL },
	{ "[{\"search\":\"l1\",\"code\":\"x\"}]", NULL },
	{ "[{\"search\":\"l1\",\"replace\":1}]", NULL },
	{ "[{\"search\":\"l1\",\"replace\":\"x\",\"function\":\"one\"}]", NULL },
	{ "[{\"function\":\"one\",\"code\":\"x\",\"search\":\"l1\",\"replace\":\"x\"}]", NULL },
	{ "[{\"search\":\"l1\",\"replace\":\"l1\"}]", "edit 1: it changes nothing" },
	{ "[{\"search\":\"l1\",\"replace\":\"x\"},{\"search\":\"l9\",\"replace\":\"x\"}]",
	    "edit 2: the search text is not there: no line is like \"l9\"" },
	{ "[{\"search\":\"l2\\nl3\",\"replace\":\"x\"},{\"search\":\"l1\\nl2\",\"replace\":\"x\"}]",
	    "edit 2: it overlaps with edit 1: make one of the two" },
	{ "[{\"search\":\"l1\",\"replace\":\"x\"},{\"search\":\"l3\",\"replace\":\"x\"},"
	  "{\"function\":\"one\",\"code\":\"x\"}]",
	    "edit 3: it overlaps with edit 2: make one of the two" },
	{ "[{\"search\":\"l1\",\"replace\":\"x\"},{\"search\":\"l1\",\"replace\":\"y\"}]",
	    "edit 2: it overlaps with edit 1: make one of the two" },
	{ "[{\"search\":\"\\nl2\",\"replace\":\"\"},{\"search\":\"\\nl3\",\"replace\":"
	  "\"\\nl2\\nl3\"}]",
	    "the edits together change nothing" },
};

START_TEST(what_is_no_list_of_edits_is_refused)
{
	json_free(edits);
	ck_assert(json_parse(shapes[_i].edits, strlen(shapes[_i].edits), &edits, &err) == ST_OK);
	refuses(LINES, shapes[_i].why
			   ? shapes[_i].why
			   : "edit 1: it has neither search and replace nor function and "
			     "code alone");
}
END_TEST

START_TEST(edits_that_touch_do_not_overlap)
{
	swap("l2\n", "x\n");
	swap("l1\n", "");
	add("function", "twice", "code", "y");
	json_remove(edits, "none");
	swap("l3", "z");
	ck_assert_int_eq(apply(LINES), ST_DATA); /* "twice" is there twice */
	json_free(edits);
	edits = json_new_array();
	swap("l2\n", "x\n");
	swap("l1\n", "");
	swap("l3", "z");
	gives(LINES, "x\nz\nl4\nl5\nl6\nl7");
}
END_TEST

START_TEST(an_edit_is_not_found_in_what_another_put)
{
	swap("l1", "l9");
	swap("l9", "x");
	refuses(LINES, "edit 2: the search text is not there: no line is like \"l9\"");
	json_free(edits);
	edits = json_new_array();
	swap("l1", "l2 l2");
	swap("l2", "x"); /* once in the original */
	gives(LINES, "l2 l2\nx\nl3\nl4\nl5\nl6\nl7");
}
END_TEST

START_TEST(limits_hold)
{
	char *big = mem_calloc(EDIT_TEXT + 2, 1);

	memset(big, 'x', EDIT_TEXT + 1);
	swap("a", big);
	refuses("a", "edit 1: a part is larger than 262144 bytes");
	json_free(edits);
	edits = json_new_array();
	swap(big, "a");
	refuses("a", "edit 1: a part is larger than 262144 bytes");
	big[EDIT_TEXT] = '\0';
	json_free(edits);
	edits = json_new_array();
	swap("a", big);
	ck_assert_int_eq(apply("a"), ST_OK);
	ck_assert_uint_eq(out.len, EDIT_TEXT);
	buf_clear(&out);
	refuses("a\n", "the text after the edits is larger than 262144 bytes");
	big[EDIT_TEXT] = 'x';
	refuses(big, "the text is larger than 262144 bytes");
	json_free(edits);
	edits = json_new_array();
	for (int i = 0; i < 21; i++)
		swap("a", "b");
	refuses("a", "edits: expected 1 to 20 of them");
	free(big);
}
END_TEST

/* A text and a search text that defeat what is quadratic; it would take minutes. */
START_TEST(hostile_repetition_costs_no_more)
{
	size_t n = EDIT_TEXT;
	char *text = mem_calloc(n + 1, 1), *search = mem_calloc(n + 1, 1);
	const char c = _i ? '\n' : 'a';

	memset(text, c, n);
	memset(search, c, n / 2);
	search[n / 2] = 'b';
	for (int i = 0; i < EDIT_MAX; i++) {
		json_free(edits);
		edits = json_new_array();
		swap(search, "x");
		ck_assert_int_eq(apply(text), ST_DATA);
	}
	free(text);
	free(search);
}
END_TEST

START_TEST(bytes_that_are_no_text_stay)
{
	static const char text[] = "a\0b\xff\n\xc3(c\n";

	swap("c\n", "d\n");
	ck_assert_int_eq(apply_to(text, sizeof text - 1, NULL, 0), ST_OK);
	ck_assert_uint_eq(out.len, sizeof text - 1);
	ck_assert_int_eq(memcmp(out.s, "a\0b\xff\n\xc3(d\n", out.len), 0);
}
END_TEST

static unsigned seed;

static unsigned
below(unsigned n)
{
	seed = seed * 1103515245u + 12345;
	return (seed >> 16) % n;
}

/* Edits of random places, applied one by one from the last, are all of them at once in any order.
 */
START_TEST(all_at_once_is_one_by_one)
{
	char text[400], part[64], with[64];
	const char *end = _i % 2 ? "\r\n" : "\n";
	size_t len = 0, from[8], to[8], n = 0;
	struct buf wanted;

	seed = (unsigned)_i;
	for (int i = 0; len < 300; i++)
		len += (size_t)snprintf(text + len, sizeof text - len, "%*sl%d=%u;%s",
		    (int)below(5), "", i, below(100), end);
	buf_init(&wanted, BUF_TEXT);
	for (size_t at = below(30); at < len && n < 8; at = to[n++] + below(60)) {
		from[n] = at;
		to[n] = at + 12 + below(30) < len ? at + 12 + below(20) : len;
		if (to[n] - from[n] < 8)
			break;
	}
	buf_add(&wanted, text, len);
	for (size_t i = n; i-- > 0;) {
		struct buf next;

		snprintf(with, sizeof with, "<%zu>", i);
		buf_init(&next, BUF_TEXT);
		buf_add(&next, wanted.s, from[i]);
		buf_str(&next, with);
		buf_add(&next, wanted.s + to[i], wanted.len - to[i]);
		buf_fini(&wanted);
		wanted = next;
	}
	for (size_t i = 0, k = below(8); i < 8; i++, k = (k + 3) % 8) {
		if (k >= n)
			continue;
		snprintf(part, sizeof part, "%.*s", (int)(to[k] - from[k]), text + from[k]);
		snprintf(with, sizeof with, "<%zu>", k);
		swap(part, with);
	}
	if (n > 0)
		gives(text, wanted.s);
	buf_fini(&wanted);
}
END_TEST

/* Of two letters, so that beginnings and places overlap in every way. */
START_TEST(places_are_counted_as_one_would)
{
	char text[48], part[16], why[64];
	size_t n = 20 + (size_t)_i % 24, m, places = 0;

	seed = (unsigned)_i;
	for (size_t i = 0; i <= n; i++)
		text[i] = i < n ? (char)('a' + (below(4) == 0)) : '\0';
	m = 1 + below(15);
	memcpy(part, text + below((unsigned)(n - m)), m);
	part[m - 1] = (char)('a' + below(2));
	part[m] = '\0';
	for (size_t i = 0; i + m <= n; i++)
		places += memcmp(text + i, part, m) == 0;
	swap(part, "c");
	ck_assert_int_eq(apply(text), places == 1 ? ST_OK : ST_DATA);
	snprintf(why, sizeof why, "is there %zu times", places);
	ck_assert(places < 2 || strstr(err.text, why));
}
END_TEST

UNIT_SUITE(edit)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_loop_test(tc, a_search_text_is_replaced, 0, sizeof swaps / sizeof swaps[0]);
	tcase_add_loop_test(
	    tc, what_is_not_there_once_is_refused, 0, sizeof misses / sizeof misses[0]);
	tcase_add_test(tc, the_place_most_like_it_is_named);
	tcase_add_test(tc, of_places_alike_the_first_is_named);
	tcase_add_test(tc, a_long_line_is_shown_where_it_differs);
	tcase_add_test(tc, a_test_is_replaced_whole);
	tcase_add_test(tc, code_has_the_line_ends_of_its_place);
	tcase_add_test(tc, a_text_has_no_line_behind_its_last_end);
	tcase_add_loop_test(tc, a_test_that_cannot_be_replaced_is_refused, 0,
	    sizeof functions / sizeof functions[0]);
	tcase_add_test(tc, many_tests_are_not_all_named);
	tcase_add_loop_test(
	    tc, what_is_no_list_of_edits_is_refused, 0, sizeof shapes / sizeof shapes[0]);
	tcase_add_test(tc, edits_that_touch_do_not_overlap);
	tcase_add_test(tc, an_edit_is_not_found_in_what_another_put);
	tcase_add_test(tc, limits_hold);
	tcase_add_loop_test(tc, hostile_repetition_costs_no_more, 0, 2);
	tcase_add_test(tc, bytes_that_are_no_text_stay);
	tcase_add_loop_test(tc, all_at_once_is_one_by_one, 0, 200);
	tcase_add_loop_test(tc, places_are_counted_as_one_would, 0, 400);
}
