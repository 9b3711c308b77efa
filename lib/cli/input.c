#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/cli_private.h"
#include "doc/config.h"
#include "doc/schema.h"
#include "io/file.h"
#include "io/json.h"
#include "io/tty.h"

#define CHUNK ((size_t)256 * 1024)

/* The setting that bounds what this program reads. */
static const char *
limit_key(const struct cli *cli)
{
	bool story = (cli->cmd->needs & CLI_RAW_INPUT) && cli->cmd->reads == NULL;

	return story ? "limits.story_bytes" : "limits.input_bytes";
}

size_t
cli_max_input(const struct cli *cli)
{
	return cli->config ? (size_t)config_whole(cli->config, limit_key(cli)) : BUF_DOCUMENT;
}

static enum status
empty_input(const struct cli *cli, struct err *err)
{
	if (strcmp(cli->source, "-") == 0)
		return err_set(err, ST_DATA, "empty input: did the command before fail?");
	return err_set(err, ST_DATA, "%s is empty: name another file", cli->source);
}

/* Somebody typed the name alone: show how it is meant. */
static enum status
ask_for_input(struct cli *cli, struct err *err)
{
	struct err ignored = ERR_INIT;
	struct buf help;
	bool closed;

	buf_init(&help, BUF_TEXT);
	cli_help(cli, &help);
	file_write_fd(STDERR_FILENO, help.s, help.len, &closed, &ignored);
	buf_fini(&help);
	return err_set(err, ST_USAGE, "standard input is a terminal: pipe a document into %s%s",
	    cli->cmd->name,
	    cli->cmd->reads && strcmp(cli->cmd->reads, "run-document") == 0
		? ", or take a stored one with -r last"
		: "");
}

enum status
cli_read(struct cli *cli, const char *path, struct buf *out, struct err *err)
{
	enum status st;

	cli->source = path;
	if (strcmp(path, "-") == 0 && tty_is(STDIN_FILENO))
		return ask_for_input(cli, err);
	if (out->max == 0)
		buf_init(out, cli_max_input(cli));
	st = file_read(path, out, err);
	if (st == ST_DATA)
		return err_set(err, ST_DATA, "%s is larger than %zu bytes: split it, or raise %s",
		    strcmp(path, "-") == 0 ? "standard input" : path, out->max, limit_key(cli));
	if (st)
		return st;
	cli_debug(cli, "read %zu bytes of %s", out->len,
	    strcmp(path, "-") == 0 ? "standard input" : path);
	return out->len == 0 ? empty_input(cli, err) : ST_OK;
}

enum status
cli_check(struct cli_schema *compiled, const char *name, const struct json *value, struct err *err)
{
	if (name == NULL)
		return ST_OK;
	if (compiled->schema == NULL &&
	    schema_builtin(name, &compiled->set, &compiled->schema, err))
		return err->status;
	return schema_check(compiled->schema, value, err);
}

static const char *
input_place(const struct cli *cli)
{
	return strcmp(cli->source, "-") == 0 ? "standard input" : cli->source;
}

enum status
cli_take_document(struct cli *cli, struct err *err)
{
	struct json *input = NULL;

	if (json_parse(cli->text.s, cli->text.len, &input, err) ||
	    cli_check(&cli->own->reads, cli->cmd->reads, input, err)) {
		json_free(input);
		return err_context(err, "%s", input_place(cli));
	}
	if (!(cli->cmd->needs & CLI_KEEP_TEXT))
		buf_fini(&cli->text);
	cli->input = input;
	return ST_OK;
}

/* The operand that names the input, or "-". */
static void
choose_source(struct cli *cli)
{
	bool named = (cli->cmd->needs & CLI_FILE_OPERAND) &&
		     cli->operand_count == cli->cmd->max_operands && cli->operand_count > 0;

	cli->source = named ? cli->operands[cli->operand_count - 1] : "-";
}

