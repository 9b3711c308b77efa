/*
 * suite - each phase of a run document, for a person: what was understood of the story, what was
 * found, what is covered, the ranked suite, the generated tests, and what to do next.
 *
 * Each view reads a checked run document and appends to out.  On a terminal (view.columns) it is
 * laid out for reading; off a terminal it is one table, tab-separated, with a header line, never
 * cut.  views.h lists them by name.  Errors: ST_DATA when the phase it shows is not in the
 * document, naming the program to run; ST_USAGE when args.id is not in it.
 */
#ifndef VIEW_SUITE_H
#define VIEW_SUITE_H

#include <stdbool.h>

#include "base/err.h"
#include "base/vec.h"

struct buf;
struct json;
struct view;

enum suite_sort { /* of the ranking; equal ones stay in the order of the ranking */
	SUITE_SCORE,
	SUITE_TEST,	/* by name */
	SUITE_PRIORITY, /* high first */
	SUITE_CRITERIA, /* by their place in the story; tests of none last */
	SUITE_FILE,	/* by file and line */
};

struct suite_args {
	int top;	/* rows of the ranking, matches of a query; 0 is all */
	bool gaps_only; /* of the criteria, those that are weak or a gap */
	enum suite_sort sort;
	const char
	    *filter;	/* text that a row of the ranking has, in any case of letters; or NULL */
	const char *id; /* one test (or its rank), criterion or generated test; or NULL */
	bool code;	/* of generated tests, their code */
	bool brief;	/* as a part of a summary: no lists in words */
};

/* False for a name that is none; names for a message in suite_sort_names. */
bool suite_sort_read(const char *name, enum suite_sort *out);
extern const char *const suite_sort_names;

/* The rows of the ranking that args ask for, in their order. */
struct suite_row {
	const struct json *row;	 /* of phases.ranking.output.suite */
	const struct json *test; /* of phases.retrieval.output.tests, or NULL */
	const char *text;	 /* sorted by this, */
	double number;		 /* then by this, */
	size_t order;		 /* then by the ranking */
};

struct suite_rows {
	VEC_OF(struct suite_row) at;
	size_t total; /* that fit the filter: at.len or, with args.top, more */
};

void suite_select(const struct json *doc, const struct suite_args *args, struct suite_rows *rows);
void suite_rows_fini(struct suite_rows *rows);

/* The row of the ranking whose test has the id, or whose rank it is; or NULL. */
const struct json *suite_row_of(const struct json *doc, const char *id_or_rank);

#define SUITE_VIEW(name)                                                                           \
	enum status name(const struct json *doc, const struct view *view,                          \
	    const struct suite_args *args, struct buf *out, struct err *err)

SUITE_VIEW(view_summary); /* coverage, ranking, score and the next step */
SUITE_VIEW(view_ingestion);
SUITE_VIEW(view_classification);
SUITE_VIEW(view_embedding);
SUITE_VIEW(view_impact);
SUITE_VIEW(view_retrieval);    /* with args.id, of one query */
SUITE_VIEW(view_coverage);     /* with args.id, one criterion */
SUITE_VIEW(view_ranking);      /* with args.id, why a test is where it is */
SUITE_VIEW(view_selection);    /* with args.id, why a test is in or out */
SUITE_VIEW(view_generation);   /* with args.id or args.code, the code and what it was made from */
SUITE_VIEW(view_verification); /* with args.id, of one test, what each stage says */
SUITE_VIEW(view_healing);      /* with args.id, each attempt; with args.code, what stands */
SUITE_VIEW(view_audit);

/* The percentage of covered criteria in a line. */
void view_coverage_line(const struct json *coverage, const struct view *view, struct buf *out);

#endif
