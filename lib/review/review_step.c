#include <stdio.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "review/review_private.h"
#include "view/change.h"
#include "view/views.h"

typedef enum status show_fn(const struct json *, const struct view *, const struct suite_args *,
    struct buf *, struct err *);

static const struct {
	const char *name, *phase;
	bool story, change; /* only where there is one */
	show_fn *show;	    /* NULL: by hand */
} steps[] = {
	[REVIEW_STORY] = { "story", "ingestion", true, false, view_ingestion },
	[REVIEW_CLASSIFICATION] = { "classification", "classification", true, false,
	    view_classification },
	[REVIEW_CHANGE] = { "change", "impact", false, true, NULL },
	[REVIEW_COVERAGE] = { "coverage", "coverage", true, false, view_coverage },
	[REVIEW_RANKING] = { "ranking", "ranking", false, false, NULL },
	[REVIEW_SELECTION] = { "selection", "selection", false, true, NULL },
	[REVIEW_GENERATION] = { "generation", "generation", true, false, NULL },
	[REVIEW_AUDIT] = { "audit", NULL, false, false, NULL },
};

/* The steps of this run, in order. */
static size_t
find_steps(const struct review *review, enum review_kind of[REVIEW_STEPS])
{
	const struct json *doc = review->cli->input;
	bool story = json_get(doc, "story") != NULL, change = json_get(doc, "change") != NULL;
	size_t n = 0;

	for (size_t i = 0; i < REVIEW_STEPS; i++) {
		if ((!steps[i].story || story) && (!steps[i].change || change))
			of[n++] = (enum review_kind)i;
	}
	return n;
}

size_t
review_steps(const struct review *review)
{
	enum review_kind of[REVIEW_STEPS];

	return find_steps(review, of);
}

enum review_kind
review_kind(const struct review *review, size_t step)
{
	enum review_kind of[REVIEW_STEPS];

	return step < find_steps(review, of) ? of[step] : REVIEW_AUDIT;
}

size_t
review_step_of(const struct review *review, enum review_kind kind)
{
	size_t step = 0, n = review_steps(review);

	while (step < n && review_kind(review, step) != kind)
		step++;
	return step;
}

const char *
review_step_name(const struct review *review, size_t step)
{
	return steps[review_kind(review, step)].name;
}

const char *
review_step_phase(const struct review *review, size_t step)
{
	return steps[review_kind(review, step)].phase;
}

/* By its view, where the phase has one; else as it is. */
static enum status
show_phase(struct review *review, const char *phase, struct buf *out, struct err *err)
{
	const struct view_of *of = view_find(phase);
	const struct suite_args args = { 0 };

	if (of)
		return of->show(review->cli->input, &review->view, &args, out, err);
	view_change(review->cli->input, 0, &review->view, out);
	return ST_OK;
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

	if (review_at(review, REVIEW_GENERATION) && n)
		snprintf(title, sizeof title, "\n%s %zu/%zu, test %zu of %zu\n",
		    review_step_name(review, review->step), review->step + 1, review_steps(review),
		    review->test + 1, n);
	else
		snprintf(title, sizeof title, "\n%s %zu/%zu\n",
		    review_step_name(review, review->step), review->step + 1, review_steps(review));
	view_text(&review->view, out, STYLE_BOLD, title);
}

/* A phase that is not there is no failure: the step says what to run. */
enum status
review_render(struct review *review, struct buf *out, struct err *err)
{
	const struct json *doc = review->cli->input;
	enum review_kind kind = review_kind(review, review->step);
	const char *phase = steps[kind].phase;
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
	if (kind == REVIEW_GENERATION)
		st = show_generation(review, out, err);
	else if (kind == REVIEW_RANKING)
		st = review_ranked(review, out, err);
	else if (steps[kind].show)
		st = steps[kind].show(doc, &review->view, &args, out, err);
	else
		st = show_phase(review, phase, out, err);
	return st;
}
