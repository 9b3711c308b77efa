#include "io/tool.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/scratch.h"

extern char **environ;

/* TMPDIR is added.  Nothing that a language's tool takes options or code from. */
static const char *const kept[] = { "PATH", "HOME", "PYENV_ROOT", "RUSTUP_HOME", "CARGO_HOME",
	"GOROOT" };
static const char *const fixed[] = { "LC_ALL=C.UTF-8", "GOTOOLCHAIN=local", "GOPROXY=off",
	"GOFLAGS=" };

static bool
is_kept(const char *variable)
{
	for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
		size_t n = strlen(kept[i]);

		if (strncmp(variable, kept[i], n) == 0 && variable[n] == '=')
			return true;
	}
	return false;
}

static void
make_environment(const char *dir, struct strings *out)
{
	char *tmp = mem_printf("TMPDIR=%s", dir);

	for (char **at = environ; *at; at++) {
		if (is_kept(*at))
			strings_add(out, *at);
	}
	for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
		strings_add(out, fixed[i]);
	strings_add(out, tmp);
	free(tmp);
}

/* As exec wants it: the strings lent, a NULL behind them. */
static char **
with_end(const struct strings *strings)
{
	char **out = mem_calloc(strings->len + 1, sizeof *out);

	memcpy(out, strings->at, strings->len * sizeof *out);
	return out;
}

static void
leave_out(struct buf *text, const char *dir)
{
	size_t n = strlen(dir);
	char *at = text->s;

	while (text->len && (at = strstr(at, dir))) {
		size_t more = n + (at[n] == '/');

		memmove(at, at + more, text->len - (size_t)(at - text->s) - more + 1);
		text->len -= more;
	}
}

static enum status
run(const struct tool *tool, const char *dir, struct command_end *end, struct err *err)
{
	struct strings environment = { 0 };
	struct command command = { .max_bytes = tool->max_bytes ? tool->max_bytes : TOOL_BYTES,
		.total_ms = TOOL_MS,
		.dir = dir,
		.cancel = tool->cancel };
	char **argv = with_end(tool->argv), **names;
	enum status st = ST_OK;

	make_environment(dir, &environment);
	names = with_end(&environment);
	command.argv = argv;
	command.environment = names;
	if (tool->file) {
		st = scratch_put(dir, tool->file, tool->in, tool->n, err);
	} else {
		command.in = tool->in;
		command.in_n = tool->n;
	}
	if (st == ST_OK) {
		command_end_fini(end);
		st = command_run(&command, end, err);
	}
	free(argv);
	free(names);
	strings_fini(&environment);
	return st;
}

enum status
tool_run(const struct tool *tool, struct command_end *end, struct err *err)
{
	char *dir = NULL;
	enum status st;

	*end = (struct command_end){ .how = COMMAND_DONE };
	buf_init(&end->out, TOOL_BYTES);
	buf_init(&end->said, COMMAND_SAID);
	st = scratch_open(&dir, err);
	if (st)
		return st;
	st = run(tool, dir, end, err);
	leave_out(&end->out, dir);
	leave_out(&end->said, dir);
	scratch_close(dir);
	return st;
}
