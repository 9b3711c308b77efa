/*
 * tests - the tests of a run document, in the order in which to run them.
 *
 * First the suite of the ranking, then what was retrieved and not ranked.
 *
 * Ownership: doc_tests_init() and doc_tests_fini(); what the elements point to is lent by the
 * document.
 */
#ifndef DOC_TESTS_H
#define DOC_TESTS_H

#include <stddef.h>

#include "base/map.h"
#include "base/vec.h"

struct json;

struct doc_test {
	const char *id;
	size_t rank;		 /* from 1 */
	const struct json *line; /* of the ranking's suite; NULL: not ranked */
	const struct json *test; /* of the retrieval's tests; NULL: not there */
};

struct doc_tests {
	VEC_OF(struct doc_test) at;
	struct map places;
};

void doc_tests_init(struct doc_tests *tests, const struct json *doc);
void doc_tests_fini(struct doc_tests *tests);
const struct doc_test *doc_tests_find(const struct doc_tests *tests, const char *id); /* or NULL */

/* An id without the name of its framework: "tests/test_a.py::test_b". */
const char *doc_test_local(const char *id);

#endif
