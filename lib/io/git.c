#include "io/git.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/file.h"
#include "io/git_private.h"

#define SAID_MAX 300

extern char **environ;

/* What the user may have said to git by the environment. */
static const char *const kept[] = { "GIT_CONFIG_",
	"GIT_CEILING_DIRECTORIES=", "GIT_DISCOVERY_ACROSS_FILESYSTEM=", "GIT_EXEC_PATH=" };
static const char *const fixed[] = { "GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0",
	"GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1", "GIT_ALLOW_PROTOCOL=", "GIT_PAGER=cat",
	"LC_ALL=C" };

/* Whatever a repository says of these. */
static const char *const settings[] = { "core.fsmonitor=false", "core.hooksPath=/dev/null",
	"core.alternateRefsCommand=", "core.quotePath=false", "log.showSignature=false",
	"log.showRoot=true", "protocol.allow=never", "gc.auto=0", "maintenance.auto=false",
	"color.ui=never", "diff.suppressBlankEmpty=false", "diff.orderFile=/dev/null", NULL };

static bool
is_kept(const char *variable)
{
	if (strncmp(variable, "LC_ALL=", 7) == 0 || strncmp(variable, "LANGUAGE=", 9) == 0)
		return false;
	if (strncmp(variable, "GIT_", 4) != 0)
		return true;
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		if (strncmp(variable, kept[i], strlen(kept[i])) == 0)
			return true;
	}
	return false;
}

static void
make_environment(struct strings *out)
{
	for (char **at = environ; *at; at++) {
		if (is_kept(*at))
			strings_add(out, *at);
	}
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		strings_add(out, fixed[i]);
}

/* As exec wants it: the strings lent, a NULL behind them.  Of two of one name the first counts. */
static char **
with_end(const struct strings *first, const struct strings *rest)
{
	size_t n = first ? first->len : 0;
	char **out = mem_calloc(n + rest->len + 1, sizeof *out);

	if (n)
		memcpy(out, first->at, n * sizeof *out);
	memcpy(out + n, rest->at, rest->len * sizeof *out);
	return out;
}

void
git_args(struct git_run *run, const char *const *words)
{
	for (; *words; words++)
		strings_add(&run->args, *words);
}

void
git_run_fini(struct git_run *run)
{
	strings_fini(&run->args);
	command_end_fini(&run->end);
}

/* The first line of what it said, fit to be shown; free() it. */
static char *
first_said(const struct buf *said)
{
	struct buf out;
	size_t n = strcspn(said->s, "\n");

	buf_init(&out, BUF_TEXT);
	utf8_visible(&out, said->s, n < SAID_MAX ? n : SAID_MAX, false);
	return buf_take(&out);
}

static enum status
say_failed(const struct git_run *run, struct err *err)
{
	const char *verb = run->args.at[0];
	char *said = first_said(&run->end.said);

	switch (run->end.how) {
	case COMMAND_CANCELLED:
		err_set(err, ST_TEMPFAIL, "git %s was interrupted: run it again", verb);
		break;
	case COMMAND_TIMEOUT:
		err_set(err, ST_IO,
		    "git %s took longer than %lld s: look with git fsck and git gc whether the "
		    "repository is in order",
		    verb, (long long)(run->ms / 1000));
		break;
	case COMMAND_TOO_LARGE:
		err_set(err, ST_IO, "git %s says more than %zu MiB: ask for less", verb,
		    run->max_bytes / 1024 / 1024);
		break;
	default:
		err_set(err, ST_IO, "git %s failed (%s): try that in the repository", verb,
		    *said ? said : "without a word");
	}
	free(said);
	return err->status;
}

enum status
git_run(struct git *git, struct git_run *run, int *status, struct err *err)
{
	struct strings all = { 0 };
	char **argv, **environment = with_end(run->settings, &git->environment);
	struct command command = { .in = run->in,
		.in_n = run->in_n,
		.max_bytes = run->max_bytes ? run->max_bytes : GIT_BYTES,
		.total_ms = run->ms ? run->ms : GIT_SHORT_MS,
		.data = run->data,
		.arg = run->arg,
		.dir = *git->root ? git->root : git->dir,
		.environment = environment,
		.cancel = git->cancel };
	enum status st;

	strings_add(&all, "git");
	strings_add(&all, "--no-pager");
	strings_add(&all, "--literal-pathspecs");
	for (const char *const *at = settings; *at; at++) {
		strings_add(&all, "-c");
		strings_add(&all, *at);
	}
	argv = with_end(&all, &run->args);
	command.argv = argv;
	run->max_bytes = command.max_bytes;
	run->ms = command.total_ms;
	st = command_run(&command, &run->end, err);
	if (st == ST_NOINPUT)
		err_set(err, ST_NOINPUT, "there is no git here: install it");
	else if (st == ST_OK && run->end.how == COMMAND_STOPPED)
		;
	else if (st == ST_OK && (run->end.how != COMMAND_DONE || (!status && run->end.status)))
		st = say_failed(run, err);
	if (st == ST_OK && status)
		*status = run->end.status;
	free(argv);
	free(environment);
	strings_fini(&all);
	return st;
}

