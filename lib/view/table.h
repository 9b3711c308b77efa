/*
 * table - rows and columns for a person, or tab-separated for a program.
 *
 * On a terminal: aligned, header in bold.  Where it is too narrow, flexible columns give way, then
 * spare columns are left out, then bars, and in the end every column is cut; no line is wider than
 * the terminal.  A note is told below its row, wrapped.  Off a terminal (view.columns 0): one
 * header line and one line a row, fields separated by tabs, never cut, no colour.  Cell text comes
 * from anywhere: control characters are shown, not sent.
 *
 * Ownership: table_init()/table_fini(); cells are copied.
 */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"

struct view {	     /* how the output may look */
	int columns; /* of the terminal; 0 is no terminal */
	int color;   /* how many colours there are; 0 is none */
	bool unicode;
};

enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_WARN, STYLE_BAD };

enum column_flags {
	COLUMN_RIGHT = 1, /* numbers */
	COLUMN_FLEX = 2,  /* gives way when the terminal is narrow */
	COLUMN_BAR = 4,	  /* a bar before the number, on a terminal */
	COLUMN_SPARE = 8, /* left out where the terminal is narrow, the last one first */
};

struct table_column {
	char *name;
	int flags;
	size_t width, natural;
	bool hidden;
};

struct table_cell {
	char *text;
	double bar; /* COLUMN_BAR: 0.0-1.0 */
	enum style style;
};

struct table_note {
	size_t row; /* below which it stands, from 0 */
	enum style style;
	char *text;
};

struct table {
	VEC_OF(struct table_column) columns;
	VEC_OF(struct table_cell) cells; /* row by row */
	VEC_OF(struct table_note) notes;
	bool bare; /* no bars: the terminal is too narrow */
};

void table_init(struct table *table);
void table_fini(struct table *table);
void table_column(struct table *table, const char *name, int flags);
/* The next cell, left to right, row after row.  The struct is lent until the next cell. */
struct table_cell *table_cell(struct table *table, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* On a terminal, a line below the row whose last cell was just given. */
void table_note(struct table *table, enum style style, const char *text);
void table_print(struct table *table, const struct view *view, struct buf *out);

/* Text in a style; off a terminal or without colour the text alone.  Control characters are shown.
 */
void view_text(const struct view *view, struct buf *out, enum style style, const char *text);

/* Text in lines of the terminal's width that begin at `indent`; the first goes on at column `at` of
   a line that is begun.  Off a terminal it is one line.  What is appended ends with a newline. */
void view_wrap(const struct view *view, struct buf *out, enum style style, size_t at, size_t indent,
    const char *text);

/* A bar of `width` cells for a value in 0.0-1.0. */
void view_bar(const struct view *view, struct buf *out, double value, size_t width);

#endif
