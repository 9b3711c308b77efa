/*
 * terminal_private - what the modules of terminal share: terminal.c asks, terminal_run.c starts the
 * user's editor and pager.
 */
#ifndef IO_TERMINAL_PRIVATE_H
#define IO_TERMINAL_PRIVATE_H

#include "io/terminal.h"

struct terminal {
	int fd, lock_fd; /* lock_fd: the device itself; -1 when only fd can be locked */
};

#endif
