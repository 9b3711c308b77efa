/*
 * proc - programs started, joined by pipes and waited for.
 *
 * Ownership: stages and their argv are the caller's; `said` of a stage is initialised here and the
 * caller's to buf_fini().
 *
 * Errors: ST_IO when a program cannot be started (ST_NOINPUT when there is no such program) or a
 * pipe fails.  How the programs end is no error: see .status.
 *
 * Limits: out's max for what the last one writes, BUF_TEXT for what each says on stderr; what is
 * beyond is read and dropped, and of `out` reported.
 */
#ifndef IO_PROC_H
#define IO_PROC_H

#include <stddef.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/err.h"

#define PROC_STAGES 26

struct proc_stage {
	char *const *argv; /* argv[0] is looked for in PATH unless it holds a '/' */
	pid_t pid;
	int status; /* exit status, or 128 + signal */
	struct buf said;
};

/* Called several times a second with the number of stages that have ended. */
typedef void proc_tick(void *arg, size_t ended);

struct proc_pipeline {
	struct proc_stage *stages;
	size_t n;
	int in_fd;	 /* what the first reads */
	struct buf *out; /* gets what the last one writes */
	proc_tick *tick; /* NULL: nobody watches */
	void *arg;
};

enum status proc_pipeline(const struct proc_pipeline *pipeline, struct err *err);

/* Run one program on these bytes; its output goes where ours goes.  *status as above. */
enum status proc_feed(char *const *argv, const char *bytes, size_t n, int *status, struct err *err);

/* A pipe that children do not inherit by themselves, and a descriptor closed once. */
enum status proc_pipe(int ends[2], struct err *err);
void proc_close(int *fd); /* -1 is fine, and what it is afterwards */

/* The directory of the running program; free() it, NULL when unknown. */
char *proc_own_dir(void);

#endif
