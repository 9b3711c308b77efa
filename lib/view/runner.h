/*
 * runner - tests as the arguments of a test runner.
 *
 * A runner is data: a file share/runners/NAME.yaml, whose keys rsg-select(1) explains.  Names come
 * from anywhere: whatever is in them, an argument stays one argument, a pattern fits that name, and
 * what does not begin with text of the runner's does not begin with a hyphen.
 *
 * Ownership: runner_open() borrows the data and the name, runner_close() ends; runner_list_fini()
 * ends what runner_arguments() fills.
 * Errors: ST_CONFIG naming the key for data that is malformed.
 */
#ifndef VIEW_RUNNER_H
#define VIEW_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct json;
struct runner;

struct runner_list {
	struct strings args;
	size_t tests;	    /* that the arguments stand for */
	size_t others;	    /* of frameworks that the runner does not run */
	struct buf of;	    /* those: "go 3, jest 2" */
	size_t nameless;    /* that the runner has no way to name */
	bool coarse;	    /* the names were too long */
	bool one;	    /* all arguments belong to one command: xargs must not split them */
	size_t bytes, most; /* of the arguments; how many the runner says are fine */
};

enum status runner_open(
    const struct json *data, const char *name, struct runner **out, struct err *err);
void runner_close(struct runner *runner);

/* tests: objects with test (its id), name, file, framework and tags, in the order to run them in.
 */
enum status runner_arguments(
    struct runner *runner, const struct json *tests, struct runner_list *out, struct err *err);
void runner_list_fini(struct runner_list *list);

/* One a line as xargs(1) reads them, or with a NUL behind each. */
void runner_print(const struct strings *args, bool nul, struct buf *out);

/* A path as an argument that no program takes for an option. */
void runner_path(const char *path, struct buf *out);

#endif
