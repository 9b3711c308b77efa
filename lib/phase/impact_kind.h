/*
 * impact_kind - what a changed file is, by the rules of share/changes.yaml.
 *
 * Ownership: kinds_load() gives, kinds_free() ends.
 * Errors: ST_CONFIG with the rule.
 */
#ifndef PHASE_IMPACT_KIND_H
#define PHASE_IMPACT_KIND_H

#include "base/err.h"

struct kinds;
struct share;

struct kind {
	const char *name; /* "build"; NULL when no rule fits */
	const char *wide; /* why any test may depend on the file, or NULL */
};

enum status kinds_load(const struct share *share, struct kinds **out, struct err *err);
void kinds_free(struct kinds *kinds); /* NULL is fine */
struct kind kinds_of(const struct kinds *kinds, const char *path);

#endif
