/*
 * sources - is a file code that a story can be about?  By its path; the patterns are those of
 * share/sources.yaml.
 *
 * Ownership: sources_read() fills, sources_fini() ends.  A zeroed struct has no sources.
 * Errors: ST_CONFIG naming the key.
 */
#ifndef SIGNAL_SOURCES_H
#define SIGNAL_SOURCES_H

#include <stdbool.h>

#include "base/err.h"
#include "base/ignore.h"

struct json;

struct sources {
	struct ignore files, others;
};

enum status sources_read(const struct json *tree, struct sources *out, struct err *err);
void sources_fini(struct sources *sources);
bool sources_has(const struct sources *sources, const char *path);

#endif
