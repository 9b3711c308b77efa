/*
 * weaken - what a repair made weaker in a test: two versions of its source are compared.
 *
 * weaken_severity() is "weaker" for what no repair may do: an assertion removed, loosened, made to
 * hold always or moved to where it does not run; a skip, a catch-all, an exit, an early return; a
 * test or a case taken away; the subject replaced.  It is "changed" for what may be right, but a
 * person must see: another expected value, a tolerance where there was none, a mock of something
 * else.
 *
 * Assertions are found where they run: in the test and in the functions it calls by name.  What is
 * an assertion, a skip and so on is data (share/guards.yaml).  It judges texts, it does not prove:
 * a program that wants to hide what it does can, so that silence is no proof of honesty.
 *
 * The rules are read with share_yaml_trusted(): a project that brought its own could bring some
 * that fit nothing, and whatever is done to its tests would be passed over.  share_hides() says
 * whether it has such a file.
 *
 * Ownership: weaken_rules_read() gives and keeps the tree, weaken_rules_free() ends;
 * weaken_fini() ends the findings, which start as { 0 }.
 * Errors: ST_CONFIG with the rule.  ST_DATA when a text cannot be judged: too large, too much in
 * it, a rule that takes too long on it, a language without rules.  The repair must be refused then,
 * as it must with every status but ST_OK.
 * Limits: WEAKEN_TEXT bytes a version, WEAKEN_FINDINGS findings.  One thread at a time.
 * Text: any bytes; what comes out is UTF-8 on one line, without controls.
 */
#ifndef TEXT_WEAKEN_H
#define TEXT_WEAKEN_H

#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

#define WEAKEN_FILE "guards.yaml"
#define WEAKEN_TEXT ((size_t)128 * 1024)
#define WEAKEN_FINDINGS 100
#define WEAKEN_WORDS 200

enum weaken_what {
	WEAKEN_REMOVED,	    /* an assertion is gone */
	WEAKEN_EMPTIED,	    /* all of a test's assertions are */
	WEAKEN_UNREACHED,   /* it is there, but does not run */
	WEAKEN_TRIVIAL,	    /* it holds whatever the code does */
	WEAKEN_LOOSENED,    /* it says less */
	WEAKEN_TOLERANCE,   /* within more than before */
	WEAKEN_UNAWAITED,   /* nobody waits for it */
	WEAKEN_CONDITIONAL, /* it runs sometimes */
	WEAKEN_RETURN,	    /* the function is left before it */
	WEAKEN_SKIP,
	WEAKEN_CATCH,
	WEAKEN_EXIT,
	WEAKEN_TEST,	     /* a test is gone */
	WEAKEN_CASES,	     /* there are fewer cases */
	WEAKEN_UNREGISTERED, /* a test is not added to its suite any more */
	WEAKEN_REPLACED,     /* the test has its own version of what it tests, or its result */
	WEAKEN_MOCKED,	     /* the same with a mock */
	/* from here on: changed */
	WEAKEN_RENAMED,
	WEAKEN_EXPECTED, /* another expected value */
	WEAKEN_CHECK,	 /* another check, as strict */
	WEAKEN_CLOSE,	 /* equal became close to */
	WEAKEN_SUBJECT,	 /* what was called is not called any more */
	WEAKEN_MOCK,	 /* a mock of something else */
	WEAKEN_WHATS
};

struct json;
struct weaken_rules;

struct weaken_ask {
	const char *language;  /* as source.h has it; typescript is one; NULL is refused */
	const char *framework; /* as share/frameworks has it, or NULL */
	const char *before, *after;
	size_t before_n, after_n;
};

struct weaken_finding {
	enum weaken_what what;
	size_t before, after; /* lines, 0 where there is none */
	char *words;	      /* the line, of after if there is one */
	char *sentence;
};

struct weaken_findings {
	struct weaken_finding *at;
	size_t len, cap;
};

/* tree is what WEAKEN_FILE holds; it is taken, also when it is refused. */
enum status weaken_rules_read(struct json *tree, struct weaken_rules **out, struct err *err);
void weaken_rules_free(struct weaken_rules *rules); /* NULL is fine */

/* In the order of lines.  Findings are replaced; they are empty when the status is not ST_OK. */
enum status weaken_compare(const struct weaken_rules *rules, const struct weaken_ask *ask,
    struct weaken_findings *out, struct err *err);
void weaken_fini(struct weaken_findings *findings);

const char *weaken_name(enum weaken_what what);	    /* "assertion-removed" */
const char *weaken_severity(enum weaken_what what); /* "weaker" or "changed" */

/* [{"what","severity","line"?,"before"?,"text","why"}] */
struct json *weaken_json(const struct weaken_findings *findings);

#endif
