#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/cli_private.h"
#include "io/file.h"
#include "io/json.h"
#include "io/json_keep.h"
#include "io/proc.h"
#include "io/tty.h"

static bool
wants_pretty(const struct cli *cli)
{
	return cli->pretty || (cli->own->output == NULL && tty_is(STDOUT_FILENO));
}

enum status
cli_put_kept(
    struct cli *cli, const struct json *value, const struct json_kept *kept, struct err *err)
{
	if (wants_pretty(cli)) {
		json_print_pretty(value, &cli->out);
	} else {
		json_print_kept(kept, value, &cli->out);
		buf_char(&cli->out, '\n');
	}
	return buf_check(&cli->out, "the output", err);
}

enum status
cli_put(struct cli *cli, const struct json *value, struct err *err)
{
	return cli_put_kept(cli, value, NULL, err);
}

static bool
reads_what_it_writes(const struct cli *cli)
{
	return cli->cmd->reads && cli->cmd->writes &&
	       strcmp(cli->cmd->reads, cli->cmd->writes) == 0;
}

enum status
cli_emit(struct cli *cli, const struct json *value, struct err *err)
{
	struct cli_schema *schema =
	    reads_what_it_writes(cli) ? &cli->own->reads : &cli->own->writes;

	if (cli_check(schema, cli->cmd->writes, value, err)) {
		err->status = ST_BUG;
		return err_context(
		    err, "the result does not fit %s: please report this", cli->cmd->writes);
	}
	return cli_put(cli, value, err);
}

/* Ends as a program ends that never heard of SIGPIPE being ignored. */
static void
die_of_closed_pipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

static enum status
write_bytes(struct cli *cli, struct err *err)
{
	bool closed = false;

	if (file_write_fd(STDOUT_FILENO, cli->out.s, cli->out.len, &closed, err)) {
		if (closed)
			die_of_closed_pipe();
		return err_set(err, ST_IO, "cannot write standard output: %s", strerror(errno));
	}
	return ST_OK;
}

static void
put_escape(struct buf *out, uint32_t c)
{
	if (c < 0x10000)
		buf_printf(out, "\\u%04x", (unsigned)c);
	else
		buf_printf(out, "\\u%04x\\u%04x", (unsigned)(0xd800 + ((c - 0x10000) >> 10)),
		    (unsigned)(0xdc00 + (c & 0x3ff)));
}

/* On a terminal what it would obey or not show stands in JSON as its escape, which is the same
   text.  Views have made theirs visible. */
static void
escape_for_terminal(struct cli *cli)
{
	const char *s = cli->out.s;
	size_t n = cli->out.len, len;
	struct buf all, one;

	if (n == 0 || (*s != '{' && *s != '[') || !tty_is(STDOUT_FILENO))
		return;
	buf_init(&all, SIZE_MAX / 2);
	buf_init(&one, BUF_TEXT);
	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);

		buf_clear(&one);
		if (c >= 0x7f)
			utf8_visible(&one, s + i, len, false);
		if (c < 0x7f || one.len == len)
			buf_add(&all, s + i, len);
		else
			put_escape(&all, c);
	}
	buf_clear(&cli->out);
	buf_add(&cli->out, all.s, all.len);
	buf_fini(&one);
	buf_fini(&all);
}

enum status
cli_flush(struct cli *cli, struct err *err)
{
	if (cli->own->output && strcmp(cli->own->output, "-") != 0)
		return ST_OK;
	escape_for_terminal(cli);
	if (write_bytes(cli, err))
		return err->status;
	buf_clear(&cli->out);
	return ST_OK;
}

static enum status
write_stdout(struct cli *cli, struct err *err)
{
	if (write_bytes(cli, err))
		return err->status;
	if (close(STDOUT_FILENO) < 0 && errno != EBADF)
		return err_set(err, ST_IO, "cannot write standard output: %s", strerror(errno));
	return ST_OK;
}

/* Of a table on a terminal: RSG_PAGER, else PAGER; none when that is empty or "cat". */
static const char *
pager(const struct cli *cli)
{
	const char *command = getenv("RSG_PAGER");

	if (!(cli->cmd->needs & CLI_TABLE) || cli->out.len == 0 || !tty_is(STDOUT_FILENO))
		return NULL;
	if (command == NULL)
		command = getenv("PAGER");
	return command && *command && strcmp(command, "cat") != 0 ? command : NULL;
}

/* How the pager ends decides nothing, but one that cannot be started shows nothing. */
static enum status
page(struct cli *cli, const char *command, struct err *err)
{
	char shell[] = "sh", flag[] = "-c", *copy = mem_strdup(command);
	char *const argv[] = { shell, flag, copy, NULL };
	enum status st;
	int status = 0;

	setenv("LESS", "FRX", 0);
	st = proc_feed(argv, cli->out.s, cli->out.len, &status, err);
	free(copy);
	if (st == ST_OK && (status == 126 || status == 127)) {
		cli_warn(cli, "the pager \"%.100s\" cannot be run", command);
		return write_stdout(cli, err);
	}
	return st;
}

enum status
cli_output(struct cli *cli, struct err *err)
{
	const char *path = cli->own->output, *command;

	if (path && strcmp(path, "-") != 0)
		return file_write(path, cli->out.s, cli->out.len, 0666, err);
	escape_for_terminal(cli);
	command = pager(cli);
	if (command)
		return page(cli, command, err);
	return write_stdout(cli, err);
}
