/*
 * blames_private - one reading: a job for each file that is blamed.
 */
#ifndef STORE_BLAMES_PRIVATE_H
#define STORE_BLAMES_PRIVATE_H

#include "base/buf.h"
#include "io/digest.h"
#include "io/git.h"
#include "store/blames.h"

struct blames_job { /* a file */
	const struct blames_file *file;
	char *revision, *blob; /* NULL: not found, or nothing to do */
	const char *since;
	char key[DIGEST_TEXT];
	struct git_range ranges[GIT_RANGES];
	size_t n_ranges, lines;
	struct buf text; /* "ID COUNT" a line */
	enum { FIND, ASK, ASKED, KNOWN } state;
	enum status st;
	struct err err;
};

struct blames_work {
	const struct blames_args *args;
	struct blames_job jobs[BLAMES_FILES];
	size_t n;
	struct blames *blames;
};

/* Why a file is not blamed: end of a sentence, without its stop. */
void blames_leave_out(struct blames_work *work, const struct blames_job *job, const char *why);

const char *blames_head(const struct blames_args *args);

/* At which commit each file is to be blamed, and since which. */
enum status blames_find(struct blames_work *work, struct err *err);

#endif
