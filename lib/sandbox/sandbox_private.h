/*
 * sandbox_private - what the modules of sandbox share.
 *
 * A tier makes a plan: what is executed, with which environment, and which descriptors it is given.
 * sandbox_start() makes it a process, sandbox_watch() looks after it.
 */
#ifndef SANDBOX_SANDBOX_PRIVATE_H
#define SANDBOX_SANDBOX_PRIVATE_H

#include <sys/types.h>

#include "sandbox/sandbox.h"
#include "sandbox/sandbox_group.h"
#include "sandbox/sandbox_mount.h"
#include "sandbox/sandbox_procs.h"

struct sandbox_plan {
	const struct sandbox *sandbox;
	struct strings argv, environment;
	VEC_OF(int) kept; /* descriptors that are handed on */
	int status[2];	  /* bwrap tells here; -1 where there is none, or it was handed over */
	const char *dir;  /* where it starts; NULL: anywhere */
	bool drop;	  /* to user */
	bool filter;	  /* the calls are filtered from the start */
	bool limited;	  /* processes, files and time by rlimits */
	bool foreign;	  /* the processes descend from a daemon, not from us */
	uid_t user;
	size_t already; /* processes that this user has in any case */
	VEC_OF(struct sandbox_mount) mounts;
	char *scratch; /* a private directory, removed afterwards; NULL */
	struct sandbox_group group;
	struct sandbox_mark mark;
	uint64_t used; /* of the disk, before */
	unsigned guarantees;
	char container[64];  /* its name; "" where there is none */
	size_t engine_words; /* of argv */
};

enum status sandbox_plan_bwrap(struct sandbox_plan *plan, struct err *err);
enum status sandbox_plan_native(struct sandbox_plan *plan, struct err *err);
enum status sandbox_plan_container(struct sandbox_plan *plan, struct err *err);

/* Did the command come to run in the container, and did memory run out?  It is removed, with all
   that runs in it; false when it cannot be. */
bool sandbox_container_end(const struct sandbox_plan *plan, bool *started, bool *exhausted);

void sandbox_plan_add(struct sandbox_plan *plan, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/* A descriptor to hand on from which these bytes can be read; -1 when it cannot be had. */
int sandbox_plan_bytes(struct sandbox_plan *plan, const char *bytes, size_t n);
/* Makes plan->scratch, beside the copy, for the user that the command runs as. */
enum status sandbox_plan_scratch(struct sandbox_plan *plan, struct err *err);
void sandbox_plan_keep(struct sandbox_plan *plan, int fd);

/* What a command finds in its environment; home and tmp are private directories inside. */
void sandbox_environment(const struct sandbox *sandbox, const char *tmp, struct strings *out);

struct sandbox_process {
	pid_t pid;
	int out, said, status; /* to read from; status -1 where there is none */
};

enum status sandbox_start(struct sandbox_plan *plan, struct sandbox_process *process,
    struct sandbox_end *end, struct err *err);

void sandbox_watch(
    const struct sandbox_plan *plan, struct sandbox_process *process, struct sandbox_end *end);

/* Orphans of a child become ours, so that their end can be waited for. */
void sandbox_adopt(bool on);

#endif
