/*
 * look - what can be said of a store's file without changing it: nothing is migrated, none is made.
 *
 * Errors: as of db_open(); a file that opens but is damaged is no error, see .damage.
 */
#ifndef STORE_LOOK_H
#define STORE_LOOK_H

#include <stdint.h>

#include "base/err.h"

struct store_look {
	int version;	     /* of its schema; 0: no store of ours */
	int64_t bytes;	     /* of the file */
	int64_t log_bytes;   /* of its write-ahead log */
	int64_t free_bytes;  /* of the file system */
	unsigned int others; /* permission bits of group and others */
	char damage[200];    /* "" or SQLite's first complaint */
};

enum status store_look(const char *path, struct store_look *out, struct err *err);

/* Bytes that are free where a file of this name would lie; -1 when that cannot be known. */
int64_t store_free_bytes(const char *path);

#endif
