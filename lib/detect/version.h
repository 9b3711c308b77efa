/*
 * version - the versions in the constraints of package managers.
 *
 * A version is numbers between dots and what follows ("rc1", "-beta.2", "+build"); no more is made
 * of it.
 */
#ifndef DETECT_VERSION_H
#define DETECT_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#define VERSION_TEXT 64

/* The first version in a constraint ("^1.2", ">= 1.2, < 2", "~> 1.2", "v1.2.0"), or "". */
void version_first(const char *constraint, char out[VERSION_TEXT]);

/* The version that a constraint leaves no choice but of: "==1.2", "=1.2"; with `bare` "1.2" too. */
bool version_only(const char *constraint, bool bare, char out[VERSION_TEXT]);

#endif
