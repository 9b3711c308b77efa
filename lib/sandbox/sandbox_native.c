#include <string.h>

#include "io/git.h"
#include "sandbox/sandbox_private.h"

enum status
sandbox_plan_native(struct sandbox_plan *plan, struct err *err)
{
	const struct sandbox *s = plan->sandbox;

	if (sandbox_plan_scratch(plan, err))
		return err->status;
	sandbox_mark_take(&plan->mark);
	sandbox_environment(s, plan->scratch, &plan->environment);
	plan->limited = true;
	plan->filter = true;
	plan->dir = s->work;
	plan->guarantees |= 1u << SANDBOX_DISK_HELD | 1u << SANDBOX_CALLS;
	if (plan->drop)
		plan->guarantees |= 1u << SANDBOX_PRIVILEGES;
	for (char *const *word = s->argv; *word; word++)
		strings_add(&plan->argv, *word);
	return ST_OK;
}

/* Is anything of a project not committed?  Then "what" says what. */
static enum status
is_clean(struct git *git, const char **what, struct err *err)
{
	const struct git_diff all = { .base = git_head(git) };
	struct strings untracked = { 0 };
	struct buf diff;
	enum status st;

	buf_init(&diff, BUF_TEXT);
	st = git_diff(git, &all, &diff, err);
	if (st == ST_OK && (diff.len || diff.over))
		*what = "there are changes that are not committed";
	if (st == ST_OK && *what == NULL)
		st = git_untracked(git, 1, &untracked, err);
	if (st == ST_OK && untracked.len)
		*what = "there are files that git does not know";
	buf_fini(&diff);
	strings_fini(&untracked);
	return st;
}

enum status
sandbox_native_check(const char *project, struct err *err)
{
	struct err cause = ERR_INIT;
	const char *what = NULL;
	struct git *git = NULL;

	if (git_open(project, NULL, &git, &cause))
		what = "the project is not under version control";
	else if (*git_head(git) == '\0')
		what = "nothing is committed yet";
	else if (is_clean(git, &what, &cause))
		what = "git cannot tell what has changed";
	git_close(git);
	if (what == NULL)
		return ST_OK;
	return err_set(err, ST_REFUSED,
	    "%s, and in the native tier nothing keeps a command from changing the project: commit "
	    "or stash first, or use the tier bwrap",
	    what);
}
