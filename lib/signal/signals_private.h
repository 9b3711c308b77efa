/*
 * signals_private - one run of signals_compute(): what its parts share.
 */
#ifndef SIGNAL_SIGNALS_PRIVATE_H
#define SIGNAL_SIGNALS_PRIVATE_H

#include <stdbool.h>

#include "base/mem.h"
#include "signal/bag.h"
#include "signal/side.h"
#include "signal/signals.h"
#include "signal/tally.h"

#define REQUEST_MAX 65536 /* bytes of a request that are looked at */

struct paths { /* what tells the paths of a set apart: idf is ln(n / df) */
	size_t n;
	const struct path_words **words;
	uint32_t *df; /* by term */
	double *norm; /* of each vector */
};

struct run {
	const struct signals_input *in;
	struct signals_output *out;
	struct lexicon *lexicon;
	struct arena arena;
	uint32_t *marks; /* slot of a term or identifier, plus one; zeros between uses */

	size_t n;		       /* tests, */
	const struct document **tests; /* by path */
	size_t *place;		       /* where each is in the input */
	const char **paths;
	size_t n_sources;
	const struct document **sources; /* by path */

	double *length;	   /* terms of each test */
	uint32_t *df_body; /* tests that have the term in their text, */
	uint32_t *df_file; /* or in their path */
	double *norm;	   /* of each test's tf-idf vector */
	struct paths path; /* of the tests */

	double *value[SIGNALS]; /* by tests; NULL: says nothing */

	struct bag q;		  /* the request: 1 + ln n, and 1 more in the first line */
	struct bag subject;	  /* terms of the first line */
	struct token_list asked;  /* terms of the request in order, no stop words */
	struct token_list idents; /* its identifiers */

	struct side suite;	 /* commits that touched tests */
	struct side_terms terms; /* of the request in their messages */
	double *like;		 /* how like the request the messages are */
	double *weight;		 /* of changed or likely paths, by their number in the past */

	struct path_words *changed; /* words of changed paths */
	size_t n_changed;
	struct token_list quoted; /* identifiers in changed strings */
	struct bag evidence;	  /* terms to be shown: of request, names and diff */
};

struct tests_part { /* which words of a test count how much */
	double path, messages;
};

/* signals_words.c */
void run_mark(struct run *run, const struct bag *q);
void run_unmark(struct run *run, const struct bag *q);
double *run_weights(struct run *run, const struct bag *q); /* by slot */
double *run_idf(struct run *run, const struct bag *q, const uint32_t *df);
void run_add_counts(
    const struct run *run, struct tally *tally, const struct term_counts *counts, double by);
void run_bm25(struct run *run, const struct bag *q, const struct tests_part *part,
    const struct bm25_shape *shape, double *score);
void run_cosine(struct run *run, const struct bag *q, double *score);
void run_exact(struct run *run, const struct token_list *idents, size_t limit, double *score);
void run_words(struct run *run);       /* body, cosine, pairs, identifiers */
void run_story_words(struct run *run); /* messages, prefix */

/* signals_cases.c */
void run_cases(struct run *run, const struct bag *q, bool of_files, double *score);

/* signals_paths.c */
void run_paths(struct run *run); /* path, named */
void run_path_set(struct run *run, struct paths *set, const struct document **docs, size_t n);
void run_path_match(struct run *run, const struct paths *set, const struct bag *q, double *score);
void run_path_near(struct run *run, const struct path_words *words, double weight, double *score);

/* signals_story.c, signals_change.c */
void run_story(struct run *run);
void run_change(struct run *run);

/* signals_past.c */
void run_past(struct run *run);	       /* recent */
double *run_likeness(struct run *run); /* of each commit's files to run->weight */
void run_joint(struct run *run, const double *likeness, double *score);
void run_co_change(struct run *run, const double *likeness, double root, double *score);
void run_weigh(struct run *run, const char *path, double weight); /* a changed or likely path */

/* signals_evidence.c */
void run_evidence(struct run *run);

/* The array of a signal, by run->tests, zeros. */
double *run_value(struct run *run, enum signal which);

/* Divide by the best. */
void best_is_one(double *value, size_t n);

/* The n terms of counts with the greatest (1 + ln count) * idf over the suite, weight 1 + ln count.
 */
void run_rarest(struct run *run, const struct bag *counts, size_t n, struct bag *out);

/* The n terms with the greatest weight * idf over the texts of the suite. */
void run_best_terms(struct run *run, const struct bag *weights, size_t n, struct bag *out);

#endif
