/* generate_context_tests - the part of the context that comes out of the project's test files. */
#ifndef PHASE_GENERATE_CONTEXT_TESTS_H
#define PHASE_GENERATE_CONTEXT_TESTS_H

#include "phase/generate_context.h"

void context_tests(const struct gap_parts *gap, struct context *out, size_t max);
void context_surroundings(const struct gap_parts *gap, struct context *out, size_t max);

/* Append a text to a part of at most max bytes; what has no room is noted as cut. */
void context_put(
    struct context *c, struct buf *out, size_t max, const char *what, const char *text);

#endif
