/*
 * execution_private - what the modules of execution share: execution.c records what happened,
 * execution_document.c the entries of a document, execution_edits.c what people changed.
 */
#ifndef STORE_EXECUTION_PRIVATE_H
#define STORE_EXECUTION_PRIVATE_H

#include "store/execution.h"

struct execution_document {
	const struct json *doc;
	const struct json_kept *kept; /* or NULL */
	const char *phase; /* that was executed now; NULL: none, all come from elsewhere */
	const char *event; /* that vouches for it */
	int64_t now_ms;
};

/* Record all entries of a document whose run the store has.  *id is the execution of the phase. */
enum status execution_document(
    struct store *store, const struct execution_document *document, int64_t *id, struct err *err);

#endif
