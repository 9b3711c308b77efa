#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "review/review_private.h"
#include "view/suite.h"

typedef enum status show_fn(const struct json *, const struct view *, const struct suite_args *,
    struct buf *, struct err *);

static const struct {
	const char *name, *phase;
	show_fn *show; /* NULL: by hand */
} steps[REVIEW_STEPS] = {
	{ "story", "ingestion", view_ingestion },
	{ "classification", "classification", view_classification },
	{ "coverage", "coverage", view_coverage },
	{ "ranking", "ranking", NULL },
	{ "generation", "generation", NULL },
	{ "audit", NULL, NULL },
};

const char *
review_step_name(size_t step)
{
	return steps[step].name;
}

const char *
review_step_phase(size_t step)
{
	return steps[step].phase;
}

/* What was decided on this code, here or elsewhere. */
static void
add_decision(const struct review *review, const struct json *test, struct buf *out)
{
	const struct json *decision = NULL;
	enum review_status status = review_status(review, test, &decision);
	const struct json *elsewhere = review_elsewhere(review, test);
	struct buf line;

	buf_init(&line, BUF_TEXT);
	if (decision)
		buf_printf(&line, "%s by %s, %s\n", review_word(status),
		    json_get_string(decision, "by"), json_get_string(decision, "at"));
	if (elsewhere && decision == NULL)
		buf_printf(&line, "undecided here; elsewhere: %s by %s\n",
		    json_get_string(elsewhere, "event"), json_get_string(elsewhere, "by"));
	view_text(&review->view, out, review_style(status), line.s);
	buf_fini(&line);
}

static enum status
show_generation(struct review *review, struct buf *out, struct err *err)
{
	const struct json *test = review_test(review, review->test);
	struct suite_args args = { 0 };

	if (test == NULL)
		return view_generation(review->cli->input, &review->view, &args, out, err);
	add_decision(review, test, out);
	args.id = json_get_string(test, "id");
	return view_generation(review->cli->input, &review->view, &args, out, err);
}

static void
add_edited(const struct review *review, const char *phase, struct buf *out)
{
	const struct json *edited =
	    json_get(json_get(json_get(review->cli->input, "phases"), phase), "edited");
	struct buf line;

	if (edited == NULL)
		return;
	buf_init(&line, BUF_TEXT);
	buf_printf(&line, "edited by %s, %s%s\n", json_get_string(edited, "by"),
	    json_get_string(edited, "at"), review->terminal ? " (V shows what)" : "");
	view_text(&review->view, out, STYLE_WARN, line.s);
	buf_fini(&line);
}

static void
add_title(const struct review *review, struct buf *out)
{
	size_t n = json_len(review_tests(review));
	char title[200];

	if (review->step == REVIEW_STEP_GENERATION && n)
		snprintf(title, sizeof title, "\n%s %zu/%d, test %zu of %zu\n",
		    steps[review->step].name, review->step + 1, REVIEW_STEPS, review->test + 1, n);
	else
		snprintf(title, sizeof title, "\n%s %zu/%d\n", steps[review->step].name,
		    review->step + 1, REVIEW_STEPS);
	view_text(&review->view, out, STYLE_BOLD, title);
}

/* A phase that is not there is no failure: the step says what to run. */
enum status
review_render(struct review *review, struct buf *out, struct err *err)
{
	const struct json *doc = review->cli->input;
	const char *phase = steps[review->step].phase;
	struct suite_args args = { 0 };
	struct err missing = ERR_INIT;
	enum status st;

	add_title(review, out);
	if (phase == NULL)
		return review_trail(review, out, err);
	if (doc_output(doc, phase) == NULL) {
		doc_require(doc, (const char *const[]){ phase, NULL }, &missing);
		view_text(&review->view, out, STYLE_WARN, missing.text);
		buf_char(out, '\n');
		return ST_OK;
	}
	add_edited(review, phase, out);
	if (review->terminal)
		review_gate_line(review, out);
	if (review->step == REVIEW_STEP_GENERATION)
		st = show_generation(review, out, err);
	else if (review->step == REVIEW_STEP_RANKING)
		st = review_ranked(review, out, err);
	else
		st = steps[review->step].show(doc, &review->view, &args, out, err);
	return st;
}
