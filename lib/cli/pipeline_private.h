/*
 * pipeline_private - the command lines of a run, made by pipeline_plan.c.
 */
#ifndef CLI_PIPELINE_PRIVATE_H
#define CLI_PIPELINE_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"
#include "base/uuid.h"
#include "cli/pipeline.h"
#include "io/proc.h"

#define PHASES 12
#define STEPS (PHASES + 1) /* what was repaired is verified again */
#define STAGES (2 * STEPS) /* each may have a gate behind it */
#define MOST_ARGS 32

struct pipeline_phase {
	const char *tool, *doing;
	bool model;	    /* it may ask one */
	bool story, change; /* it runs only with one */
	bool verify, heal;  /* it runs only where that is asked for */
};

extern const struct pipeline_phase pipeline_phases[PHASES]; /* in the order of doc_phases */

/* One command line; strings are the arena's or borrowed. */
struct command {
	char *argv[MOST_ARGS];
	size_t n;
};

struct pipeline {
	struct cli *cli;
	struct arena arena;
	char run[UUID_TEXT];
	struct command commands[STAGES];
	struct proc_stage stages[STAGES];
	struct {
		size_t step; /* of the plan */
		bool gate;   /* the one behind that phase */
	} what[STAGES];
	int in_fd;	   /* what the first reads */
	size_t n;	   /* stages */
	size_t quiet_till; /* the last gate is this many stages in; 0: none */
	int64_t from_ms;
	size_t shown; /* the phase that the progress line names, from 1; 0: none */
	struct {
		int at[STEPS];
		size_t n;
	} plan; /* the phases of this run */
};

/* The phases of this run and their command lines; p->arena is there. */
void pipeline_plan(struct pipeline *p, const struct pipeline_args *args, bool story);

/* The parts of one command line. */
void pipeline_add(struct pipeline *p, struct command *c, const char *arg); /* NULL: nothing */
void pipeline_add_tool(struct pipeline *p, struct command *c, const char *tool);
void pipeline_add_shared(struct pipeline *p, struct command *c, bool gate);

#endif
