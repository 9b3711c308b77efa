/*
 * impact_git - a change as git tells it: what a branch did, and what is not committed yet.
 *
 * Ownership: impact_git_read() fills, impact_git_fini() ends, whatever came back.
 * Limits: the newest IMPACT_COMMITS commits between, IMPACT_MESSAGE bytes of their messages.
 * Errors: those of io/git.h; ST_NOINPUT too when two commits have nothing in common.
 */
#ifndef PHASE_IMPACT_GIT_H
#define PHASE_IMPACT_GIT_H

#include <signal.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

#define IMPACT_COMMITS 200
#define IMPACT_MESSAGE ((size_t)64 * 1024)

struct git;

struct impact_git {
	const char *base, *head; /* as they are asked for; head NULL: the work tree */
	const volatile sig_atomic_t *cancel;
	struct git *git;
	char *from, *to;	  /* commits: the best common ancestor, and head or NULL */
	struct buf diff;	  /* its max is the caller's */
	struct strings untracked; /* files of the work tree, the first of them */
	struct buf message;	  /* of the commits between, newest first */
};

/* Of the repository that dir is in. */
enum status impact_git_read(struct impact_git *git, const char *dir, struct err *err);
void impact_git_fini(struct impact_git *git);

#endif
