#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/cli_private.h"
#include "cli/redact.h"
#include "io/file.h"
#include "io/json.h"
#include "io/tty.h"
#include "redact/redact.h"

static void
put_text(const struct cli *cli, const char *text, struct buf *line)
{
	buf_printf(line, "%s: ", cli->cmd->name);
	utf8_visible(line, text, strlen(text), true);
}

static void
put_json(const struct cli *cli, const char *level, int status, const char *text, struct buf *line)
{
	struct json *j = json_new_object();
	char at[TIME_TEXT];
	struct buf clean;

	time_format(time_now_ms(), at);
	buf_init(&clean, BUF_TEXT);
	utf8_repair(&clean, text, strlen(text));
	json_set_string(j, "at", at);
	json_set_string(j, "level", level);
	json_set_string(j, "program", cli->cmd->name);
	if (status)
		json_set_number(j, "status", status);
	json_set_string(j, "text", clean.s);
	json_print(j, line);
	json_free(j);
	buf_fini(&clean);
}

/* A secret in a message (a name, what a server said) goes no further than here. */
void
cli_message(
    const struct cli *cli, const char *level, int status, const char *text, struct buf *line)
{
	char *clean = redact_string(cli_redactor(cli), text);

	if (cli->own->json_log)
		put_json(cli, level, status, clean, line);
	else
		put_text(cli, clean, line);
	buf_char(line, '\n');
	free(clean);
}

/* One write a line, so that lines of processes that share stderr do not mix. */
static void
say(const struct cli *cli, const char *level, int status, const char *text)
{
	struct err ignored = ERR_INIT;
	struct buf line;
	bool closed;

	buf_init(&line, BUF_TEXT);
	cli_message(cli, level, status, text, &line);
	file_write_fd(STDERR_FILENO, line.s, line.len, &closed, &ignored);
	buf_fini(&line);
}

__attribute__((format(printf, 1, 0))) static char *
format(const char *fmt, va_list ap)
{
	char text[1024];

	vsnprintf(text, sizeof text, fmt, ap);
	return mem_strdup(text);
}

void
cli_say(struct cli *cli, const char *fmt, ...)
{
	va_list ap;
	char *text;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	text = format(fmt, ap);
	va_end(ap);
	say(cli, "info", 0, text);
	free(text);
}

void
cli_warn(struct cli *cli, const char *fmt, ...)
{
	va_list ap;
	char *text, *marked;

	if (cli->quiet)
		return;
	va_start(ap, fmt);
	text = format(fmt, ap);
	va_end(ap);
	marked = mem_printf(cli->own->json_log ? "%s" : "warning: %s", text);
	say(cli, "warning", 0, marked);
	free(marked);
	free(text);
}

void
cli_debug(struct cli *cli, const char *fmt, ...)
{
	va_list ap;
	char *text;

	if (!cli->verbose || cli->quiet)
		return;
	va_start(ap, fmt);
	text = format(fmt, ap);
	va_end(ap);
	say(cli, "debug", 0, text);
	free(text);
}

void
cli_report(struct cli *cli, const struct err *err)
{
	say(cli, err->status == ST_NO ? "info" : "error", (int)err->status, err->text);
}

int
cli_terminal_color(const struct cli *cli)
{
	const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
	const char *more = getenv("COLORTERM");

	if (cli->no_color || (no_color && *no_color) || (term && strcmp(term, "dumb") == 0))
		return 0;
	return (more && *more) || (term && strstr(term, "256color")) ? 256 : 16;
}

int
cli_color(const struct cli *cli)
{
	if (cli->own->output || !tty_is(STDOUT_FILENO))
		return 0;
	return cli_terminal_color(cli);
}

bool
cli_unicode(void)
{
	return tty_is_utf8();
}

int
cli_columns(const struct cli *cli)
{
	if (cli->own->output || !tty_is(STDOUT_FILENO))
		return 0;
	return tty_columns(STDOUT_FILENO);
}
