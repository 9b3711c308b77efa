/*
 * porcelain - lines for programs: fields separated by tabs, the first the type of the line.
 *
 * A field never has a tab, a newline or a control character: \\ is a backslash, \n, \t and \r are
 * what they are in C, \xNN and \u{NNNN} another character that is not shown.  What is not known is
 * an empty field.  Numbers are the shortest decimal that reads back as the same.
 */
#ifndef VIEW_PORCELAIN_H
#define VIEW_PORCELAIN_H

#include "base/buf.h"

struct json;

void porcelain_line(struct buf *out, const char *type); /* begins one */
void porcelain_end(struct buf *out);
void porcelain_text(struct buf *out, const char *text);
void porcelain_number(struct buf *out, double number);

/* The member of an object, of any kind: text, number, yes or no, nothing. */
void porcelain_get(struct buf *out, const struct json *object, const char *key);
/* The members of keys, KEYS("a", "b"); and those that end the line. */
#define KEYS(...) ((const char *const[]){ __VA_ARGS__, NULL })
void porcelain_keys(struct buf *out, const struct json *object, const char *const *keys);
void porcelain_last(struct buf *out, const struct json *object, const char *const *keys);
/* What the entry of a phase says besides its output: who edited it, its warnings. */
void porcelain_remarks(struct buf *out, const struct json *doc, const char *phase);
/* Each string of an array, a field each: the last of a line. */
void porcelain_each(struct buf *out, const struct json *strings);

#endif
