/*
 * results - what a test runner said, whatever its dialect, as one list.
 *
 * Read are JUnit XML (pytest, Surefire, Gradle, jest-junit, gtest, CTest, node, nextest), the XML
 * of Check, TAP 12 to 14, CTRF, `go test -json`, Cucumber's JSON and messages, the JSON of Jest,
 * Vitest and Mocha, and what `cargo test` prints or, with libtest's JSON, writes.
 *
 * A case is one test as the runner counts them: an instance of a parametrised one, a subtest, a
 * scenario.  Attempts of one case are one, with the status of the last; they are told apart from
 * instances only where the dialect does.  Cases whose status only sums up others are marked
 * `group`; what failed outside of a test (a build, a file that does not load, a plan that was not
 * kept, a bail out) is a case marked `outside`.
 *
 * Ownership: results_read() fills, results_fini() ends; all texts are lent by the results.
 * Text: UTF-8; control sequences of terminals are left out of messages and traces.
 * Errors: ST_DATA for a report that is not in the format, with line or place.
 * Limits: RESULTS_MAX cases, RESULTS_NAME and so on bytes of a text; what is longer is cut.
 *
 * Source: testanything.org (TAP 12-14), ctrf.io (1.0.0), cmd/test2json, Surefire's report schema,
 * pytest's junit-10.xsd, cucumber/messages.
 */
#ifndef TEXT_RESULTS_H
#define TEXT_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"

#define RESULTS_MAX 1000000
#define RESULTS_NAME 4096
#define RESULTS_MESSAGE ((size_t)16 * 1024)
#define RESULTS_TRACE ((size_t)64 * 1024)
#define RESULTS_MS 9000000000000 /* of a duration; RESULTS_MAX of them fit an int64_t */

enum results_status { /* from good to bad */
	RESULTS_PASSED,
	RESULTS_XFAIL, /* failed, as it was said it would */
	RESULTS_XPASS, /* passed, though it was said it would not */
	RESULTS_SKIPPED,
	RESULTS_TODO,
	RESULTS_NOTRUN,
	RESULTS_FAILED,
	RESULTS_ERROR, /* what the test needs failed, or it threw what no assertion throws */
	RESULTS_TIMEOUT,
	RESULTS_CRASH,
	RESULTS_STATUSES
};

struct results_suite { /* the names around a case, innermost first */
	const char *name;
	const struct results_suite *parent; /* NULL */
};

struct results_case {
	const char *name; /* as the runner says it */
	const char *classname;
	const struct results_suite *suite; /* NULL */
	const char *file;		   /* "" when not said, as all texts */
	const char *raw;		   /* the runner's own word for the status */
	const char *message, *type, *trace;
	int64_t duration_ms; /* -1: not known */
	int line;	     /* 0: not known */
	enum results_status status;
	unsigned attempts; /* from 1 */
	bool flaky;	   /* they ended differently */
	bool group, outside;
};

struct results {
	VEC_OF(struct results_case) cases;
	const char *format;   /* "junit" */
	const char *tool;     /* "" */
	int64_t started_ms;   /* -1 */
	struct strings notes; /* what is odd about the report, in sentences */
	struct arena arena;
	bool over;
};

/* format NULL: found by content. */
enum status results_read(
    const char *format, const char *s, size_t n, struct results *out, struct err *err);
void results_fini(struct results *results);

bool results_format_known(const char *format);
const char *results_formats(void); /* "junit, check, tap, ..." */

const char *results_status_name(enum results_status status);
bool results_is_failure(enum results_status status);

/* Cases that are neither groups nor outside, by status; outside ones that are failures. */
struct results_counts {
	size_t tests, of[RESULTS_STATUSES], outside;
	int64_t duration_ms;
};
void results_count(const struct results *results, struct results_counts *out);

/* Does the exit status of the runner fit the list?  The note that says why not is added. */
void results_check_exit(struct results *results, int exit_status);

#endif
