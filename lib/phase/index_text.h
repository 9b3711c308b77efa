/*
 * index_text - the searchable text of a test-case record: stems of its title, path and body.
 *
 * Ownership: index_text_init() to index_text_fini(); the fields are valid until the next
 * index_text_set().  Limits: 4 MiB of terms a test, cut behind a whole one.
 */
#ifndef PHASE_INDEX_TEXT_H
#define PHASE_INDEX_TEXT_H

#include "base/buf.h"
#include "store/corpus.h"

struct json;
struct words;

struct index_text {
	struct words *words;
	struct buf fields[CORPUS_FIELDS];
	uint32_t terms[CORPUS_FIELDS];
};

void index_text_init(struct index_text *text, struct words *words);
void index_text_fini(struct index_text *text);
void index_text_set(struct index_text *text, const struct json *record);

/* What a model is shown of a test: one member a line, MODEL_TEXT bytes at most, appended. */
void index_model_text(const struct json *record, struct buf *out);

#endif
