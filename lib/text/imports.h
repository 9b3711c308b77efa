/*
 * imports - what a source says it needs: modules, packages, headers, other files.
 *
 * Only what is written plainly is found: a name that is put together when the program runs is
 * not.  Names are as written ("./cart", "shop.cart", "net/http", "../lib.sh"), with the leading
 * dots of Python's relative imports.
 *
 * Ownership: imports_find() fills what imports_fini() ends; the source is borrowed.
 *
 * Limits: pure and total; IMPORTS_MAX imports, IMPORT_BYTES of a name; what is beyond is dropped
 * and `cut` says so.  Languages: c cpp go java javascript kotlin php python ruby rust sh; none is
 * found in others.
 */
#ifndef TEXT_IMPORTS_H
#define TEXT_IMPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

#define IMPORTS_MAX ((size_t)500)
#define IMPORT_BYTES ((size_t)1000)

struct source;

enum import_kind {
	IMPORT_MODULE, /* looked for by the language's rules */
	IMPORT_FILE,   /* a path from where the file is: C's "x.h", Ruby's require_relative */
	IMPORT_SYSTEM  /* C's <x.h> */
};

struct import {
	enum import_kind kind;
	char *name;
	struct strings members; /* what is taken out of it by name, where that is said */
	size_t line;		/* 1-based */
	bool optional;		/* inside a block: the program may get by without */
};

struct imports {
	VEC_OF(struct import) at;
	bool cut;
};

void imports_find(const struct source *source, struct imports *out);
void imports_fini(struct imports *imports);

/* For the readers of one language, imports_*.c. */
struct import *imports_add(
    struct imports *out, enum import_kind kind, const char *name, size_t n, size_t line);
void imports_member(struct import *import, const char *name, size_t n);
void imports_python(const struct source *source, struct imports *out);
void imports_javascript(const struct source *source, struct imports *out);

#endif
