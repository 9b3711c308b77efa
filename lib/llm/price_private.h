/*
 * price_private - the rows of the price table, and which one is a model's.
 */
#ifndef LLM_PRICE_PRIVATE_H
#define LLM_PRICE_PRIVATE_H

#include <stddef.h>

#include "base/vec.h"

struct json;
struct model;

struct price_row { /* all lent by the file it is in */
	const char *id, *provider, *from;
	const struct json *row;
	size_t file; /* a lower one comes before: the user's */
};

struct prices {
	VEC_OF(struct json *) files;
	VEC_OF(struct price_row) rows;
	const struct json *other_models;
	const char *date;
};

/* NULL: nobody knows.  today: "2026-11-20". */
const struct price_row *price_row_find(
    const struct prices *prices, const struct model *model, const char *today);

#endif
