#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "phase/select_rules.h"
#include "phase/select_state.h"

#define DECIMALS 4
#define NAMED 20 /* ids in a warning */
#define SECOND 1000.0

static void
add_budget(const struct select_budget *budget, struct json *out)
{
	struct json *it = json_set_object(out, "budget");

	if (budget->top >= 0)
		json_set_number(it, "top", budget->top);
	if (budget->time_ms >= 0)
		json_set_number(it, "time_ms", (double)budget->time_ms);
	if (budget->recall >= 0)
		json_set_number(it, "recall", budget->recall);
	if (budget->min_score >= 0)
		json_set_number(it, "min_score", budget->min_score);
}

static void
add_why(const struct select_state *state, size_t i, struct json *line)
{
	static const char *const names[] = { "always", "pinned", "new", "failed", "changed" };
	struct json *why = json_set_array(line, "why");

	for (size_t bit = 0; bit < sizeof names / sizeof *names; bit++) {
		if (state->why[i] & 1 << bit)
			json_add_string(why, names[bit]);
	}
	if (json_len(why) == 0)
		json_add_string(why, state->plan.wide ? "widened" : "budget");
}

static void
add_line(const struct select_state *state, size_t i, struct json *selected)
{
	const struct doc_test *test = &state->tests.at.at[i];
	const char *framework = json_get_string(test->test, "framework");
	struct json *line = json_add_object(selected);

	json_set_number(line, "rank", (double)test->rank);
	json_set_string(line, "test", test->id);
	json_set_string(line, "file", select_file_of(test));
	json_set_string(line, "framework", *framework ? framework : "-");
	json_set_number(line, "score", state->plan.items.at[i].score);
	add_why(state, i, line);
	if (select_duration_of(test) >= 0)
		json_set_number(line, "duration_ms", (double)select_duration_of(test));
}

static void
add_tests(const struct select_state *state, struct json *out)
{
	struct json *selected = json_set_array(out, "selected"), *quarantined = json_new_array();
	size_t left = 0;

	for (size_t i = 0; i < state->plan.items.len; i++) {
		const struct select_item *it = &state->plan.items.at[i];

		if (it->in)
			add_line(state, i, selected);
		else if (it->barred)
			json_add_string(quarantined, state->tests.at.at[i].id);
		else
			left++;
	}
	json_set_number(out, "left", (double)left);
	json_set(out, "quarantined", quarantined);
}

static void
stands_on(const struct select_state *state, struct json *out)
{
	size_t tests = state->tests.at.len, single = state->plan.groups.len - state->files;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_str(&text, "the scores of ");
	if (state->files)
		buf_printf(
		    &text, "%zu test %s", state->files, state->files == 1 ? "file" : "files");
	if (state->files && single)
		buf_str(&text, " and ");
	if (single || state->files == 0)
		buf_printf(&text, "%zu %s", single, single == 1 ? "test" : "tests");
	buf_printf(&text, ", each to the power %g", state->power);
	buf_str(&text, "; durations: ");
	if (state->known_durations == tests && tests)
		buf_str(&text, "all known");
	else if (state->known_durations)
		buf_printf(&text, "%zu of %zu tests known, their median, %g s, for the others",
		    state->known_durations, tests, (double)state->guess_ms / SECOND);
	else
		buf_printf(&text, "none known, %g s for each test (select.duration)",
		    (double)state->guess_ms / SECOND);
	json_set_string(out, "stands_on", text.s);
	buf_fini(&text);
}

static double
all_ms(const struct select_state *state)
{
	double sum = 0;

	vec_each (const struct select_item *, it, &state->plan.items)
		sum += it->in ? (double)it->duration_ms : 0;
	return sum;
}

struct json *
select_output(struct select_state *state)
{
	struct json *out = json_new_object();
	double recall = select_expected(&state->plan);

	add_budget(&state->args->budget, out);
	add_tests(state, out);
	json_set(out, "expected_recall",
	    recall < 0 ? json_new_null() : json_new_number(json_round(recall, DECIMALS)));
	stands_on(state, out);
	json_set(out, "duration_ms",
	    state->known_durations ? json_new_number(all_ms(state)) : json_new_null());
	json_set_bool(out, "wide", state->plan.wide);
	json_set(out, "wide_why", state->wide_why);
	state->wide_why = NULL;
	return out;
}

