/* failure_private - what the files of failure share. */
#ifndef TEXT_FAILURE_PRIVATE_H
#define TEXT_FAILURE_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/vec.h"
#include "text/failure.h"

struct regex;

struct failure_pattern {
	struct regex *re;
	const struct json *runners;	    /* NULL: all */
	int line, file, at, name, function; /* groups, -1 */
	bool last;
};

struct failure_rule {
	struct failure_pattern pattern; /* re NULL: the stage says enough */
	const char *name, *suggestion;
	const char *stage; /* NULL: any */
	enum failure_category category;
};

struct failure_rules {
	struct json *tree;
	VEC_OF(struct failure_rule) rules;
	VEC_OF(struct failure_pattern) frames;
	VEC_OF(struct regex *) strict, loose; /* what the normaliser replaces */
	struct regex *outside;		      /* files that are no part of a project, or NULL */
};

/* What was said, bounded, without controls, with LF.  failure_clean.c */
void failure_clean(struct buf *out, const char *s, size_t n);

/* failure_normal.c */
enum status failure_normal_init(struct failure_rules *rules, struct err *err);
void failure_normal_fini(struct failure_rules *rules);
void failure_normal(const struct failure_rules *rules, bool loose, const char *root, const char *s,
    struct buf *out);

/* failure_place.c: file, at and function of the first frame in the project. */
void failure_place(const struct failure_rules *rules, const struct failure_ask *ask,
    const struct buf *text, struct failure *out);
/* The file below root, lent by s; NULL when it is no part of the project. */
const char *failure_inside(const struct failure_rules *rules, const char *root, const char *s);

bool failure_fits(const struct failure_rules *rules, const struct failure_pattern *pattern,
    const char *framework);

#endif
