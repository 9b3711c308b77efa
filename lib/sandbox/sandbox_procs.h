/*
 * sandbox_procs - the processes that descend from this one.
 *
 * Those that were there when a run began are told apart by a mark taken before.
 *
 * Source: proc(5).
 */
#ifndef SANDBOX_SANDBOX_PROCS_H
#define SANDBOX_SANDBOX_PROCS_H

#include <stdint.h>
#include <sys/types.h>

#include "base/vec.h"

struct sandbox_proc {
	pid_t pid, parent;
	int64_t cpu_ms;	 /* its own, and of its children that were waited for */
	uint64_t memory; /* that it shares with no file */
	bool zombie, ours;
};

struct sandbox_procs {
	VEC_OF(struct sandbox_proc) all; /* those of the run only */
	int64_t cpu_ms;
	uint64_t memory;
};

struct sandbox_mark {
	pid_t root;		/* of this one only, which is in it too; 0: of this process */
	VEC_OF(pid_t) children; /* of this process, which are not the run's */
};

void sandbox_mark_take(struct sandbox_mark *mark);
void sandbox_mark_fini(struct sandbox_mark *mark);

void sandbox_procs_look(const struct sandbox_mark *mark, struct sandbox_procs *out);
void sandbox_procs_fini(struct sandbox_procs *procs);

/* Stops them all, then kills them all, until none is left or some seconds have passed; false when
   some are left. */
bool sandbox_procs_end(const struct sandbox_mark *mark);

size_t sandbox_procs_of(uid_t user);   /* threads of a user */
int64_t sandbox_procs_waited_ms(void); /* processor time of the children that were waited for */

#endif
