/*
 * generate_check - what a model wrote, held against what can be known of it.
 *
 * It must parse, hold the tests it promises in the right framework, none of them skipped, each
 * asserting something, import only what is there, and be no copy of a test that exists or was
 * generated before.  Nothing of it is run.
 *
 * Ownership: checker_open() and checker_close(); findings_fini() ends what checker_check() filled.
 * Errors: those of data files (ST_CONFIG), and ST_TEMPFAIL when interrupted.
 */
#ifndef PHASE_GENERATE_CHECK_H
#define PHASE_GENERATE_CHECK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "phase/generate.h"
#include "text/shape.h"

struct json;
struct model;
struct models;
struct syntax;

#define CHECK_CODE ((size_t)256 * 1024) /* bytes of a generated test */

struct kept { /* a test generated before */
	struct shape shape;
	char *id, *name;
};

struct checker {
	struct phase_env *env;
	const struct generate_args *args;
	struct models *models;
	struct syntax *syntax;
	struct map imports; /* of existing tests */
	VEC_OF(struct kept) kept;
};

struct candidate {
	const char *name, *file; /* promised */
	const char *criterion;
	const struct json *names; /* all tests it says it holds */
	struct buf code;
};

struct findings {
	struct strings problems; /* none: it is right */
	struct json *checks;	 /* {"syntax", "parser", "imports"} */
	struct json *tests;	 /* names, as found in the code */
	struct json *records;	 /* of those tests */
};

enum status checker_open(struct phase_env *env, const struct generate_args *args,
    struct models *models, struct checker **out, struct err *err);
void checker_close(struct checker *checker);

enum status checker_check(struct checker *checker, const struct model *model,
    const struct candidate *candidate, struct findings *out, struct err *err);
void findings_fini(struct findings *findings);

/* It is taken: what comes later must not be the same.  id: "GEN-1". */
void checker_keep(struct checker *checker, const char *id, const struct candidate *candidate,
    const struct findings *findings);

/* For generate_check_*.c. */
void findings_add(struct findings *findings, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
enum status check_tests(struct checker *checker, const struct model *model,
    const struct candidate *candidate, struct findings *out, struct err *err);
void check_same(struct checker *checker, const struct candidate *candidate, struct findings *out);

/* The lines of a record's test in the text of its file. */
const char *lines_of(const struct json *record, const char *text, size_t n, size_t *len);

#endif
