/*
 * edit - what a model wants changed in the text of one file, applied.
 *
 * An edit is an object of one of two forms:
 *
 *	{"search": text, "replace": text}	the one place that reads so, byte for byte
 *	{"function": name, "code": text}	all lines of that test
 *
 * Every edit is found in the text as it was before any of them, so that their order is no matter.
 * A search text is not empty and occurs once, overlapping occurrences counted; it may begin and end
 * inside a line.  Nothing is guessed: other white space is another text.  The one exception are
 * line ends: a search text with LF also fits where each of them is CRLF, and its replacement gets
 * CRLF then, as does all that is put into a text which has no other line end.  Code gets the line
 * end of the line it begins at, and one behind its last line.  Edits that overlap are refused, as
 * are one that changes nothing and all of them if they come to nothing.
 *
 * All edits or none: out is appended to when all of them fit.
 * Errors: ST_DATA with a sentence that may be shown to a model and on a terminal: which edit, why,
 * and what the text has instead.  What it quotes is short and visible.
 * Limits: EDIT_MAX edits; EDIT_TEXT bytes of text, of each part of an edit, and of the result.  The
 * work is linear in text and edits.
 * Text: any bytes.  One that is not UTF-8 stays what it is.
 */
#ifndef TEXT_EDIT_H
#define TEXT_EDIT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define EDIT_MAX 20
#define EDIT_TEXT ((size_t)256 * 1024)

struct json;

/* A test of the text: its lines, from 1, with decorators, annotations, attributes and comments that
   stand above it and belong to it.  A span that is not within the text is passed over. */
struct edit_span {
	const char *name;
	size_t first, last;
};

struct edit_file {
	const char *text;
	size_t n;
	const struct edit_span *spans;
	size_t spans_n;
};

enum status edit_apply(
    const struct json *edits, const struct edit_file *file, struct buf *out, struct err *err);

#endif
