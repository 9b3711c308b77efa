#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/sandbox.h"
#include "io/file.h"
#include "io/json.h"
#include "sandbox/copy.h"
#include "sandbox/sandbox.h"

#define TEXT_HALF ((size_t)128 * 1024) /* of a stream, at its beginning and at its end */
#define FILE_BYTES ((size_t)1024 * 1024)

/* Valid text of any bytes: JSON has no place for a NUL. */
static struct json *
text_of(const char *bytes, size_t n)
{
	struct json *out;
	struct buf text;

	buf_init(&text, SIZE_MAX / 4);
	utf8_repair(&text, bytes, n);
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '\0')
			text.s[i] = '?';
	}
	out = json_new_stringn(text.s, text.len);
	buf_fini(&text);
	return out;
}

static void
set_stream(struct json *out, const char *key, const struct buf *b, uint64_t bytes)
{
	struct json *stream = json_set_object(out, key);
	struct buf text;

	json_set_number(stream, "bytes", (double)bytes);
	buf_init(&text, SIZE_MAX / 4);
	if (b->len <= 2 * TEXT_HALF) {
		buf_add(&text, b->s, b->len);
	} else {
		buf_add(&text, b->s, TEXT_HALF);
		buf_printf(&text, "\n[%llu bytes are left out here]\n",
		    (unsigned long long)(bytes - 2 * TEXT_HALF));
		buf_add(&text, b->s + b->len - TEXT_HALF, TEXT_HALF);
	}
	json_set(stream, "text", text_of(text.s, text.len));
	buf_fini(&text);
}

/* What the command left behind is hostile: no link is followed, nothing but a regular file read. */
static void
tell_file(const struct copy *copy, const char *path, struct json *out)
{
	struct err err = ERR_INIT;
	bool there = false;
	struct buf bytes;

	json_set(out, "path", text_of(path, strlen(path)));
	buf_init(&bytes, FILE_BYTES);
	if (copy_get(copy, path, &bytes, &there, &err))
		json_set(out, "why", text_of(err.text, strlen(err.text)));
	else if (!there)
		json_set_string(out, "why", "it is not there");
	else
		json_set(out, "text", text_of(bytes.s, bytes.len));
	buf_fini(&bytes);
}

static void
tell_end(const struct sandbox_end *end, struct json *out)
{
	json_set_string(out, "outcome", sandbox_outcome_name(end->outcome));
	if (end->outcome == SANDBOX_EXITED)
		json_set_number(out, "status", end->status);
	else if (end->outcome == SANDBOX_SIGNALLED)
		json_set_number(out, "signal", end->status);
	json_set_number(out, "wall_ms", time_is_pinned() ? 0 : (double)end->wall_ms);
	json_set_number(out, "cpu_ms", time_is_pinned() ? 0 : (double)end->cpu_ms);
	set_stream(out, "stdout", &end->out, end->out_bytes);
	set_stream(out, "stderr", &end->said, end->said_bytes);
}

static struct json *
tell(const struct cli_sandbox *own, const struct sandbox_end *end, const struct copy *copy,
    const struct strings *files)
{
	struct json *out = json_new_object(), *command = json_set_array(out, "command"), *told;

	for (char *const *word = own->sandbox.argv; *word; word++)
		json_add(command, text_of(*word, strlen(*word)));
	cli_sandbox_describe(own, end->guarantees, out);
	tell_end(end, out);
	told = json_set_object(out, "copy");
	json_set_number(told, "files", (double)copy->files);
	json_set_number(told, "bytes", (double)copy->bytes);
	json_set_number(told, "skipped", (double)copy->skipped);
	told = json_set_array(out, "files");
	for (size_t i = 0; i < files->len; i++)
		tell_file(copy, files->at[i], json_add_object(told));
	return out;
}

/* Why a sandbox failed is what bubblewrap or the engine said, in one line. */
static enum status
sandbox_failed(const struct sandbox *sandbox, const struct sandbox_end *end, struct err *err)
{
	const char *line = end->said.s;
	size_t n;

	while (end->said.len && strchr(line, '\n') && strchr(line, '\n')[1])
		line = strchr(line, '\n') + 1;
	n = strcspn(line, "\n");
	return err_set(err, ST_UNAVAILABLE,
	    "the command was not run in the tier %s: %.*s: rsg-verify --probe tells what works "
	    "here",
	    sandbox_tier_name(sandbox->tier), (int)(n < 500 ? n : 500),
	    n ? line : "no reason given");
}

static enum status
run_on(struct cli_sandbox *own, const struct copy *copy, const struct strings *files, bool *good,
    struct json **out, struct err *err)
{
	struct sandbox_end end;
	enum status st;

	own->sandbox.work = copy->work;
	st = sandbox_run(&own->sandbox, &end, err);
	if (st == ST_OK && end.outcome == SANDBOX_FAILED)
		st = sandbox_failed(&own->sandbox, &end, err);
	else if (st == ST_OK && end.outcome == SANDBOX_CANCELLED)
		st = err_set(err, ST_TEMPFAIL, "the command was ended: it was cancelled");
	if (st == ST_OK) {
		*good = end.outcome == SANDBOX_EXITED && end.status == 0;
		*out = tell(own, &end, copy, files);
	}
	sandbox_end_fini(&end);
	return st;
}

enum status
cli_sandbox_command(struct cli *cli, const struct cli_sandbox_args *args, bool *good,
    struct json **out, struct err *err)
{
	char *project = file_cwd();
	struct cli_sandbox own = { 0 };
	struct copy copy = { 0 };
	VEC_OF(char *) argv = { 0 };
	enum status st = ST_OK;

	if (project == NULL)
		st = err_set(err, ST_NOINPUT, "this directory has no name: go to another one");
	if (st == ST_OK)
		st = cli_sandbox_open(cli, args, project, &own, err);
	if (st == ST_OK)
		st = copy_open(project, &args->leave, &copy, err);
	if (st == ST_OK && copy.skipped)
		cli_warn(cli, "%zu files are not copied: they cannot be read, or are no files",
		    copy.skipped);
	if (st == ST_OK) {
		for (int i = 0; i < cli->operand_count; i++)
			*vec_add(&argv) = cli->operands[i];
		*vec_add(&argv) = NULL;
		own.sandbox.argv = argv.at;
		st = run_on(&own, &copy, &args->files, good, out, err);
	}
	vec_fini(&argv);
	copy_close(&copy);
	cli_sandbox_close(&own);
	free(project);
	return st;
}
