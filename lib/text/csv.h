/*
 * csv - records of a comma-separated text.
 *
 * Quoted fields may hold separators, doubled quotes and newlines; CRLF, LF and CR end a record; a
 * byte-order mark is passed over; the separator (',', ';', '\t' or '|') is the one that occurs most
 * outside quotes in the first record.
 *
 * Ownership: a reader borrows the text.  Fields are lent until the next csv_next().
 * Errors: ST_DATA with the line where a quote was opened that never closes.
 * Source: RFC 4180.
 */
#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct csv {
	const char *text;
	size_t n, at;
	int line; /* of the record that csv_next() gave, 1-based */
	int next_line;
	char separator;
	struct strings fields;
};

void csv_init(struct csv *csv, const char *text, size_t n);
enum status csv_next(struct csv *csv, struct err *err); /* ST_NO at the end */
void csv_fini(struct csv *csv);

/* The index of the header field called name, without regard to case and outer space, or -1. */
int csv_column(const struct strings *header, const char *name);

#endif
