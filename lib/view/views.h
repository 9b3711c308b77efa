/*
 * views - the views of a run document by name, in the order of the pipeline.
 *
 * A porcelain form is for programs: lines of fields separated by tabs, the first the type of the
 * line, as rsg-show(1) writes them down.  It is frozen: neither terminal nor locale nor
 * configuration changes it, and a type keeps its fields for ever.
 */
#ifndef VIEW_VIEWS_H
#define VIEW_VIEWS_H

#include <stddef.h>

#include "view/suite.h"

typedef enum status view_fn(const struct json *doc, const struct view *view,
    const struct suite_args *args, struct buf *out, struct err *err);

struct view_of {
	const char *name;  /* "ranking" */
	const char *alias; /* "suite", or NULL */
	const char *phase; /* whose output it shows */
	const char *items; /* of the output, one of which args.id may name; or NULL */
	view_fn *show;
	view_fn *porcelain; /* view is not looked at */
};

extern const struct view_of views[]; /* ends with a zero entry; the first is the default */

/* By name or alias; NULL when there is none. */
const struct view_of *view_find(const char *name);

/* What of the phase's output args->id names; the whole where it is NULL.  ST_USAGE when nothing
   has the id. */
enum status view_pick(const struct view_of *of, const struct json *doc, const char *id,
    const struct json **item, struct err *err);

SUITE_VIEW(porcelain_summary);
SUITE_VIEW(porcelain_ingestion);
SUITE_VIEW(porcelain_classification);
SUITE_VIEW(porcelain_embedding);
SUITE_VIEW(porcelain_impact);
SUITE_VIEW(porcelain_retrieval);
SUITE_VIEW(porcelain_coverage);
SUITE_VIEW(porcelain_ranking);
SUITE_VIEW(porcelain_selection);
SUITE_VIEW(porcelain_generation);
SUITE_VIEW(porcelain_verification);
SUITE_VIEW(porcelain_healing);
SUITE_VIEW(porcelain_audit);

#endif
