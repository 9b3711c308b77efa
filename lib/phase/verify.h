/*
 * verify - the generated tests, run: the phase "verification".
 *
 * Each test goes through the stages of verify_record.h, in a copy of the work tree of its own: it
 * parses, it builds and the runner finds it, it passes, ends the same each time, is no copy of a
 * test that exists, has to do with its criterion and, where a change is at hand, fails without it.
 * Behind the first stage that fails the others are skipped.
 *
 * Nothing of a test or of the project runs outside the sandbox that is given, but the parsers that
 * only read.  Skeletons are pending and are not run.
 *
 * What there was no time for is not run, and says so.
 *
 * Output: schemas/verification.schema.json.  That tests do not survive is a result, not a "no":
 * what repairs or judges them comes next in the pipe.
 *
 * Errors: ST_NOINPUT where the tree cannot be read, ST_CONFIG for a runner's data that is wrong,
 * ST_TEMPFAIL when interrupted.
 */
#ifndef PHASE_VERIFY_H
#define PHASE_VERIFY_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "phase/phase.h"

struct buf;
struct sandbox;

/* Does it parse?  None of it is run: syntax_once(). */
typedef enum status verify_parse_fn(const struct share *share, const volatile sig_atomic_t *cancel,
    const char *file, const struct buf *code, struct syntax_answer *out, struct err *err);

#define VERIFY_RUNS_MAX 100

struct verify_args {
	const struct sandbox *sandbox; /* how to run; its work and argv are set here */
	const char *accepted;	       /* what accepted the native tier; NULL */
	const char *root;	       /* the work tree */
	int runs;		       /* a stable test ends the same so often; from 1 */
	bool expect_fail;	       /* the story is about what does not exist yet */
	int64_t until_ms; /* monotonic: nothing is begun to be run after it; 0: no end */
	phase_scan_fn *scan;
	verify_parse_fn *parse;
};

/* args is a struct verify_args.  Reads ingestion, retrieval, generation and healing. */
enum status phase_verify(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

/*
 * The same for one test at a time, for whoever changes a test and wants to know what became of it.
 * verify_open() gives, verify_close() ends (NULL is fine); env and args are borrowed for as long.
 */
struct verifier;

enum status verify_open(
    struct phase_env *env, const struct verify_args *args, struct verifier **out, struct err *err);
void verify_close(struct verifier *v);

/* *entry is what the output would have of this test, of which code is what is run.  One that
   survives counts as there: a later one must not be the same. */
enum status verify_test(
    struct verifier *v, const struct json *test, struct json **entry, struct err *err);

/* It survived elsewhere: it is there. */
void verify_known(struct verifier *v, const struct json *test);

/* Does it end the same in three runs, and alone?  ST_NO, and why, when it does not.  One that does
   not come to run does. */
enum status verify_settled(
    struct verifier *v, const struct json *test, char *why, size_t size, struct err *err);

/* Set what the tests were run with: tier, accepted, guarantees, limits, runs, expect, base, head.
 */
void verify_describe(const struct verifier *v, struct json *output);

#endif
