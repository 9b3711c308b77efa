/* The story and its parts as vectors: what they are, and how near each is to the story. */

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "view/parts.h"
#include "view/suite.h"

#define SHORT_HASH 12 /* on a terminal */

struct shown {
	const struct json *doc;
	const struct view *view;
	struct buf story, own; /* vectors */
};

/* The floats of an item: little-endian, as they are in memory here. */
static bool
vector_of(const struct json *item, struct buf *bytes)
{
	const char *text = json_get_string(item, "vector");

	buf_clear(bytes);
	return base64_decode(text, strlen(text), bytes) && bytes->len % sizeof(float) == 0;
}

static double
dot(const struct buf *a, const struct buf *b)
{
	double sum = 0;

	for (size_t i = 0; i + sizeof(float) <= a->len && a->len == b->len; i += sizeof(float)) {
		float x, y;

		memcpy(&x, a->s + i, sizeof x);
		memcpy(&y, b->s + i, sizeof y);
		sum += (double)x * (double)y;
	}
	return isfinite(sum) ? sum : 0;
}

static const char *
text_of(const struct json *doc, const struct json *item)
{
	if (strcmp(json_get_string(item, "kind"), "story") == 0)
		return json_get_string(doc_output(doc, "ingestion"), "title");
	return doc_criterion_text(doc, json_get_string(item, "id"));
}

static void
add_row(struct shown *s, const struct json *item, struct table *table)
{
	bool good = vector_of(item, &s->own);
	bool words = good && dot(&s->own, &s->own) > 0;
	double near = good ? dot(&s->own, &s->story) : 0;

	table_cell(table, STYLE_PLAIN, "%s", json_get_string(item, "kind"));
	table_cell(table, STYLE_BOLD, "%s", json_get_string(item, "id"));
	if (words)
		table_cell(table, STYLE_PLAIN, "%.2f", near)->bar = near;
	else
		table_cell(table, STYLE_WARN, "-");
	table_cell(table, STYLE_PLAIN, "%s",
	    words ? text_of(s->doc, item) : "(no words: it is like nothing)");
	table_cell(table, STYLE_DIM, "%.*s", s->view->columns ? SHORT_HASH : 64,
	    json_get_string(item, "sha256"));
}

static void
head(const struct json *output, const struct view *view, struct buf *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%zu vectors of %.0f dimensions by %s, in the collection %s",
	    json_len(json_get(output, "items")), json_get_number(output, "dimensions"),
	    json_get_string(output, "model"), json_get_string(output, "collection"));
	view_wrap(view, out, STYLE_BOLD, 0, 0, text.s);
	buf_clear(&text);
	if (json_get(output, "weighted") && !json_get_bool(output, "weighted"))
		buf_printf(&text, "there was no corpus %s: all words weigh the same",
		    json_get_string(output, "corpus"));
	else
		buf_printf(
		    &text, "words weigh as in the corpus %s", json_get_string(output, "corpus"));
	view_wrap(view, out, STYLE_PLAIN, 0, 0, text.s);
	buf_char(out, '\n');
	buf_fini(&text);
}

enum status
view_embedding(const struct json *doc, const struct view *view, const struct suite_args *args,
    struct buf *out, struct err *err)
{
	struct shown s = { .doc = doc, .view = view };
	const struct json *output;
	struct table table;

	(void)args;
	if (view_need(doc, "embedding", &output, err))
		return ST_DATA;
	buf_init(&s.story, BUF_TEXT);
	buf_init(&s.own, BUF_TEXT);
	json_each (item, json_get(output, "items")) {
		if (strcmp(json_get_string(item, "kind"), "story") == 0 && s.story.len == 0)
			vector_of(item, &s.story);
	}
	if (view->columns)
		head(output, view, out);
	table_init(&table);
	table_column(&table, "kind", 0);
	table_column(&table, "id", 0);
	table_column(&table, "like the story", COLUMN_BAR);
	table_column(&table, "text", COLUMN_FLEX);
	table_column(&table, "sha256", COLUMN_SPARE);
	json_each (item, json_get(output, "items"))
		add_row(&s, item, &table);
	table_print(&table, view, out);
	table_fini(&table);
	view_remarks(doc, "embedding", view, out);
	buf_fini(&s.story);
	buf_fini(&s.own);
	return ST_OK;
}
