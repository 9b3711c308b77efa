/*
 * classify_taxonomy - the words that speak for a domain, a testing scope or a system.
 *
 * Read from taxonomy.yaml and every taxonomy.d/NAME.yaml, merged in that order.  A term is a word
 * or a phrase, compared by stem; a phrase must stand together.
 *
 * Ownership: taxonomy_open() gives, taxonomy_close() ends; everything lent lives as long.
 * Errors: ST_CONFIG with the file and the place in it.
 * Limits: TAXONOMY_TERMS terms, phrases of TAXONOMY_WORDS words.  Finding is linear in the text
 * times the number of terms that begin with the same word.
 */
#ifndef PHASE_CLASSIFY_TAXONOMY_H
#define PHASE_CLASSIFY_TAXONOMY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"

#define TAXONOMY_TERMS ((size_t)20000)
#define TAXONOMY_WORDS 8

struct json;
struct share;
struct words;

enum taxonomy_kind { TAXONOMY_DOMAIN, TAXONOMY_SCOPE, TAXONOMY_SYSTEM };

struct taxonomy_class {
	enum taxonomy_kind kind;
	const char *name;
	double prior; /* log odds */
};

struct taxonomy_term {
	const char *text; /* as the file has it */
	double weight;
	size_t of; /* place in classes */
	size_t stems[TAXONOMY_WORDS], len;
	size_t next; /* with the same first stem: place + 1, 0 at the end */
};

struct taxonomy_curve { /* prior + scale * e / sqrt(E + damping) */
	double scale, damping, doubt;
};

struct taxonomy {
	struct arena arena;
	struct map stems; /* stem -> place in heads */
	struct map system_nouns, system_stops, name_stops;
	struct taxonomy_curve domain, scope;
	VEC_OF(struct taxonomy_class) classes;
	VEC_OF(struct taxonomy_term) terms;
	VEC_OF(size_t) heads; /* first term of a stem: place + 1 */
};

enum status taxonomy_open(
    const struct share *share, struct words *words, struct taxonomy **out, struct err *err);
void taxonomy_close(struct taxonomy *t);

/* The same from a tree; `name` is for messages.  For taxonomies that are in no file. */
enum status taxonomy_build(const struct json *tree, const char *name, struct words *words,
    struct taxonomy **out, struct err *err);

/* Put `more` over `base`: objects are merged, lists and texts appended, anything else replaced. */
void taxonomy_merge(struct json *base, const struct json *more);

/* Called once an occurrence, in text order. */
typedef void taxonomy_fn(void *arg, size_t term, size_t from, size_t to);
void taxonomy_find(const struct taxonomy *t, struct words *words, const char *text, size_t n,
    taxonomy_fn *fn, void *arg);

#endif
