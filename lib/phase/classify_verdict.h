/*
 * classify_verdict - from the terms that were found to confidences, and how they are written down.
 *
 * Ownership: verdicts_new() gives, verdicts_free() ends; taxonomy and hits are borrowed.
 */
#ifndef PHASE_CLASSIFY_VERDICT_H
#define PHASE_CLASSIFY_VERDICT_H

#include <stddef.h>

#include "base/vec.h"

struct json;
struct taxonomy;
struct taxonomy_class;

struct hit { /* where a term was found; no lines: nowhere */
	size_t lines;
	int first, last;
};

struct found {
	double weight;
	size_t term;
	int line;
};

struct verdict {
	const struct taxonomy_class *class;
	double evidence, confidence;
	VEC_OF(struct found) found; /* heaviest first */
};

struct verdicts {
	struct verdict *domains, *scopes, *systems; /* one array; best first */
	size_t domain_n, scope_n, system_n;
};

struct verdicts verdicts_new(const struct taxonomy *t, const struct hit *hits);
void verdicts_free(struct verdicts *v);

/* Sets "evidence" of an object. */
void verdict_put_evidence(
    struct json *to, const struct taxonomy *t, const struct hit *hits, const struct verdict *v);

/* The same with name and confidence for each of n verdicts. */
void verdict_put_all(struct json *list, const struct taxonomy *t, const struct hit *hits,
    const struct verdict *at, size_t n);

#endif
