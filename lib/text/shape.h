/*
 * shape - is a test one that is there already, under another name?
 *
 * The shape of a test is the set of its token runs (SHAPE_RUN tokens of code and literals in a row;
 * comments, docstrings and its own name are left out).  Two shapes are alike by the share of runs
 * they have in common (Jaccard); short tests must be equal.
 *
 * Ownership: shape_make() fills, shape_fini() ends.
 */
#ifndef TEXT_SHAPE_H
#define TEXT_SHAPE_H

#include <stddef.h>
#include <stdint.h>

#define SHAPE_RUN 4
#define SHAPE_SAME 0.9

struct json;

struct shape {
	uint64_t *at; /* sorted, each once */
	size_t len, cap;
	uint64_t whole; /* of all tokens in their order */
	size_t tokens;
};

/* language as text/source.h calls it; NULL is plain text. */
void shape_make(
    const char *language, const char *text, size_t n, const char *name, struct shape *out);
void shape_fini(struct shape *shape);

double shape_likeness(const struct shape *a, const struct shape *b); /* 0..1 */

/* The same of two records of schemas/test-case, for tests whose text is not at hand. */
double record_likeness(const struct json *a, const struct json *b);

#endif
