/*
 * who - who is at work here, for the record of a decision.
 *
 * RSG_USER, else git's identity (user.name <user.email>), else the login name, else the number of
 * the user.  It says who decided and proves nothing: whoever can write the store can say any name.
 *
 * Ownership: free() it.  Limits: WHO_BYTES; control characters are left out.
 */
#ifndef CLI_WHO_H
#define CLI_WHO_H

#define WHO_BYTES 200

char *who(void);

#endif
