#include <string.h>
#include <unistd.h>

#include "cli/gates.h"
#include "doc/doc.h"
#include "io/json.h"
#include "io/tty.h"
#include "review/edit.h"
#include "review/review_private.h"

typedef enum status test_fn(struct review *review, const struct json *test, struct err *err);

static bool
is_all(const char *ids)
{
	return strcmp(ids, "all") == 0;
}

static const struct json *
find(const struct review *review, const char *id, size_t n)
{
	json_each (test, review_tests(review)) {
		const char *known = json_get_string(test, "id");

		if (strlen(known) == n && strncmp(known, id, n) == 0)
			return test;
	}
	return NULL;
}

/* What fn says of each named test; "all" are those that are undecided.  Ends with the first that
   is not ST_OK. */
static enum status
each_named(struct review *review, const char *ids, test_fn *fn, struct err *err)
{
	size_t n;

	if (is_all(ids)) {
		json_each (test, review_tests(review)) {
			if (review_status(review, test, NULL) == REVIEW_UNDECIDED &&
			    fn(review, test, err))
				return err->status;
		}
		return ST_OK;
	}
	for (const char *s = ids; s; s = s[n] == ',' ? s + n + 1 : NULL) {
		const struct json *test;

		n = strcspn(s, ",");
		test = find(review, s, n);
		if (test == NULL)
			return err_set(err, ST_USAGE,
			    "there is no generated test \"%.*s\": rsg-review --list",
			    n > 60 ? 60 : (int)n, s);
		if (fn(review, test, err))
			return err->status;
	}
	return ST_OK;
}

static enum status
exists(struct review *review, const struct json *test, struct err *err)
{
	(void)review;
	(void)test;
	(void)err;
	return ST_OK;
}

static enum status
may_accept(struct review *review, const struct json *test, struct err *err)
{
	struct review_plan plan;
	enum status st;

	if (review_status(review, test, NULL) == REVIEW_ACCEPTED)
		return ST_OK;
	st = review_plan(review, test, &plan, err);
	if (st == ST_OK)
		review_plan_fini(&plan);
	return st;
}

static enum status
may_discard(struct review *review, const struct json *test, struct err *err)
{
	if (review_status(review, test, NULL) != REVIEW_ACCEPTED)
		return ST_OK;
	return err_set(err, ST_REFUSED, "%s is accepted and written: --undo it first",
	    json_get_string(test, "id"));
}

/* What is decided so already is no failure: a script may be run twice. */
static enum status
done(struct review *review, const struct json *test, enum status st, const char *word,
    struct err *err)
{
	if (st == ST_NO) {
		cli_say(review->cli, "%s", err->text);
		*err = (struct err)ERR_INIT;
		return ST_OK;
	}
	if (st == ST_OK)
		cli_say(review->cli, "%s is %s: %s", json_get_string(test, "id"), word,
		    json_get_string(test, "file"));
	return st;
}

static enum status
accept(struct review *review, const struct json *test, struct err *err)
{
	return done(review, test, review_accept(review, test, err), "accepted", err);
}

static enum status
discard(struct review *review, const struct json *test, struct err *err)
{
	return done(review, test, review_discard(review, test, err), "discarded", err);
}

static enum status
undo(struct review *review, const struct json *test, struct err *err)
{
	const char *said = NULL;
	enum status st = review_undo(review, test, &said, err);

	if (st == ST_OK && said)
		cli_say(review->cli, "%s: %s", json_get_string(test, "id"), said);
	return done(review, test, st, "undecided again", err);
}

static enum status
add_patch(struct review *review, const struct json *test, struct err *err)
{
	struct review_plan plan;
	enum status st;

	if (review_status(review, test, NULL) == REVIEW_ACCEPTED)
		return ST_OK;
	st = review_plan(review, test, &plan, err);
	if (st)
		return st;
	st = review_patch(&plan, &review->page, err);
	review_plan_fini(&plan);
	return st;
}

/* Its bytes where a program reads it, what can be seen of them where a person does. */
enum status
review_print_patch(struct review *review, struct err *err)
{
	const char *ids = review->args->accept ? review->args->accept : "all";
	struct buf *out = &review->cli->out;
	enum status st =
	    doc_require(review->cli->input, (const char *const[]){ "generation", NULL }, err);

	if (st == ST_OK)
		st = each_named(review, ids, add_patch, err);
	if (st)
		return st;
	if (tty_is(STDOUT_FILENO))
		edit_show_diff(&review->view, review->page.s, review->page.len, out);
	else
		buf_add(out, review->page.s, review->page.len);
	return ST_OK;
}

/* All are looked at before one is written. */
enum status
review_flags(struct review *review, struct err *err)
{
	const struct review_args *args = review->args;
	const struct {
		const char *ids;
		test_fn *check, *act;
	} all[] = { { args->undo, exists, undo }, { args->discard, may_discard, discard },
		{ args->accept, may_accept, accept } };
	const size_t n = sizeof all / sizeof all[0];
	enum status st =
	    doc_require(review->cli->input, (const char *const[]){ "generation", NULL }, err);

	if (st == ST_OK)
		st = review_need_store(review, err);
	if (st == ST_OK && args->accept)
		st = cli_gates(review->cli, "audit", err);
	for (size_t i = 0; st == ST_OK && i < n; i++) {
		if (all[i].ids)
			st = each_named(review, all[i].ids, all[i].check, err);
	}
	for (size_t i = 0; st == ST_OK && i < n; i++) {
		if (all[i].ids)
			st = each_named(review, all[i].ids, all[i].act, err);
	}
	if (*review->snapshot)
		cli_say(review->cli, "the tree before is saved: rsg-snapshot%s%s restore %s",
		    args->root ? " -R " : "", args->root ? args->root : "", review->snapshot);
	return st;
}
