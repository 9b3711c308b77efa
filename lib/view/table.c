#include "view/table.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

#define BAR_WIDTH 10
#define FLEX_LEAST 8
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
	size_t total = (table->columns.len - 1) * strlen(GAP);

	for (size_t i = 0; i < table->columns.len; i++)
		total += table->columns.at[i].width;
	return total;
}

/* The widest column that may shrink, or NULL. */
static struct table_column *
widest_flexible(struct table *table)
{
	struct table_column *widest = NULL;

	vec_each (struct table_column *, column, &table->columns) {
		if ((column->flags & COLUMN_FLEX) && column->width > FLEX_LEAST &&
		    (widest == NULL || column->width > widest->width))
			widest = column;
	}
	return widest;
}

static void
measure(struct table *table, int columns)
{
	size_t n = table->columns.len;
	struct table_column *column;

	vec_each (struct table_column *, it, &table->columns)
		it->width = utf8_width(it->name, strlen(it->name));
	for (size_t i = 0; i < table->cells.len; i++) {
		const char *text = table->cells.at[i].text;
		size_t width = utf8_width(text, strlen(text));

		column = &table->columns.at[i % n];
		if (column->flags & COLUMN_BAR)
			width += BAR_WIDTH + 1;
		if (width > column->width)
			column->width = width;
	}
	while (total_width(table) > (size_t)columns && (column = widest_flexible(table)) != NULL)
		column->width--;
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
    const struct table_cell *cell, bool last)
{
	bool right = column->flags & (COLUMN_RIGHT | COLUMN_BAR);
	size_t width = column->width, used;
	struct buf text;

	buf_init(&text, 4 * BUF_TEXT);
	if (column->flags & COLUMN_BAR) {
		view_bar(view, out, cell->bar, BAR_WIDTH);
		buf_char(out, ' ');
		width -= BAR_WIDTH + 1;
	}
	used = fit(view, &text, cell->text, width);
	if (right)
		pad(out, width - used);
	view_text(view, out, cell->style, text.s);
	if (!right && !last)
		pad(out, width - used);
	buf_str(out, last ? "\n" : GAP);
	buf_fini(&text);
}

static void
print_header(const struct table *table, const struct view *view, struct buf *out)
{
	size_t n = table->columns.len;

	for (size_t i = 0; i < n; i++) {
		struct table_column column = table->columns.at[i];
		struct table_cell cell = { .text = column.name, .style = STYLE_BOLD };

		if (column.flags & COLUMN_BAR)
			column.flags = COLUMN_RIGHT;
		print_cell(view, out, &column, &cell, i + 1 == n);
	}
}

void
table_print(struct table *table, const struct view *view, struct buf *out)
{
	size_t n = table->columns.len;

	if (view->columns == 0) {
		print_tabs(table, out);
		return;
	}
	measure(table, view->columns);
	print_header(table, view, out);
	for (size_t i = 0; i < table->cells.len; i++)
		print_cell(
		    view, out, &table->columns.at[i % n], &table->cells.at[i], i % n == n - 1);
}
