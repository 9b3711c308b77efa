#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "base/uuid.h"
#include "cli/cli_private.h"
#include "doc/schema.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/http.h"
#include "io/json.h"
#include "redact/redact.h"

#define LARGE_OUTPUT 1000000 /* bytes */

/* A closed descriptor 0, 1 or 2 would be taken by the first file that is opened, and output meant
   for people would go into the store.  Opened the wrong way round, so that using it still fails. */
static void
guard_streams(void)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF &&
		    open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY) != fd)
			_exit(ST_IO);
	}
}

/* Known before the command line is, so that a usage error has the form that was asked for. */
static bool
asks_for_json_log(int argc, char **argv)
{
	const char *variable = getenv("RSG_LOG_FORMAT");

	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (strcmp(argv[i], "--log-format=json") == 0)
			return true;
		if (strcmp(argv[i], "--log-format") == 0 && i + 1 < argc)
			return strcmp(argv[i + 1], "json") == 0;
	}
	return variable && strcmp(variable, "json") == 0;
}

/* The first operand, where it names what is done. */
static enum status
choose_verb(struct cli *cli, struct err *err)
{
	struct cmd *cmd = &cli->own->cmd;
	const struct verb *verb = cmd->verbs;

	if (verb == NULL || cli->operand_count == 0)
		return ST_OK;
	while (verb->name && strcmp(verb->name, cli->operands[0]) != 0)
		verb++;
	if (verb->name == NULL)
		return err_set(err, ST_USAGE, "\"%.100s\" is nothing %s does: usage: %s %s",
		    cli->operands[0], cmd->name, cmd->name, cmd->synopsis);
	cmd->needs = verb->needs;
	cmd->min_operands = verb->min_operands;
	cmd->max_operands = verb->max_operands;
	cmd->run = verb->run;
	cli->operands++;
	cli->operand_count--;
	return ST_OK;
}

static enum status
count_operands(const struct cli *cli, struct err *err)
{
	const struct cmd *cmd = cli->cmd;

	if (cli->operand_count < cmd->min_operands)
		return err_set(
		    err, ST_USAGE, "an operand is missing: usage: %s %s", cmd->name, cmd->synopsis);
	if (cmd->max_operands >= 0 && cli->operand_count > cmd->max_operands)
		return err_set(err, ST_USAGE, "\"%.100s\" is one operand too many: usage: %s %s",
		    cli->operands[cmd->max_operands], cmd->name,
		    cmd->synopsis ? cmd->synopsis : "");
	return ST_OK;
}

/* A flag may make another program of it: rsg-audit --verify reads no document. */
static void
choose_needs(struct cli *cli)
{
	for (const struct opt *o = cli->cmd->opts; o && o->name; o++) {
		bool given = o->str && *o->str && strcmp(*o->str, "-") != 0;

		if (o->needs && ((o->flag && *o->flag) || given))
			cli->own->cmd.needs = o->needs;
	}
	if ((cli->cmd->needs & CLI_OPERANDS_ARE_COMMAND) && cli->own->opts.operands.len)
		cli->own->cmd.needs = CLI_NO_INPUT;
}

/* A program may have a --schema of its own, which names a file; "in" and "out" stay the shared
   one's (./in is a file). */
static enum status
share_schema(struct cli *cli, struct err *err)
{
	const struct opt *own = cli->cmd->opts;
	const char **word;

	while (own && own->name && strcmp(own->name, "schema") != 0)
		own++;
	word = own && own->name ? own->str : NULL;
	if (word == NULL || *word == NULL)
		return ST_OK;
	if (strcmp(*word, "in") == 0 || strcmp(*word, "out") == 0)
		cli->own->show_schema = *word;
	else if (!strpbrk(*word, "/.") && !file_exists(*word))
		return err_set(err, ST_USAGE,
		    "--schema is \"%.60s\": expected in, out or the name of a file", *word);
	return ST_OK;
}

static enum status
read_command_line(struct cli *cli, int argc, char **argv, struct err *err)
{
	struct cli_private *own = cli->own;
	const char *run = getenv("RSG_RUN");

	own->opts.tables[0] = cli->cmd->opts;
	own->opts.tables[1] = own->shared;
	own->opts.stop_at_operand = cli->cmd->needs & CLI_STOP_AT_OPERAND;
	if (opts_parse(&own->opts, argc, argv, err) || share_schema(cli, err))
		return err->status;
	choose_needs(cli);
	setlocale(LC_CTYPE, cli->cmd->needs & CLI_TABLE ? "" : "C");
	own->run_given = cli->run != NULL;
	if (cli->run == NULL && run && *run)
		cli->run = run;
	cli->operands = own->opts.operands.at;
	cli->operand_count = (int)own->opts.operands.len;
	return ST_OK;
}

