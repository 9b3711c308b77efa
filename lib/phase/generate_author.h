/*
 * generate_author - a model asked to write the test that a skeleton stands for.
 *
 * The skeleton is there first.  What the model writes takes its place once it passes the checks
 * (generate_check.h); if it does not, the model is asked once more with what is wrong, and then the
 * skeleton stands, with a warning.
 *
 * Ownership: author_open() gives, author_close() ends.
 * Errors: those of phase_ask(), and of data files.
 */
#ifndef PHASE_GENERATE_AUTHOR_H
#define PHASE_GENERATE_AUTHOR_H

#include "base/err.h"
#include "phase/generate.h"

struct author;
struct json;
struct model;
struct models;

/* *out is NULL where no model is wanted. */
enum status author_open(struct phase_env *env, const struct generate_args *args,
    struct models *models, struct author **out, struct err *err);
void author_close(struct author *author); /* NULL is fine */

/* test is the skeleton as in the output; it becomes a test where the model's is taken. */
enum status author_write(struct author *author, const struct model *model,
    const struct json *criterion, const struct json *coverage, struct json *test, struct err *err);

#endif
