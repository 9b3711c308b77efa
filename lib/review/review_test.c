#include <string.h>

#include "io/json.h"
#include "review/edit.h"
#include "review/review_private.h"

/* What accept would do, in place of doing it (-n). */
static enum status
show_plan(struct review *review, const struct json *test, struct err *err)
{
	struct review_plan plan;
	struct buf patch;
	enum status st = review_plan(review, test, &plan, err);

	if (st)
		return st;
	buf_init(&patch, 4 * REVIEW_CODE);
	st = review_patch(&plan, &patch, err);
	review_plan_fini(&plan);
	buf_clear(&review->page);
	review->shown = 0;
	edit_show_diff(&review->view, patch.s, patch.len, &review->page);
	buf_str(&review->page, "(a dry run: nothing is written, nothing is decided)\n");
	review_page_next(review);
	buf_fini(&patch);
	return st;
}

/* On to the next test that is undecided, or say that there is none. */
static void
go_on(struct review *review)
{
	size_t n = json_len(review_tests(review));
	size_t next = review_next_undecided(review, review->test + 1);

	if (next < n) {
		review_go(review, review->step, next);
		return;
	}
	review_say(review, STYLE_BOLD,
	    "All %zu tests are decided: %zu accepted, %zu discarded.  n goes on, q quits.", n,
	    review_count(review, REVIEW_ACCEPTED), review_count(review, REVIEW_DISCARDED));
}

static enum status
accept_test(struct review *review, const struct json *test, struct err *err)
{
	enum status st;

	if (review->cli->dry_run)
		return show_plan(review, test, err);
	st = review_accept(review, test, err);
	if (st)
		return st;
	review_say(review, STYLE_GOOD, "%s is accepted: %s", json_get_string(test, "id"),
	    json_get_string(test, "file"));
	go_on(review);
	return ST_OK;
}

static enum status
discard_test(struct review *review, const struct json *test, struct err *err)
{
	enum status st = review_discard(review, test, err);

	if (st)
		return st;
	review_say(review, STYLE_WARN, "%s is discarded", json_get_string(test, "id"));
	go_on(review);
	return ST_OK;
}

static enum status
undo_test(struct review *review, size_t i, struct err *err)
{
	const struct json *test = review_test(review, i);
	const char *said = NULL;
	enum status st = review_undo(review, test, &said, err);

	if (st)
		return st;
	review_say(review, STYLE_WARN, "%s is undecided again%s%s", json_get_string(test, "id"),
	    said ? ": " : "", said ? said : "");
	review_go(review, review->step, i);
	return ST_OK;
}

static enum status
undo_last(struct review *review, struct err *err)
{
	const char *id = json_get_string(review_last(review), "test");
	size_t i = 0;

	json_each (test, review_tests(review)) {
		if (strcmp(json_get_string(test, "id"), id) == 0)
			return undo_test(review, i, err);
		i++;
	}
	return err_set(err, ST_NO, "nothing is decided that could be undone");
}

static enum status
move(struct review *review, int key, size_t n, struct err *err)
{
	if (key == 'j' && review->test + 1 < n)
		review_go(review, review->step, review->test + 1);
	else if (key == 'j')
		return err_set(err, ST_NO, "this is the last test: n goes on");
	else if (review->test > 0)
		review_go(review, review->step, review->test - 1);
	else
		return err_set(err, ST_NO, "this is the first test: p goes back");
	return ST_OK;
}

/* Step over this one; it stays as it is. */
static enum status
skip(struct review *review, size_t n, struct err *err)
{
	size_t next = review_next_undecided(review, review->test + 1);

	if (next == n || next == review->test)
		return err_set(err, ST_NO, "no other test is undecided: n goes on");
	review_go(review, review->step, next);
	return ST_OK;
}

static enum status
act(struct review *review, int key, size_t n, struct err *err)
{
	const struct json *test = review_test(review, review->test);

	switch (key) {
	case 'a':
		return accept_test(review, test, err);
	case 'd':
		return discard_test(review, test, err);
	case 's':
		return skip(review, n, err);
	case 'u':
		return undo_last(review, err);
	case 'U':
		return undo_test(review, review->test, err);
	case 'y':
		return review_copy(review, err);
	case 'w':
		return review_write_out(review, err);
	default:
		return move(review, key, n, err);
	}
}

bool
review_key_test(struct review *review, int key)
{
	size_t n = json_len(review_tests(review));
	struct err err = ERR_INIT;

	if (!review_at(review, REVIEW_GENERATION) || n == 0 || key >= 0x80 ||
	    strchr("adsuUywjk", key) == NULL)
		return false;
	if (act(review, key, n, &err))
		review_fault(review, &err);
	return true;
}
