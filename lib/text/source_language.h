/*
 * source_language - what the lexer of source.h knows about a language.
 *
 * Of the rules whose `open` fits, the first wins: longer ones come first.
 */
#ifndef TEXT_SOURCE_LANGUAGE_H
#define TEXT_SOURCE_LANGUAGE_H

#include "text/source.h"

enum source_rule_flags {
	RULE_ESCAPE = 1,     /* a backslash takes the next byte */
	RULE_LINES = 2,	     /* may go over several lines; unclosed, it ends with the text */
	RULE_NEST = 4,	     /* comments in comments */
	RULE_DOUBLED = 8,    /* the closing quote doubled is a quote */
	RULE_DOLLAR = 16,    /* ${code} inside */
	RULE_HASH = 32,	     /* #{code} inside */
	RULE_PAREN = 64,     /* $(code) inside */
	RULE_WORD = 128,     /* only where a word starts */
	RULE_COLUMN_1 = 256, /* open and close only at the start of a line */
	RULE_CHAR = 512,     /* one character, else it is no literal */
	RULE_COMMAND = 1024, /* only where a command starts */
	RULE_BRACE = 2048,   /* with RULE_WORD: behind { and [ too */
};

struct source_rule {
	const char *open, *close; /* close "\n": up to the end of the line */
	enum source_kind kind;
	int flags;
};

enum source_special {
	SPECIAL_SLASH_REGEX = 1,
	SPECIAL_HEREDOC_SH = 2,
	SPECIAL_HEREDOC_RUBY = 4,
	SPECIAL_HEREDOC_PHP = 8,
	SPECIAL_PERCENT = 16,	/* Ruby's %w[...] */
	SPECIAL_RAW_HASH = 32,	/* r#"..."# */
	SPECIAL_RAW_PAREN = 64, /* R"x(...)x" */
	SPECIAL_IF_0 = 128,
	SPECIAL_BACKSLASH = 256,    /* a backslash in code takes the next byte */
	SPECIAL_END = 512,	    /* blocks end with the word `end` */
	SPECIAL_BRACES_ONLY = 1024, /* only { } pair */
};

#define SOURCE_RULES 12

struct source_language {
	const char *name;
	struct source_rule rules[SOURCE_RULES]; /* ends with a zero entry */
	int special;
	const char *keywords; /* " if else ", each between spaces */
};

/* source_literal.c: the literal of one language (regex, r#""#, %w[], R"()", `#if 0`) at `at`. */
bool source_literal(const struct source *s, size_t at, struct source_span *span);

/* The here-document announced at `at`: its end marker in the text, and how it may be indented. */
struct source_heredoc {
	size_t from, n, end;  /* the end marker; behind its quotes */
	bool indented, loose; /* the marker may be indented, may be followed by code */
};
bool source_heredoc(const struct source *s, size_t at, struct source_heredoc *doc);

/* Where the string of `rule` that opens at `at` ends, its close included; n + 1 when nowhere. */
size_t source_string_end(const struct source *s, size_t at, const struct source_rule *rule);

#endif
