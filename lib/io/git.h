/*
 * git - the history of a directory, as git tells it.
 *
 * git is run without a shell, and nothing of a repository's own configuration runs a program: no
 * external diff, text conversion, filter, monitor, hook, signature check or pager, no submodule is
 * entered, nothing is fetched (of a partial clone, what is not here is missing), nothing is
 * written.  The repository is the one that the directory is in, whatever GIT_DIR says; of the
 * environment's GIT_ names only those of the user's configuration are passed on.
 *
 * Ids are whole, in hexadecimal: 40 digits, or 64 in a repository of SHA-256.  Paths and messages
 * are bytes of others.  Merges are passed over.
 *
 * Ownership: git_open() gives, git_close() ends.  What a callback gets is lent for the call.  A
 * callback that does not return ST_OK ends the reading, and its status is what comes back; ST_NO
 * means enough, and comes back as ST_OK.
 *
 * Errors: ST_NOINPUT where there is no git, no repository or no such revision; ST_IO when git fails
 * or says more than may be; ST_TEMPFAIL when *cancel was set.  The text says what to do.
 *
 * Limits: GIT_LOG_MS a reading, less for the small ones; GIT_TOKEN_BYTES of a message, of a commit
 * GIT_FILES files, of a blame GIT_RANGES ranges.
 */
#ifndef IO_GIT_H
#define IO_GIT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

#define GIT_LOG_MS 300000
#define GIT_TOKEN_BYTES ((size_t)1024 * 1024)
#define GIT_FILES 20000
#define GIT_RANGES 30
#define GIT_ID_MAX 64

struct git;

/* cancel may be NULL. */
enum status git_open(
    const char *dir, const volatile sig_atomic_t *cancel, struct git **out, struct err *err);
void git_close(struct git *git); /* NULL is fine */

const char *git_root(const struct git *git);  /* absolute; "" where there is no work tree */
const char *git_below(const struct git *git); /* the directory below it: "" or "lib/x/" */
const char *git_head(const struct git *git);  /* "" before the first commit */
bool git_is_shallow(const struct git *git);

bool git_is_id(const char *s); /* of a whole id's form */

/* The commit that a revision names, and the best common ancestor of two; free() it.  One that
   begins with '-' names none.  ST_NO when two have no common ancestor. */
enum status git_commit_id(struct git *git, const char *revision, char **out, struct err *err);
enum status git_merge_base(
    struct git *git, const char *a, const char *b, char **out, struct err *err);

struct git_diff {
	const char *base, *head;     /* ids; head NULL: the files of the work tree */
	const struct strings *paths; /* only these files; NULL for all */
	bool renames;		     /* look for them */
};

/* A diff in git's form, with whole ids and three lines of context, appended. */
enum status git_diff(
    struct git *git, const struct git_diff *diff, struct buf *out, struct err *err);

/* The first of the files that git neither tracks nor ignores, by path. */
enum status git_untracked(struct git *git, size_t most, struct strings *out, struct err *err);

struct git_file {
	char status;		     /* A, M, D, T */
	const char *mode, *old_mode; /* "100644", "120000", "160000"; "000000": not there */
	const char *old_blob, *new_blob, *path;
};

struct git_commit {
	const char *id, *parent, *message; /* parent: the first one, "" of a root */
	size_t message_n;
	const struct git_file *files;
	size_t n;
	bool cut; /* it has more than GIT_FILES */
};

typedef enum status git_commit_fn(void *arg, const struct git_commit *commit, struct err *err);

struct git_range {
	size_t first, last; /* lines, from 1 */
};

/* The newest commits of a revision, in the order of `git log`.  limit 0: all.  Without a commit
   there is nothing to tell, and no error. */
enum status git_log(struct git *git, const char *revision, size_t limit, git_commit_fn *fn,
    void *arg, struct err *err);
/* These, in this order. */
enum status git_log_of(
    struct git *git, const struct strings *ids, git_commit_fn *fn, void *arg, struct err *err);
/* The ids alone, appended. */
enum status git_ids(
    struct git *git, const char *revision, size_t limit, struct strings *out, struct err *err);

struct git_blame {
	const char *revision, *path;
	const char *since; /* commits that it reaches are not told apart and left out; NULL: none */
	const struct git_range *ranges;
	size_t n;
};

/* Which commit wrote how many of the lines, each commit once, ordered by id. */
typedef void git_blame_fn(void *arg, const char *id, size_t lines);
enum status git_blame(
    struct git *git, const struct git_blame *blame, git_blame_fn *fn, void *arg, struct err *err);

/* The regular files of a revision, ordered by path as bytes; paths: only these, NULL for all. */
typedef enum status git_tree_fn(
    void *arg, const char *path, const char *blob, bool executable, struct err *err);
enum status git_tree(struct git *git, const char *revision, const struct strings *paths,
    git_tree_fn *fn, void *arg, struct err *err);

/* The bytes of each blob, in this order; NULL for one that is not here or larger than max_bytes. */
typedef enum status git_blob_fn(void *arg, size_t i, const char *bytes, size_t n, struct err *err);
enum status git_blobs(struct git *git, const struct strings *ids, size_t max_bytes, git_blob_fn *fn,
    void *arg, struct err *err);

#endif
