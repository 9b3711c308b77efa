/*
 * verify_runner - how a framework's tests are built, listed and run: `run` of share/frameworks.
 *
 * It names commands, so a project's own file counts only where the project is trusted.  A framework
 * whose tests one of several build tools runs (junit: maven, gradle) is run by the one whose
 * manifest the tree has.
 *
 * Ownership: verify_runner_open() fills, verify_runner_close() ends.
 * Errors: ST_NO where no runner is known, ST_CONFIG for data that is wrong.
 */
#ifndef PHASE_VERIFY_RUNNER_H
#define PHASE_VERIFY_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"

struct json;
struct share;

struct verify_runner {
	struct json *tree;
	const struct json *run;	 /* in it */
	const char *report, *at; /* format; "stdout" or a path, whose last part may have a '*' */
	const char *listed;	 /* pattern of what `list` says; "" */
};

enum status verify_runner_open(const struct share *share, const char *root, const char *framework,
    struct verify_runner *out, struct err *err);
void verify_runner_close(struct verify_runner *runner); /* a zeroed one is fine */

/* How many commands build; and each of them, the one that lists, that runs a file.  Empty where the
   framework has none.  shuffled: with what makes the order random. */
size_t verify_runner_builds(const struct verify_runner *runner);
void verify_runner_build(
    const struct verify_runner *runner, size_t i, const char *file, struct strings *argv);
void verify_runner_list(const struct verify_runner *runner, const char *file, struct strings *argv);
void verify_runner_file(
    const struct verify_runner *runner, const char *file, bool shuffled, struct strings *argv);
void verify_runner_test(
    const struct verify_runner *runner, const char *file, const char *name, struct strings *argv);
bool verify_runner_shuffles(const struct verify_runner *runner);

/* {file}, {dir}, {stem}, {report}, {script}, {name} and {method} (the last part of the name) of one
   word, with ":regex" quoted for one; appended.  name is "" where no test is meant. */
struct verify_words {
	const char *file, *name;
};
void verify_runner_word(const struct verify_runner *runner, const char *word,
    const struct verify_words *words, struct strings *argv);

#endif
