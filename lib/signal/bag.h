/*
 * bag - terms with a weight each, in the order they came: a query.
 *
 * Ownership: the struct is the caller's, zero at first; bag_fini() ends what it holds.
 */
#ifndef SIGNAL_BAG_H
#define SIGNAL_BAG_H

#include <stddef.h>
#include <stdint.h>

struct bag_item {
	uint32_t term;
	double weight;
};

struct bag {
	struct bag_item *at;
	size_t len, cap;
	uint32_t *index; /* of a power of two places, 0 where free */
	size_t index_len;
};

void bag_fini(struct bag *bag);
double *bag_slot(struct bag *bag, uint32_t term); /* a new one is 0; moves at the next */
double bag_get(const struct bag *bag, uint32_t term);
void bag_add(struct bag *bag, const struct bag *other, double weight); /* weight times each */

#endif
