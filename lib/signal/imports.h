/*
 * imports - which files of a tree need a changed file: 1 for one that imports it, 0.5 for one that
 * imports a file that does, 0.25 for one of the same package, that needs no import to see it.
 *
 * A name is resolved by the rules of its language (imports_resolve.c).  Where they leave it open,
 * it is the file whose path ends in it; of several the one that has most folders in common with the
 * file that imports it.  A C header stands for the source of the same name, too.
 *
 * Ownership: everything is lent by the input, also what the output names.
 *
 * Errors: none.  Pure; the output depends on neither the order of files nor that of changes.
 *
 * Limits: linear in the imports; the first IMPORTS_FILES files, IMPORTS_TARGETS files a file
 * imports; what is beyond is not looked at.
 */
#ifndef SIGNAL_IMPORTS_H
#define SIGNAL_IMPORTS_H

#include <stddef.h>

#include "base/buf.h"
#include "text/imports.h"

#define IMPORTS_FILES ((size_t)100000)
#define IMPORTS_TARGETS 400

struct imports_file {
	const char *path;	       /* each once, from the root of the tree */
	const char *language;	       /* as in text/source.h; NULL: none */
	const struct imports *imports; /* NULL: it was not read */
};

struct imports_input {
	const struct imports_file *files; /* tests and sources; changed ones that are gone, too */
	size_t n_files;
	const char *const *changed; /* paths; those that are not among the files do not count */
	size_t n_changed;
	const char *go_module; /* as go.mod says; NULL: not known */
};

struct imports_found { /* one a file, in the order of the files */
	double value;
	const char *changed; /* the changed file it needs; NULL when value is 0 */
	const char *through; /* the file it imports that imports that; or NULL */
};

void imports_signal(const struct imports_input *in, struct imports_found *out);

#endif
