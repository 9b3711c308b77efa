/*
 * diff - two texts as a unified diff, made by diff(1).
 *
 * Errors: ST_NOINPUT when there is no diff program, ST_IO when it fails.
 * Limits: DIFF_BYTES of output; a larger one is ST_DATA.
 */
#ifndef IO_DIFF_H
#define IO_DIFF_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"

#define DIFF_BYTES ((size_t)64 * 1024 * 1024)

struct diff_side {
	const char *label; /* "a/tests/test_pay.py"; a newline in it becomes a space */
	const char *s;
	size_t n;
};

/* Append the diff to out; nothing when the texts are equal. */
enum status diff_unified(const struct diff_side *before, const struct diff_side *after,
    struct buf *out, struct err *err);

#endif
