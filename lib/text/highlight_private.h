/* highlight_private - what the parts of highlight.h share: the languages and their words, the
 * painter. */
#ifndef TEXT_HIGHLIGHT_PRIVATE_H
#define TEXT_HIGHLIGHT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>

#include "text/highlight.h"

enum highlight_flags {
	HIGHLIGHT_TYPED = 1,	 /* `type name(` defines a function */
	HIGHLIGHT_DIRECTIVE = 2, /* #include, #define */
	HIGHLIGHT_BRACED = 4,	 /* `struct x` defines only where a { comes next */
	HIGHLIGHT_COMMAND = 8,	 /* words are divided by blanks: `x-if` and `--if` are no keyword */
	HIGHLIGHT_RECEIVER = 16, /* func (r T) name( */
	HIGHLIGHT_DOLLAR = 32,	 /* $ is a letter */
	HIGHLIGHT_SELF = 64,	 /* def self.name */
	HIGHLIGHT_EMPTY = 128,	 /* `name()` at the start of a line defines a function */
};

/* Words stand between spaces, " if else ". */
struct highlight_language {
	const char *names;    /* its own and others it goes by */
	const char *lexer;    /* in source.h */
	const char *keywords; /* NULL: Gherkin, which is read by lines */
	const char *defines;  /* keywords before the name of what is defined */
	const char *tests;    /* calls whose bare arguments name a test */
	int flags;
};

/* NULL for an unknown name. */
const struct highlight_language *highlight_language(const char *name);

bool highlight_has(const char *words, const char *word, size_t n);

struct painter {
	const struct highlight_language *language;
	const char *s;
	size_t n;
	highlight_fn *fn;
	void *arg;
	enum highlight_kind kind; /* of [from, at), which was not handed on yet */
	size_t from, at;
	bool defining;	 /* the next word is a name */
	bool annotation; /* @word( came and is not closed */
	bool simple;	 /* of the statement only words, stars and brackets of types came */
	size_t words;	 /* of the statement */
	size_t depth;	 /* of ( ) */
	size_t tests;	 /* depth of the call that names tests, or 0 */
	size_t receiver; /* depth of Go's receiver, or 0 */
};

/* The bytes up to `to` are of a kind. */
void highlight_paint(struct painter *p, enum highlight_kind kind, size_t to);

/* The text of a feature up to `to`; where the number at `at` ends.  (highlight_gherkin.c) */
void highlight_gherkin(struct painter *p, size_t to);
size_t highlight_number_end(const struct painter *p, size_t at, size_t to);

#endif
