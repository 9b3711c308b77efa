/*
 * price - the prices that calls were paid at, kept so that a cost can be proved.
 */
#ifndef STORE_PRICE_H
#define STORE_PRICE_H

#include <stdint.h>

#include "base/err.h"

struct store;

struct price_entry {
	const char *model;	    /* of the row of the price table */
	const char *effective_from; /* YYYY-MM-DD */
	const char *rates;	    /* JSON: USD per million tokens */
	const char *source;	    /* where the table has it from */
};

/* The id of this price, added if need be; one transaction of its own. */
enum status price_add(
    struct store *store, const struct price_entry *entry, int64_t *id, struct err *err);

#endif
