#include <string.h>

#include "io/json.h"
#include "phase/generate_escape.h"
#include "phase/generate_steps.h"

static void
put_clean(struct buf *out, const char *s)
{
	escape_text(out, "line", s, strlen(s));
}

/* One line each, behind `before`. */
static void
put_lines(struct buf *out, const char *before, const char *text)
{
	while (*text) {
		size_t n = strcspn(text, "\n");

		buf_str(out, before);
		escape_text(out, "line", text, n);
		buf_char(out, '\n');
		text += n + (text[n] == '\n');
	}
}

static void
put_cell(struct buf *out, const char *s)
{
	struct buf clean;

	buf_init(&clean, out->max);
	put_clean(&clean, s);
	for (size_t i = 0; i < clean.len; i++) {
		if (clean.s[i] == '|' || clean.s[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, clean.s[i]);
	}
	buf_fini(&clean);
}

static void
put_table(struct buf *out, const struct json *rows)
{
	json_each (row, rows) {
		buf_str(out, "      |");
		json_each (cell, row) {
			buf_char(out, ' ');
			put_cell(out, json_string(cell) ? json_string(cell) : "");
			buf_str(out, " |");
		}
		buf_char(out, '\n');
	}
}

/* Quotation marks in threes would end it. */
static void
put_doc_string(struct buf *out, const char *text)
{
	struct buf safe;

	buf_init(&safe, out->max);
	for (; *text; text++) {
		if (*text == '"')
			buf_char(&safe, '\\');
		buf_char(&safe, *text);
	}
	buf_str(out, "      \"\"\"\n");
	put_lines(out, "      ", safe.s);
	buf_str(out, "      \"\"\"\n");
	buf_fini(&safe);
}

static void
put_examples(struct buf *out, const struct json *examples)
{
	json_each (it, examples) {
		const char *name = json_get_string(it, "name");

		buf_str(out, "\n    Examples:");
		if (*name) {
			buf_char(out, ' ');
			put_clean(out, name);
		}
		buf_char(out, '\n');
		put_table(out, json_get(it, "rows"));
	}
}

void
steps_gherkin(const struct steps *steps, const char *feature, const char *comment, struct buf *out)
{
	buf_str(out, "Feature: ");
	put_clean(out, feature);
	buf_str(out, "\n\n");
	put_lines(out, "  # ", comment);
	buf_printf(out, "  @pending\n  Scenario%s: ", steps->examples ? " Outline" : "");
	put_clean(out, steps->title);
	buf_char(out, '\n');
	vec_each (const struct step *, step, &steps->at) {
		const char *doc_string = json_string(step->doc_string);

		buf_printf(out, "    %s %s\n", step->keyword, step->text);
		put_table(out, step->table);
		if (doc_string)
			put_doc_string(out, doc_string);
	}
	put_examples(out, steps->examples);
}
