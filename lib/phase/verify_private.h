/*
 * verify_private - what the parts of the phase share: the run as a whole, and one test in it.
 */
#ifndef PHASE_VERIFY_PRIVATE_H
#define PHASE_VERIFY_PRIVATE_H

#include "phase/verify.h"
#include "phase/verify_judge.h"
#include "phase/verify_record.h"
#include "phase/verify_runner.h"
#include "sandbox/copy.h"
#include "sandbox/sandbox.h"
#include "text/shape.h"

struct failure_rules;

#define VERIFY_CODE ((size_t)2 * 1024 * 1024) /* bytes of a file that is compared */

/* What a commit has of the files that the change touches. */
struct verify_file {
	char *path;	/* below the root */
	struct buf was; /* its bytes */
	bool there, executable;
};

struct verify_files {
	VEC_OF(struct verify_file) at;
};

struct verify_known { /* the shape of a test that went through */
	struct shape shape;
	char *id, *name;
};

struct verifier {
	struct phase_env *env;
	const struct verify_args *args;
	struct failure_rules *rules;
	unsigned guarantees; /* that held in every run */
	bool ran;
	struct verify_files base, head;
	char no_proof[600]; /* why nothing can be proven; "" where it can */
	VEC_OF(struct verify_known) known;
};

struct chain { /* one test on its way */
	struct verifier *v;
	const struct json *test;
	struct verify_names names;
	struct verify_runner runner;
	struct copy tree;
	struct verify_record record;
	struct verify_said first; /* how it ended on the work tree */
	bool open;		  /* the tree is there */
};

/* verify_run.c: one command in the sandbox; how it ends is no error. */
enum status verify_command(struct verifier *v, const struct copy *tree, const struct strings *argv,
    struct sandbox_end *end, struct err *err);
/* The commands that build, and the one that lists, "" where all did; else how one ended, and why.
 */
enum status verify_build(struct chain *chain, const struct copy *tree, const char **outcome,
    struct verify_said *said, struct err *err);
/* The file of the test. */
enum status verify_file(struct chain *chain, const struct copy *tree, bool shuffled,
    struct verify_said *said, struct err *err);
/* A copy of the work tree with the files of a commit and the test in it. */
enum status verify_tree(
    struct chain *chain, const struct verify_files *files, struct copy *out, struct err *err);

/* One test of it alone, the one of this name; ST_NO where the framework does not say how. */
enum status verify_alone(struct chain *chain, const struct copy *tree, const char *name,
    struct verify_said *said, struct err *err);

/* verify_settle.c: see verify_settled(). */
enum status verify_settle(struct chain *chain, char *why, size_t size, struct err *err);

/* verify_chain.c */
bool verify_is_over(const struct verifier *v); /* no time is left */
enum status verify_chain(struct chain *chain, struct err *err);

/* verify_unique.c, verify_tied.c, verify_prove.c: a stage each. */
enum status verify_unique(struct chain *chain, struct err *err);
void verify_keep(struct chain *chain); /* what comes later must not be the same */
void verify_forget(struct verifier *v);
void verify_tied(struct chain *chain);
enum status verify_change(struct verifier *v, struct err *err); /* read it, once */
void verify_files_fini(struct verify_files *files);
enum status verify_proven(struct chain *chain, struct err *err);

#endif
