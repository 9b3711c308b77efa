/*
 * command - one program, fed and listened to, within limits of time and size.
 *
 * It runs in a process group of its own.  When time is up, its output too large or *cancel set, the
 * whole group gets SIGTERM and, once it has ended or a second later, SIGKILL.  When it has ended by
 * itself, what it left running is left alone, and what was written until then is its output.
 *
 * Ownership: the command is the caller's; command_run() initialises *end, the caller ends it with
 * command_end_fini(), whatever came back.
 *
 * Errors: ST_IO when it cannot be started (ST_NOINPUT: no such program).  How it ends is no error.
 *
 * Limits / units: milliseconds, 0 for none; max_bytes for all of its output.  Of what it says on
 * stderr the last COMMAND_SAID bytes are kept.
 */
#ifndef IO_COMMAND_H
#define IO_COMMAND_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define COMMAND_SAID ((size_t)4096)

enum command_how {
	COMMAND_DONE, /* by itself: see .status */
	COMMAND_TIMEOUT,
	COMMAND_TOO_LARGE,
	COMMAND_STOPPED, /* the data function said so */
	COMMAND_CANCELLED
};

typedef bool command_data_fn(void *arg, const char *bytes, size_t n); /* false ends it */

struct command {
	char *const *argv; /* argv[0] is looked for in PATH unless it holds a '/' */
	const char *in;	   /* its standard input */
	size_t in_n, max_bytes;
	int64_t total_ms;
	command_data_fn *data; /* NULL: the output is collected in end->out */
	void *arg;
	const char *dir;		     /* where it runs; NULL: where we do */
	char *const *environment;	     /* NULL: ours */
	const volatile sig_atomic_t *cancel; /* looked at ten times a second; NULL */
};

struct command_end {
	enum command_how how;
	int status; /* exit status, or 128 + signal */
	struct buf out, said;
	int64_t first_byte_ms, total_ms; /* first_byte_ms: -1 when none came */
};

enum status command_run(const struct command *command, struct command_end *end, struct err *err);
void command_end_fini(struct command_end *end);

#endif
