/*
 * scratch - a private directory for a few files, gone when it is closed.
 *
 * It is made below TMPDIR (else /tmp), mode 0700, files 0600.
 * Errors: ST_IO.
 */
#ifndef IO_SCRATCH_H
#define IO_SCRATCH_H

#include <stddef.h>

#include "base/err.h"

enum status scratch_open(char **dir, struct err *err);
void scratch_close(char *dir); /* NULL is fine; frees it */

/* A file in it; name has no '/'. */
enum status scratch_put(
    const char *dir, const char *name, const char *bytes, size_t n, struct err *err);

#endif
