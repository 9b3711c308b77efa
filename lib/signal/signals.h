/*
 * signals - how much each test file has to do with a request, or with a change.
 *
 * Two tracks: with a change the second, else the first.  Each signal gives a number for every test
 * file, divided by the best of the run, so the best has 1 unless the signal says nothing; code that
 * holds tests is no measure for files of tests alone.
 *
 * Formulas and constants are in the comment of each function; they were chosen together with the
 * weights of share/weights.json on the histories of nine public repositories.
 *
 * Ownership: the input lends everything.  signals_compute() fills *out, signals_fini() ends it.
 *
 * Determinism: what comes out depends on neither the order of documents nor the state of the
 * lexicon; sums are taken in a fixed order.
 *
 * Errors: none.
 */
#ifndef SIGNAL_SIGNALS_H
#define SIGNAL_SIGNALS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "signal/change.h"
#include "signal/document.h"
#include "signal/past.h"
#include "signal/terms.h"

enum track { TRACK_STORY, TRACK_CHANGE };

enum signal { /* in the order of people's interest: what a list of reasons is sorted by on ties */
	SIGNAL_BODY,
	SIGNAL_MESSAGES,
	SIGNAL_COSINE,
	SIGNAL_PATH,
	SIGNAL_NAMED,
	SIGNAL_PREFIX,
	SIGNAL_CASES,
	SIGNAL_PAIRS,
	SIGNAL_IDENTIFIERS,
	SIGNAL_RECENT,
	SIGNAL_SOURCE_JOINT,
	SIGNAL_SOURCE_PATH,
	SIGNAL_SOURCE_CHANGE,
	SIGNAL_SOURCE_NAMES,
	SIGNAL_SOURCE_PIECES,
	SIGNAL_DIFF_COSINE,
	SIGNAL_DIFF_CASES,
	SIGNAL_NAMES,
	SIGNAL_CONTEXT,
	SIGNAL_STRINGS,
	SIGNAL_NEAR_PATH,
	SIGNAL_SAME_STEM,
	SIGNAL_JOINT,
	SIGNAL_CO_CHANGE,
	SIGNAL_CO_CHANGE_PLAIN,
	SIGNAL_BLAME,
	SIGNAL_IMPORTS,
	SIGNALS
};

#define SIGNALS_TERMS 5	  /* words of evidence a file */
#define SIGNALS_COMMITS 3 /* commits of evidence a file */
#define SIGNALS_SOURCES 10

struct signals_blame {
	size_t commit; /* number in the past */
	size_t lines;  /* that it wrote of those about to change */
};

struct signals_input {
	struct lexicon *lexicon;
	const struct document *const *tests; /* one a path */
	size_t n_tests;
	const bool *code; /* one a test: it is code that holds tests, too; NULL: none is */
	const struct document *const *sources; /* for the story track; may be none */
	size_t n_sources;
	const struct past_view *past; /* NULL: no history */
	const char *request;	      /* text; its first line counts twice; may be NULL */
	size_t request_len;
	const struct change *change;	   /* NULL: the story track */
	const struct signals_blame *blame; /* in any order; may be none */
	size_t n_blame;
	const double *imports; /* one a test; NULL: not known */
};

struct signals_commit {
	size_t commit;	    /* number in the past */
	const char **paths; /* changed or likely sources in it, as they are called today */
	size_t n_paths;
};

struct signals_file {	    /* what there is to say about a test file */
	const double *near; /* one a case of its document: 1 the nearest; all 1 when none is */
	const char *terms[SIGNALS_TERMS]; /* rarest first */
	size_t n_terms;
	struct signals_commit commits[SIGNALS_COMMITS]; /* newest first */
	size_t n_commits;
	size_t together; /* how many commits touched this file and a changed or likely source */
};

struct signals_source {
	const char *path;
	double weight; /* 1 the likeliest */
};

struct signals_output {
	enum track track;
	size_t n_tests;
	double *value[SIGNALS]; /* n_tests each; NULL: not of this track */
	struct signals_file *files;
	struct signals_source sources[SIGNALS_SOURCES]; /* guessed, on the story track */
	size_t n_sources;
	struct arena arena; /* holds all of it */
};

void signals_compute(const struct signals_input *in, struct signals_output *out);
void signals_fini(struct signals_output *out);

const char *signal_name(enum signal which);
enum signal signal_find(const char *name); /* SIGNALS when there is none of that name */
bool signal_on(enum signal which, enum track track);

#endif
