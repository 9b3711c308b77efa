#include "phase/impact_ctags.h"

#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "io/tool.h"

/* {"command": "generate-tags", "filename": "cart.py", "size": 12} and the bytes, for each file. */
static void
write_requests(const struct ctags_file *files, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		const char *slash = strrchr(files[i].path, '/');
		struct json *request = json_new_object();

		json_set_string(request, "command", "generate-tags");
		json_set_string(request, "filename", slash ? slash + 1 : files[i].path);
		json_set_number(request, "size", (double)files[i].n);
		json_print(request, out);
		buf_char(out, '\n');
		buf_add(out, files[i].text, files[i].n);
		json_free(request);
	}
}

static void
take_tag(const struct json *tag, struct symbols *out)
{
	const char *name = json_get_string(tag, "name"), *kind = json_get_string(tag, "kind");
	double line = json_get_number(tag, "line"), end = json_get_number(tag, "end");

	if (*name == '\0' || *kind == '\0' || line < 1 || out->len >= SYMBOLS_MOST)
		return;
	*vec_add(out) = (struct symbol){ .name = mem_strdup(name),
		.kind = mem_strdup(kind),
		.line = (size_t)line,
		.end = end >= line ? (size_t)end : 0 };
}

/* False unless every file was done. */
static bool
read_replies(const struct buf *said, const struct ctags_file *files, size_t n)
{
	size_t done = 0;

	for (const char *at = said->s, *last = at + said->len; at < last && done < n;) {
		const char *end = memchr(at, '\n', (size_t)(last - at));
		size_t len = end ? (size_t)(end - at) : (size_t)(last - at);
		struct err ignored = ERR_INIT;
		struct json *reply = NULL;

		if (json_parse(at, len, &reply, &ignored) == ST_OK) {
			const char *type = json_get_string(reply, "_type");

			if (strcmp(type, "tag") == 0)
				take_tag(reply, files[done].out);
			else if (strcmp(type, "completed") == 0)
				done++;
		}
		json_free(reply);
		at += len + 1;
	}
	return done == n;
}

static enum status
ask(const char *mode, const struct ctags_file *files, size_t n, const struct buf *requests,
    const volatile sig_atomic_t *cancel)
{
	static const char *const words[] = { "ctags", "--options=NONE", "--quiet=yes",
		"--output-format=json", "--fields=nNeK", "--sort=no" };
	struct strings argv = { 0 };
	struct tool tool = { .argv = &argv,
		.in = requests->s,
		.n = requests->len,
		.max_bytes = CTAGS_BYTES,
		.cancel = cancel };
	struct command_end end;
	struct err ignored = ERR_INIT;
	enum status st;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		strings_add(&argv, words[i]);
	strings_add(&argv, mode);
	st = tool_run(&tool, &end, &ignored);
	if (st == ST_OK && end.how == COMMAND_CANCELLED)
		st = ST_TEMPFAIL;
	else if (st || end.how != COMMAND_DONE || end.status != 0 ||
		 !read_replies(&end.out, files, n))
		st = ST_NO;
	command_end_fini(&end);
	strings_fini(&argv);
	return st;
}

static void
forget(const struct ctags_file *files, size_t n)
{
	for (size_t i = 0; i < n; i++)
		symbols_fini(files[i].out);
}

enum status
ctags_run(
    const struct ctags_file *files, size_t n, const volatile sig_atomic_t *cancel, struct err *err)
{
	struct buf requests;
	enum status st;

	if (n == 0)
		return ST_OK;
	buf_init(&requests, CTAGS_BYTES);
	write_requests(files, n, &requests);
	st = buf_check(&requests, "the input of ctags", err) ? ST_NO : ST_OK;
	if (st == ST_OK)
		st = ask("--_interactive=sandbox", files, n, &requests, cancel);
	if (st == ST_NO) {
		forget(files, n);
		st = ask("--_interactive=default", files, n, &requests, cancel);
	}
	buf_fini(&requests);
	if (st == ST_NO)
		forget(files, n);
	if (st == ST_TEMPFAIL)
		return err_set(err, ST_TEMPFAIL, "interrupted");
	return st;
}
