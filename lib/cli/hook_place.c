#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "cli/hook.h"
#include "io/command.h"
#include "io/file.h"

#define GIT_MS 10000
#define GIT_WORDS 8

/* What `git rev-parse` says, without its newline; free() it.  ST_NO: git says no, and why is in
   err. */
static enum status
ask(const char *dir, const char *const *words, char **out, struct err *err)
{
	char *argv[GIT_WORDS + 2] = { 0 };
	struct command git = {
		.argv = argv, .max_bytes = BUF_TEXT, .total_ms = GIT_MS, .dir = dir
	};
	struct command_end end = { 0 };
	size_t n = 0;
	enum status st;

	argv[n++] = mem_strdup("git");
	argv[n++] = mem_strdup("rev-parse");
	for (; *words; words++)
		argv[n++] = mem_strdup(*words);
	st = command_run(&git, &end, err);
	if (st)
		err_set(err, ST_UNAVAILABLE, "git cannot be started: install it");
	else if (end.how != COMMAND_DONE || end.status != 0)
		err_set(err, ST_NO, "%.*s", (int)strcspn(end.said.s, "\n"), end.said.s);
	else if (end.out.len && end.out.s[end.out.len - 1] == '\n')
		buf_cut(&end.out, end.out.len - 1);
	st = st || end.how != COMMAND_DONE || end.status ? err->status : ST_OK;
	if (st == ST_OK)
		*out = buf_take(&end.out);
	command_end_fini(&end);
	while (n > 0)
		free(argv[--n]);
	return st;
}

static enum status
no_repository(struct err *err)
{
	char said[sizeof err->text];

	if (err->status != ST_NO)
		return err->status;
	memcpy(said, err->text, sizeof said);
	return err_set(err, ST_NOINPUT,
	    "there is no repository to put hooks into here: git says: %.800s", said);
}

static enum status
find_top(char **top, struct err *err)
{
	static const char *const is_bare[] = { "--is-bare-repository", NULL };
	static const char *const is_in[] = { "--is-inside-work-tree", NULL };
	static const char *const toplevel[] = { "--show-toplevel", NULL };
	char *bare = NULL, *in = NULL;

	if (ask(NULL, is_bare, &bare, err) || ask(NULL, is_in, &in, err))
		no_repository(err);
	else if (strcmp(bare, "true") == 0)
		err_set(err, ST_REFUSED,
		    "this repository is bare: nobody commits in it or pushes from it; install in a "
		    "clone of it");
	else if (strcmp(in, "true") != 0)
		err_set(err, ST_NOINPUT, "this is the inside of a repository: go to its work tree");
	else if (ask(NULL, toplevel, top, err))
		no_repository(err);
	free(bare);
	free(in);
	return *top ? ST_OK : err->status;
}

/* The real name of the nearest directory at or above path; free() it, NULL when unknown, as behind
   a link to what is not there. */
static char *
nearest_real(const char *path)
{
	char *at = mem_strdup(path), *real = realpath(at, NULL), *slash;
	struct stat st;

	while (real == NULL && lstat(at, &st) < 0 && (slash = strrchr(at, '/')) != NULL &&
	       slash != at) {
		*slash = '\0';
		real = realpath(at, NULL);
	}
	free(at);
	return real;
}

static bool
is_below(const char *path, const char *root)
{
	char *real = realpath(root, NULL);
	size_t n = real ? strlen(real) : 0;
	bool below = real && strncmp(path, real, n) == 0 && (path[n] == '/' || path[n] == '\0');

	free(real);
	return below;
}

static enum status
find_dir(const char *top, struct hook_place *out, struct err *err)
{
	static const char *const hooks[] = { "--git-path", "hooks", NULL };
	static const char *const git_dir[] = { "--git-common-dir", NULL };
	char *dir = NULL, *own = NULL, *own_path, *real;

	if (ask(top, hooks, &dir, err) || ask(top, git_dir, &own, err)) {
		free(dir);
		return no_repository(err);
	}
	out->dir = *dir == '/' ? mem_strdup(dir) : file_join(top, dir);
	own_path = *own == '/' ? mem_strdup(own) : file_join(top, own);
	real = nearest_real(out->dir);
	out->outside = real == NULL || !(is_below(real, top) || is_below(real, own_path));
	free(real);
	free(own_path);
	free(own);
	free(dir);
	return ST_OK;
}

enum status
hook_place_open(struct hook_place *out, struct err *err)
{
	char *top = NULL;

	*out = (struct hook_place){ 0 };
	if (find_top(&top, err) == ST_OK)
		find_dir(top, out, err);
	free(top);
	return out->dir ? ST_OK : err->status;
}

void
hook_place_fini(struct hook_place *place)
{
	free(place->dir);
}
