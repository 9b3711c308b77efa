/*
 * suite - the ranked suite, the coverage of the criteria, the generated tests, and what to do next,
 * for a person.
 *
 * Each function reads a checked run document and appends to out.  Errors: ST_DATA when the phase it
 * shows is not in the document, naming the program to run.
 */
#ifndef VIEW_SUITE_H
#define VIEW_SUITE_H

#include <stdbool.h>

#include "base/err.h"

struct buf;
struct json;
struct view;

struct suite_args {
	int top;	/* rows of the ranking; 0 is all */
	bool gaps_only; /* of the criteria, those that are weak or a gap */
};

enum status view_ranking(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err);
enum status view_coverage(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err);

/* Of generated tests what they are, not their code. */
enum status view_generation(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err);

/* Coverage, ranking, score and the next step. */
enum status view_summary(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err);

#endif
