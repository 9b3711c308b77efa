/*
 * generate_nearest - the existing test that a new one is modelled on, and what it looks like.
 *
 * Ownership: models_init() before, models_fini() after; the document and the store are borrowed,
 * what model_for() gives is the models'.
 */
#ifndef PHASE_GENERATE_NEAREST_H
#define PHASE_GENERATE_NEAREST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"
#include "phase/generate_skeleton.h"

struct corpus;
struct json;
struct phase_env;

struct model {
	const struct skeleton *skeleton; /* never NULL: Gherkin when nothing is near */
	const struct json *test;	 /* of retrieval's tests; NULL when nothing is near */
	struct json *record;		 /* of the corpus; NULL without a store */
	bool grouped;			 /* it is in a class or block */
	char *source;			 /* text of its file below root, or NULL */
};

struct models {
	const struct phase_env *env;
	const struct json *retrieval, *ranking;
	const char *root;
	struct corpus *corpus;
	struct map tests, queries; /* id -> place in pointers */
	VEC_OF(const struct json *) pointers;
	VEC_OF(struct skeleton *) skeletons;
};

void models_init(struct models *models, const struct phase_env *env, const char *root);
void models_fini(struct models *models);

const struct json *models_test(const struct models *models, const char *id);
const struct json *models_query(const struct models *models, const char *id);

/* The record of a test, NULL without a store or when it is gone; json_free() it. */
struct json *models_record(const struct models *models, const char *id);

/* Add what the retrieved tests import. */
void models_imports(const struct models *models, struct map *out);

enum status model_for(
    struct models *models, const char *criterion, struct model *out, struct err *err);
void model_fini(struct model *model);

/* The last part of a test's name, as a person would call it: "test_total" of
 * "a.py::TestCart::test_total[x]". */
const char *model_tail(const char *name, size_t *n);

/* The package of a file in Go and Java, appended; nothing where there is none. */
void model_package(const struct model *model, const char *file, struct buf *out);

/* A skeleton's code with the indentation of the model's file; free() it. */
char *model_code(const struct model *model);

#endif
