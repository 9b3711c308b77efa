/* rsg-redact - take secrets and personal data out of a text.  See rsg-redact(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/redact.h"
#include "io/json.h"
#include "redact/redact.h"
#include "redact/redact_report.h"
#include "view/redactions.h"
#include "view/table.h"

static bool check, documents, list, personal;

static const struct opt opts[] = {
	{ 'C', "check", NULL, "print where something is found, and end with 1 if it is",
	    .flag = &check },
	{ 'd', "documents", NULL, "the input is JSON, one value or one a line",
	    .flag = &documents },
	{ 'l', "list", NULL, "list the rules", .flag = &list },
	{ 'p', "personal", NULL, "e-mail addresses, phone, card and account numbers too",
	    .flag = &personal, .key = "redact.personal" },
	{ .name = NULL },
};

typedef void view_fn(const struct json *, const struct view *, struct buf *);

/* JSON under its name, or the table of it, which is left out when there is nothing to tell. */
static enum status
print(struct cli *cli, const char *name, struct json *told, view_fn *table, struct err *err)
{
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	struct json *all = json_new_object();
	enum status st = ST_OK;

	json_set(all, name, told);
	if (cli->json)
		st = cli_emit(cli, all, err);
	else if (json_len(told))
		table(told, &view, &cli->out);
	json_free(all);
	return st;
}

/* A named file may be empty. */
static enum status
look_into(struct cli *cli, const char *path, struct json *findings, struct err *err)
{
	bool named = strcmp(path, "-") != 0;
	enum status st;

	if (cli->text.max)
		buf_clear(&cli->text);
	st = cli_read(cli, path, &cli->text, err);
	if (st == ST_DATA && named && cli->text.len == 0) {
		*err = (struct err)ERR_INIT;
		return ST_OK;
	}
	if (st == ST_OK)
		redact_report(cli_redactor(cli), named ? path : "standard input", cli->text.s,
		    cli->text.len, findings);
	return st;
}

static enum status
check_files(struct cli *cli, struct err *err)
{
	struct json *findings = json_new_array();
	size_t n;
	enum status st = ST_OK;

	if (cli->operand_count == 0)
		st = look_into(cli, "-", findings, err);
	for (int i = 0; st == ST_OK && i < cli->operand_count; i++)
		st = look_into(cli, cli->operands[i], findings, err);
	n = json_len(findings);
	if (st == ST_OK)
		st = print(cli, "findings", findings, view_findings, err);
	else
		json_free(findings);
	if (st || n == 0)
		return st;
	cli->out_on_no = true;
	return err_set(err, ST_NO,
	    "%zu found: take them out, or write \"" REDACT_ALLOW
	    "\" in a line that is as it should be",
	    n);
}

static enum status
put_value(struct cli *cli, const struct json *value, struct err *err)
{
	struct json *clean = redact_json(cli_redactor(cli), value);
	enum status st = cli_emit(cli, clean ? clean : value, err);

	json_free(clean);
	return st;
}

static enum status
put_lines(struct cli *cli, struct err *err)
{
	const struct buf *text = &cli->text;
	size_t number = 0, n;

	for (size_t at = 0; at < text->len; at += n + 1) {
		const char *line = text->s + at, *end = memchr(line, '\n', text->len - at);
		struct json *value = NULL;

		number++;
		n = end ? (size_t)(end - line) : text->len - at;
		if (n == 0 || (n == 1 && *line == '\r'))
			continue;
		if (json_parse(line, n, &value, err))
			return err_context(err, "input line %zu", number);
		if (put_value(cli, value, err)) {
			json_free(value);
			return err->status;
		}
		json_free(value);
	}
	return ST_OK;
}

static enum status
put_documents(struct cli *cli, struct err *err)
{
	struct err why = ERR_INIT;
	struct json *value = NULL;
	const char *end = memchr(cli->text.s, '\n', cli->text.len);
	enum status st = json_parse(cli->text.s, cli->text.len, &value, &why);

	if (st == ST_OK)
		st = put_value(cli, value, err);
	else if (end && json_parse(cli->text.s, (size_t)(end - cli->text.s), &value, err) == ST_OK)
		st = put_lines(cli, err);
	else
		*err = why;
	json_free(value);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	if (check && documents)
		return err_set(
		    err, ST_USAGE, "--check looks at bytes, in JSON too: leave out --documents");
	if (list)
		return print(cli, "rules", redact_rules_json(cli_redactor(cli)), view_rules, err);
	if (check)
		return check_files(cli, err);
	if (cli->operand_count > 1)
		return err_set(err, ST_USAGE, "one text at a time: --check takes more files");
	if (cli->json)
		return err_set(err, ST_USAGE,
		    "--json is the form of --check and --list; JSON is read with --documents");
	if (cli_read(cli, cli->operand_count ? cli->operands[0] : "-", &cli->text, err))
		return err->status;
	if (documents)
		return put_documents(cli, err);
	if (!redact_text(cli_redactor(cli), cli->text.s, cli->text.len, &cli->out))
		buf_add(&cli->out, cli->text.s, cli->text.len);
	return buf_check(&cli->out, "the output", err);
}

static const struct cmd cmd = {
	.name = "rsg-redact",
	.purpose = "take secrets and personal data out of a text",
	.synopsis = "[-d] [-p] [file] | -C [-p] [file ...] | -l [-p]",
	.opts = opts,
	.needs = CLI_NO_INPUT | CLI_TABLE,
	.max_operands = -1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
