#include "cli/ask.h"

#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/cli_private.h"
#include "doc/config.h"
#include "io/json.h"
#include "io/tty.h"
#include "llm/llm.h"

#define MOST 1000000 /* of both numbers, as schemas/llm-request has it */

struct streaming {
	struct cli *cli;
	enum status st;
	struct err err;
};

static enum status
check_args(const struct cli *cli, const struct ask_args *args, struct err *err)
{
	bool input = json_get(cli->input, "input") != NULL;

	if (args->text && (args->stream || args->embed))
		return err_set(err, ST_USAGE, "--text goes with neither --stream nor --embed");
	if (args->stream && args->embed)
		return err_set(err, ST_USAGE, "vectors do not come in pieces: leave out --stream");
	if (args->embed && !input)
		return err_set(
		    err, ST_DATA, "--embed needs texts: give the request \"input\", no messages");
	if (!args->embed && input)
		return err_set(err, ST_DATA, "the request has \"input\": say --embed");
	return ST_OK;
}

static enum status
read_schema(struct cli *cli, const char *file, struct err *err)
{
	struct json *schema = NULL;
	struct buf text = { 0 };
	enum status st;

	st = cli_read(cli, file, &text, err);
	if (st == ST_OK && json_parse(text.s, text.len, &schema, err))
		st = err_context(err, "%s", file);
	if (st == ST_OK)
		json_set(cli->input, "schema", schema);
	buf_fini(&text);
	return st;
}

/* The flags are part of the request. */
static enum status
complete_request(struct cli *cli, const struct ask_args *args, struct err *err)
{
	if (args->max_tokens != ASK_ABSENT && (args->max_tokens < 1 || args->max_tokens > MOST))
		return err_set(
		    err, ST_USAGE, "--max-tokens is %d: expected 1 to %d", args->max_tokens, MOST);
	if (args->sample != ASK_ABSENT && (args->sample < 0 || args->sample > MOST))
		return err_set(
		    err, ST_USAGE, "--sample is %d: expected 0 to %d", args->sample, MOST);
	if (args->max_tokens != ASK_ABSENT)
		json_set_number(cli->input, "max_tokens", args->max_tokens);
	if (args->sample != ASK_ABSENT)
		json_set_number(cli->input, "sample", args->sample);
	return args->schema ? read_schema(cli, args->schema, err) : ST_OK;
}

/* -m, which goes before what the request names; the configuration comes after it. */
static const char *
given_model(const struct cli *cli, bool embed)
{
	const char *origin = config_origin(cli->config, "model");
	bool given =
	    strcmp(origin, "command line") == 0 || (!embed && strcmp(origin, "RSG_MODEL") == 0);

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
write_reply(struct cli *cli, bool text_alone, const struct json *reply, struct err *err)
{
	const char *text = json_get_string(reply, "text");
	const struct json *value = json_get(reply, "value");

	json_each (warning, json_get(reply, "warnings"))
		cli_warn(cli, "%s", json_string(warning));
	if (!text_alone)
		return cli_emit(cli, reply, err);
	if (value)
		return cli_put(cli, value, err);
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
ask(struct cli *cli, const struct ask_args *args, struct llm *llm, struct err *err)
{
	struct streaming s = { .cli = cli, .err = ERR_INIT };
	struct json *reply = NULL;
	enum status st;

	if (cli->dry_run) {
		st = llm_dry_run(llm, cli->input, args->stream, &reply, err);
		if (st == ST_OK)
			st = cli_put(cli, reply, err);
	} else {
		st = llm_ask_stream(llm, cli->input, args->stream ? delta : NULL, &s, &reply, err);
		if (st == ST_NO)
			st = no_model(err);
		if (st == ST_OK && s.st)
			*err = s.err;
		if (st == ST_OK)
			st = s.st ? s.st : write_reply(cli, args->text, reply, err);
		else if (args->stream)
			end_badly(cli, err);
	}
	json_free(reply);
	return st;
}

enum status
ask_run(struct cli *cli, const struct ask_args *args, struct err *err)
{
	struct llm_options options;
	struct llm *llm = NULL;
	enum status st = check_args(cli, args, err);

	if (st == ST_OK)
		st = complete_request(cli, args, err);
	if (st)
		return st;
	cli_llm_options(cli, "", cli->run, &options);
	options.model = given_model(cli, args->embed);
	if (args->fallback.len)
		options.fallback = &args->fallback;
	st = llm_open(&options, &llm, err);
	if (st == ST_OK)
		st = ask(cli, args, llm, err);
	llm_close(llm);
	return st;
}
