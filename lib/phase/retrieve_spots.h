/*
 * retrieve_spots - the terms of one test with their places, to see which stand near each other.
 */
#ifndef PHASE_RETRIEVE_SPOTS_H
#define PHASE_RETRIEVE_SPOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct retrieval;

struct retrieve_spots {
	const struct retrieval *r;
	uint64_t *at; /* term and place, sorted */
	size_t len, cap;
	double square;	/* of the length of the test's vector of idf */
	uint32_t place; /* while reading */
	int field;
};

enum status retrieve_spots_read(
    struct retrieve_spots *spots, const struct retrieval *r, uint32_t test, struct err *err);
bool retrieve_spots_has(const struct retrieve_spots *spots, uint32_t term);
/* Does b stand within RETRIEVE_NEAR words of a; right behind it? */
bool retrieve_spots_near(const struct retrieve_spots *spots, uint32_t a, uint32_t b);
bool retrieve_spots_joined(const struct retrieve_spots *spots, uint32_t a, uint32_t b);

#endif
