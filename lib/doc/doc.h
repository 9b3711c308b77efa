/*
 * doc - the run document: what flows through the pipeline.
 *
 * The document is a JSON object (schemas/run-document.schema.json, rsg-run-document(5)).  Each
 * phase adds one entry under `phases` and changes nothing else.
 *
 * Ownership: plain JSON trees, owned as json.h says; what doc_output() and the like return is lent.
 */
#ifndef DOC_DOC_H
#define DOC_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "io/digest.h"

struct json;

/* In pipeline order; NULL behind the last. */
extern const char *const doc_phases[];
int doc_phase_index(const char *phase); /* -1 when there is no such phase */
const char *doc_tool(int phase_index);	/* the program that makes it, "rsg-rank" */

/* Does what is done again make the output of a phase untrue?  Most phases look at all before them;
   the impact of a change has nothing to do with the story, nor generation with what is selected. */
bool doc_is_built_on(int phase, int before);

/* Is it a matter of course that the phase comes again?  Verification does behind healing, and
   healing goes on where it was. */
bool doc_comes_again(const struct json *doc, int phase);

/* Has the document what the phase is about: a story, a change? */
bool doc_is_due(const struct json *doc, int phase);

/* A document with no phases.  labels (may be NULL) is an object of strings and is copied. */
struct json *doc_new(const char *run_id, int64_t now_ms, const struct json *labels);
const char *doc_run_id(const struct json *doc);

/* The output of an executed phase, or NULL. */
struct json *doc_output(const struct json *doc, const char *phase);

/* How many items of the list have the same reason as this one of them; 0 when it is not their
 * first. */
size_t doc_same_reason(const struct json *list, const struct json *item);

/* ST_DATA naming the first phase of `needed` (NULL-ended) that has no output, and the tool to run.
 */
enum status doc_require(const struct json *doc, const char *const *needed, struct err *err);

/*
 * Put another output (taken) in the place of an executed phase's, in the words of `by`.  The entry
 * says so, with the hash of what the program made; phases behind it in the pipeline were built on
 * that and go.
 */
void doc_edit(
    struct json *doc, const char *phase, struct json *output, const char *by, int64_t now_ms);

/* The text of a criterion, or of the requirement or the title that stands in for one; lent. */
const char *doc_criterion_text(const struct json *doc, const char *id);

/* The element of an array of objects whose `id` is id, or NULL. */
struct json *doc_by_id(const struct json *array, const char *id);

#endif
