/*
 * verify - is everything in the store what was recorded.
 *
 * The audit chain from its first row, and each execution of a phase against the hashes in its
 * event.
 *
 * Errors: ST_NO, with the row or the execution named, when something was changed.
 */
#ifndef STORE_VERIFY_H
#define STORE_VERIFY_H

#include "base/err.h"
#include "store/audit.h"

struct store;

/* head (may be NULL): the hash of a row that the log must hold, so that one whose end was cut off
   is found too. */
enum status verify_store(
    struct store *store, const char *head, struct audit_check *check, struct err *err);

#endif
