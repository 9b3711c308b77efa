/*
 * banned - functions that have a safer equal here.  The Makefile includes this before everything.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat strncpy strncat sprintf vsprintf strtok gmtime localtime atoi
#pragma GCC poison atol atof mktemp tmpnam system popen sscanf

#endif
