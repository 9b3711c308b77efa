/* rsg-llm - ask a model: request in, checked reply out.  See rsg-llm(1). */

#include "cli/cli.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "base/utf8.h"
#include "doc/config.h"
#include "io/json.h"
#include "io/tty.h"
#include "llm/llm.h"

static struct {
	const char *schema;
	struct strings fallback;
	int max_tokens, sample;
	bool stream, text, embed;
} args = { .sample = -1 };

static const struct opt opts[] = {
	{ 0, "cache", "mode", "use of the cache: on, off, only or refresh", .key = "cache.mode" },
	{ 0, "embed", NULL, "make vectors of the request's input", .flag = &args.embed },
	{ 0, "fallback", "model", "ask this one when those before cannot be had",
	    .list = &args.fallback },
	{ 0, "max-tokens", "number", "the longest answer, in tokens", .whole = &args.max_tokens },
	{ 0, "sample", "number", "another number asks for another answer", .whole = &args.sample },
	{ 0, "schema", "file", "the answer is JSON that fits this schema", .str = &args.schema },
	{ 0, "stream", NULL, "write the text as it comes, in JSON Lines", .flag = &args.stream },
	{ 0, "text", NULL, "write the text alone", .flag = &args.text },
	{ 0 },
};

struct streaming {
	struct cli *cli;
	enum status st;
	struct err err;
};

static enum status
check_args(const struct cli *cli, struct err *err)
{
	bool input = json_get(cli->input, "input") != NULL;

	if (args.text && (args.stream || args.embed))
		return err_set(err, ST_USAGE, "--text goes with neither --stream nor --embed");
	if (args.stream && args.embed)
		return err_set(err, ST_USAGE, "vectors do not come in pieces: leave out --stream");
	if (args.embed && !input)
		return err_set(
		    err, ST_DATA, "--embed needs texts: give the request \"input\", no messages");
	if (!args.embed && input)
		return err_set(err, ST_DATA, "the request has \"input\": say --embed");
	return ST_OK;
}

static enum status
read_schema(struct cli *cli, struct err *err)
{
	struct json *schema = NULL;
	struct buf text = { 0 };
	enum status st;

	st = cli_read(cli, args.schema, &text, err);
	if (st == ST_OK && json_parse(text.s, text.len, &schema, err))
		st = err_context(err, "%s", args.schema);
	if (st == ST_OK)
		json_set(cli->input, "schema", schema);
	buf_fini(&text);
	return st;
}

/* The flags are part of the request. */
static enum status
complete_request(struct cli *cli, struct err *err)
{
	if (args.max_tokens < 0)
		return err_set(
		    err, ST_USAGE, "--max-tokens is %d: expected at least 1", args.max_tokens);
	if (args.max_tokens)
		json_set_number(cli->input, "max_tokens", args.max_tokens);
	if (args.sample >= 0)
		json_set_number(cli->input, "sample", args.sample);
	return args.schema ? read_schema(cli, err) : ST_OK;
}

static void
say(void *arg, const char *text)
{
	cli_warn(arg, "%s", text);
}

/* -m, which goes before what the request names; the configuration comes after it. */
static const char *
given_model(const struct cli *cli)
{
	const char *origin = config_origin(cli->config, "model");
	bool given = strcmp(origin, "command line") == 0 ||
		     (!args.embed && strcmp(origin, "RSG_MODEL") == 0);

	return given ? config_text(cli->config, "model") : NULL;
}

static void
put_line(struct cli *cli, const struct json *line)
{
	json_print(line, &cli->out);
	buf_char(&cli->out, '\n');
}

static void
delta(void *arg, const char *text, size_t n)
{
	struct streaming *s = arg;
	struct json *line;

	if (s->st)
		return;
	line = json_new_object();
	json_set(line, "delta", json_new_stringn(text, n));
	put_line(s->cli, line);
	json_free(line);
	s->st = cli_flush(s->cli, &s->err);
}

/* The last line of a stream that failed: what is on standard error too. */
static enum status
end_badly(struct cli *cli, struct err *err)
{
	struct json *line = json_new_object(), *error = json_set_object(line, "error");
	struct err ignored = ERR_INIT;

	json_set_number(error, "status", err->status);
	json_set_string(error, "text", err->text);
	put_line(cli, line);
	json_free(line);
	cli_flush(cli, &ignored);
	return err->status;
}

static enum status
write_reply(struct cli *cli, const struct json *reply, struct err *err)
{
	const char *text = json_get_string(reply, "text");

	json_each (warning, json_get(reply, "warnings"))
		cli_warn(cli, "%s", json_string(warning));
	if (!args.text)
		return cli_emit(cli, reply, err);
	if (tty_is(STDOUT_FILENO))
		utf8_visible(&cli->out, text, strlen(text), true);
	else
		buf_str(&cli->out, text);
	buf_char(&cli->out, '\n');
	return buf_check(&cli->out, "the answer", err);
}

/* ST_NO: the chain came to builtin. */
static enum status
no_model(struct err *err)
{
	if (err->text[0])
		return err->status;
	return err_set(err, ST_REFUSED,
	    "builtin answers no questions: name a model with -m, as PROVIDER/MODEL, or set model "
	    "in the configuration");
}

static enum status
ask(struct cli *cli, struct llm *llm, struct err *err)
{
	struct streaming s = { .cli = cli, .err = ERR_INIT };
	struct json *reply = NULL;
	enum status st;

	if (cli->dry_run) {
		st = llm_dry_run(llm, cli->input, args.stream, &reply, err);
		if (st == ST_OK)
			put_line(cli, reply);
	} else {
		st = llm_ask_stream(llm, cli->input, args.stream ? delta : NULL, &s, &reply, err);
		if (st == ST_NO)
			st = no_model(err);
		if (st == ST_OK && s.st)
			*err = s.err;
		if (st == ST_OK)
			st = s.st ? s.st : write_reply(cli, reply, err);
		else if (args.stream)
			end_badly(cli, err);
	}
	json_free(reply);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct llm_options options = { .config = cli->config,
		.store = cli->store,
		.project_dir = config_project_dir(cli->config),
		.run = cli->run,
		.model = given_model(cli),
		.fallback = args.fallback.len ? &args.fallback : NULL,
		.say = say,
		.arg = cli };
	struct llm *llm = NULL;
	enum status st = check_args(cli, err);

	if (st == ST_OK)
		st = complete_request(cli, err);
	if (st == ST_OK)
		st = llm_open(&options, &llm, err);
	if (st == ST_OK)
		st = ask(cli, llm, err);
	llm_close(llm);
	strings_fini(&args.fallback);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-llm",
	.purpose = "ask a model: request in, checked reply out",
	.synopsis = "[--embed | --stream | --text] [--schema file] [--fallback model] "
		    "[--cache mode] [--max-tokens number] [--sample number]",
	.reads = "llm-request",
	.writes = "llm-reply",
	.opts = opts,
	.needs = CLI_STORE,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
