/*
 * generate_imports - is what a new test imports there?
 *
 * An import is looked for in the tree below root, among the language's own modules, in the files
 * that declare what is installed besides (share/syntax.yaml), and among what the existing tests
 * import.  It is missing only where that can be known: a module of the project that is not there, a
 * name that its module does not have, a package that nobody declared.  What cannot be known is
 * unknown, which is no fault.
 *
 * Ownership: resolver_init() before, resolver_fini() after; what it points to is borrowed.
 */
#ifndef PHASE_GENERATE_IMPORTS_H
#define PHASE_GENERATE_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "io/inside.h"

struct import;
struct json;
struct syntax;

enum import_from {
	FROM_UNKNOWN,
	FROM_TREE,     /* a file of the project */
	FROM_STANDARD, /* the language's own */
	FROM_DECLARED, /* named by requirements.txt, package.json ... */
	FROM_TESTS,    /* an existing test imports it */
	FROM_MISSING
};

extern const char *const import_from_names[];

struct resolver {
	struct syntax *syntax;
	const char *root;	 /* NULL: nothing is known of the tree */
	const char *file;	 /* where the test will be, below root */
	const char *framework;	 /* its runner is there, whoever declares it */
	const struct map *tests; /* names that existing tests import */
	/* found out by resolver_init() */
	const char *language;	    /* NULL: none that is known */
	const struct map *standard; /* NULL: not known */
	const struct json *aliases;
	struct strings above; /* directories: that of the file, those above it, "" last */
	struct buf declared;  /* the texts of the declaring files, one after the other */
	bool is_declared;     /* there is such a file */
	const char *code;     /* of the new test */
	char why[500];	      /* of the last that was missing */
};

enum status resolver_init(struct resolver *r, struct err *err);
void resolver_fini(struct resolver *r);

/* Add {"name", "from"} of each import of the code to list, and what is missing to problems. */
void resolver_check(
    struct resolver *r, const struct buf *code, struct json *list, struct strings *problems);

/* For generate_imports_*.c. */
enum import_from resolve_python(struct resolver *r, const struct import *import);
enum import_from resolve_javascript(struct resolver *r, const struct import *import);
enum import_from resolve_other(struct resolver *r, const struct import *import);

enum import_from import_missing(struct resolver *r, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
bool resolver_in_tests(const struct resolver *r, const char *name);
bool resolver_is_standard(const struct resolver *r, const char *name, size_t n);

/* Is the name in the declaring files, as a package's: case and "-_." are no matter. */
bool resolver_is_declared(const struct resolver *r, const char *name, size_t n);
bool resolver_declares(const struct resolver *r, const char *text, size_t n); /* exactly so */

/* A path below root: base, then each part; free() it.  ".." is resolved, NULL where it leads out.
 */
char *resolver_path(const char *dir, const char *path);
enum inside_kind resolver_look(const struct resolver *r, const char *dir, const char *path);

/* Has the file the word?  True also where it cannot be read. */
bool resolver_has_word(const struct resolver *r, const char *path, const char *word);

#endif
