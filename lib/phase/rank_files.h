/*
 * rank_files - the score of a test by its file: what the signals say of that, how near the test is
 * to what is asked beside the others of the file, and what speaks for it whatever its file.
 *
 *	score = 1 - (1 - file * (1 + near) / 2) * product over what raises it of (1 - weight *
 *value)
 *
 * file	signal/fuse.h, with the weights of share/weights.json or the project's .rsg/weights.json
 * near	of the retrieval; with a story the mean of that and of what rank_signals.h says of the test
 *	beside the best of its file; then beside the nearest, so that the best test of a file has
 *	the score of the file
 * raised	link	it names the ticket, or an AC is linked to it
 *	changed	its own file is part of the change
 *	failed	it failed when it last ran (1), else its decayed failure rate
 *	new	others have results, it has none
 *	lead	it is the best test of an AC that the story states
 *
 * A test that the model answered for: (score + weight * model's) / (1 + weight).
 *
 * Ownership: rank_files_init() fills, rank_files_fini() ends; the rest is lent from the document.
 * Errors: ST_CONFIG for weights that cannot be used.
 */
#ifndef PHASE_RANK_FILES_H
#define PHASE_RANK_FILES_H

#include "base/buf.h"
#include "phase/rank_signals.h"
#include "signal/fuse.h"

struct rank_file {
	const struct json *file; /* of the retrieval */
	const char *path;
	double score, best, nearest; /* best: of its tests, by rank_signals.h; the same of near */
};

struct rank_files {
	struct rank_file *at; /* by path */
	size_t len;
	size_t *order; /* best first */
	enum track track;
	struct weights weights;
	bool own;				/* the project's weights */
	double *value[SIGNALS], share[SIGNALS]; /* weight beside all that say anything */
	struct map index, near;			/* path, id of a test: place + 1 in at, in nears */
	VEC_OF(double) nears;
};

enum status rank_files_init(struct rank_files *files, const struct phase_env *env, struct err *err);
void rank_files_fini(struct rank_files *files);

/* The file of a test, or NULL; a test that has one gets its score by it. */
const struct rank_file *rank_file_of(const struct rank_files *files, const struct rank_test *test);
void rank_files_score(
    struct rank_files *files, struct rank_tests *tests, const struct rank_args *args);

/* "file", "near" and "raised" of a test's line; "files", "track" and "weights" of the output. */
void rank_files_line(
    const struct rank_files *files, const struct rank_test *test, struct json *line);
void rank_files_put(const struct rank_files *files, struct json *out);

/* rank_why.c: what there is to say, clauses divided by "; ". */
void rank_why(const struct rank_files *files, const struct rank_test *test, struct buf *out);

#endif
