/*
 * csv - objects as comma-separated values, for a spreadsheet.
 *
 * Fields are quoted where need be, lines end in CRLF.  A field is one line without blanks in front,
 * what would not be seen in it is spelled, and one that a spreadsheet would take for a formula (it
 * begins with = + - @) gets a ' in front.  null is empty.
 *
 * Source: RFC 4180; OWASP, "CSV Injection".
 */
#ifndef VIEW_CSV_H
#define VIEW_CSV_H

#include <stddef.h>

#include "base/buf.h"

struct json;

/* A line of the keys and a line an object of the array; keys end with NULL. */
void view_csv(const struct json *objects, const char *const *keys, struct buf *out);

/* One field of a line that somebody else puts together. */
void view_csv_field(const char *text, struct buf *out);

#endif
