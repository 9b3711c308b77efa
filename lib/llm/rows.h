/*
 * rows - tables of one row a line, cut down before they are parsed.
 *
 * Most of what reading a table of models or prices costs is rows of other models.  A line that, its
 * indentation apart, begins with `begin`, `member` and '"' and ends with `end` is a row whose name
 * stands up to the next '"'; where it does not fit the line is emptied.  Its newline stays, so that
 * an error names the right line, and so does every line of another form, which the parser then
 * judges.
 */
#ifndef LLM_ROWS_H
#define LLM_ROWS_H

#include <stdbool.h>
#include <stddef.h>

struct buf;

struct rows_form {
	const char *begin, *member, *end; /* "- { ", "match: ", "}" */
	bool (*fits)(const void *arg, const char *name, size_t n);
	const void *arg;
};

void rows_narrow(struct buf *text, const struct rows_form *form);

#endif
