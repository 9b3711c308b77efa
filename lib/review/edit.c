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
#include "io/yaml.h"
#include "view/table.h"

static void
show(struct terminal *t, const char *text)
{
	struct err ignored = ERR_INIT;
	struct buf line;

	buf_init(&line, BUF_TEXT);
	utf8_visible(&line, text, strlen(text), true);
	buf_char(&line, '\n');
	terminal_write(t, line.s, line.len, &ignored);
	buf_fini(&line);
}

/* Only a clear q drops what somebody typed; a terminal that is gone does too. */
static bool
wants_again(struct terminal *t)
{
	static const char question[] = "Edit again? [e,q] ";
	struct err ignored = ERR_INIT;

	for (;;) {
		int key;

		if (terminal_write(t, question, sizeof question - 1, &ignored))
			return false;
		key = terminal_key(t);
		terminal_write(t, "\n", 1, &ignored);
		if (key == 'e')
			return true;
		if (key == 'q' || key == TERMINAL_END)
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
			st = err_set(err, ST_NO, "Nothing was changed, and nothing is decided.");
			break;
		}
		st = check(arg, text, &wrong);
		if (st != ST_DATA) {
			if (st)
				*err = wrong;
			break;
		}
		show(t, wrong.text);
		if (!wants_again(t)) {
			st = err_set(err, ST_NO, "The changes are dropped.");
			break;
		}
	}
	free(before);
	return st;
}

/* "suite[0].score: expected ..." with the line of the edited text in front: JSON is YAML enough. */
static enum status
place_in_text(const struct buf *text, struct err *err)
{
	size_t n = strcspn(err->text, ": ");
	char *place = mem_strndup(err->text, n), *to = place;
	int line;

	for (const char *from = place; *from; from++) {
		if (*from == '[')
			*to++ = '.';
		else if (*from != ']')
			*to++ = *from;
	}
	*to = '\0';
	line = yaml_line_of(text->s, text->len, place);
	free(place);
	return line > 0 ? err_context(err, "line %d", line) : err->status;
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
	enum status st = json_parse(text->s, text->len, &value, err);

	if (st == ST_OK && schema_check(check->schema, value, err))
		st = place_in_text(text, err);
	if (st) {
		json_free(value);
		return st;
	}
	json_free(check->value);
	check->value = value;
	return ST_OK;
}

enum status
edit_output(struct terminal *t, const struct json *doc, const char *phase, struct json **out,
    struct err *err)
{
	struct output_check check = { .value = NULL };
	struct schema_set *set = NULL;
	struct buf text;
	char *name = mem_printf("%s.json", phase);
	enum status st = schema_builtin(phase, &set, &check.schema, err);

	buf_init(&text, BUF_DOCUMENT);
	json_print_pretty(doc_output(doc, phase), &text);
	if (st == ST_OK)
		st = buf_check(&text, phase, err);
	if (st == ST_OK)
		st = edit_text(t, name, check_output, &check, &text, err);
	schema_set_free(set);
	buf_fini(&text);
	free(name);
	if (st == ST_OK)
		*out = check.value;
	else
		json_free(check.value);
	return st;
}

enum status
edit_diff(const char *phase, const struct json *before, const struct json *after, struct buf *out,
    struct err *err)
{
	struct diff_side old = { .s = NULL }, new = { .s = NULL };
	char *a = mem_printf("a/%s.json", phase), *b = mem_printf("b/%s.json", phase);
	struct buf texts[2];
	enum status st;

	buf_init(&texts[0], SIZE_MAX / 4);
	buf_init(&texts[1], SIZE_MAX / 4);
	json_print_pretty(before, &texts[0]);
	json_print_pretty(after, &texts[1]);
	old = (struct diff_side){ a, texts[0].s, texts[0].len };
	new = (struct diff_side){ b, texts[1].s, texts[1].len };
	st = diff_unified(&old, &new, out, err);
	buf_fini(&texts[0]);
	buf_fini(&texts[1]);
	free(a);
	free(b);
	return st;
}

void
edit_show_diff(const struct view *view, const char *diff, size_t n, struct buf *out)
{
	while (n > 0) {
		const char *end = memchr(diff, '\n', n);
		size_t len = end ? (size_t)(end - diff) : n;
		const char *color = *diff == '+'   ? "\033[32m"
				    : *diff == '-' ? "\033[31m"
				    : *diff == '@' ? "\033[36m"
						   : "";

		buf_str(out, view->color ? color : "");
		utf8_visible(out, diff, len, true);
		buf_str(out, view->color && *color ? "\033[0m\n" : "\n");
		diff += len + (end != NULL);
		n -= len + (end != NULL);
	}
}
