/*
 * scan_above - the classes of other files that the classes of a file have cases from.
 *
 * A name behind `class X(` is looked up as the file's imports say: below the file's own directory
 * and those above it, never above the top.  Such a file is read once and kept while it may be of
 * use.
 *
 * Ownership: above_new() gives, above_free() ends; homes are lent until above_clear().
 * Limits: 256 imports a file, 4 files that only hand a class on, 200,000 imports and paths tried
 * and 64 files read for one file, files up to 2 MiB without a symbolic link below the top.
 */
#ifndef PHASE_SCAN_ABOVE_H
#define PHASE_SCAN_ABOVE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "phase/scan_find.h"

struct above;

struct import { /* offsets: the module, the end of the statement */
	size_t from, to, end;
};

struct home { /* a file and its classes */
	const char *path;
	const struct framework *framework;
	struct source *source;
	struct items *items;
	struct map classes; /* name -> index + 1 of the first of that name */
	VEC_OF(struct import) imports;
	bool has_imports;
};

struct base { /* a class; no home: one that nobody knows */
	struct home *home;
	size_t class;
};

struct above *above_new(void);
void above_free(struct above *above);

/* Of paths, the first `top` bytes are where a look upwards ends. */
void above_top(struct above *above, size_t top);

/* Of an abstract class: its cases run in one of another file.  Was it so? */
void above_use(struct above *above, const struct base *base);
bool above_used(struct above *above, const char *path, const char *class);

/* To be called between files: items of other homes are no longer used. */
void above_clear(struct above *above);

void home_init(struct home *home, const struct framework *framework, const char *path,
    struct source *source, struct items *items);
void home_fini(struct home *home);
void home_imports(struct home *home); /* reads them, once */

/* A class by its name in the same file; false when there is none. */
bool home_class(struct home *home, const char *name, size_t n, struct base *out);

/* A class as the file at `from` writes it, "module.Base", in another file. */
bool above_find(
    struct above *above, struct home *from, const char *name, size_t n, struct base *out);

#endif
