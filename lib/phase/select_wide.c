/* Why everything should be taken. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/select_rules.h"
#include "phase/select_state.h"

#define MOST_SENTENCES 100 /* more of them help nobody */
#define SENTENCE 900	   /* bytes */

__attribute__((format(printf, 2, 3))) static void
say(struct select_state *state, const char *fmt, ...)
{
	char text[SENTENCE];
	struct buf whole; /* the cut may have gone through a character */
	va_list ap;

	if (json_len(state->wide_why) == MOST_SENTENCES)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&whole, BUF_TEXT);
	utf8_repair(&whole, text, strlen(text));
	json_add_string(state->wide_why, whole.s);
	buf_fini(&whole);
}

/* How recent a test is has nothing to do with the change. */
static double
explained(const struct json *file)
{
	double sum = 0;

	json_each (factor, json_get(file, "factors")) {
		if (strcmp(json_get_string(factor, "name"), "recent") != 0)
			sum += json_get_number(factor, "value") * json_get_number(factor, "weight");
	}
	return sum;
}

static double
best_explained(const struct json *ranking)
{
	double best = 0;

	json_each (file, json_get(ranking, "files")) {
		if (explained(file) > best)
			best = explained(file);
	}
	return best;
}

/* The files that rsg-impact marked, those of the same kind in one sentence. */
static void
say_marked(struct select_state *state, const struct json *marked)
{
	json_each (it, marked) {
		const char *path = json_get_string(it, "path");
		const char *reason = json_get_string(it, "reason");
		size_t n = doc_same_reason(marked, it);

		if (n == 1)
			say(state, "%s: %s", path, reason);
		else if (n)
			say(state, "%s and %zu more: %s", path, n - 1, reason);
	}
}

/* Nothing changed, or only what no test depends on. */
bool
select_is_idle(const struct select_state *state)
{
	const struct json *doc = state->env->doc, *change = json_get(doc, "change");
	struct select_rules rules;
	bool idle = change && json_get(doc, "story") == NULL;

	select_rules_init(&rules, state->args->idle);
	json_each (file, json_get(change, "files")) {
		const char *old = json_get_string(file, "old_path");

		idle = idle && select_rules_fit_path(&rules, json_get_string(file, "path")) &&
		       (*old == '\0' || select_rules_fit_path(&rules, old));
	}
	select_rules_fini(&rules);
	return idle;
}

void
select_why_wide(struct select_state *state)
{
	const struct json *doc = state->env->doc, *changed = json_path(doc, "change.files");
	struct select_rules wide;

	if (json_len(changed) == 0)
		return;
	if (!state->plan.idle && best_explained(doc_output(doc, "ranking")) < state->args->floor)
		say(state, "no signal explains the change: no test file scores %g or more",
		    state->args->floor);
	say_marked(state, json_get(doc_output(doc, "impact"), "wide"));
	select_rules_init(&wide, state->args->wide);
	json_each (file, changed) {
		const char *path = json_get_string(file, "path");
		const char *old = json_get_string(file, "old_path");

		if (select_rules_fit_path(&wide, path))
			say(state, "%s: fits select.wide", path);
		else if (*old && select_rules_fit_path(&wide, old))
			say(state, "%s: fits select.wide", old);
	}
	select_rules_fini(&wide);
}
