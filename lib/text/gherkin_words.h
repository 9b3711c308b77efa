/*
 * gherkin_words - the keyword table behind gherkin.h, for the reader only.
 */
#ifndef TEXT_GHERKIN_WORDS_H
#define TEXT_GHERKIN_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "text/gherkin.h"

enum gherkin_word_kind {
	WORD_FEATURE,
	WORD_BACKGROUND,
	WORD_RULE,
	WORD_SCENARIO,
	WORD_OUTLINE,
	WORD_EXAMPLES,
	WORD_GIVEN, /* from here on as enum gherkin_step_kind */
	WORD_WHEN,
	WORD_THEN,
	WORD_AND,
	WORD_BUT,
	WORD_KINDS
};

struct gherkin_word {
	const char *text;
	size_t len;
	enum gherkin_word_kind kind;
};

struct gherkin_language {
	const char *code;
	bool glued;
	VEC_OF(struct gherkin_word) words;
};

struct gherkin_words {
	struct arena arena;
	VEC_OF(struct gherkin_language) languages;
};

/* The language with a code, or NULL. */
const struct gherkin_language *gherkin_words_find(
    const struct gherkin_words *words, const char *code, size_t n);

/* The language a "# language: xx" line names, or NULL. */
const struct gherkin_language *gherkin_words_of_comment(
    const struct gherkin_words *words, const char *line, size_t n);

/* The next line without its end (LF, CR or CRLF); false at the end of the text. */
bool gherkin_line(const char *text, size_t n, size_t *at, const char **line, size_t *len);

/* Split "| a | b |"; what stands behind the last bar begins at the offset returned. */
size_t gherkin_row_read(struct arena *arena, struct gherkin_row *row, const char *s, size_t n);

/* The longest title keyword ("Feature" ...) with ':' that a line starts with, or NULL; *len with
   the colon. */
const struct gherkin_word *gherkin_title_word(
    const struct gherkin_language *language, const char *line, size_t n, size_t *len);

/* The longest step keyword that a line starts with, or NULL; *len with the space behind it. */
const struct gherkin_word *gherkin_step_word(const struct gherkin_language *language,
    const char *line, size_t n, bool any_case, size_t *len);

#endif
