/*
 * dispatch - the tools beside rsg: found, listed, started.
 *
 * A tool is a program rsg-NAME in the directory of the running program, else in PATH, so that what
 * is in PATH cannot take the place of our own.
 */
#ifndef CLI_DISPATCH_H
#define CLI_DISPATCH_H

#include "base/buf.h"
#include "base/err.h"

/* Become the tool with these arguments (argv[0] is replaced); returns on failure only. */
enum status dispatch_tool(const char *name, char **argv, struct err *err);

/* Become man(1) with the page of a tool; "rsg" and "run" are rsg(1), "7" is rsg(7). */
enum status dispatch_manual(const char *topic, struct err *err);

/* A line for each tool beside this program: its name and what it is for. */
enum status dispatch_list(struct buf *out, struct err *err);

#endif
