#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "review/review_private.h"
#include "view/suite.h"

static const struct {
	enum suite_sort sort;
	const char *name;
} sorts[] = { { SUITE_SCORE, "score" }, { SUITE_PRIORITY, "priority" }, { SUITE_TEST, "test" },
	{ SUITE_CRITERIA, "criteria" }, { SUITE_FILE, "file" } };
#define SORTS (sizeof sorts / sizeof sorts[0])

/* The suite in the order and with the filter that were asked for. */
enum status
review_ranked(struct review *review, struct buf *out, struct err *err)
{
	struct suite_args args = { .sort = sorts[review->sort].sort,
		.filter = review->filter.len ? review->filter.s : NULL };
	struct buf line;

	buf_init(&line, BUF_TEXT);
	if (review->sort)
		buf_printf(&line, "sorted by %s\n", sorts[review->sort].name);
	if (args.filter)
		buf_printf(&line, "only what has \"%s\"\n", args.filter);
	view_text(&review->view, out, STYLE_DIM, line.s);
	buf_fini(&line);
	return view_ranking(review->cli->input, &review->view, &args, out, err);
}

/* Signal by signal, in place of the list until it is shown again. */
static enum status
explain(struct review *review, const char *rank, struct err *err)
{
	struct suite_args args = { .id = rank };
	struct err missing = ERR_INIT;

	buf_clear(&review->page);
	review->shown = 0;
	if (view_ranking(review->cli->input, &review->view, &args, &review->page, &missing)) {
		review_fault(review, &missing);
		return ST_OK;
	}
	buf_str(&review->page, "(r shows the ranking again)\n");
	review_page_next(review);
	return buf_check(&review->page, "the page", err);
}

/* The first digit was a key; more come in a line where the suite has as many. */
static enum status
ask_rank(struct review *review, int key, struct err *err)
{
	size_t n = json_len(json_get(doc_output(review->cli->input, "ranking"), "suite"));
	char question[80], rank[32];
	struct buf rest;
	enum status st = ST_OK;

	buf_init(&rest, sizeof rank - 2);
	if (n > 9) {
		snprintf(question, sizeof question, "Explain the test of rank %c", key);
		st = review_ask(review, question, &rest, err);
	}
	snprintf(rank, sizeof rank, "%c%s", key, rest.s);
	if (st == ST_OK && strspn(rank, "0123456789") == strlen(rank))
		st = explain(review, rank, err);
	else if (st == ST_OK || st == ST_DATA)
		review_say(review, STYLE_WARN, "that is no rank");
	buf_fini(&rest);
	return st == ST_NO || st == ST_DATA ? ST_OK : st;
}

static enum status
ask_filter(struct review *review, struct err *err)
{
	struct buf text;
	enum status st;

	buf_init(&text, BUF_TEXT);
	st = review_ask(review, "Only tests with the text (Enter: all): ", &text, err);
	if (st == ST_OK) {
		buf_clear(&review->filter);
		buf_add(&review->filter, text.s, text.len);
		review_go(review, review->step, review->test);
	}
	buf_fini(&text);
	return st == ST_NO ? ST_OK : st;
}

bool
review_key_ranking(struct review *review, int key)
{
	bool digit = key >= '1' && key <= '9';
	struct err err = ERR_INIT;
	enum status st = ST_OK;

	if (!review_at(review, REVIEW_RANKING) ||
	    doc_output(review->cli->input, "ranking") == NULL ||
	    (key != 's' && key != '/' && !digit))
		return false;
	if (key == 's') {
		review->sort = (review->sort + 1) % (int)SORTS;
		review_go(review, review->step, review->test);
	} else {
		st = digit ? ask_rank(review, key, &err) : ask_filter(review, &err);
	}
	if (st)
		review_fault(review, &err);
	return true;
}
