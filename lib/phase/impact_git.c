#include "phase/impact_git.h"

#include <stdlib.h>

#include "base/mem.h"
#include "io/git.h"

#define UNTRACKED_SHOWN 1000

static enum status
find_commits(struct impact_git *g, struct err *err)
{
	enum status st;

	if (g->head && git_commit_id(g->git, g->head, &g->to, err))
		return err->status;
	st = git_merge_base(g->git, g->base, g->head ? g->to : "HEAD", &g->from, err);
	if (st == ST_NO)
		err->status = ST_NOINPUT;
	return st ? err->status : ST_OK;
}

static enum status
add_message(void *arg, const struct git_commit *commit, struct err *err)
{
	struct buf *out = arg;

	(void)err;
	if (out->len + commit->message_n + 2 > IMPACT_MESSAGE)
		return ST_NO;
	if (out->len)
		buf_char(out, '\n');
	buf_add(out, commit->message, commit->message_n);
	if (out->len && out->s[out->len - 1] != '\n')
		buf_char(out, '\n');
	return ST_OK;
}

/* What those who made the change say of it. */
static enum status
read_messages(struct impact_git *g, struct err *err)
{
	char *range = mem_printf("%s..%s", g->from, g->to ? g->to : "HEAD");
	enum status st;

	buf_init(&g->message, IMPACT_MESSAGE);
	st = git_log(g->git, range, IMPACT_COMMITS, add_message, &g->message, err);
	free(range);
	return st;
}

enum status
impact_git_read(struct impact_git *g, const char *dir, struct err *err)
{
	struct git_diff diff = { .renames = true };

	if (git_open(dir, g->cancel, &g->git, err) || find_commits(g, err))
		return err->status;
	if (g->head == NULL && *git_root(g->git) == '\0')
		return err_set(err, ST_NOINPUT,
		    "this repository has no files to compare with: name the last commit with "
		    "--head");
	diff.base = g->from;
	diff.head = g->to;
	if (git_diff(g->git, &diff, &g->diff, err) || read_messages(g, err))
		return err->status;
	if (g->head == NULL)
		return git_untracked(g->git, UNTRACKED_SHOWN, &g->untracked, err);
	return ST_OK;
}

void
impact_git_fini(struct impact_git *g)
{
	git_close(g->git);
	free(g->from);
	free(g->to);
	strings_fini(&g->untracked);
	if (g->message.max)
		buf_fini(&g->message);
	if (g->diff.max)
		buf_fini(&g->diff);
}