static bool
is_json_document(const struct cli *cli)
{
	return !(cli->cmd->needs & (CLI_RAW_INPUT | CLI_LINES)) && cli->cmd->reads &&
	       strcmp(cli->cmd->reads, "run-document") == 0;
}

static enum status
take_stored(struct cli *cli, struct err *err)
{
	if (cli_open_run(cli, err))
		return err->status;
	cli->source = cli->run;
	return cli_check(&cli->own->reads, cli->cmd->reads, cli->input, err);
}

enum status
cli_input(struct cli *cli, struct err *err)
{
	int needs = cli->cmd->needs;

	choose_source(cli);
	if (cli->input || (needs & CLI_NO_INPUT))
		return ST_OK;
	if (is_json_document(cli) && cli->own->run_given && strcmp(cli->source, "-") == 0)
		return take_stored(cli, err);
	if ((needs & CLI_INPUT_MAYBE) && file_is_device(STDIN_FILENO))
		return ST_OK;
	if (needs & CLI_LINES)
		return tty_is(STDIN_FILENO) ? ask_for_input(cli, err) : ST_OK;
	if (cli_read(cli, cli->source, &cli->text, err))
		return err->status;
	return needs & CLI_RAW_INPUT ? ST_OK : cli_take_document(cli, err);
}

/* Read more behind what is buffered; false at the end. */
static enum status
fill(struct cli *cli, struct err *err)
{
	struct cli_private *own = cli->own;
	struct buf *b = &own->lines;
	ssize_t got;
	char *at;

	if (own->line_from > 0) {
		memmove(b->s, b->s + own->line_from, b->len - own->line_from);
		b->len -= own->line_from;
		own->line_from = 0;
	}
	at = buf_reserve(b, CHUNK);
	if (at == NULL)
		return err_set(err, ST_DATA, "line %zu is larger than %zu bytes: split it",
		    own->line_number + 1, b->max - CHUNK);
	do {
		got = read(STDIN_FILENO, at, CHUNK);
	} while (got < 0 && errno == EINTR);
	if (got < 0)
		return err_set(err, ST_NOINPUT, "cannot read standard input: %s", strerror(errno));
	b->len += (size_t)got;
	own->lines_end = got == 0;
	return ST_OK;
}

/* The next line with its number counted, blank or not. */
static enum status
any_line(struct cli *cli, const char **line, size_t *n, struct err *err)
{
	struct cli_private *own = cli->own;
	size_t looked = 0;

	if (own->lines.max == 0)
		buf_init(&own->lines, cli_max_input(cli) + CHUNK);
	for (;;) {
		size_t rest = own->lines.len - own->line_from;
		const char *from = own->lines.s + own->line_from;
		const char *end = rest ? memchr(from + looked, '\n', rest - looked) : NULL;

		if (end || (own->lines_end && rest)) {
			*line = from;
			*n = end ? (size_t)(end - from) : rest;
			own->line_from += *n + (end != NULL);
			own->line_number++;
			return ST_OK;
		}
		if (own->lines_end)
			return own->line_number || cli->empty_ok ? ST_NO : empty_input(cli, err);
		looked = rest;
		if (fill(cli, err))
			return err->status;
	}
}

enum status
cli_line(struct cli *cli, const char **line, size_t *n, struct err *err)
{
	enum status st;

	while ((st = any_line(cli, line, n, err)) == ST_OK) {
		if (*n && (*line)[*n - 1] == '\r')
			--*n;
		if (*n)
			return ST_OK;
	}
	return st;
}

enum status
cli_parse_line(struct cli *cli, const char *line, size_t n, struct json **out, struct err *err)
{
	struct json *value = NULL;

	if (json_parse(line, n, &value, err) ||
	    cli_check(&cli->own->reads, cli->cmd->reads, value, err)) {
		json_free(value);
		return err_context(err, "input line %zu", cli->own->line_number);
	}
	*out = value;
	return ST_OK;
}
