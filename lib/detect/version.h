/*
 * version - versions as package managers write them: taken out of constraints, and compared.
 *
 * A version is numbers between dots and what follows ("rc1", "-beta.2", "+build"); no more is made
 * of it, and the numbers alone are compared: what comes before a release is like it.
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

/* The numbers of a version ("v8.1.0-rc.1": "8.1.0"), or "" for what is none: a hash, a path, text
   with anything else in it. */
void version_numbers(const char *version, char out[VERSION_TEXT]);

/* Comparisons that must all hold: ">=8 <9", "<5", "=3.10"; "" always does. */
bool version_condition(const char *condition); /* is it one? */
bool version_fits(const char *numbers, const char *condition);

#endif
