/*
 * impact_ctags - the symbols of files, as universal-ctags finds them.
 *
 * One run for all of them.  It reads no file: neither options nor sources, which it is given on its
 * standard input, in its sandbox where it has one.
 *
 * Errors: ST_NO where there is no universal-ctags that does this, or it failed; ST_TEMPFAIL when it
 * was interrupted.
 * Limits: 20 seconds, CTAGS_BYTES of output.
 */
#ifndef PHASE_IMPACT_CTAGS_H
#define PHASE_IMPACT_CTAGS_H

#include <signal.h>
#include <stddef.h>

#include "base/err.h"
#include "phase/impact_language.h"

#define CTAGS_BYTES ((size_t)64 * 1024 * 1024)

struct ctags_file {
	const char *path; /* its name tells the language */
	const char *text;
	size_t n;
	struct symbols *out; /* appended to by line */
};

enum status ctags_run(
    const struct ctags_file *files, size_t n, const volatile sig_atomic_t *cancel, struct err *err);

#endif
