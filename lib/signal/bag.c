#include "signal/bag.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/vec.h"

void
bag_fini(struct bag *bag)
{
	free(bag->at);
	free(bag->index);
	*bag = (struct bag){ 0 };
}

/* The place in the index where the term is, or where it would go. */
static size_t
place_of(const struct bag *bag, uint32_t term)
{
	size_t i = (term * 0x9e3779b1u >> 7) & (bag->index_len - 1);

	while (bag->index[i] != 0 && bag->at[bag->index[i] - 1].term != term)
		i = (i + 1) & (bag->index_len - 1);
	return i;
}

static void
grow(struct bag *bag)
{
	bag->index_len = bag->index_len ? bag->index_len * 2 : 32;
	free(bag->index);
	bag->index = mem_calloc(bag->index_len, sizeof *bag->index);
	for (size_t n = 0; n < bag->len; n++)
		bag->index[place_of(bag, bag->at[n].term)] = (uint32_t)n + 1;
}

double *
bag_slot(struct bag *bag, uint32_t term)
{
	size_t i;

	if (bag->len * 2 >= bag->index_len)
		grow(bag);
	i = place_of(bag, term);
	if (bag->index[i] == 0) {
		vec_add(bag)->term = term;
		bag->index[i] = (uint32_t)bag->len;
	}
	return &bag->at[bag->index[i] - 1].weight;
}

double
bag_get(const struct bag *bag, uint32_t term)
{
	size_t i;

	if (bag->len == 0)
		return 0;
	i = place_of(bag, term);
	return bag->index[i] ? bag->at[bag->index[i] - 1].weight : 0;
}

void
bag_add(struct bag *bag, const struct bag *other, double weight)
{
	for (size_t i = 0; i < other->len; i++)
		*bag_slot(bag, other->at[i].term) += weight * other->at[i].weight;
}
