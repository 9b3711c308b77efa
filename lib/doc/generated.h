/*
 * generated - the generated tests as they stand: what was generated, with what repairs made of it.
 *
 * The phase generation keeps the code that was written first, the phase healing has the code of
 * each test that a repair changed.
 */
#ifndef DOC_GENERATED_H
#define DOC_GENERATED_H

struct json;

/* The tests of generation, each with the code that it has now; the caller's, an empty array where
   there are none. */
struct json *doc_generated(const struct json *doc);

/* The code that a test of generation has now; lent. */
const char *doc_generated_code(const struct json *doc, const struct json *test);

/* What healing has of it, or NULL. */
struct json *doc_healed(const struct json *doc, const char *id);

#endif
