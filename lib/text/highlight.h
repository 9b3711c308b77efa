/*
 * highlight - what each byte of a program text is to a reader: comment, string, keyword, number or
 * the name of what is defined.
 *
 * Comments and strings are those of source.h; keywords are a table (highlight_words.c).  Names are
 * told by what stands around them (`def NAME`, `void NAME(`, `TEST(NAME, NAME)`), which is right
 * for what tests are written in and a guess elsewhere.
 *
 * Limits: pure and total: any bytes and any language are accepted, an unknown language is all
 * plain, and time is linear in n.
 */
#ifndef TEXT_HIGHLIGHT_H
#define TEXT_HIGHLIGHT_H

#include <stddef.h>

enum highlight_kind {
	HIGHLIGHT_PLAIN,
	HIGHLIGHT_COMMENT,
	HIGHLIGHT_STRING,
	HIGHLIGHT_KEYWORD,
	HIGHLIGHT_NUMBER,
	HIGHLIGHT_NAME, /* of a function, class or test that is defined here */
};

typedef void highlight_fn(enum highlight_kind kind, const char *s, size_t n, void *arg);

/* Calls fn with one span after the other: together they are the n bytes at s, none is empty, and
   no two neighbours are of one kind. */
void highlight(const char *language, const char *s, size_t n, highlight_fn *fn, void *arg);

/* "comment", "string" and so on: a class of a style sheet. */
const char *highlight_name(enum highlight_kind kind);

#endif
