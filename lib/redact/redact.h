/*
 * redact - secrets and personal data taken out of texts: what stands there is then
 * "[redacted:RULE]".
 *
 * Pure on bytes; what it looks for is in rules.yaml, which is compiled in, and in what a user adds.
 * A pattern is compiled when one of its keywords is first seen, so that a text without secrets
 * costs a look at each byte (about 1 GB/s) and nothing else.
 *
 * Laws: redacting what was redacted changes nothing.  Text keeps its lines: a secret of several is
 * followed by as many newlines.  Bytes need not be UTF-8.  A pattern that fails on a text (its cost
 * is bounded) has found something up to the end of the line.
 *
 * Ownership: redact_open() gives, redact_close() ends.  One thread at a time: patterns are compiled
 * when they are needed.
 *
 * Limits: time grows with the length of the text; an attempt looks at no more than a pattern says,
 * 64 KiB for a private key.
 */
#ifndef REDACT_REDACT_H
#define REDACT_REDACT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct json;
struct redactor;

struct redactor *redact_open(bool personal); /* with the rules marked so */
void redact_close(struct redactor *r);	     /* NULL is fine */

/* Rules of a user, text in the form of rules.yaml.  ST_CONFIG when one cannot be used; then none of
   them is to be relied on. */
enum status redact_add(struct redactor *r, const char *yaml, size_t n, struct err *err);

/* Append the text without its secrets and say true; where there are none, append nothing and say
   false. */
bool redact_text(struct redactor *r, const char *s, size_t n, struct buf *out);

/* A copy of the text in any case; free() it.  NULL stays NULL. */
char *redact_string(struct redactor *r, const char *s);

/* A copy of the tree with the texts in it redacted, names of members too, a member's name giving
   its text a meaning ("password").  NULL when there is nothing to redact. */
struct json *redact_json(struct redactor *r, const struct json *j);

struct redact_finding {
	const char *rule;    /* its id */
	size_t at, length;   /* in bytes */
	size_t line, column; /* from 1; columns are bytes */
};
typedef void redact_fn(void *arg, const struct redact_finding *finding);

/* Tell what redact_text() would take out, in order; how many there are. */
size_t redact_find(struct redactor *r, const char *s, size_t n, redact_fn *fn, void *arg);

/* Every rule in force, in order. */
struct redact_info {
	const char *id, *finds;
	bool personal, own; /* own: the user's */
};
bool redact_rule_at(const struct redactor *r, size_t i, struct redact_info *out);

#endif
