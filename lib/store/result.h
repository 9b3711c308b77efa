/*
 * result - what runners said of the tests of a corpus, report by report, and what it adds up to.
 *
 * A batch is one report.  It has one result a test: the worst of the instances the runner reported,
 * each by its last attempt.  Results belong to the row of a test, so they stay with it through
 * renames and while it is gone; what a report names and the corpus does not know is kept apart.
 *
 * A history is over the last RESULT_WINDOW results of a test.  A run is a result that is not
 * skipped, todo or notrun; a failure is one that is failed, error, timeout or crash.
 *
 *	rate		sum of w over the failures / sum of w over the runs, w = 2^(-age / 10) and
 *the age of a run the number of runs after it
 *	duration_ms	the median of the last five runs that passed and say how long they took
 *	flaky		within the last 20 runs: the attempts of one ended differently; or two that
 *			had the same test (by its content) ended differently, one passed and one
 *			failed, and they are not known to be of different commits; or the outcome of
 *			the same test turned three times or more, whatever the commits
 *
 * Writing: result_add() and result_prune() between db_begin() and db_commit(); each writes an event
 * (results_added, results_pruned) into the audit log.
 *
 * Secrets: names and messages are redacted as store.h says.
 */
#ifndef STORE_RESULT_H
#define STORE_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/digest.h"

struct store;

#define RESULT_WINDOW 200
#define RESULT_NAME_MAX 4096	/* bytes of a name that are kept */
#define RESULT_MESSAGE_MAX 2000 /* and of a message */

struct result_history {
	const char *test; /* the id; lent for the call, as is last */
	unsigned runs, failures;
	unsigned since_failure; /* runs after the last failure; all of them when there is none */
	const char *last;	/* status of the last run; of the last result when none ran */
	double rate;		/* 0.0-1.0 */
	int64_t duration_ms;	/* -1: not known */
	int64_t last_at;
	bool flaky;
};

typedef enum status result_history_fn(
    void *arg, const struct result_history *history, struct err *err);

/* Every test of a corpus (by name) that is there and has results, ordered by id; none for a corpus
   that is not there.  Stops at the first status that is not ST_OK. */
enum status result_histories(
    struct store *store, const char *corpus, result_history_fn *fn, void *arg, struct err *err);

struct result_entry {			     /* one test, or one name that no test answered to */
	int64_t test_case;		     /* 0: unknown */
	const char *name, *status, *message; /* message may be NULL */
	int64_t duration_ms;		     /* -1: not known */
	unsigned instances, attempts;	     /* from 1 */
	bool flaky, ambiguous;		     /* ambiguous: several tests answered to it */
};

struct result_batch {
	int64_t corpus; /* corpus_info()->id */
	const char *sha256, *source, *format;
	int64_t at;			 /* when the tests ran */
	const char *commit, *label, *by; /* NULL: not said */
	const struct result_entry *entries;
	size_t count;
};

/* ST_NO when the corpus has that report: *known tells. */
struct result_known {
	int64_t added_at;
	char source[256];
};
enum status result_find(struct store *store, int64_t corpus, const char *sha256,
    struct result_known *known, struct err *err);
enum status result_add(
    struct store *store, const struct result_batch *batch, int64_t now_ms, struct err *err);

/* Remove for good all but the newest `keep` results of each test, and reports that are empty then.
 */
struct result_pruning {
	int64_t corpus, keep;
	const char *by;		  /* NULL: not said */
	int64_t results, batches; /* that went */
};
enum status result_prune(
    struct store *store, struct result_pruning *pruning, int64_t now_ms, struct err *err);

/* Names that no test answers to, ordered, with how many reports have them. */
struct result_unknown {
	const char *name, *status, *source; /* of the last report that has it; lent */
	bool ambiguous;
	int64_t reports, last_at;
};
typedef enum status result_unknown_fn(
    void *arg, const struct result_unknown *unknown, struct err *err);
enum status result_unknown_each(
    struct store *store, int64_t corpus, result_unknown_fn *fn, void *arg, struct err *err);

#endif
