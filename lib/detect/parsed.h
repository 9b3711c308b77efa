/*
 * parsed - lock files and workspaces of a tree as values, each parsed once for all its roots.
 *
 * Ownership: parsed_fini().  What parsed_get() lends is good until the next parsed_add().
 * Limits: PARSED_BYTES of text are kept, and the last file whatever its size.
 */
#ifndef DETECT_PARSED_H
#define DETECT_PARSED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/vec.h"

#define PARSED_BYTES ((size_t)32 * 1024 * 1024)

struct json;

struct parsed_file {
	char *path;
	struct json *value; /* NULL: it cannot be understood */
};

struct parsed {
	VEC_OF(struct parsed_file) files;
	size_t bytes;
};

void parsed_fini(struct parsed *p);
bool parsed_get(const struct parsed *p, const char *path, const struct json **out);
/* Takes the value; n is the length of its text. */
void parsed_add(struct parsed *p, const char *path, size_t n, struct json *value);

#endif
