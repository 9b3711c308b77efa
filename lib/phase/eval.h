/*
 * eval - the ranking measured on what a repository has already lived through.
 *
 * A case is a commit that changed sources and, with them, test files that were there before.  The
 * request is its message, the change its diff of the sources, and what there was to know is the
 * tree and the history of its parent; the right answer is the test files it modified.  Every order
 * of the suite is measured on the same cases.
 *
 * Cases are worked on by two threads; what comes out does not depend on which.
 *
 * What other phases know (what is a test, what a diff means) is handed in by the program.
 *
 * Ownership: eval_run() gives, eval_free() ends.  The arguments are lent for the call.
 *
 * Errors: those of io/git.h; ST_TEMPFAIL when interrupted.  A repository without a case is no
 * error.
 *
 * Limits: cases are looked for among the newest `limit` commits; suites from EVAL_SUITE files on;
 * requests from EVAL_WORDS words on; EVAL_CHANGED changed lines.
 */
#ifndef PHASE_EVAL_H
#define PHASE_EVAL_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "phase/eval_metric.h"
#include "signal/fuse.h"
#include "signal/signals.h"

struct git;
struct json;
struct map;
struct sources;

#define EVAL_SUITE 10
#define EVAL_WORDS 4
#define EVAL_CHANGED 1000
#define EVAL_FILES 25  /* of a commit */
#define EVAL_SOURCES 8 /* that it changed */
#define EVAL_TESTS 5   /* the same */
#define EVAL_TRACKS 2

enum eval_row { EVAL_RANDOM, EVAL_FREQUENT, EVAL_BM25, EVAL_BUILTIN, EVAL_OWN, EVAL_ROWS };

struct eval_tools { /* of one thread, between open and close */
	enum status (*open)(void *arg, void **state, struct err *err);
	void (*close)(void *state);
	bool (*may_be_test)(void *state, const char *path);
	/* The records of the test cases in a file, one JSON object a line. */
	enum status (*scan)(void *state, const char *path, const char *bytes, size_t n,
	    struct buf *out, struct err *err);
	/* The change member of a run document. */
	enum status (*change)(
	    void *state, const char *diff, size_t n, struct json **out, struct err *err);
	void *arg;
};

struct eval_args {
	struct git *git;
	const struct eval_tools *tools;
	const struct sources *sources;
	size_t last;  /* how many cases */
	size_t limit; /* how many commits are looked at, 0 for all */
	size_t top;   /* of EVAL_RECALL_TOP */
	bool tracks[EVAL_TRACKS];
	const struct weights *builtin, *own; /* own: NULL where there are none */
	const struct map *cost;		     /* path -> milliseconds; may be NULL */
	bool keep;			     /* the values of the signals, to learn from */
	void (*progress)(void *arg, size_t done, size_t of);
	void *arg;
	const volatile sig_atomic_t *cancel;
};

struct eval_values {	       /* what eval_learn() needs of a case */
	float *value[SIGNALS]; /* n each; NULL: 0 everywhere */
	size_t n;
	size_t *relevant, n_relevant;
};

struct eval_case {
	char *id;
	size_t suite;
	double measured[EVAL_TRACKS][EVAL_ROWS][EVAL_METRICS];
	struct eval_values values[EVAL_TRACKS];
};

struct eval {
	VEC_OF(struct eval_case) cases; /* newest first */
	size_t commits;			/* looked at */
	bool shallow;
};

enum status eval_run(const struct eval_args *args, struct eval **out, struct err *err);
void eval_free(struct eval *eval); /* NULL is fine */

/* Means over the cases from..to-1. */
void eval_mean(
    const struct eval *eval, enum track track, enum eval_row row, double out[EVAL_METRICS]);

const char *eval_row_name(enum eval_row row); /* "random", "frequent", "bm25", "rsg", "learned" */
/* "change", "story" or "both"; false for another. */
bool eval_track_set(const char *name, bool tracks[EVAL_TRACKS]);
const char *eval_track_name(enum track track); /* "story", "change" */

#endif
