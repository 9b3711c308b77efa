#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "signal/past_private.h"

#define ZERO "0000000000000000000000000000000000000000"

struct history {
	struct lexicon *lexicon;
	struct past *past;
};

static struct history
history_open(void)
{
	struct lexicon *lexicon = lexicon_open();

	return (struct history){ lexicon, past_open(lexicon) };
}

static void
history_close(struct history *h)
{
	past_close(h->past);
	lexicon_close(h->lexicon);
}

static void
commit(struct history *h, const char *id, const struct past_file *files, size_t n)
{
	past_add(h->past, &(struct past_commit){ id, "cart total", files, n });
}

/* The paths of a row as they are called today, with a space behind each. */
static char *
row_paths(const struct past_view *view, size_t row)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (size_t i = 0; i < view->rows.at[row].n; i++)
		buf_printf(&out, "%s ",
		    view->past->paths.at[view->paths.at[view->rows.at[row].first + i]].key);
	return buf_take(&out);
}

static void
row_is(const struct past_view *view, size_t row, const char *paths)
{
	char *got = row_paths(view, row);

	ck_assert_str_eq(got, paths);
	free(got);
}

START_TEST(a_message_is_its_distinct_terms)
{
	static const struct {
		const char *message, *terms;
	} cases[] = {
		{ "", "" },
		{ "Fix the tests", "" },
		{ "Fix getCookies: cookies\n\nof the cart\n", "cooky getcooky cart" },
		{ "carts cart CART", "cart" },
		{ "\xff\x01 total \xc3", "total" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		past_terms(cases[i].message, strlen(cases[i].message), &out);
		ck_assert_str_eq(out.s, cases[i].terms);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(the_end_of_a_long_message_is_not_looked_at)
{
	char *message = malloc(PAST_MESSAGE + 8);
	struct buf out;

	memset(message, ' ', PAST_MESSAGE + 8);
	memcpy(message + 1, "cart", 4);
	memcpy(message + PAST_MESSAGE + 1, "late", 4);
	buf_init(&out, BUF_TEXT);
	past_terms(message, PAST_MESSAGE + 8, &out);
	ck_assert_str_eq(out.s, "cart");
	buf_fini(&out);
	free(message);
}
END_TEST

START_TEST(a_view_knows_its_commit_and_older_ones)
{
	struct history h = history_open();
	const struct past_file a[] = { { 'M', "1", "2", "a.c" } };
	const struct past_file b[] = { { 'M', "1", "2", "b.c" } };
	struct past_view *view;

	commit(&h, "new", a, 1);
	commit(&h, "old", b, 1);
	view = past_view_open(h.past, 0, NULL, 0);
	ck_assert_uint_eq(past_view_commits(view), 2);
	ck_assert_uint_eq(view->rows.len, 2);
	ck_assert_uint_eq(view->rows.at[1].age, 1);
	ck_assert_uint_eq(view->rows.at[1].n_terms, 2);
	past_view_close(view);
	view = past_view_open(h.past, 1, NULL, 0);
	ck_assert_uint_eq(past_view_commits(view), 1);
	ck_assert_uint_eq(view->rows.at[0].age, 0);
	ck_assert_uint_eq(view->rows.at[0].commit, 1);
	ck_assert_str_eq(past_id(h.past, view->rows.at[0].commit), "old");
	row_is(view, 0, "b.c ");
	past_view_close(view);
	view = past_view_open(h.past, 7, NULL, 0);
	ck_assert_uint_eq(past_view_commits(view), 0);
	past_view_close(view);
	history_close(&h);
}
END_TEST

START_TEST(wide_commits_count_in_the_age_only)
{
	struct history h = history_open();
	struct past_file wide[PAST_WIDE + 1];
	char names[PAST_WIDE + 1][16];
	struct past_view *view;

	for (size_t i = 0; i < PAST_WIDE + 1; i++) {
		snprintf(names[i], sizeof names[i], "f%zu", i);
		wide[i] = (struct past_file){ 'M', "1", "2", names[i] };
	}
	commit(&h, "wide", wide, PAST_WIDE + 1);
	commit(&h, "full", wide, PAST_WIDE);
	view = past_view_open(h.past, 0, NULL, 0);
	ck_assert_uint_eq(view->rows.len, 1);
	ck_assert_uint_eq(view->rows.at[0].commit, 1);
	ck_assert_uint_eq(view->rows.at[0].age, 1);
	past_view_close(view);
	history_close(&h);
}
END_TEST

/* A commit that moved `from` to `to` and adds more, then an older one that touched `from`. */
static void
moved(struct history *h, const char *from, const char *blob, const char *to)
{
	const struct past_file move[] = {
		{ 'D', "b1", ZERO, from },
		{ 'A', ZERO, blob, to },
		{ 'A', ZERO, "b3", "other/thing.c" },
	};
	const struct past_file before[] = { { 'M', "b0", "b1", from } };

	commit(h, "move", move, 3);
	commit(h, "before", before, 1);
}

START_TEST(renames_are_followed)
{
	static const struct {
		const char *from, *blob, *to, *today;
	} cases[] = {
		{ "tests/a.py", "b1", "lib/quite_another.py", "lib/quite_another.py " },
		{ "tests/a.py", "b9", "lib/a.py", "lib/a.py " },
		{ "tests/test_cart.py", "b9", "lib/CartTest.py", "lib/CartTest.py " },
		{ "tests/a.py", "b9", "lib/quite_another.py", "tests/a.py " },
	};
	static const char *const live[] = { "lib/a.py", "lib/CartTest.py", "other/thing.c" };

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct history h = history_open();
		struct past_view *view;

		moved(&h, cases[i].from, cases[i].blob, cases[i].to);
		view = past_view_open(h.past, 0, live, 3);
		row_is(view, 1, cases[i].today);
		past_view_close(view);
		view = past_view_open(h.past, 1, live, 3); /* before the move */
		ck_assert_str_ne(cases[i].from, "");
		ck_assert_uint_eq(view->rows.len, 1);
		past_view_close(view);
		history_close(&h);
	}
}
END_TEST

START_TEST(a_path_that_is_alive_is_itself)
{
	static const char *const live[] = { "tests/a.py", "lib/a.py" };
	struct history h = history_open();
	struct past_view *view;

	moved(&h, "tests/a.py", "b1", "lib/a.py");
	view = past_view_open(h.past, 0, live, 2);
	row_is(view, 1, "tests/a.py ");
	past_view_close(view);
	history_close(&h);
}
END_TEST

START_TEST(two_moves_lead_to_the_name_of_today)
{
	static const char *const live[] = { "c/x.py" };
	const struct past_file second[] = { { 'A', ZERO, "1", "c/x.py" },
		{ 'D', "1", ZERO, "b/x.py" } };
	const struct past_file first[] = { { 'A', ZERO, "1", "b/x.py" },
		{ 'D', "1", ZERO, "a/x.py" } };
	const struct past_file made[] = { { 'A', ZERO, "1", "a/x.py" } };
	struct history h = history_open();
	struct past_view *view;

	commit(&h, "3", second, 2);
	commit(&h, "2", first, 2);
	commit(&h, "1", made, 1);
	view = past_view_open(h.past, 0, live, 1);
	row_is(view, 0, "c/x.py b/x.py ");
	row_is(view, 1, "c/x.py a/x.py ");
	row_is(view, 2, "c/x.py ");
	past_view_close(view);
	history_close(&h);
}
END_TEST

START_TEST(names_that_fit_two_added_paths_are_not_followed)
{
	const struct past_file move[] = {
		{ 'D', "b1", ZERO, "a/x.py" },
		{ 'A', ZERO, "b2", "b/x.py" },
		{ 'A', ZERO, "b3", "c/x.py" },
	};
	const struct past_file before[] = { { 'A', ZERO, "b1", "a/x.py" } };
	struct history h = history_open();
	struct past_view *view;

	commit(&h, "2", move, 3);
	commit(&h, "1", before, 1);
	view = past_view_open(h.past, 0, NULL, 0);
	row_is(view, 1, "a/x.py ");
	past_view_close(view);
	history_close(&h);
}
END_TEST

START_TEST(what_other_commits_added_is_no_matter)
{
	const struct past_file other[] = {
		{ 'A', ZERO, "b7", "p/x.py" },
		{ 'D', "b8", ZERO, "p/gone.c" },
	};
	const struct past_file move[] = {
		{ 'D', "b1", ZERO, "a/x.py" },
		{ 'A', ZERO, "b2", "b/x.py" },
	};
	const struct past_file before[] = { { 'A', ZERO, "b1", "a/x.py" } };
	struct history h = history_open();
	struct past_view *view;

	commit(&h, "3", other, 2);
	commit(&h, "2", move, 2);
	commit(&h, "1", before, 1);
	view = past_view_open(h.past, 0, NULL, 0);
	row_is(view, 2, "b/x.py ");
	past_view_close(view);
	history_close(&h);
}
END_TEST

UNIT_SUITE(past)
{
	tcase_add_test(tc, a_message_is_its_distinct_terms);
	tcase_add_test(tc, the_end_of_a_long_message_is_not_looked_at);
	tcase_add_test(tc, a_view_knows_its_commit_and_older_ones);
	tcase_add_test(tc, wide_commits_count_in_the_age_only);
	tcase_add_test(tc, renames_are_followed);
	tcase_add_test(tc, a_path_that_is_alive_is_itself);
	tcase_add_test(tc, two_moves_lead_to_the_name_of_today);
	tcase_add_test(tc, what_other_commits_added_is_no_matter);
	tcase_add_test(tc, names_that_fit_two_added_paths_are_not_followed);
}
