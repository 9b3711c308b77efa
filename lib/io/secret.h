/*
 * secret - the first line of a file or of what a command prints, where that is a key.
 *
 * Ownership: `out` is the caller's; secret_wipe() it when done.  No copy is kept here.
 *
 * A file must be a regular one of this user that nobody else may read or write, and no symbolic
 * link.  A command is run by sh -c with the terminal as its stdin and stderr, so that it can ask
 * for a passphrase; without a terminal its stdin is empty.
 *
 * Errors: ST_REFUSED, in words that hold nothing of what was read.
 * Limits: SECRET_MAX bytes; white space around the line is cut; printable ASCII only, since a key
 * with a newline in it would write headers of its own.
 */
#ifndef IO_SECRET_H
#define IO_SECRET_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SECRET_MAX 4096

enum status secret_file(const char *path, char out[SECRET_MAX], struct err *err);
enum status secret_command(
    const char *command, int64_t total_ms, char out[SECRET_MAX], struct err *err);

/* The same checks for a text that is there already, such as a variable's. */
enum status secret_text(const char *text, size_t n, char out[SECRET_MAX], struct err *err);

void secret_wipe(void *bytes, size_t n);

#endif
