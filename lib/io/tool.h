/*
 * tool - a program of the user's asked about some bytes, such as a compiler that only parses.
 *
 * It runs without a shell in a new, private and empty directory, so that no file of a project
 * tells it what to do, with an environment of a few names (PATH, HOME, where version managers keep
 * their versions; TMPDIR is the directory), within TOOL_MS and TOOL_BYTES.
 *
 * Ownership: tool_run() fills *end whatever comes back; command_end_fini() ends it.
 *
 * Errors: ST_NOINPUT when there is no such program.  How it ends is no error.  In what it says, the
 * directory's name is left out: that name is another each time.
 */
#ifndef IO_TOOL_H
#define IO_TOOL_H

#include <signal.h>
#include <stddef.h>

#include "base/err.h"
#include "base/vec.h"
#include "io/command.h"

#define TOOL_MS 20000
#define TOOL_BYTES ((size_t)256 * 1024)

struct tool {
	const struct strings *argv;
	const char *file; /* the bytes are this file in the directory; NULL: its standard input */
	const char *in;
	size_t n;
	size_t max_bytes; /* of its output; 0: TOOL_BYTES */
	const volatile sig_atomic_t *cancel;
};

enum status tool_run(const struct tool *tool, struct command_end *end, struct err *err);

#endif
