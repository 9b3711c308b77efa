/*
 * version - versions as package managers write them: compared, and taken out of constraints.
 *
 * A version is numbers between dots; what follows ("rc1", "-beta.2", "+build") makes it earlier
 * than the same numbers alone, and no more is made of it.
 */
#ifndef DETECT_VERSION_H
#define DETECT_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#define VERSION_TEXT 64

/* <0, 0, >0 */
int version_compare(const char *a, const char *b);

/* Does a version fit ">=8 <9", "<5", ">=3.10"?  No condition fits all; a version that is not known
   ("") fits nothing else. */
bool version_fits(const char *version, const char *condition);

/* The first version in a constraint ("^1.2", ">= 1.2, < 2", "~> 1.2", "v1.2.0"), or "". */
void version_first(const char *constraint, char out[VERSION_TEXT]);

/* The version that a constraint leaves no choice but of: "==1.2", "=1.2"; with `bare` "1.2" too. */
bool version_only(const char *constraint, bool bare, char out[VERSION_TEXT]);

#endif
