/*
 * retrieve_far - the vectors of the corpus that lie on a server, those of them that matter.
 *
 * retrieve_far_search() and retrieve_far_read() ask the server and are not called while the store
 * is held; retrieve_far_want() is part of scoring while r->far.looking is set.
 */
#ifndef PHASE_RETRIEVE_FAR_H
#define PHASE_RETRIEVE_FAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

struct batch;
struct retrieval;

struct far_vector { /* of a test, read from a server */
	int64_t row;
	size_t at; /* in bytes */
	double scale;
};

struct far {
	bool used, looking; /* looking: what else has to be read? */
	size_t dimensions;
	VEC_OF(struct far_vector) vectors;
	VEC_OF(int8_t) bytes;
	struct map rows; /* those read or wanted */
	VEC_OF(int64_t) wanted;
};

/* The nearest tests of every query. */
enum status retrieve_far_search(struct retrieval *r, struct err *err);

/* Want the tests that could still reach the list of a query; read what is wanted. */
void retrieve_far_want(struct batch *b);
enum status retrieve_far_read(struct retrieval *r, struct err *err);

void retrieve_far_fini(struct retrieval *r);

#endif
