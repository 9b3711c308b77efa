/*
 * scan_record - one test case as a line of JSON (schemas/test-case.schema.json).
 *
 * Printed directly: a tree for each of 100,000 cases would cost more than finding them.
 *
 * Ownership: record_init() and record_fini(); record_clear() empties it for the next case.
 */
#ifndef PHASE_SCAN_RECORD_H
#define PHASE_SCAN_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/vec.h"
#include "io/digest.h"

#define RECORD_WORDS 400
#define RECORD_PROSE 4000
#define RECORD_LITERALS 40
#define RECORD_ASSERTIONS 20
#define RECORD_IMPORTS 50
#define RECORD_TEXT ((size_t)200) /* bytes of a literal or assertion */
#define RECORD_NAME ((size_t)1000)
#define WORD_SLOTS 1024

struct source;

struct record_word {
	unsigned generation;
	unsigned hash;
	size_t at, n; /* in words */
};

struct text_list { /* strings one behind the other, each ended by '\0' */
	struct buf text;
	size_t len, max;
};

struct record {
	struct buf id, name, classname, title, file;
	const char *language, *framework;
	int line, end_line; /* 0: not known */
	bool manual;
	bool
	    class_is_full; /* the class name holds the module: nothing of the path is to be added */
	size_t parameters;
	struct text_list tags, requirements, literals, assertions;
	const struct text_list *imports; /* lent; may be NULL */
	struct buf words;
	size_t word_count;
	struct record_word slots[WORD_SLOTS];
	unsigned generation;
	char sha256[DIGEST_TEXT];
};

void record_init(struct record *r);
void record_fini(struct record *r);
void record_clear(struct record *r);

/* A word, once, unless it is a keyword of `code` (may be NULL); past the cap it is dropped. */
void record_word(struct record *r, const char *word, size_t n, const struct source *code);
/* The words of a text that is no code, as often as they occur and in their order. */
void record_prose(struct record *r, const char *s, size_t n);

void text_list_init(struct text_list *list, size_t max);
void text_list_fini(struct text_list *list);
void text_list_clear(struct text_list *list);
/* On one line, cut to max_bytes, if not there yet and not full. */
void text_list_add(struct text_list *list, const char *s, size_t n, size_t max_bytes);
const char *text_list_next(const struct text_list *list, const char *before); /* NULL: first, end */

/* Names, cut to RECORD_NAME bytes, before the id is made unique. */
void record_cut(struct record *r);

/* The record and a newline. */
void record_print(const struct record *r, struct buf *out);

#endif
