/*
 * failure - what a test runner's words say went wrong: category, root-cause line, place,
 * suggestion, and two fingerprints that tell whether two failures are one.
 *
 * The patterns are data (share/failures.yaml): a rule has a category, a pattern with the parts
 * line, file, at, name and a suggestion with {name}s; the first rule that fits decides.
 * Frames say where in the project it went wrong.  What no rule knows is FAILURE_UNKNOWN, with the
 * best line there is.
 *
 * A fingerprint is a SHA-256 over version, stage, test, category, frame (file and function, no
 * line) and the message without what changes from run to run: the work tree, temporary
 * directories, addresses, identities, dates, durations, ports, hashes, places.  `strict` keeps
 * expected and actual values, `loose` has no numbers and values.
 *
 * Ownership: failure_rules_read() gives and keeps the tree, failure_rules_free() ends; a failure is
 * ended by failure_fini().
 * Errors: ST_CONFIG with the rule.  Reading a failure cannot fail.
 * Limits: FAILURE_TEXT bytes are looked at, half of them the first and half the last, lines of
 * FAILURE_WIDTH bytes; a pattern that takes too long fits not.  One thread at a time.
 * Text: any bytes; what comes out is UTF-8 on one line, without controls.
 */
#ifndef TEXT_FAILURE_H
#define TEXT_FAILURE_H

#include <stddef.h>

#include "base/err.h"
#include "io/digest.h"

#define FAILURE_FILE "failures.yaml"
#define FAILURE_TEXT ((size_t)128 * 1024)
#define FAILURE_WIDTH ((size_t)2000)
#define FAILURE_LINE 500
#define FAILURE_VERSION 1

enum failure_category {
	FAILURE_UNKNOWN,
	FAILURE_COMPILE,
	FAILURE_IMPORT,
	FAILURE_FIXTURE,
	FAILURE_ASSERTION,
	FAILURE_TIMEOUT,
	FAILURE_ENVIRONMENT,
	FAILURE_FLAKY,
	FAILURE_CATEGORIES
};

struct json;
struct failure_rules;

struct failure_ask {
	const char *text;
	size_t n;
	const char *framework; /* as share/frameworks has it; NULL or unknown: any */
	const char *stage;     /* build, collect, test, timeout, memory, crash, sandbox; or NULL */
	const char *test;      /* what runs it alone, or NULL */
	const char *root;      /* of the work tree as the runner saw it, absolute, or NULL */
};

struct failure {
	enum failure_category category;
	const char *rule; /* lent by the rules; "" when none fits */
	char *line;	  /* "" when there is no text */
	char *file;	  /* below root when there is one; "" when not known */
	char *function;	  /* "" */
	char *suggestion; /* "" */
	int at;		  /* line of the file, 0 when not known */
	char strict[DIGEST_TEXT], loose[DIGEST_TEXT];
};

/* tree is what FAILURE_FILE holds; it is taken, also when it is refused. */
enum status failure_rules_read(struct json *tree, struct failure_rules **out, struct err *err);
void failure_rules_free(struct failure_rules *rules); /* NULL is fine */

void failure_read(
    const struct failure_rules *rules, const struct failure_ask *ask, struct failure *out);
void failure_fini(struct failure *failure);

/* {"category","line","file"?,"at"?,"suggestion","fingerprint","fingerprint_strict","rule"?} */
struct json *failure_json(const struct failure *failure);

const char *failure_category_name(enum failure_category category);

#endif
