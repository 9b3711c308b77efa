/*
 * llm_vectors - embeddings in JSON: as numbers for those who ask, as base64 where they are kept.
 *
 * base64 holds the floats as they are in memory here, little end first, so that what is kept comes
 * back to the bit.  A list of numbers is read as well: people write cassettes.
 */
#ifndef LLM_LLM_VECTORS_H
#define LLM_LLM_VECTORS_H

#include <stddef.h>

struct answer;
struct json;

/* Into answer->vectors; answer->fault where they are no vectors of one length. */
void vectors_read(struct answer *answer, const struct json *rows);

struct json *vectors_numbers(const float *v, size_t n, size_t dimensions); /* rows of numbers */
struct json *vectors_kept(const float *v, size_t dimensions);		   /* one row, as base64 */

#endif
