/* weaken_guard - the rules of weaken.h as they are read (share/guards.yaml). */
#ifndef TEXT_WEAKEN_GUARD_H
#define TEXT_WEAKEN_GUARD_H

#include <stdbool.h>

#include "base/vec.h"
#include "io/regex.h"
#include "text/weaken.h"

enum guard_kind {
	GUARD_TESTS,
	GUARD_FUNCTIONS,
	GUARD_CONDITIONS,
	GUARD_DEAD,
	GUARD_RETURNS,
	GUARD_ASSERTIONS,
	GUARD_OPERATORS,
	GUARD_RANKS,
	GUARD_TRIVIAL,
	GUARD_TOLERANCES,
	GUARD_EITHER,
	GUARD_BOTH,
	GUARD_ASSIGNMENT,
	GUARD_TABLES,
	GUARD_REGISTERED,
	GUARD_MARKS,
	GUARD_KINDS
};

struct guard {
	struct regex *re, *unless; /* unless: NULL when there is none */
	const struct json *frameworks;
	int name, at, value, value2, operator; /* groups, -1 */
	int block;			       /* enum source_block, or -1: the match */
	int rank;
	enum weaken_what what;
	double within; /* what `close` allows when nothing is said, or negative */
	bool has_block, close, message, leads, behind, raw, digits, first;
};

struct guards {
	struct guard *at;
	size_t len, cap;
};

struct guard_language {
	const struct json *names, *literals;
	struct guards of[GUARD_KINDS];
};

struct weaken_rules {
	struct json *tree;
	VEC_OF(struct guard_language) languages;
};

#endif
