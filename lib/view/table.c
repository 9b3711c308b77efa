#include "view/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BAR_WIDTH 10
#define FLEX_COMFORT 20 /* a flexible column wants so much before a spare one may stay */
#define FLEX_LEAST 8
#define LEAST 3 /* of any column: a letter and an ellipsis */
#define NOTE_INDENT 6
#define GAP "  "

void
table_init(struct table *table)
{
	*table = (struct table){ 0 };
}

void
table_fini(struct table *table)
{
	vec_each (struct table_column *, column, &table->columns)
		free(column->name);
	vec_each (struct table_cell *, cell, &table->cells)
		free(cell->text);
	vec_each (struct table_note *, note, &table->notes)
		free(note->text);
	vec_fini(&table->notes);
	vec_fini(&table->columns);
	vec_fini(&table->cells);
}

void
table_column(struct table *table, const char *name, int flags)
{
	*vec_add(&table->columns) =
	    (struct table_column){ .name = mem_strdup(name), .flags = flags };
}

struct table_cell *
table_cell(struct table *table, enum style style, const char *fmt, ...)
{
	struct table_cell *cell = vec_add(&table->cells);
	struct buf raw, shown;
	va_list ap;
	char *at;
	int n;

	buf_init(&raw, BUF_TEXT);
	buf_init(&shown, 4 * BUF_TEXT);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	at = n > 0 ? buf_reserve(&raw, (size_t)n) : NULL;
	if (at) {
		va_start(ap, fmt);
		vsnprintf(at, (size_t)n + 1, fmt, ap);
		va_end(ap);
		raw.len += (size_t)n;
	}
	for (size_t i = 0; i < raw.len; i++) { /* a cell is one line */
		if (raw.s[i] == '\n' || raw.s[i] == '\t')
			raw.s[i] = ' ';
	}
	utf8_visible(&shown, raw.s, raw.len, false);
	buf_fini(&raw);
	cell->text = buf_take(&shown);
	cell->style = style;
	return cell;
}

void
table_note(struct table *table, enum style style, const char *text)
{
	size_t rows = table->cells.len / table->columns.len;

	*vec_add(&table->notes) = (struct table_note){
		.row = rows ? rows - 1 : 0, .style = style, .text = mem_strdup(text)
	};
}

void
view_text(const struct view *view, struct buf *out, enum style style, const char *text)
{
	static const char *const codes[] = { "", "1", "2", "32", "33", "31" };

	if (!view->color || style == STYLE_PLAIN) {
		utf8_visible(out, text, strlen(text), true);
		return;
	}
	buf_printf(out, "\033[%sm", codes[style]);
	utf8_visible(out, text, strlen(text), true);
	buf_str(out, "\033[0m");
}

void
view_bar(const struct view *view, struct buf *out, double value, size_t width)
{
	static const char *const eighths[] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉" };
	double clipped = value < 0 ? 0 : value > 1 ? 1 : value;
	size_t steps = (size_t)(clipped * (double)width * 8 + 0.5), full = steps / 8;

	if (!view->unicode)
		full = (steps + 4) / 8;
	for (size_t i = 0; i < full; i++)
		buf_str(out, view->unicode ? "█" : "#");
	if (view->unicode && steps % 8) {
		buf_str(out, eighths[steps % 8]);
		full++;
	}
	for (size_t i = full; i < width; i++)
		buf_char(out, view->unicode ? ' ' : '.');
}

static void
print_tabs(const struct table *table, struct buf *out)
{
	size_t n = table->columns.len;

	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%c", table->columns.at[i].name, i + 1 < n ? '\t' : '\n');
	for (size_t i = 0; i < table->cells.len; i++)
		buf_printf(out, "%s%c", table->cells.at[i].text, (i + 1) % n ? '\t' : '\n');
}

static size_t
total_width(const struct table *table)
{
	size_t total = 0;

	for (size_t i = 0; i < table->columns.len; i++) {
		if (!table->columns.at[i].hidden)
			total += table->columns.at[i].width + (total ? strlen(GAP) : 0);
	}
	return total;
}

/* Takes columns from the widest that may give some and has more than `least`, until all fit. */
static bool
shrink(struct table *table, size_t columns, size_t least, int flags)
{
	while (total_width(table) > columns) {
		struct table_column *widest = NULL;

		vec_each (struct table_column *, column, &table->columns) {
			if (!column->hidden && column->width > least &&
			    (flags == 0 || (column->flags & flags)) &&
			    (widest == NULL || column->width > widest->width))
				widest = column;
		}
		if (widest == NULL)
			return false;
		widest->width--;
	}
	return true;
}

