#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli_private.h"
#include "doc/schema.h"

void
cli_shared_opts(struct cli *cli)
{
	struct cli_private *own = cli->own;
	const struct opt table[] = {
		{ 'h', "help", NULL, "show this help", .flag = &own->help },
		{ 'V', "version", NULL, "show the version", .flag = &own->version },
		{ 'o', "output", "file", "write to the file, whole or not at all",
		    .str = &own->output },
		{ 'q', "quiet", NULL, "say nothing but errors", .flag = &cli->quiet },
		{ 'v', "verbose", NULL, "say what is done", .flag = &cli->verbose },
		{ 'n', "dry-run", NULL, "record nothing in the store", .flag = &cli->dry_run },
		{ 'r', "run", "run", "the run to work on", .str = &cli->run },
		{ 's', "store", "file", "the store's file", .key = "store.path" },
		{ 'm', "model", "model", "the model that phases use", .key = "model" },
		{ 'c', "config", "file", "read this configuration instead",
		    .str = &own->config_file },
		{ 0, "pretty", NULL, "indent the JSON", .flag = &cli->pretty },
		{ 0, "no-store", NULL, "keep nothing", .flag = &cli->no_store },
		{ 0, "no-color", NULL, "no colour", .flag = &cli->no_color },
		{ 0, "no-input", NULL, "never ask", .flag = &cli->no_input },
		{ 0, "timeout", "duration", "give up after this long", .key = "phase.timeout" },
		{ 0, "log-format", "format", "messages as text or json", .key = "log.format" },
		{ 0, "schema", "in|out", "show the schema of what is read or written",
		    .str = &own->show_schema },
		{ 0 },
	};
	const struct opt some[] = {
		{ 0, "json", NULL, "JSON in place of the table", .flag = &cli->json },
		{ 0, "require-model", NULL, "fail when no model can be had",
		    .flag = &own->require_model },
	};
	const int needs[] = { CLI_TABLE, CLI_MODEL };
	const struct opt hidden[] = {
		{ .name = "complete", .flag = &own->complete },
		{ .name = "timed-out", .arg = "phase", .str = &own->timed_out.phase },
		{ .name = "input-sha256", .arg = "hash", .str = &own->timed_out.input_sha256 },
		{ .name = "started-ms", .arg = "ms", .str = &own->timed_out.started_ms },
		{ 0 },
	};
	_Static_assert(
	    (sizeof table + sizeof some + sizeof hidden) / sizeof table[0] <= CLI_SHARED_OPTS + 1,
	    "all of them fit");
	size_t n = sizeof table / sizeof table[0] - 1;

	memcpy(own->shared, table, n * sizeof table[0]);
	for (size_t i = 0; i < sizeof some / sizeof some[0]; i++) {
		if (cli->cmd->needs & needs[i])
			own->shared[n++] = some[i];
	}
	memcpy(own->shared + n, hidden, sizeof hidden);
}

static void
put_spelling(const struct opt *opt, struct buf *out)
{
	if (opt->letter)
		buf_printf(out, "-%c, ", opt->letter);
	else
		buf_str(out, "    ");
	buf_printf(out, "--%s", opt->name);
	if (opt->absent)
		buf_printf(out, "[=%s]", opt->arg);
	else if (opt->arg)
		buf_printf(out, " %s", opt->arg);
}

static size_t
widest(const struct opt *opts)
{
	size_t most = 0;

	for (const struct opt *o = opts; o && o->name; o++) {
		size_t n =
		    strlen(o->name) + (o->arg ? 1 + strlen(o->arg) : 0) + 6 + (o->absent ? 2 : 0);

		if (n > most)
			most = n;
	}
	return most;
}

static void
put_own_opts(const struct opt *opts, struct buf *out)
{
	size_t width = widest(opts);

	if (width == 0)
		return;
	buf_char(out, '\n');
	for (const struct opt *o = opts; o->name; o++) {
		size_t from;

		buf_str(out, "  ");
		from = out->len;
		put_spelling(o, out);
		while (out->len - from < width + 2)
			buf_char(out, ' ');
		buf_printf(out, "%s\n", o->help);
	}
}

static void
put_verbs(const struct verb *verbs, struct buf *out)
{
	size_t width = 0;

	for (const struct verb *v = verbs; v && v->name; v++) {
		size_t n = strlen(v->name) + strlen(v->operands) + 1;

		width = n > width ? n : width;
	}
	if (width)
		buf_char(out, '\n');
	for (const struct verb *v = verbs; v && v->name; v++) {
		size_t from = out->len;

		buf_printf(out, "  %s %s", v->name, v->operands);
		while (out->len - from < width + 4)
			buf_char(out, ' ');
		buf_printf(out, "%s\n", v->help);
	}
}

