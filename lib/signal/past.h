/*
 * past - the history of a repository, and how it looked from one of its commits.
 *
 * Commits are fed newest first, as `git log --no-merges --raw --no-renames` lists them, all of
 * them: the number of a commit is its place in that list.  A view from commit number j knows the
 * commits j and older only; its age 0 is j.  To replay an older state: the view from the first
 * commit of the list that is an ancestor of it, or is it, with the paths of its tree.
 *
 * Renames are found by their blob, else by the base name or the stemmed words of it if only one
 * added path has them.  Commits of more than PAST_WIDE paths say nothing but their renames.
 *
 * Ownership: past_open() and past_view_open() give, past_close() and past_view_close() end; the
 * texts given are copied.  A view is for as long as its past; adding to the past ends its views.
 * The lexicon must outlive the past.
 *
 * Errors: none: what is given is taken as it is.  Blobs are compared by a 64-bit hash.
 */
#ifndef SIGNAL_PAST_H
#define SIGNAL_PAST_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "signal/terms.h"

#define PAST_WIDE 50
#define PAST_TERMS_VERSION 1 /* to be raised when past_terms() gives others: they are kept */
#define PAST_MESSAGE 65536   /* bytes of a message that are looked at */

struct past;
struct past_view;

struct past_file {
	char status;			 /* A M D T; others count as M */
	const char *old_blob, *new_blob; /* hex; "" or zeros where there is none */
	const char *path;
};

struct past_commit {
	const char *id;	   /* hex */
	const char *terms; /* past_terms() of its message */
	const struct past_file *files;
	size_t n_files;
};

/* The distinct terms of a message, without stop words, separated by spaces: appended. */
void past_terms(const char *message, size_t n, struct buf *out);

struct past *past_open(struct lexicon *lexicon);
void past_close(struct past *past); /* NULL is fine */
void past_add(struct past *past, const struct past_commit *commit);
const char *past_id(const struct past *past, size_t number);

/* live: the paths of regular files in the tree.  An empty past, or a `from` behind its end, gives a
   view without commits. */
struct past_view *past_view_open(
    struct past *past, size_t from, const char *const *live, size_t n_live);
void past_view_close(struct past_view *view); /* NULL is fine */
size_t past_view_commits(const struct past_view *view);

#endif
