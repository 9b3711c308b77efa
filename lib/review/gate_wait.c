#include "review/gate_wait.h"

#include <string.h>
#include <time.h>

#include "base/time.h"
#include "io/json.h"
#include "review/gate_case.h"

#define LOOK_EVERY_MS 200

static enum status
look(const struct gate_case *g, bool *is_open, struct err *err)
{
	struct json *gate = NULL;
	enum status st = gate_case_get(g, &gate, err);

	*is_open = strcmp(json_get_string(gate, "status"), "pending") == 0;
	json_free(gate);
	return st == ST_NO ? ST_OK : st;
}

static void
pause_ms(int64_t ms)
{
	const struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

static enum status
run_out(struct gate_case *g, struct err *err)
{
	const struct gate_decision reject = { .how = "timeout",
		.reason = "nobody decided while it was waited for" };
	enum status st;

	if (g->args->on_timeout == NULL)
		return ST_OK;
	st = gate_case_decide(g, &reject, err);
	return st == ST_NO ? ST_OK : st; /* somebody was first, after all */
}

enum status
gate_wait(struct gate_case *g, struct err *err)
{
	int64_t from_ms = time_monotonic_ms();
	bool is_open = true;

	for (;;) {
		int64_t left_ms = g->args->wait_ms - (time_monotonic_ms() - from_ms);

		if (look(g, &is_open, err))
			return err->status;
		if (!is_open)
			return ST_OK;
		if (left_ms <= 0)
			return run_out(g, err);
		pause_ms(left_ms < LOOK_EVERY_MS ? left_ms : LOOK_EVERY_MS);
	}
}
