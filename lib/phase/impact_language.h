/*
 * impact_language - languages of source files, and the symbols in a text, by share/symbols.yaml.
 *
 * Ownership: languages_load() gives, languages_free() ends.
 * Errors: ST_CONFIG with the language.
 * Limits: 200 languages of 20 patterns each; SYMBOLS_MOST symbols of a text.
 */
#ifndef PHASE_IMPACT_LANGUAGE_H
#define PHASE_IMPACT_LANGUAGE_H

#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

struct language;
struct languages;
struct share;

#define SYMBOLS_MOST 10000

struct symbol {
	char *name, *kind;
	size_t line, end; /* from 1; end 0: not known */
};

struct symbols {
	struct symbol *at;
	size_t len, cap;
};

void symbols_fini(struct symbols *symbols);

enum status languages_load(const struct share *share, struct languages **out, struct err *err);
void languages_free(struct languages *languages); /* NULL is fine */

/* NULL when no language has files of that name. */
struct language *languages_of(struct languages *languages, const char *path);
const char *language_name(const struct language *language);

/* The symbols that its patterns find, appended by line. */
enum status language_symbols(
    struct language *language, const char *text, size_t n, struct symbols *out, struct err *err);

/* Gives those an end that have none, where the language knows blocks; else it is their line. */
void language_ends(
    const struct language *language, const char *text, size_t n, struct symbols *symbols);

/* The first symbol in a line of source, free() its texts; false when there is none. */
bool language_symbol(struct language *language, const char *line, struct symbol *out);

#endif
