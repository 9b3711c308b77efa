/*
 * embed - texts become unit vectors, near each other when the texts are about the same.
 *
 * struct embedder is the border that every embedder keeps, local or remote.  The local one needs no
 * model: each term of a text adds its weight ln(1 + tf) * idf along a direction of its own, which
 * is made of hashes of the term and of its character n-grams, so that related words point in
 * related directions.  Same text, same frequencies: same bytes.
 *
 * Document frequencies are counted by hash in EMBED_BUCKETS buckets (struct embed_frequencies), so
 * that a corpus keeps them in one small blob.
 *
 * Ownership: embed_local_new() gives, embedder->close() ends; words and frequencies are borrowed.
 * A text without terms gives the zero vector.
 *
 * Source: Weinberger et al., "Feature Hashing for Large Scale Multitask Learning" (2009);
 * Bojanowski et al., "Enriching Word Vectors with Subword Information" (2017).
 */
#ifndef TEXT_EMBED_H
#define TEXT_EMBED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct words;

struct embed_text {
	const char *s;
	size_t n;
};

struct embedder {
	const char *model; /* "builtin/hash-256" */
	size_t dimensions;
	/* Set by the caller: the texts are questions, not what is searched in.  Some models make
	   other vectors of them (Voyage: input_type); the local one does not care. */
	bool query;
	/* out has room for n * dimensions floats. */
	enum status (*embed)(struct embedder *embedder, const struct embed_text *texts, size_t n,
	    float *out, struct err *err);
	void (*close)(struct embedder *embedder);
};

#define EMBED_LOCAL_MODEL "builtin/hash-256"
#define EMBED_DIMENSIONS 256
#define EMBED_BUCKETS 16384

struct embed_frequencies {
	uint32_t texts; /* how many were counted */
	uint32_t bucket[EMBED_BUCKETS];
};

/* frequencies may be NULL: then all terms weigh the same. */
struct embedder *embed_local_new(struct words *words, const struct embed_frequencies *frequencies);

/* For the embedder of embed_local_new(): a text whose terms are ready, separated by spaces, in
   parts, each with a weight for its terms. */
struct embed_part {
	const char *terms;
	double weight;
};
void embed_local_terms(
    struct embedder *embedder, const struct embed_part *parts, size_t n, float *out);

/* How rare a term is among the counted texts; 1 for all when frequencies is NULL. */
double embed_idf(const struct embed_frequencies *frequencies, const char *term, size_t n);

/* Count the distinct terms of one more text, given as its parts. */
struct embed_counter;
struct embed_counter *embed_counter_new(struct embed_frequencies *frequencies);
void embed_counter_free(struct embed_counter *counter);
void embed_count(struct embed_counter *counter, const struct embed_part *parts, size_t n);

#endif
