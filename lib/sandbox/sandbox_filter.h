/*
 * sandbox_filter - the kernel's calls that a command may not make.
 *
 * Refused with EPERM: tracing others, keys, mounts, namespaces, BPF, performance events, io_uring,
 * faults in user space, modules and the like; typing into a terminal (TIOCSTI, TIOCLINUX).  Sockets
 * are of the families UNIX, INET, INET6 and NETLINK only (EAFNOSUPPORT); clone3, whose flags a
 * filter cannot see, is not there (ENOSYS) and libraries use clone.  A call of another architecture
 * ends the process.
 *
 * Errors: false where there is no filter on this machine.
 */
#ifndef SANDBOX_SANDBOX_FILTER_H
#define SANDBOX_SANDBOX_FILTER_H

#include <stdbool.h>

bool sandbox_filter_write(int fd); /* as a program for the kernel */
bool sandbox_filter_load(void);	   /* for this process and all it starts */

#endif