static void
put_shared_opts(const struct cli *cli, struct buf *out)
{
	size_t column = 0;

	buf_str(out, "\nEvery rsg tool also takes these, see rsg(7):\n");
	for (const struct opt *o = cli->own->shared; o->name; o++) {
		size_t from = out->len;

		if (o->help == NULL)
			continue;
		if (column > 60) {
			buf_str(out, "\n");
			from++;
			column = 0;
		}
		buf_str(out, column ? " " : "  ");
		if (o->letter)
			buf_printf(out, "-%c", o->letter);
		else
			buf_printf(out, "--%s", o->name);
		if (o->arg)
			buf_printf(out, " %s", o->arg);
		column += out->len - from;
	}
	buf_char(out, '\n');
}

void
cli_help(struct cli *cli, struct buf *out)
{
	const struct cmd *cmd = cli->cmd;

	buf_printf(out, "%s - %s\n\nusage: %s%s%s\n", cmd->name, cmd->purpose, cmd->name,
	    cmd->synopsis && *cmd->synopsis ? " " : "", cmd->synopsis ? cmd->synopsis : "");
	put_verbs(cmd->verbs, out);
	put_own_opts(cmd->opts, out);
	put_shared_opts(cli, out);
	buf_printf(out, "\nThe manual: man %.*s\n", (int)strcspn(cmd->name, " "), cmd->name);
}

void
cli_version(const struct cli *cli, struct buf *out)
{
	if (strcmp(cli->cmd->name, "rsg") == 0)
		buf_printf(out, "rsg %s\n", RSG_VERSION);
	else
		buf_printf(out, "%s (rsg) %s\n", cli->cmd->name, RSG_VERSION);
}

static void
put_completion(const struct opt *opts, const char *whose, struct buf *out)
{
	for (const struct opt *o = opts; o && o->name; o++) {
		if (o->help == NULL)
			continue;
		buf_printf(out, "%s\t", whose);
		if (o->letter)
			buf_printf(out, "-%c", o->letter);
		buf_printf(out, o->absent ? "\t--%s\t[=%s]\t%s\n" : "\t--%s\t%s\t%s\n", o->name,
		    o->arg ? o->arg : "", o->help);
	}
}

static const char *
input_kind(const struct cmd *cmd)
{
	int needs = cmd->needs;

	if ((needs & CLI_NO_INPUT) || (cmd->verbs && cmd->min_operands > 0))
		return "none";
	if (needs & CLI_LINES)
		return "lines";
	return needs & CLI_RAW_INPUT ? "bytes" : "document";
}

/* What the completions and the tests are made from; a line a thing, tabs between. */
void
cli_complete(struct cli *cli, struct buf *out)
{
	const struct cmd *cmd = cli->cmd;

	buf_printf(out, "tool\t%s\t\t%s\t%s\n", cmd->name, cmd->synopsis ? cmd->synopsis : "",
	    cmd->purpose);
	buf_printf(out, "input\t%s\t%s\n", input_kind(cmd), cmd->reads ? cmd->reads : "");
	buf_printf(out, "output\t%s\t%s\n", cmd->needs & CLI_TABLE ? "table" : "data",
	    cmd->writes ? cmd->writes : "");
	for (const struct verb *v = cmd->verbs; v && v->name; v++)
		buf_printf(out, "verb\t\t%s\t%s\t%s\n", v->name, v->operands, v->help);
	put_completion(cmd->opts, "own", out);
	put_completion(cli->own->shared, "shared", out);
}

enum status
cli_show_schema(struct cli *cli, struct err *err)
{
	const char *which = cli->own->show_schema, *name, *text;
	size_t n;

	if (strcmp(which, "in") == 0)
		name = cli->cmd->reads;
	else if (strcmp(which, "out") == 0)
		name = cli->cmd->writes;
	else
		return err_set(err, ST_USAGE, "--schema is \"%.60s\": expected in or out", which);
	if (name == NULL)
		return err_set(err, ST_USAGE, "what %s %s has no schema: it is not JSON",
		    cli->cmd->name, *which == 'i' ? "reads" : "writes");
	text = schema_builtin_text(name, &n);
	if (text == NULL)
		return err_set(err, ST_BUG, "the schema %s is not built in", name);
	buf_add(&cli->out, text, n);
	return ST_OK;
}
