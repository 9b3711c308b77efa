/*
 * generate_test - one skeleton: its texts, names, file and code.
 *
 * Ownership: writer_init() before, writer_fini() after; the models are borrowed.
 */
#ifndef PHASE_GENERATE_TEST_H
#define PHASE_GENERATE_TEST_H

#include <stddef.h>

#include "base/err.h"
#include "base/map.h"

struct json;
struct model;
struct models;

struct writer {
	struct models *models;
	const struct json *ingestion, *story; /* story: the document's */
	const char *root;
	double score;		 /* of the run */
	struct map files, names; /* taken */
};

void writer_init(struct writer *writer, struct models *models);
void writer_fini(struct writer *writer);

/* Add the members of a skeleton modelled on `model` to `to`; `coverage` is the criterion's entry
   there. */
enum status writer_write(struct writer *writer, const struct model *model,
    const struct json *criterion, const struct json *coverage, struct json *to, struct err *err);

#endif