static void
warn_quarantined(struct select_state *state, const struct json *quarantined)
{
	size_t n = json_len(quarantined), named = 0;
	struct buf text;

	if (n == 0)
		return;
	buf_init(&text, BUF_TEXT);
	json_each (id, quarantined) {
		if (named++ < NAMED)
			buf_printf(&text, "%s %s", named > 1 ? "," : "", json_string(id));
	}
	if (n > NAMED)
		buf_printf(&text, " and %zu more", n - NAMED);
	phase_warn(state->env, "quarantined", "%zu quarantined %s never in:%s.", n,
	    n == 1 ? "test is" : "tests are", text.s);
	buf_fini(&text);
}

static void
warn_wide(struct select_state *state, const struct json *output)
{
	const struct json *why = json_get(output, "wide_why");
	size_t n = json_len(why), selected = json_len(json_get(output, "selected"));
	double left = json_get_number(output, "left");
	char more[40] = "";

	if (n == 0 || state->tests.at.len == 0)
		return;
	if (n > 1)
		snprintf(more, sizeof more, "; %zu other reason%s", n - 1, n > 2 ? "s" : "");
	if (!state->plan.wide)
		phase_warn(state->env, "not-widened",
		    "Any test may be concerned (%.400s%s): --conservative selects all.",
		    json_string(json_first(why)), more);
	else if (left > 0)
		phase_warn(state->env, "widened",
		    "Any test may be concerned (%.400s%s): %zu are selected, the budget leaves "
		    "%.0f.",
		    json_string(json_first(why)), more, selected, left);
	else
		phase_warn(state->env, "widened",
		    "Any test may be concerned (%.400s%s): all %zu are selected.",
		    json_string(json_first(why)), more, selected);
}

static void
warn_pinned(struct select_state *state)
{
	const struct strings *pinned = state->args->pinned;

	for (size_t i = 0; pinned && i < pinned->len; i++) {
		struct strings one = { &pinned->at[i], 1, 1 };
		struct select_rules rules;
		bool found = false;

		select_rules_init(&rules, &one);
		vec_each (const struct doc_test *, it, &state->tests.at)
			found = found || select_rules_fit(&rules, it->id, "");
		select_rules_fini(&rules);
		if (!found)
			phase_warn(state->env, "pinned-unknown",
			    "The pinned test %.400s is not in this run.", pinned->at[i]);
	}
}

static void
warn_budget(struct select_state *state, const struct json *output)
{
	const struct select_budget *budget = &state->args->budget;
	const struct json *recall = json_get(output, "expected_recall");
	size_t forced = 0;
	double forced_ms = 0;

	vec_each (const struct select_item *, it, &state->plan.items) {
		if (it->in && it->forced) {
			forced++;
			forced_ms += (double)it->duration_ms;
		}
	}
	if ((budget->top >= 0 && forced > (size_t)budget->top) ||
	    (budget->time_ms >= 0 && forced_ms > (double)budget->time_ms))
		phase_warn(state->env, "over-budget",
		    "The %zu tests that are always in are over the budget.", forced);
	if (budget->recall >= 0 && !state->plan.wide && !state->plan.idle &&
	    json_kind(recall) == JSON_NUMBER && json_number(recall) < budget->recall - 1.0 / 10000)
		phase_warn(state->env, "recall-not-reached",
		    "The other budgets end the selection at an expected recall of %.2f, below "
		    "%.2f.",
		    json_number(recall), budget->recall);
}

static void
warn_few(struct select_state *state, const struct json *output)
{
	bool nothing = json_len(json_get(output, "selected")) == 0;
	bool idle = state->plan.idle && !state->plan.wide;
	const char *what = nothing ? "No test is selected" : "Only what is always in is selected";

	if (idle && json_len(json_path(state->env->doc, "change.files")))
		phase_warn(
		    state->env, "idle", "%s: no test depends on what changed (select.idle).", what);
	else if (idle)
		phase_warn(state->env, "idle", "%s: nothing changed.", what);
	else if (nothing)
		phase_warn(
		    state->env, "nothing-selected", "%s: is the right corpus indexed?", what);
}

void
select_warn(struct select_state *state, const struct json *output)
{
	warn_wide(state, output);
	warn_quarantined(state, json_get(output, "quarantined"));
	warn_pinned(state);
	warn_budget(state, output);
	warn_few(state, output);
}
