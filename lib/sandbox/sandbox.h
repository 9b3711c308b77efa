/*
 * sandbox - one command, run on a copy of a work tree, within limits, and told afterwards how it
 * ended and which guarantees held.
 *
 * A tier is what confines it: a container (podman or docker), bubblewrap, or nothing but limits.
 * The caller chooses; nothing here falls to a weaker tier.
 *
 * One at a time in a process: what a command leaves behind is adopted by all of it.
 *
 * As root the command runs as the owner of `work`, which copy_open() makes a user of its own:
 * limits on the number of processes do nothing for root.
 *
 * Ownership: the sandbox is the caller's; sandbox_run() initialises *end, the caller ends it with
 * sandbox_end_fini(), whatever came back.
 *
 * Errors: ST_BUG for a sandbox that makes no sense, ST_IO when a pipe or process cannot be had. How
 * the command ends, and that the sandbox could not be set up, is no error: see .outcome.
 *
 * Limits / units: milliseconds and bytes, 0 for no limit.  `output` is for each stream; a stream
 * that passes it ends the command.  `disk` is how much `work` may grow, and what each temporary
 * file system holds; every file counts at least 4 KiB.  `file_bytes` is for one file.
 */
#ifndef SANDBOX_SANDBOX_H
#define SANDBOX_SANDBOX_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

enum sandbox_tier { SANDBOX_CONTAINER, SANDBOX_BWRAP, SANDBOX_NATIVE, SANDBOX_TIERS };

enum sandbox_guarantee {
	SANDBOX_NETWORK,   /* none but a loopback of its own */
	SANDBOX_FILES,	   /* of ours only what is visible, and that read only; the copy and /tmp */
	SANDBOX_PROCESSES, /* their number is limited */
	SANDBOX_OTHERS,	   /* no process of others is seen or signalled */
	SANDBOX_MEMORY_HELD, /* of all processes together, by the kernel */
	SANDBOX_TIME,	     /* on the wall and on the processor */
	SANDBOX_OUTPUT_HELD,
	SANDBOX_DISK_HELD,
	SANDBOX_DESCRIPTORS, /* none of ours is inherited, and their number is limited */
	SANDBOX_PRIVILEGES,  /* none, and none to be had */
	SANDBOX_CALLS,	     /* of the kernel's calls the dangerous ones are refused */
	SANDBOX_END,	     /* nothing of it runs on afterwards */
	SANDBOX_GUARANTEES
};

enum sandbox_outcome {
	SANDBOX_EXITED,	   /* status is its exit status */
	SANDBOX_SIGNALLED, /* status is the signal that ended it */
	SANDBOX_TIMEOUT,
	SANDBOX_CPU,
	SANDBOX_MEMORY,
	SANDBOX_OUTPUT,
	SANDBOX_DISK,	/* the copy grew too much, or a file did */
	SANDBOX_FAILED, /* it did not come to run the command: said tells why */
	SANDBOX_CANCELLED,
	SANDBOX_OUTCOMES
};

struct sandbox_limits {
	int64_t wall_ms, cpu_ms;
	size_t memory, processes, open_files, output, file_bytes, disk;
};

struct sandbox {
	enum sandbox_tier tier;
	const char *work;	       /* where it runs, read and write; absolute */
	const struct strings *visible; /* more directories it sees, read only, such as toolchains;
					  those that are not there are passed over; may be NULL */
	char *const *argv; /* argv[0] is looked for in the PATH inside unless it holds a '/' */
	char *const *environment; /* NAME=VALUE, beside the few there are; may be NULL */
	struct sandbox_limits limits;
	const volatile sig_atomic_t *cancel; /* may be NULL */
	const char *engine; /* of the container tier: "podman", "podman --runtime runc" */
	const char *image;  /* of the container tier; it is never pulled */
};

struct sandbox_end {
	enum sandbox_outcome outcome;
	int status;
	struct buf out, said; /* head and tail, with a line between that counts what was cut */
	uint64_t out_bytes, said_bytes; /* that were written */
	int64_t wall_ms, cpu_ms;
	unsigned guarantees; /* 1 << enum sandbox_guarantee, or-ed: those that held */
};

enum status sandbox_run(const struct sandbox *sandbox, struct sandbox_end *end, struct err *err);
void sandbox_end_fini(struct sandbox_end *end);

/* What `work` is called inside: "/work", "/rsg-work" where what is visible has that name, or in the
   native tier what it is. */
const char *sandbox_inside(const struct sandbox *sandbox);

/* What a tier enforces here, found out by running a command that does nothing in it. */
struct sandbox_probe {
	bool usable;
	char why[512]; /* it is not; "" where it is */
	unsigned guarantees;
	const char *how[SANDBOX_GUARANTEES]; /* by what it is enforced, or why it is not */
};

/* The tier, engine and image of the sandbox are looked at. */
void sandbox_probe(const struct sandbox *sandbox, struct sandbox_probe *out);

/* May the native tier be used on a project?  ST_REFUSED unless it is under version control and
   everything in it is committed, since nothing keeps a command there from changing it. */
enum status sandbox_native_check(const char *project, struct err *err);

const char *sandbox_tier_name(enum sandbox_tier tier); /* "bwrap" */
bool sandbox_tier_find(const char *name, enum sandbox_tier *out);
const char *sandbox_guarantee_name(enum sandbox_guarantee guarantee); /* "network" */
const char *sandbox_outcome_name(enum sandbox_outcome outcome);	      /* "timeout" */

#endif
