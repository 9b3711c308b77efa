#include "phase/select.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/select_state.h"

enum status
phase_select(struct phase_env *env, const void *arg, struct json **output, struct err *err)
{
	struct select_state state = { .env = env, .args = arg };
	enum status st;

	doc_tests_init(&state.tests, env->doc);
	state.why = mem_calloc(state.tests.at.len + 1, sizeof *state.why);
	state.wide_why = json_new_array();
	st = select_read(&state, err);
	if (st == ST_OK) {
		state.plan.idle = select_is_idle(&state);
		select_why_wide(&state);
		state.plan.wide = state.args->conservative && json_first(state.wide_why);
		select_fill(&state.plan, &state.args->budget);
		*output = select_output(&state);
		select_warn(&state, *output);
	}
	json_free(state.wide_why);
	free(state.why);
	select_plan_fini(&state.plan);
	doc_tests_fini(&state.tests);
	return st;
}
