/*
 * price - what tokens cost: share/prices.json, dated, a user's own file before it.
 *
 * Units: rates in USD per million tokens; costs in whole micro-dollars, rounded up once a call.
 *
 * The row: that of the provider's name, else of the vendor whose dialect it speaks; the model's
 * name without a provider in front and a final -YYYYMMDD or -YYYY-MM-DD, exact before longest
 * prefix at a
 * '-' ("*" is any), unless what follows names another model ("gpt-5-pro"); of several the user's
 * before ours, and then the latest that is in force, or the first where none is yet.  No row:
 * unknown, never 0.  Models of ollama on this machine cost 0.
 *
 * Files of the share that are trusted: a project sets prices only when its user trusts it.
 */
#ifndef LLM_PRICE_H
#define LLM_PRICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct json;
struct llm_usage;
struct model;
struct prices;
struct share;
struct store;

/* for_id: rows that cannot be this model's are not looked at; NULL: all are, and checked. */
enum status prices_open(
    const struct share *share, const char *for_id, struct prices **out, struct err *err);
void prices_close(struct prices *prices);
const char *prices_date(const struct prices *prices); /* YYYY-MM-DD: when the table was made */

struct price {
	bool known;
	const char *model, *effective_from; /* of the row, lent by prices */
	double in, out, cache_read, cache_write_5m, cache_write_1h;
	int64_t
	    long_from; /* a prompt of more tokens is paid at the long_ rates as a whole; 0: none */
	double long_in, long_out, long_read, long_write_5m, long_write_1h;
	const struct json *row;
};

void prices_find(
    const struct prices *prices, const struct model *model, int64_t now_ms, struct price *out);
int64_t price_cost(const struct price *price, const struct llm_usage *usage); /* -1: unknown */

/* What a prompt and an answer of so many tokens may cost at most: all of the prompt may be written
   to the provider's cache. -1: unknown */
int64_t price_most(const struct price *price, int64_t prompt, int64_t out);

/* Tokens of a text, generously: for budgets, limits and the check of the context, before sending.
 */
int64_t tokens_estimate(const char *text, size_t n);

#endif
