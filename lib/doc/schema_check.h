/*
 * schema_check - one pass of an instance through compiled nodes.
 *
 * A pass is quiet or loud.  The quiet one only says whether the instance fits; when it does not, a
 * loud one writes down the first failure with its place, and among the alternatives of anyOf and
 * oneOf the deepest, which is the one that was meant.
 *
 * Limits: CHECK_DEPTH nodes inside each other, CHECK_STEPS nodes in all: past them the check ends
 * with a fault, which is an error whatever the schema says.
 */
#ifndef DOC_SCHEMA_CHECK_H
#define DOC_SCHEMA_CHECK_H

#include "base/buf.h"
#include "doc/schema_node.h"

#define CHECK_DEPTH 3000
#define CHECK_STEPS 50000000

struct place {
	const struct place *up;
	const char *key; /* NULL for an array element */
	size_t index;
	int depth;
};

struct check {
	struct schema_set *set;
	bool loud;
	enum status fault; /* not ST_OK: the check itself failed, *err says why */
	struct err *err;
	const struct place *place;
	int said_at; /* depth of the failure in *err, -1 for none */
	int depth;
	long steps;
};

bool check_node(struct check *c, const struct schema *node, const struct json *j);

bool check_quietly(struct check *c, const struct schema *node, const struct json *j);

/* One step further down; key is NULL for an array element. */
bool check_below(
    struct check *c, const struct schema *node, const char *key, size_t i, const struct json *j);

/* Say what was expected at the place of the check; always false. */
bool check_fail(struct check *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same at the member `key` of that place. */
bool check_fail_at(struct check *c, const char *key, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The check cannot be done; always false. */
bool check_fault(struct check *c, enum status status);

#endif
