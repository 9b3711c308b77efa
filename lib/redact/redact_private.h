/*
 * redact_private - what the modules of redact share.
 *
 * redact.c opens and takes texts apart, redact_find.c finds in one piece of text, redact_check.c
 * judges what a pattern matched, redact_json.c walks trees, redact_add.c reads rules of a user.
 */
#ifndef REDACT_REDACT_PRIVATE_H
#define REDACT_REDACT_PRIVATE_H

#include <stdint.h>

#include "base/mem.h"
#include "base/vec.h"
#include "redact/redact.h"

struct regex;

struct redact_rule { /* rules.yaml says what they mean */
	const char *id, *finds, *pattern;
	const char *keywords; /* in lower case, a line each; NULL */
	const char *near, *unless, *check;
	double entropy;
	int before;
	bool personal, anywhere;
};

extern const struct redact_rule redact_rules[]; /* rules.yaml, ends with a NULL id */

struct rule { /* one in force */
	const struct redact_rule *is;
	struct regex *pattern, *unless; /* NULL: not compiled yet */
	unsigned tried;
	uint64_t search; /* the last that it found something in, up to `until` */
	size_t until;
	bool fast, own; /* fast: as machine code */
};

struct keyword {
	const char *text;
	uint16_t n, hash, rule, next; /* next: 1-based, 0 is the end */
};

#define REDACT_BITS 15 /* of the hash of three bytes: five of each */

struct redactor {
	VEC_OF(struct rule) rules;
	VEC_OF(struct keyword) keywords;
	uint16_t heads[256]; /* into keywords, by a part of the hash */
	unsigned char seen[(1 << REDACT_BITS) / 8];
	struct arena arena; /* rules of a user */
	uint64_t searches;
	bool personal;
};

struct range { /* something found */
	size_t from, to;
	size_t rule;
};
struct ranges {
	struct range *at;
	size_t len, cap;
};

/* Of ASCII, whatever the locale: 1 a small letter, 2 a capital, 3 a digit, 0 anything else. */
int redact_class(char c);
char redact_lower(char c);

#define REDACT_MARK "[redacted:"

/* The length of a mark at s, or 0. */
size_t redact_mark(const char *s, size_t n);

/* redact.c */
void redact_use(struct redactor *r, const struct redact_rule *rule, bool own);

/* redact_find.c: what stands in the text, in order, nothing twice. */
void redact_ranges(struct redactor *r, const char *s, size_t n, struct ranges *out);
bool redact_has_keyword(struct redactor *r, const char *s, size_t n);

/* redact_check.c: is it one?  May shorten it. */
bool redact_check(const struct redact_rule *rule, const char *s, size_t *n);
bool redact_check_known(const char *name);

/* redact_add.c */
char *redact_anchored(const struct redact_rule *rule); /* the pattern as it is tried; free() it */

#endif
