#include "review/edit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "doc/schema.h"
#include "io/diff.h"
#include "io/json.h"
#include "io/terminal.h"

static void
show(struct terminal *t, const char *lead, const char *text)
{
	struct err ignored = ERR_INIT;
	struct buf line;

	buf_init(&line, BUF_TEXT);
	buf_str(&line, lead);
	utf8_visible(&line, text, strlen(text), true);
	buf_char(&line, '\n');
	terminal_write(t, line.s, line.len, &ignored);
	buf_fini(&line);
}

/* Only a clear x drops what somebody typed; a terminal that is gone does too. */
static bool
wants_again(struct terminal *t)
{
	static const char question[] = "[e edits it again, x drops the changes] ";
	struct err ignored = ERR_INIT;

	for (;;) {
		int key;

		terminal_write(t, question, sizeof question - 1, &ignored);
		key = terminal_key(t);
		terminal_write(t, "\n", 1, &ignored);
		if (key == 'e')
			return true;
		if (key == 'x' || key == TERMINAL_END)
			return false;
	}
}

enum status
edit_text(struct terminal *t, const char *name, edit_check_fn *check, void *arg, struct buf *text,
    struct err *err)
{
	char *before = mem_strndup(text->s, text->len);
	size_t n = text->len;
	enum status st;

	for (;;) {
		struct err wrong = ERR_INIT;

		st = terminal_edit(t, name, text, err);
		if (st)
			break;
		if (text->len == n && memcmp(text->s, before, n) == 0) {
			st = err_set(err, ST_NO, "nothing was changed");
			break;
		}
		st = check(arg, text, &wrong);
		if (st != ST_DATA) {
			if (st)
				*err = wrong;
			break;
		}
		show(t, "", wrong.text);
		if (!wants_again(t)) {
			st = err_set(err, ST_NO, "the changes are dropped");
			break;
		}
	}
	free(before);
	return st;
}

struct output_check {
	const struct schema *schema;
	struct json *value; /* the last that was right */
};

static enum status
check_output(void *arg, const struct buf *text, struct err *err)
{
	struct output_check *check = arg;
	struct json *value = NULL;

	if (json_parse(text->s, text->len, &value, err) ||
	    schema_check(check->schema, value, err)) {
		json_free(value);
		return err->status;
	}
	json_free(check->value);
	check->value = value;
	return ST_OK;
}

static enum status
make_diff(const struct buf *before, const struct json *value, struct buf *diff, struct err *err)
{
	struct diff_side old = { "before", before->s, before->len }, new = { "after", NULL, 0 };
	struct buf after;
	enum status st;

	buf_init(&after, BUF_DOCUMENT);
	json_print_pretty(value, &after);
	new.s = after.s;
	new.n = after.len;
	st = diff_unified(&old, &new, diff, err);
	buf_fini(&after);
	if (st == ST_OK && diff->len == 0) /* white space alone */
		return err_set(err, ST_NO, "nothing was changed");
	return st;
}

enum status
edit_output(struct terminal *t, const struct json *doc, const char *phase, struct json **out,
    struct buf *diff, struct err *err)
{
	struct output_check check = { .value = NULL };
	struct schema_set *set = NULL;
	struct buf text, before;
	char *name = mem_printf("%s.json", phase);
	enum status st = schema_builtin(phase, &set, &check.schema, err);

	buf_init(&text, BUF_DOCUMENT);
	buf_init(&before, BUF_DOCUMENT);
	json_print_pretty(doc_output(doc, phase), &before);
	buf_add(&text, before.s, before.len);
	if (st == ST_OK)
		st = edit_text(t, name, check_output, &check, &text, err);
	if (st == ST_OK)
		st = make_diff(&before, check.value, diff, err);
	if (st == ST_OK) {
		*out = check.value;
		check.value = NULL;
	}
	json_free(check.value);
	schema_set_free(set);
	buf_fini(&text);
	buf_fini(&before);
	free(name);
	return st;
}
