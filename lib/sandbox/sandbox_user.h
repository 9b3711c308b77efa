/*
 * sandbox_user - who a command runs as.
 *
 * Anybody but root: as they are.  Root: as a user of its own, whose number no account and no other
 * process has, so that limits on processes count and nothing of root's can be written.
 */
#ifndef SANDBOX_SANDBOX_USER_H
#define SANDBOX_SANDBOX_USER_H

#include <stdbool.h>
#include <sys/types.h>

uid_t sandbox_user(void);

/* May this user enter the directory?  By its modes and those above it; lists of access are not
   looked at. */
bool sandbox_user_reaches(uid_t user, const char *dir);

#endif
