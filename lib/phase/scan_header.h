/*
 * scan_header - where the header of a case starts: its decorators, and the comments above it.
 *
 * Limits: looks back at most 100 lines and 2,000 bytes within a line.
 */
#ifndef PHASE_SCAN_HEADER_H
#define PHASE_SCAN_HEADER_H

#include <stddef.h>

#include "text/source.h"

/*
 * `decorators` are the signs a decorator line starts with, separated by blanks ("@", "#[").
 * *from is where the first decorator (or the header's own line) starts, *top where the comments
 * directly above start.
 */
void scan_header(
    struct source *source, const char *decorators, size_t at, size_t *from, size_t *top);

#endif
