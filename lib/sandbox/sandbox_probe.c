#include <stdio.h>
#include <string.h>

#include "sandbox/copy.h"
#include "sandbox/sandbox_private.h"

/* By what a guarantee is enforced in a tier; NULL where the tier has nothing for it. */
static const char *const by[SANDBOX_GUARANTEES][SANDBOX_TIERS] = {
	[SANDBOX_NETWORK] = { "the engine", "a network namespace", NULL },
	[SANDBOX_FILES] = { "the engine", "a mount namespace", NULL },
	[SANDBOX_PROCESSES] = { "the engine", "RLIMIT_NPROC of its own user", "RLIMIT_NPROC" },
	[SANDBOX_OTHERS] = { "the engine", "a process namespace", NULL },
	[SANDBOX_MEMORY_HELD] = { "the engine", "a control group", "a control group" },
	[SANDBOX_TIME] = { "the clock, looked at", "the clock, RLIMIT_CPU",
	    "the clock, RLIMIT_CPU" },
	[SANDBOX_OUTPUT_HELD] = { "counting", "counting", "counting" },
	[SANDBOX_DISK_HELD] = { "RLIMIT_FSIZE, sized /tmp, looking",
	    "RLIMIT_FSIZE, sized /tmp, looking", "RLIMIT_FSIZE, looking at the copy" },
	[SANDBOX_DESCRIPTORS] = { "closing, RLIMIT_NOFILE", "closing, RLIMIT_NOFILE",
	    "closing, RLIMIT_NOFILE" },
	[SANDBOX_PRIVILEGES] = { "the engine", "a user namespace without capabilities",
	    "another user than root" },
	[SANDBOX_CALLS] = { NULL, "a seccomp filter", "a seccomp filter" },
	[SANDBOX_END] = { "the engine", "a process namespace", "adopting and killing" },
};

static const char *
why_not(enum sandbox_guarantee guarantee, enum sandbox_tier tier)
{
	if (guarantee == SANDBOX_CALLS && tier == SANDBOX_CONTAINER)
		return "the engine's own filter may allow more: use the tier bwrap";
	if (by[guarantee][tier] == NULL)
		return "only a namespace does it: use the tier bwrap";
	if (guarantee == SANDBOX_MEMORY_HELD)
		return "no control group can be written: it is looked at ten times a second";
	if (guarantee == SANDBOX_PROCESSES)
		return "root cannot be limited, and no other user be become";
	if (guarantee == SANDBOX_PRIVILEGES)
		return "it has those of who runs it";
	if (guarantee == SANDBOX_TIME && tier == SANDBOX_CONTAINER)
		return "processor time of what docker runs is limited for each process alone";
	if (guarantee == SANDBOX_CALLS)
		return "there is no seccomp filter on this machine";
	return "the limit is set to 0";
}

/* The first line of what was said. */
static void
set_reason(struct sandbox_probe *out, const char *text)
{
	size_t n = strcspn(text, "\n");

	snprintf(out->why, sizeof out->why, "%.*s", (int)(n < 500 ? n : 500), text);
	if (out->why[0] == '\0')
		snprintf(out->why, sizeof out->why, "it ended without a word");
}

void
sandbox_probe(const struct sandbox *sandbox, struct sandbox_probe *out)
{
	static char *const nothing[] = { "true", NULL };
	struct sandbox trial = *sandbox;
	struct copy copy = { 0 };
	struct sandbox_end end;
	struct err err = ERR_INIT;

	*out = (struct sandbox_probe){ .usable = false };
	trial.argv = nothing;
	if (copy_open(NULL, NULL, &copy, &err)) {
		set_reason(out, err.text);
		return;
	}
	trial.work = copy.work;
	if (sandbox_run(&trial, &end, &err))
		set_reason(out, err.text);
	else if (end.outcome == SANDBOX_EXITED && end.status == 0)
		out->usable = true;
	else
		set_reason(out, end.said.s);
	out->guarantees = out->usable ? end.guarantees : 0;
	for (int g = 0; g < SANDBOX_GUARANTEES && out->usable; g++)
		out->how[g] = out->guarantees & 1u << g
				  ? by[g][trial.tier]
				  : why_not((enum sandbox_guarantee)g, trial.tier);
	sandbox_end_fini(&end);
	copy_close(&copy);
}