/* What is answered without doing anything; ST_NO when there is no such question. */
static enum status
answer(struct cli *cli, struct err *err)
{
	if (cli->own->help)
		cli_help(cli, &cli->out);
	else if (cli->own->version)
		cli_version(cli, &cli->out);
	else if (cli->own->complete)
		cli_complete(cli, &cli->out);
	else if (cli->own->show_schema)
		return cli_show_schema(cli, err);
	else
		return ST_NO;
	return ST_OK;
}

static enum status
run_program(struct cli *cli, struct err *err)
{
	enum status st;

	if (cli_configure(cli, err))
		return err->status;
	if (cli->own->timed_out.phase)
		return cli_record_timeout(cli, err);
	if (cli_input(cli, err) || cli_open(cli, err))
		return err->status;
	if (cli->own->timeout_given)
		cli_timer_start(cli, cli->cmd->name);
	st = cli->cmd->run(cli, err);
	cli_timer_stop();
	return st;
}

static enum status
do_everything(struct cli *cli, int argc, char **argv, struct err *err)
{
	struct err write_err = ERR_INIT;
	enum status st = read_command_line(cli, argc, argv, err);

	if (st)
		return st;
	st = answer(cli, err);
	if (st == ST_NO)
		st = choose_verb(cli, err) || count_operands(cli, err) ? err->status
								       : run_program(cli, err);
	if (st != ST_OK && !((st == ST_NO || st == ST_TEMPFAIL) && cli->out_on_no))
		return st;
	if (cli_output(cli, &write_err)) {
		*err = write_err;
		return err->status;
	}
	return st;
}

/* Gives back what the sanitizers want to see given back. */
static void
free_all(struct cli *cli)
{
	struct cli_private *own = cli->own;

	json_free(cli->input);
	schema_set_free(own->reads.set);
	schema_set_free(own->writes.set);
	opts_fini(&own->opts);
	if (own->lines.max)
		buf_fini(&own->lines);
	if (cli->text.max)
		buf_fini(&cli->text);
	buf_fini(&cli->out);
}

/* All of ours is written and closed, and the process ends anyway.  To free a large document takes
   up to a tenth of the time of a phase, what the libraries behind libcurl would tidy up a twentieth
   of a call's.  Small ones are freed, so that leaks are seen in what is released, too. */
static int
leave(struct cli *cli, int status)
{
	bool quickly = false;

#ifdef NDEBUG
	quickly = http_is_loaded() || cli->out.len > LARGE_OUTPUT;
#endif
	if (!quickly)
		free_all(cli);
	cli_die_if_cancelled();
	if (quickly)
		_exit(status);
	return status;
}

int
cli_main(const struct cmd *cmd, int argc, char **argv)
{
	struct cli_private own = { .cmd = *cmd };
	struct cli cli = { .cmd = &own.cmd, .own = &own, .source = "-" };
	struct err err = ERR_INIT;
	enum status st;

	guard_streams();
	buf_init(&cli.out, SIZE_MAX / 4);
	cli.now_ms = time_now_ms();
	cli_shared_opts(&cli);
	own.json_log = asks_for_json_log(argc, argv);
	st = do_everything(&cli, argc, argv, &err);
	if (st != ST_OK && err.text[0])
		cli_report(&cli, &err);
	cli_close(&cli);
	return leave(&cli, (int)st);
}

int
cli_fail(const struct cmd *cmd, int argc, char **argv, const struct err *err)
{
	struct cli_private own = { .json_log = asks_for_json_log(argc, argv) };
	struct cli cli = { .cmd = cmd, .own = &own };

	cli_report(&cli, err);
	redact_close(own.redactor);
	return (int)err->status;
}

enum status
cli_new_run_id(struct cli *cli, char *out, struct err *err)
{
	unsigned char random[10];

	if (cli->run) {
		if (!uuid_check(cli->run))
			return err_set(err, ST_USAGE,
			    "the run \"%.60s\" is no id: expected a UUID in lower case", cli->run);
		memcpy(out, cli->run, UUID_TEXT);
		return ST_OK;
	}
	random_bytes(random, sizeof random);
	uuid_v7(cli->now_ms, random, out);
	return ST_OK;
}
