/*
 * edit_private - between the files of edit: where a search text is, and what is said when it is
 * not.
 */
#ifndef TEXT_EDIT_PRIVATE_H
#define TEXT_EDIT_PRIVATE_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define EDIT_SHOWN 8 /* places and names that a sentence lists */

/* Where a search text is: the first EDIT_SHOWN places of so many, and where the longest part of its
   beginning is. */
struct edit_found {
	size_t places, at[EDIT_SHOWN];
	size_t near, near_n;
};

struct edit_text {
	const char *s;
	size_t n;
};

/* edit_find.c: linear in both, whatever they hold.  search is not empty. */
void edit_find(struct edit_text text, struct edit_text search, struct edit_found *out);

/* The number of the line that holds byte `at`, from 1. */
size_t edit_line(struct edit_text text, size_t at);

/* edit_say.c: ST_DATA, number is that of the edit. */
enum status edit_say_many(
    size_t number, struct edit_text text, const struct edit_found *found, struct err *err);
enum status edit_say_none(size_t number, struct edit_text text, struct edit_text search,
    const struct edit_found *found, struct err *err);

/* Append a quoted excerpt of a line around byte `at`, as a terminal may have it. */
void edit_quote(struct buf *out, struct edit_text line, size_t at);

#endif
