/*
 * sandbox_group - a control group of its own for a command, where one can be written: memory, and
 * in version 2 the number of processes, are limited for all its processes together.
 *
 * Ownership: sandbox_group_open() gives, sandbox_group_close() removes the group; processes that
 * are left in it are killed in version 2.  What a process that was killed has left is removed by a
 * later one.
 *
 * Errors: none; a group that cannot be had limits nothing, and says so.
 */
#ifndef SANDBOX_SANDBOX_GROUP_H
#define SANDBOX_SANDBOX_GROUP_H

#include <stdbool.h>
#include <stddef.h>

struct sandbox_group {
	char *dir; /* NULL: none */
	int join;  /* a process that writes "0" there is in it; -1 */
	bool v2, memory, processes;
};

void sandbox_group_open(struct sandbox_group *group, size_t memory, size_t processes);
void sandbox_group_close(struct sandbox_group *group);

/* The directory of a new group in one of groups, where empty ones that dead processes of this user
   left are removed; free() it, NULL when none can be made. */
char *sandbox_group_make(const char *dir);

/* Was a process of it killed since there was no memory? */
bool sandbox_group_exhausted(const struct sandbox_group *group);

#endif
