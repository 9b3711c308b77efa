#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/vec.h"
#include "io/file.h"
#include "io/proc.h"
#include "io/scratch.h"
#include "io/terminal_private.h"

extern char **environ;

/* sh -c 'COMMAND "$@"' sh WORD...: the command is the user's own shell text, the words are not. */
static enum status
start(const struct terminal *t, int in, const char *command, char *const *words, pid_t *pid,
    struct err *err)
{
	VEC_OF(char *) argv = { 0 };
	posix_spawn_file_actions_t actions;
	char shell[] = "sh", flag[] = "-c", *text = mem_printf("%s \"$@\"", command);
	int rc;

	*vec_add(&argv) = shell;
	*vec_add(&argv) = flag;
	*vec_add(&argv) = text;
	*vec_add(&argv) = shell;
	for (; words && *words; words++)
		*vec_add(&argv) = *words;
	*vec_add(&argv) = NULL;
	if (posix_spawn_file_actions_init(&actions) != 0)
		mem_exhausted();
	if (posix_spawn_file_actions_adddup2(&actions, in, 0) != 0 ||
	    posix_spawn_file_actions_adddup2(&actions, t->fd, 1) != 0 ||
	    posix_spawn_file_actions_adddup2(&actions, t->fd, 2) != 0)
		mem_exhausted();
	rc = posix_spawn(pid, "/bin/sh", &actions, NULL, argv.at, environ);
	posix_spawn_file_actions_destroy(&actions);
	vec_fini(&argv);
	free(text);
	return rc ? err_set(err, ST_IO, "cannot run %s: %s", command, strerror(rc)) : ST_OK;
}

static int
wait_for(pid_t pid)
{
	int status = 0;

	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* ^C and ^\ are for the program that has the terminal. */
struct keyboard {
	struct sigaction interrupt, quit;
};

static void
keyboard_give(struct keyboard *k)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };

	sigemptyset(&ignore.sa_mask);
	sigaction(SIGINT, &ignore, &k->interrupt);
	sigaction(SIGQUIT, &ignore, &k->quit);
}

static void
keyboard_take(const struct keyboard *k)
{
	sigaction(SIGINT, &k->interrupt, NULL);
	sigaction(SIGQUIT, &k->quit, NULL);
}

enum status
terminal_run(
    struct terminal *t, const char *command, char *const *words, int *status, struct err *err)
{
	struct keyboard keyboard;
	pid_t pid = -1;
	enum status st = start(t, t->fd, command, words, &pid, err);

	if (st)
		return st;
	keyboard_give(&keyboard);
	*status = wait_for(pid);
	keyboard_take(&keyboard);
	return ST_OK;
}

static const char *
first_set(const char *const *variables, const char *otherwise)
{
	for (; *variables; variables++) {
		const char *value = getenv(*variables);

		if (value && *value)
			return value;
	}
	return otherwise;
}

static enum status
edit_file(struct terminal *t, char *path, struct buf *text, struct err *err)
{
	static const char *const variables[] = { "RSG_EDITOR", "VISUAL", "EDITOR", NULL };
	const char *editor = first_set(variables, "vi");
	char *words[] = { path, NULL };
	struct buf edited;
	int status = 0;
	enum status st = terminal_run(t, editor, words, &status, err);

	if (st == ST_OK && status != 0)
		return err_set(
		    err, ST_NO, "%.100s ended with status %d: nothing was changed", editor, status);
	buf_init(&edited, text->max);
	if (st == ST_OK)
		st = file_read(path, &edited, err);
	if (st == ST_OK) {
		buf_clear(text);
		buf_add(text, edited.s, edited.len);
	}
	buf_fini(&edited);
	return st;
}

enum status
terminal_edit(struct terminal *t, const char *name, struct buf *text, struct err *err)
{
	char *dir = NULL, *path;
	enum status st = scratch_open(&dir, err);

	if (st)
		return st;
	path = file_join(dir, name);
	st = scratch_put(dir, name, text->s, text->len, err);
	if (st == ST_OK)
		st = edit_file(t, path, text, err);
	free(path);
	scratch_close(dir);
	return st;
}

static enum status
feed(struct terminal *t, const char *pager, const char *bytes, size_t n, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct keyboard keyboard;
	int ends[2];
	bool closed;
	pid_t pid = -1;
	enum status st = proc_pipe(ends, err);

	if (st)
		return st;
	setenv("LESS", "FRX", 0);
	st = start(t, ends[0], pager, NULL, &pid, err);
	keyboard_give(&keyboard); /* behind it: what is ignored would be ignored there too */
	close(ends[0]);
	if (st == ST_OK) {
		void (*old)(int) = signal(SIGPIPE, SIG_IGN);

		file_write_fd(ends[1], bytes, n, &closed, &ignored);
		signal(SIGPIPE, old);
	}
	close(ends[1]);
	if (st == ST_OK)
		wait_for(pid);
	keyboard_take(&keyboard);
	return st;
}

enum status
terminal_page(struct terminal *t, const char *bytes, size_t n, struct err *err)
{
	const char *pager = getenv("RSG_PAGER");

	if (pager == NULL)
		pager = getenv("PAGER");
	if (pager == NULL)
		pager = "less";
	if (*pager == '\0' || strcmp(pager, "cat") == 0)
		return terminal_write(t, bytes, n, err);
	return feed(t, pager, bytes, n, err);
}