/* The rest of a line, cut off there; the place behind it, or the end of the text. */
static char *
cut_line(char *line)
{
	char *end = line + strcspn(line, "\n");

	if (*end)
		*end++ = '\0';
	return end;
}

static void
set_below(struct git *git)
{
	char *real = realpath(git->dir, NULL), *root = realpath(git->root, NULL);
	size_t n = root ? strlen(root) : 0;

	if (n > 1 && real && strncmp(real, root, n) == 0 && real[n] == '/') {
		free(git->below);
		git->below = mem_printf("%s/", real + n + 1);
	}
	free(real);
	free(root);
}

/* true or false: is there a work tree, is it shallow; the rest: where it is. */
static enum status
read_place(struct git *git, struct buf *said, struct err *err)
{
	char *shallow = cut_line(said->s), *root = cut_line(shallow);
	size_t n = strlen(root);

	if (strcmp(said->s, "true") != 0 && strcmp(said->s, "false") != 0)
		return err_set(err, ST_IO, "git does not say where it is: try git rev-parse there");
	git->shallow = strcmp(shallow, "true") == 0;
	if (n > 0 && root[n - 1] == '\n')
		root[--n] = '\0';
	if (strcmp(said->s, "true") == 0 && n > 0) {
		free(git->root);
		git->root = mem_strdup(root);
		set_below(git);
	}
	return ST_OK;
}

static enum status
no_repository(const struct git *git, const struct buf *said, struct err *err)
{
	char *shown = first_said(said);

	if (strstr(said->s, "dubious ownership"))
		err_set(err, ST_NOINPUT,
		    "the repository of %.200s is somebody else's and git does not read it: if you "
		    "trust "
		    "it, git config --global --add safe.directory with its directory",
		    git->dir);
	else
		err_set(err, ST_NOINPUT,
		    "git knows no repository in %.200s (%s): go into one, or make one with git "
		    "init",
		    git->dir, shown);
	free(shown);
	return err->status;
}

static enum status
find_place(struct git *git, struct err *err)
{
	static const char *const words[] = { "rev-parse", "--is-inside-work-tree",
		"--is-shallow-repository", "--show-toplevel", NULL };
	struct git_run run = { .max_bytes = BUF_TEXT };
	int status = 0;
	enum status st;

	git_args(&run, words);
	st = git_run(git, &run, &status, err);
	if (st == ST_OK && status != 0 && run.end.out.len == 0) {
		st = no_repository(git, &run.end.said, err);
	} else if (st == ST_OK) {
		st = read_place(git, &run.end.out, err);
	}
	git_run_fini(&run);
	return st;
}

static enum status
find_head(struct git *git, struct err *err)
{
	static const char *const words[] = { "rev-parse", "--verify", "--quiet", "HEAD^{commit}",
		NULL };
	struct git_run run = { .max_bytes = BUF_TEXT };
	int status = 0;
	enum status st;

	git_args(&run, words);
	st = git_run(git, &run, &status, err);
	if (st == ST_OK && status == 0) {
		cut_line(run.end.out.s);
		if (git_is_id(run.end.out.s)) {
			free(git->head);
			git->head = mem_strdup(run.end.out.s);
		}
	}
	git_run_fini(&run);
	return st;
}

enum status
git_open(const char *dir, const volatile sig_atomic_t *cancel, struct git **out, struct err *err)
{
	struct git *git;
	enum status st;

	if (!file_is_dir(dir))
		return err_set(err, ST_NOINPUT, "%.200s is no directory: name one", dir);
	git = mem_calloc(1, sizeof *git);
	git->dir = mem_strdup(dir);
	git->root = mem_strdup("");
	git->below = mem_strdup("");
	git->head = mem_strdup("");
	git->cancel = cancel;
	make_environment(&git->environment);
	st = find_place(git, err);
	if (st == ST_OK)
		st = find_head(git, err);
	if (st) {
		git_close(git);
		return st;
	}
	*out = git;
	return ST_OK;
}

void
git_close(struct git *git)
{
	if (git == NULL)
		return;
	strings_fini(&git->environment);
	free(git->dir);
	free(git->root);
	free(git->below);
	free(git->head);
	free(git);
}

const char *
git_root(const struct git *git)
{
	return git->root;
}

const char *
git_below(const struct git *git)
{
	return git->below;
}

const char *
git_head(const struct git *git)
{
	return git->head;
}

bool
git_is_shallow(const struct git *git)
{
	return git->shallow;
}