static bool
hide_spare(struct table *table)
{
	for (size_t i = table->columns.len; i > 0; i--) {
		struct table_column *column = &table->columns.at[i - 1];

		if (!column->hidden && (column->flags & COLUMN_SPARE)) {
			column->hidden = true;
			return true;
		}
	}
	return false;
}

static void
restore(struct table *table, size_t columns)
{
	vec_each (struct table_column *, column, &table->columns) {
		bool bar = (column->flags & COLUMN_BAR) && !table->bare;
		size_t name = utf8_width(column->name, strlen(column->name));

		column->width = column->natural + (bar ? BAR_WIDTH + 1 : 0);
		if (column->width < name)
			column->width = name;
		if (column->width > columns)
			column->width = columns;
	}
}

static void
measure(struct table *table, size_t columns)
{
	size_t n = table->columns.len;

	vec_each (struct table_column *, it, &table->columns)
		it->natural = 0;
	for (size_t i = 0; i < table->cells.len; i++) {
		const char *text = table->cells.at[i].text;
		size_t width = utf8_width(text, strlen(text));

		if (width > table->columns.at[i % n].natural)
			table->columns.at[i % n].natural = width;
	}
	do
		restore(table, columns);
	while (!shrink(table, columns, FLEX_COMFORT, COLUMN_FLEX) && hide_spare(table));
	if (total_width(table) > columns) {
		table->bare = true;
		restore(table, columns);
		if (!shrink(table, columns, FLEX_LEAST, COLUMN_FLEX))
			shrink(table, columns, LEAST, 0);
	}
}

/* Append as much of text as fits in width columns, an ellipsis for the rest; returns the columns.
 */
static size_t
fit(const struct view *view, struct buf *out, const char *text, size_t width)
{
	size_t n = strlen(text), used = 0, len;

	if (utf8_width(text, n) <= width) {
		buf_str(out, text);
		return utf8_width(text, n);
	}
	for (size_t i = 0; i < n; i += len) {
		size_t w;

		utf8_next(text + i, n - i, &len);
		w = utf8_width(text + i, len);
		if (used + w + 1 > width)
			break;
		buf_add(out, text + i, len);
		used += w;
	}
	buf_str(out, view->unicode ? "…" : "~");
	return used + 1;
}

static void
pad(struct buf *out, size_t n)
{
	for (; n > 0; n--)
		buf_char(out, ' ');
}

static void
print_cell(const struct view *view, struct buf *out, const struct table_column *column,
    const struct table_cell *cell, bool bar)
{
	bool right = column->flags & (COLUMN_RIGHT | COLUMN_BAR);
	size_t width = column->width, used;
	struct buf text;

	buf_init(&text, 4 * BUF_TEXT);
	if (bar) {
		view_bar(view, out, cell->bar, BAR_WIDTH);
		buf_char(out, ' ');
		width -= BAR_WIDTH + 1;
	}
	used = fit(view, &text, cell->text, width);
	if (right)
		pad(out, width - used);
	view_text(view, out, cell->style, text.s);
	if (!right)
		pad(out, width - used);
	buf_fini(&text);
}

/* Ends a line without the blanks that fill its last cell */
static void
end_line(struct buf *out)
{
	while (out->len && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
	buf_char(out, '\n');
}

/* cells NULL: the names of the columns. */
static void
print_row(const struct table *table, const struct view *view, struct buf *out,
    const struct table_cell *cells)
{
	bool first = true;

	for (size_t i = 0; i < table->columns.len; i++) {
		const struct table_column *column = &table->columns.at[i];
		const struct table_cell name = { .text = column->name, .style = STYLE_BOLD };
		bool bar = cells && (column->flags & COLUMN_BAR) && !table->bare;

		if (column->hidden)
			continue;
		if (!first)
			buf_str(out, GAP);
		first = false;
		print_cell(view, out, column, cells ? &cells[i] : &name, bar);
	}
	end_line(out);
}

void
table_print(struct table *table, const struct view *view, struct buf *out)
{
	size_t n = table->columns.len, note = 0;

	if (view->columns == 0) {
		print_tabs(table, out);
		return;
	}
	measure(table, (size_t)view->columns);
	print_row(table, view, out, NULL);
	for (size_t i = 0; i + n <= table->cells.len; i += n) {
		print_row(table, view, out, &table->cells.at[i]);
		for (; note < table->notes.len && table->notes.at[note].row == i / n; note++)
			view_wrap(view, out, table->notes.at[note].style, 0, NOTE_INDENT,
			    table->notes.at[note].text);
	}
}
