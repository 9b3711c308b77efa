/*
 * eval_project - what rsg-eval needs of the repository that a directory is in.
 *
 * Ownership: the struct is the caller's; eval_project_close() ends what is in it, whatever came
 * back.
 *
 * Errors: those of io/git.h; ST_NOINPUT for a repository without a work tree; ST_CONFIG for
 * weights that do not fit.
 */
#ifndef PHASE_EVAL_PROJECT_H
#define PHASE_EVAL_PROJECT_H

#include <signal.h>
#include <stdbool.h>

#include "base/map.h"
#include "phase/eval.h"
#include "phase/eval_learn.h"
#include "signal/sources.h"

struct share;
struct store;

struct eval_project {
	struct git *git;
	char *path;	   /* of .rsg/weights.json, there or not */
	struct json *json; /* the built-in weights */
	struct weights builtin, own;
	bool has_own;
	struct map cost; /* file -> milliseconds */
	struct sources sources;
};

struct eval_place {
	const char *dir;
	const struct share *share;
	struct store *store; /* may be NULL */
	const char *corpus;
	const volatile sig_atomic_t *cancel;
};

enum status eval_project_open(
    struct eval_project *project, const struct eval_place *place, struct err *err);
void eval_project_close(struct eval_project *project);

/* The git, weights, durations and rules of the arguments. */
void eval_project_lend(const struct eval_project *project, struct eval_args *args);

/* Write what is better into .rsg/weights.json; ST_NO when nothing is.  dry: do not write. */
enum status eval_project_keep(const struct eval_project *project,
    const struct eval_learned *const learned[EVAL_TRACKS], bool dry, struct err *err);

#endif
