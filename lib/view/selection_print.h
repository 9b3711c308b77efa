/*
 * selection_print - a selection in the form that a runner, a program or a person asks for.
 *
 * Ownership: selection_print_open() gives, selection_print_close() ends; share and format are lent.
 * Errors: ST_USAGE for a format that there is not, ST_CONFIG for a runner's file that is malformed.
 */
#ifndef VIEW_SELECTION_PRINT_H
#define VIEW_SELECTION_PRINT_H

#include <stdbool.h>

#include "base/err.h"

struct buf;
struct json;
struct selection_print;
struct share;

/* Who is told what the list does not say. */
struct selection_tell {
	void (*tell)(void *arg, const char *sentence);
	void *arg;
};

/* A runner's name or paths, names, ctrf, csv, markdown or json; nul: for lists, a NUL behind each.
 */
enum status selection_print_open(const struct share *share, const char *format, bool nul,
    const struct selection_tell *to, struct selection_print **out, struct err *err);
void selection_print_close(struct selection_print *print); /* NULL is fine */

/* What was selected, or the rest.  Nothing is appended where there is no such test.  What the form
   cannot say is told of what was selected. */
enum status selection_print(struct selection_print *print, const struct json *doc, bool rest,
    struct buf *out, struct err *err);

/* Tell the warnings of the phase. */
void selection_warnings(const struct json *doc, const struct selection_print *print);

#endif
