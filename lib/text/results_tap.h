/*
 * results_tap - a test point and what may follow it: its YAML block, the comments of a failure.
 *
 * Of YAML only what harnesses write is read: "key: value", quoted or not, and block scalars.
 */
#ifndef TEXT_RESULTS_TAP_H
#define TEXT_RESULTS_TAP_H

#include <stddef.h>

#include "base/buf.h"
#include "text/results.h"

struct tap_yaml {
	size_t indent;	   /* of its "---" */
	char key[24];	   /* whose block scalar is being read; "" none */
	size_t key_indent; /* behind indent */
	struct buf block;
};

/* A tap_yaml begins zeroed; tap_yaml_fini() ends it whether it was begun or not. */
void tap_yaml_begin(struct tap_yaml *yaml, size_t indent);
void tap_yaml_line(struct results *r, struct tap_yaml *yaml, struct results_case *c, const char *s,
    size_t n); /* without the indentation of the block */
void tap_yaml_end(struct results *r, struct tap_yaml *yaml, struct results_case *c);
void tap_yaml_fini(struct tap_yaml *yaml);

/* The name and directive of a point whose status is set; s is behind "ok 1 - ".  Gives whether
   subtests in braces follow. */
bool tap_point(struct results *r, struct results_case *c, const char *s, size_t n);

bool tap_is_total(const char *s, size_t n); /* "tests 12", as many runners end with */

int64_t tap_duration(const char *s, size_t n); /* "12ms", "1.5s", "12" (ms); -1 */

/* A comment behind a failure that says where it was. */
void tap_diagnostic(struct results *r, struct results_case *c, const char *s, size_t n);

#endif
