#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/cli.h"
#include "cli/gates.h"
#include "doc/doc.h"
#include "io/diff.h"
#include "io/json.h"
#include "io/terminal.h"
#include "review/edit.h"
#include "review/facts.h"
#include "review/gate_case.h"
#include "review/gate_private.h"
#include "view/change.h"
#include "view/parts.h"
#include "view/views.h"

#define LEAST_LINES 10 /* of a phase that are shown however low the terminal is */
#define OTHER_LINES 4  /* of the terminal for the question itself */
#define MOST_WARNINGS 5

static const struct json *
output_of(const struct question *q)
{
	return doc_output(q->g->doc, q->g->subject.phase);
}

/* A difference that cannot be made is a comfort less, no reason not to ask. */
enum status
gate_show_open(struct question *q, struct err *err)
{
	struct err cause = ERR_INIT;
	enum status st = gate_before(
	    q->g->cli->store, &q->g->subject, cli_gate_now_ms(), &q->gate, &q->before, err);

	if (st == ST_OK &&
	    edit_diff(q->g->subject.phase, q->before, output_of(q), &q->diff, &cause))
		st = gate_say(q, err, "%s", cause.text);
	return st == ST_NO ? ST_OK : st;
}

/* How many lines of the diff begin so, its heading apart. */
static size_t
lines_with(const struct buf *diff, char sign)
{
	size_t n = 0;
	bool inside = false, fresh = true;

	for (size_t i = 0; i < diff->len; i++) {
		inside = inside || (fresh && diff->s[i] == '@');
		n += inside && fresh && diff->s[i] == sign;
		fresh = diff->s[i] == '\n';
	}
	return n;
}

static void
put_cost(const struct question *q, struct buf *out)
{
	double cost = 0;

	if (!fact(q->g->doc, q->g->subject.phase, "cost_usd", &cost))
		buf_str(out, ", models cost an unknown sum so far");
	else if (cost > 0)
		buf_printf(out, ", models cost %.4f USD so far", cost);
}

static void
put_warnings(const struct question *q, const struct json *entry, struct buf *out)
{
	const struct json *warnings = json_get(entry, "warnings");
	size_t n = 0;

	json_each (it, warnings) {
		if (n++ < MOST_WARNINGS)
			view_line(&q->view, out, "warning: %.2000s", json_get_string(it, "text"));
	}
	if (n > MOST_WARNINGS)
		view_line(&q->view, out, "and %zu more", n - MOST_WARNINGS);
}

static void
put_change(const struct question *q, struct buf *out)
{
	const char *status = json_get_string(q->gate, "status");
	bool decided = strcmp(status, "pending") != 0;

	if (q->gate == NULL)
		return;
	view_line(&q->view, out,
	    "changed since the last version, which was %s%s%.500s at %s: %zu lines more, %zu less "
	    "(d shows them)",
	    decided ? status : "asked about", decided ? " by " : "", json_get_string(q->gate, "by"),
	    json_get_string(q->gate, decided ? "decided_at" : "asked_at"),
	    lines_with(&q->diff, '+'), lines_with(&q->diff, '-'));
}

static void
put_head(const struct question *q, struct buf *out)
{
	const struct json *doc = q->g->doc;
	const struct json *entry = json_get(json_get(doc, "phases"), q->g->subject.phase);
	const char *by = json_get_string(json_get(entry, "edited"), "by");
	struct buf line, title;

	buf_init(&line, BUF_TEXT);
	buf_init(&title, 4 * BUF_TEXT);
	view_title(doc, &title);
	buf_printf(&line, "run %s, %s by %s%s%s", doc_run_id(doc), q->g->subject.phase,
	    json_get_string(entry, "engine"), *by ? ", edited by " : "", by);
	put_cost(q, &line);
	view_heading(&q->view, out, "%s", title.s);
	view_line(&q->view, out, "%s", line.s);
	buf_fini(&line);
	buf_fini(&title);
	put_warnings(q, entry, out);
	put_change(q, out);
}

