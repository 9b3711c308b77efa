/*
 * sandbox_mount - root's own directories, made reachable for the user that a command runs as.
 *
 * They are mounted below a directory that this user reaches, in a mount namespace of the child's
 * own, so that nobody else sees it and nothing has to be undone.
 *
 * Errors: where root may not mount, the place stays an empty directory.
 */
#ifndef SANDBOX_SANDBOX_MOUNT_H
#define SANDBOX_SANDBOX_MOUNT_H

#include <stddef.h>

struct sandbox_mount {
	char *from, *to;
};

void sandbox_mount(const struct sandbox_mount *mounts, size_t n);

#endif
