/*
 * price - the prices that calls were paid at, kept so that a cost can be proved.
 */
#ifndef STORE_PRICE_H
#define STORE_PRICE_H

#include <stdint.h>

#include "base/err.h"

struct store;

/* The id of this price, added if need be; one transaction of its own. */
enum status price_add(struct store *store, const char *model, const char *effective_from,
    const char *rates, const char *source, int64_t *id, struct err *err);

#endif
