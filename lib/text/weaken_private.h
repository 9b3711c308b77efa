/* weaken_private - what the files of weaken share: rules, and the facts of one version. */
#ifndef TEXT_WEAKEN_PRIVATE_H
#define TEXT_WEAKEN_PRIVATE_H

#include <stdbool.h>

#include "base/vec.h"
#include "text/source.h"
#include "text/weaken.h"
#include "text/weaken_guard.h"

#define WEAKEN_PIECES 8
#define RANK_MAX 9 /* just this */
#define WEAKEN_WORK ((size_t)50 * 1000 * 1000)

struct slice {
	size_t from, to;
};

struct weaken_scope { /* a test or a function; a function without a name runs where it stands */
	struct slice block, name;
	size_t owner; /* the scope around it that has a name, or NONE */
	bool is_test, reached, dead;
};

struct weaken_block { /* a condition, or what is dead */
	struct slice block;
};

struct weaken_return {
	struct slice at, function; /* the block it leaves */
};

struct weaken_constant { /* NAME = VALUE; used only when there is one of a name */
	struct slice name, value;
	bool plain;
};

struct weaken_mark {
	const struct guard *guard;
	struct slice match;
	size_t test; /* scope or NONE */
};

struct weaken_assertion {
	const struct guard *rank_of;
	struct slice at;      /* of what is written */
	struct slice asserts; /* what says what has to hold; of an `if`, its condition */
	struct slice piece[WEAKEN_PIECES], within; /* within: the tolerance */
	size_t pieces, scope;			   /* nearest scope with a name, or NONE */
	size_t conditions, returns, condition,
	    leaves; /* how many lead to it, and where the last is */
	size_t either, both, constants;
	char *normal;
	struct strings literals, calls, names;
	double tolerance; /* negative: none */
	int rank;
	bool close, awaited, trivial, replaced, dead, used;
};

#define NONE ((size_t)-1)

struct facts {
	const struct guard_language *guards;
	const char *framework;
	struct source source;
	char *clean; /* the text without comments */
	VEC_OF(struct weaken_scope) scopes;
	VEC_OF(struct weaken_block) conditions, dead;
	VEC_OF(struct slice) functions; /* blocks of all functions, those without a name too */
	VEC_OF(struct weaken_return) returns;
	VEC_OF(struct weaken_assertion) assertions;
	VEC_OF(struct weaken_constant) constants;
	VEC_OF(struct weaken_mark) marks;
	struct strings registered;
	struct strings table; /* literals of the cases */
	size_t cases, table_at;
	size_t work; /* bytes looked at; nothing is found behind WEAKEN_WORK */
	bool whole;  /* the brackets are */
};

struct indexes {
	size_t *at;
	size_t len, cap;
};

typedef enum status guard_fn(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err);

/* fn for every match of every rule of the kind. */
enum status guard_each(struct facts *f, enum guard_kind kind, guard_fn *fn, struct err *err);
/* Does one of the rules fit within the slice of the code?  A rule that takes too long on it uses up
   the work. */
const struct guard *guard_fits(
    struct facts *f, enum guard_kind kind, struct slice in, struct regex_match *m);
size_t guard_count(struct facts *f, enum guard_kind kind, struct slice in);
bool guard_names(const struct json *list, const char *name);

/* weaken_facts.c */
enum status facts_read(struct facts *f, const struct weaken_rules *rules,
    const struct weaken_ask *ask, bool after, struct err *err);
void facts_fini(struct facts *f);
size_t facts_scope(const struct facts *f, size_t at, bool test); /* innermost with a name */
struct slice facts_statement(struct facts *f, size_t from);
struct slice facts_function(const struct facts *f, size_t at); /* innermost, or the text */
bool facts_work(struct facts *f, size_t n);		       /* false when it was too much */
bool facts_is(const struct facts *f, struct slice name, const char *word, size_t n);

/* weaken_assert.c */
enum status facts_assertions(struct facts *f, struct err *err);
void assertion_fini(struct weaken_assertion *a);

/* weaken_pieces.c */
void pieces_split(struct facts *f, struct weaken_assertion *a, const struct guard *guard);
char *pieces_normal(const struct facts *f, struct slice in);
size_t pieces_cases(struct facts *f, size_t open);
bool pieces_has(struct facts *f, struct slice in, const char *word, size_t n);

/* weaken_values.c */
void values_judge(struct facts *f, struct weaken_assertion *a); /* literals, calls, trivial */
void values_literals(struct facts *f, struct slice in, struct slice without, struct strings *out);

/* weaken_reach.c: the assertions that run when the scope does (NONE: the file is loaded). */
enum status reach(struct facts *f, size_t scope, struct indexes *out, struct err *err);

/* weaken_pair.c */
struct weaken_pairing {
	struct facts *before, *after;
	struct weaken_findings *out;
	struct indexes a, b; /* what is to be paired */
};
void pair_all(struct weaken_pairing *p);
void finding_add(struct weaken_findings *out, enum weaken_what what, const struct facts *before,
    size_t before_at, const struct facts *after, size_t after_at);

/* weaken_marks.c: what is new in the file as a whole. */
void marks_compare(struct facts *before, struct facts *after, struct weaken_findings *out);

#endif
