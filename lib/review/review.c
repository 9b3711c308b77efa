#include "review/review.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/who.h"
#include "doc/doc.h"
#include "io/json.h"
#include "io/terminal.h"
#include "io/tty.h"
#include "phase/generate_syntax.h"
#include "review/review_private.h"

static bool
share_an_id(const char *a, const char *b)
{
	size_t n, m;

	for (; a && b; a = a[n] == ',' ? a + n + 1 : NULL) {
		n = strcspn(a, ",");
		for (const char *s = b; s; s = s[m] == ',' ? s + m + 1 : NULL) {
			m = strcspn(s, ",");
			if (n == m && strncmp(a, s, n) == 0)
				return true;
		}
	}
	return false;
}

static enum status
check_args(const struct cli *cli, const struct review_args *args, struct err *err)
{
	bool decides = args->discard || args->undo;

	if ((args->list || cli->json) && (args->patch || args->accept || decides))
		return err_set(
		    err, ST_USAGE, "--list and --json only look: decide in a command of its own");
	if (args->patch && decides)
		return err_set(err, ST_USAGE, "--patch shows what --accept would change");
	if (share_an_id(args->accept, args->discard))
		return err_set(err, ST_USAGE, "--accept and --discard name the same test");
	if (args->undo && strcmp(args->undo, "all") == 0)
		return err_set(err, ST_USAGE, "--undo wants the tests by name");
	if (args->undo && (args->accept || args->discard))
		return err_set(err, ST_USAGE, "--undo takes back: decide in a command of its own");
	return ST_OK;
}

static bool
wants_terminal(const struct cli *cli)
{
	const char *term = getenv("TERM");

	return !cli->no_input && tty_is(STDOUT_FILENO) && term && *term &&
	       strcmp(term, "dumb") != 0;
}

static enum status
look(struct review *review, struct err *err)
{
	enum status st;

	if (!wants_terminal(review->cli))
		return review_linear(review, err);
	if (terminal_open(&review->terminal, err) == ST_TEMPFAIL) { /* none: read it at least */
		*err = (struct err)ERR_INIT;
		return review_linear(review, err);
	}
	if (review->terminal == NULL)
		return err->status;
	st = review_walk(review, err);
	terminal_close(review->terminal);
	return st;
}

static enum status
choose(struct review *review, struct err *err)
{
	const struct review_args *args = review->args;

	if (args->list)
		return review_list(review, err);
	if (review->cli->json)
		return review_json(review, err);
	if (args->patch || (args->accept && review->cli->dry_run))
		return review_print_patch(review, err);
	if (args->accept || args->discard || args->undo)
		return review_flags(review, err);
	return look(review, err);
}

enum status
review_run(struct cli *cli, const struct review_args *args, struct err *err)
{
	struct review review = { .cli = cli, .args = args };
	enum status st = check_args(cli, args, err);

	if (st == ST_OK)
		st = review_document(cli, err);
	if (st)
		return st;
	review_look(&review);
	review.who = who();
	review.view = (struct view){ cli_columns(cli), cli_color(cli), cli_unicode() };
	buf_init(&review.filter, BUF_TEXT);
	buf_init(&review.page, SIZE_MAX / 4);
	st = review_load(&review, err);
	if (st == ST_OK)
		st = choose(&review, err);
	syntax_close(review.syntax);
	json_free(review.tests);
	json_free(review.decisions);
	free(review.who);
	free(review.root);
	buf_fini(&review.filter);
	buf_fini(&review.page);
	return st;
}
