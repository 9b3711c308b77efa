/*
 * audit_private - what audit.c and audit_verify.c share: a row, and its hash.
 */
#ifndef STORE_AUDIT_PRIVATE_H
#define STORE_AUDIT_PRIVATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "io/digest.h"

struct db_rows;

#define AUDIT_NO_HASH "0000000000000000000000000000000000000000000000000000000000000000"

struct audit_text { /* all the bytes of a column: what stands behind a NUL counts too */
	const char *s;
	size_t n;
};

struct audit_row {
	int64_t seq, at;
	struct audit_text event, run, data, previous, hash;
};

/* From the columns seq, at, event, run_id, data, previous, hash; lent by rows. */
struct audit_row audit_row_read(const struct db_rows *rows);
void audit_row_hash(const struct audit_row *row, char hash[DIGEST_TEXT]);

#endif
