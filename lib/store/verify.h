/*
 * verify - is everything in the store what was recorded.
 *
 * The audit chain from its first row; then what the log recorded against the rest: each execution
 * of a phase and its hashes, each gate and its decision, and that no execution, gate or run is
 * missing.  The checkpoints come behind the chain.
 *
 * Errors: ST_NO, with what differs named, when something was changed.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include <stddef.h>

#include "base/err.h"
#include "store/audit.h"

struct store;

struct verify_result {
	struct audit_check chain;
	size_t checkpoints; /* that the log goes through */
};

/* against (may be NULL): n bytes of checkpoints or hashes, a line each (checkpoint.h). */
enum status verify_store(struct store *store, const char *against, size_t n,
    struct verify_result *result, struct err *err);

#endif
