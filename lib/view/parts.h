/*
 * parts - what several views of a run document share: looking things up, headings, joined lists.
 *
 * Ownership: what is returned is lent by the document.
 */
#ifndef VIEW_PARTS_H
#define VIEW_PARTS_H

#include "base/err.h"
#include "view/table.h"

struct json;

/* The output of a phase; ST_DATA names the program that makes it. */
enum status view_need(
    const struct json *doc, const char *phase, const struct json **output, struct err *err);

const struct json *view_test_of(const struct json *doc, const char *id); /* of retrieval, or NULL */
/* A person reads the title, a program the name that the runner takes. */
const char *view_test_name(const struct json *test, const struct view *view, const char *id);
void view_place(const struct json *test, struct buf *out); /* "tests/test_cart.py:12", or "-" */

/* What the entry of a phase says besides its output, on a terminal: who edited it, its warnings. */
void view_remarks(
    const struct json *doc, const char *phase, const struct view *view, struct buf *out);
void view_edited(
    const struct json *doc, const char *phase, const struct view *view, struct buf *out);

enum style view_status_style(const char *status); /* covered, weak, gap */
enum style view_level_style(const char *level);	  /* high, medium, low */
enum style view_gate_style(const char *status);	  /* approved, rejected, pending */

/* A time to the minute; off a terminal the whole of it.  "-" where there is none. */
#define VIEW_MINUTE 16 /* characters of "2026-11-20T10:00" */
void view_time_cell(struct table *table, enum style style, const struct view *view, const char *at);

/* An empty line and the text in bold; on a terminal only. */
void view_heading(const struct view *view, struct buf *out, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A line, or one of a list behind a hyphen, of at most VIEW_LINE bytes, wrapped on a terminal. */
#define VIEW_LINE 6000
void view_line(const struct view *view, struct buf *out, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void view_point(const struct view *view, struct buf *out, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* "label  text", the text wrapped behind `indent`. */
void view_labelled(
    const struct view *view, struct buf *out, size_t indent, const char *label, const char *text);

/* Strings of an array, or members `key` of an array of objects, at most `most` of them. */
void view_join(const struct json *array, const char *key, size_t most, struct buf *out);

const char *view_plural(size_t n, const char *one, const char *many);
size_t view_count(const struct json *array, const char *key, const char *value);

#endif