static void
put_json(const struct json *value, struct buf *out)
{
	struct buf text;

	buf_init(&text, SIZE_MAX / 4);
	json_print_pretty(value, &text);
	utf8_visible(out, text.s, text.len, true);
	buf_fini(&text);
}

/* The document up to the phase: what came behind it is no part of what is approved. */
static struct json *
so_far(const struct question *q)
{
	struct json *doc = json_copy(q->g->doc), *phases = json_get(doc, "phases");
	bool over = false;

	for (struct json *it = json_first(phases), *next; it; it = next) {
		next = json_next(it);
		if (over)
			json_remove(phases, json_key(it));
		else
			over = strcmp(json_key(it), q->g->subject.phase) == 0;
	}
	return doc;
}

static enum status
put_body(const struct question *q, struct buf *out, struct err *err)
{
	const struct view_of *of = view_find(q->g->subject.phase);
	const struct suite_args args = { .code = true };
	enum status st = ST_OK;

	if (of) {
		struct json *doc = so_far(q);

		st = of->show(doc, &q->view, &args, out, err);
		json_free(doc);
	} else {
		put_json(output_of(q), out);
	}
	return st;
}

/* Where line n (from 0) begins, or the end. */
static size_t
line_at(const struct buf *text, size_t n)
{
	size_t i = 0;

	for (; n && i < text->len; i++)
		n -= text->s[i] == '\n';
	return i;
}

static size_t
count_lines(const struct buf *text, size_t from)
{
	size_t n = 0;

	for (size_t i = from; i < text->len; i++)
		n += text->s[i] == '\n';
	return n;
}

static void
cut(const struct question *q, size_t head, struct buf *text)
{
	size_t rows = (size_t)terminal_rows(q->t);
	size_t taken = count_lines(text, 0) - count_lines(text, head) + OTHER_LINES;
	size_t fit = rows > taken + LEAST_LINES ? rows - taken : LEAST_LINES;
	size_t lines = count_lines(text, head);
	const struct buf body = { .s = text->s + head, .len = text->len - head };

	if (lines <= fit)
		return;
	buf_cut(text, head + line_at(&body, fit));
	if (q->view.color)
		buf_str(text, "\033[0m");
	buf_printf(text, "and %zu more lines: v shows all\n", lines - fit);
}

enum status
gate_show(struct question *q, struct err *err)
{
	struct buf text;
	size_t head;
	enum status st;

	q->view.columns = terminal_columns(q->t); /* it may have another size by now */
	buf_init(&text, SIZE_MAX / 4);
	put_head(q, &text);
	head = text.len;
	st = put_body(q, &text, err);
	if (st == ST_OK) {
		cut(q, head, &text);
		buf_char(&text, '\n');
		st = terminal_write(q->t, text.s, text.len, err);
	}
	buf_fini(&text);
	return st;
}

enum status
gate_show_all(struct question *q, struct err *err)
{
	struct buf text;
	enum status st;

	buf_init(&text, SIZE_MAX / 4);
	put_head(q, &text);
	st = put_body(q, &text, err);
	if (st == ST_OK) {
		view_heading(&q->view, &text, "%s as JSON", q->g->subject.phase);
		put_json(output_of(q), &text);
		st = terminal_page(q->t, text.s, text.len, err);
	}
	buf_fini(&text);
	return st;
}

enum status
gate_show_diff(struct question *q, struct err *err)
{
	struct buf text;
	enum status st;

	if (q->diff.len == 0)
		return gate_say(
		    q, err, "No other version of %s was asked about.", q->g->subject.phase);
	buf_init(&text, SIZE_MAX / 4);
	edit_show_diff(&q->view, q->diff.s, q->diff.len, &text);
	st = terminal_page(q->t, text.s, text.len, err);
	buf_fini(&text);
	return st;
}
