/*
 * source - which bytes of a program text are code, comment or string, and where blocks end.
 *
 * One lexer reads a table of languages (source_language.c): comments, strings of every sort
 * (several lines, raw, with code in them), here-documents, regular-expression literals, `#if 0`.
 * The answer is `code`: the text with the inside of comments and strings blanked (newlines and the
 * quotes of strings stay), so that a pattern applied to it is never fooled by what only looks like
 * code, and offsets are those of the text.
 *
 * Ownership: source_init() borrows the text and owns the rest; source_fini() ends it.
 *
 * Limits: pure and total: any bytes are accepted, time is linear in n.  What never closes ends at
 * the end of the line (strings of one line) or of the text.
 */
#ifndef TEXT_SOURCE_H
#define TEXT_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

enum source_kind { SOURCE_CODE, SOURCE_COMMENT, SOURCE_STRING };

/* [from, to) with its delimiters, [inner, inner_to) without. */
struct source_span {
	size_t from, to, inner, inner_to;
	enum source_kind kind;
};

struct source_pair { /* a bracket or a keyword block: first byte of its open and of its close */
	size_t open, close;
};

struct source_indent {		/* a logical line that has code, for languages that indent */
	size_t at, column, end; /* end of the lines that belong to it, itself included */
};

struct source_language;

struct source {
	const struct source_language *language;
	const char *text;
	size_t n;
	char *code; /* n bytes and a '\0' */
	VEC_OF(struct source_span) spans;
	VEC_OF(size_t) lines; /* where each line starts */
	VEC_OF(struct source_pair) pairs;
	VEC_OF(struct source_indent) indents;
	bool has_pairs, has_indents;
	size_t code_cap;
	unsigned keyword_lengths[32]; /* by the first letter: a set of lengths */
	unsigned char starts[256];    /* bytes that may begin a comment or literal */
};

/* NULL for an unknown name.  "text" is a language without comments and strings. */
const struct source_language *source_language(const char *name);
const struct source_language *source_language_for(const char *path); /* by its ending, or NULL */
const char *source_language_name(size_t i);			     /* NULL behind the last */
const char *source_language_of(const struct source *source);
const char *source_language_name_of(const struct source_language *language);

void source_init(
    struct source *source, const struct source_language *language, const char *text, size_t n);
void source_again(
    struct source *source, const char *text, size_t n); /* another text, same language */
void source_fini(struct source *source);

size_t source_line(const struct source *source, size_t at);	  /* 1-based */
size_t source_line_start(const struct source *source, size_t at); /* of the line that holds at */
size_t source_line_end(const struct source *source, size_t at);	  /* its newline, or n */

/* The comment or string that holds the byte, or NULL; the first that ends behind `at`. */
const struct source_span *source_span_at(const struct source *source, size_t at);
const struct source_span *source_span_from(const struct source *source, size_t at);

const struct source_span *source_spans_end(const struct source *source); /* behind the last */

/* The first byte at or behind `at` that is code and no white space, or n. */
size_t source_skip_blank(const struct source *source, size_t at);

/* The offset of the bracket (or `end`) that closes the one at `open`, or n. */
size_t source_close(struct source *source, size_t open);

/* The first bracket or quote without its other half, or n; n also where the language has lone ones.
   source_balance.c */
size_t source_unbalanced(const struct source *source);

/*
 * The end (exclusive) of what a header that ends at `at` governs; `from` is where the header
 * starts.
 *	braces	the `{` that comes next and its `}`; a `;` before it, or nothing: the line
 *	call	the brackets that open at or after `at`
 *	indent	the header's logical line and all that is indented deeper
 *	end	do ... end, { ... } or def ... end
 *	command	up to a newline outside quotes and brackets, with the here-documents it starts
 *	line	the line
 */
enum source_block {
	SOURCE_BRACES,
	SOURCE_CALL,
	SOURCE_INDENT,
	SOURCE_END,
	SOURCE_COMMAND,
	SOURCE_LINE
};
size_t source_block_end(struct source *source, enum source_block block, size_t from, size_t at);

/* Of names in any language: letters, digits, '_' and what is not ASCII. */
static inline bool
source_is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

/* The next word of code in [*at, to), which *at is moved to; its length, 0 at the end. */
size_t source_next_word(const struct source *source, size_t *at, size_t to);

/* The words of the language that say nothing about what a test does. */
bool source_is_keyword(const struct source *source, const char *word, size_t n);

#endif
