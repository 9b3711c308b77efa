/* rsg-ingest - take a user story apart.  See rsg-ingest(1). */

#include <stdlib.h>
#include <string.h>

#include "base/uuid.h"
#include "cli/cli.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/ingest.h"
#include "redact/redact.h"

static struct strings labels;
static const char *format = "auto";
static struct ingest_options options;

static const struct opt opts[] = {
	{ 'f', "format", "name", "auto, markdown, gherkin, plain, jira, github or csv",
	    .str = &format },
	{ 0, "label", "key=value", "mark the run; may be given more than once", .list = &labels },
	{ 0, "repair", NULL, "replace what is not UTF-8 instead of refusing it",
	    .flag = &options.repair },
	{ 0, "source", "name", "where the story comes from, instead of the file's name",
	    .str = &options.source },
	{ 0, "split", NULL, "print one document for each story of the text",
	    .flag = &options.split },
	{ .name = NULL },
};

static enum status
read_format(struct err *err)
{
	for (int i = 0; i < FORMAT_COUNT; i++) {
		if (strcmp(story_format_names[i], format) == 0) {
			options.format = (enum story_format)i;
			return ST_OK;
		}
	}
	return err_set(err, ST_USAGE,
	    "--format %s is unknown: auto, markdown, gherkin, plain, jira, github or csv", format);
}

static enum status
read_labels(struct json *out, struct err *err)
{
	vec_each (char **, it, &labels) {
		char *value = strchr(*it, '=');
		char *key;

		if (value == NULL || value == *it)
			return err_set(err, ST_USAGE, "--label %s: write it as key=value", *it);
		key = mem_strndup(*it, (size_t)(value - *it));
		json_set_string(out, key, value + 1);
		free(key);
	}
	return ST_OK;
}

static enum status
ingest_one(struct cli *cli, struct ingest_story *story, const struct json *marks, struct err *err)
{
	char id[UUID_TEXT];

	if (cli_new_run_id(cli, id, err))
		return err->status;
	json_free(cli->input);
	cli->input = doc_new(id, cli->now_ms, marks);
	json_set(cli->input, "story", json_copy(story->story));
	return cli_phase(cli, "ingestion", phase_ingest, story, err);
}

static enum status
ingest_all(struct cli *cli, struct ingest *ingest, const struct json *marks, struct err *err)
{
	if (ingest->len > 1 && cli->run)
		return err_set(err, ST_USAGE,
		    "--split found %zu stories and -r names one run: leave -r out", ingest->len);
	for (size_t i = 0; i < ingest->len; i++) {
		if (ingest_one(cli, ingest->stories[i], marks, err))
			return err->status;
	}
	return ST_OK;
}

static enum status
run(struct cli *cli, struct err *err)
{
	struct json *marks = json_new_object();
	struct ingest *ingest = NULL;
	char *source = NULL;
	enum status st;

	options.name = strcmp(cli->source, "-") == 0 ? NULL : cli->source;
	if (options.source == NULL)
		options.source = cli->source;
	if (config_bool(cli->config, "redact.story")) {
		options.redactor = cli_redactor(cli);
		options.source = source = redact_string(options.redactor, options.source);
	}
	st = read_format(err);
	if (st == ST_OK)
		st = read_labels(marks, err);
	if (st == ST_OK)
		st = ingest_open(cli->share, cli->text.s, cli->text.len, &options, &ingest, err);
	if (st == ST_OK)
		st = ingest_all(cli, ingest, marks, err);
	ingest_close(ingest);
	json_free(marks);
	strings_fini(&labels);
	free(source);
	return st;
}

static const struct cmd cmd = {
	.name = "rsg-ingest",
	.purpose = "take a user story apart",
	.synopsis = "[-f name] [--label key=value] [--repair] [--source name] [--split] [file]",
	.writes = "run-document",
	.opts = opts,
	.needs = CLI_STORE | CLI_MODEL | CLI_SHARE | CLI_RAW_INPUT | CLI_FILE_OPERAND,
	.max_operands = 1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
