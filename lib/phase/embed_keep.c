#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/embed_private.h"
#include "store/vectors.h"

static struct vector_kind
kind_of(const struct phase_env *env, const struct json *output)
{
	return (struct vector_kind){ .name = json_get_string(output, "collection"),
		.run = doc_run_id(env->doc),
		.engine = json_get_string(output, "model"),
		.dimensions = (size_t)json_get_number(output, "dimensions") };
}

/* The vectors of all items, one behind the other, and what they are called. */
static struct vector_entry *
entries_of(const struct json *output, float **numbers, size_t *n)
{
	const struct json *items = json_get(output, "items");
	size_t dimensions = (size_t)json_get_number(output, "dimensions");
	struct vector_entry *entries = mem_calloc(json_len(items) + 1, sizeof *entries);
	struct buf bytes;

	*n = 0;
	*numbers = mem_calloc(json_len(items) * dimensions + 1, sizeof **numbers);
	buf_init(&bytes, dimensions * sizeof(float) + 4);
	json_each (item, items) {
		const char *base64 = json_get_string(item, "vector");
		float *v = *numbers + *n * dimensions;

		buf_clear(&bytes);
		if (base64_decode(base64, strlen(base64), &bytes) &&
		    bytes.len == dimensions * sizeof *v)
			memcpy(v, bytes.s, bytes.len);
		entries[*n] = (struct vector_entry){ .key = (int64_t)*n + 1,
			.label = json_get_string(item, "id"),
			.v = v,
			.n = dimensions };
		++*n;
	}
	buf_fini(&bytes);
	return entries;
}

enum status
embed_keep(struct phase_env *env, struct err *err)
{
	const struct json *output = doc_output(env->doc, "embedding");
	const struct vector_kind kind = kind_of(env, output);
	struct vector_entry *entries;
	float *numbers = NULL;
	int64_t collection = 0;
	size_t n = 0;
	enum status st = vector_collection_delete(env->store, kind.name, err);

	if (st && st != ST_NO)
		return st;
	st = vector_collection_add(env->store, &kind, env->now_ms, &collection, err);
	entries = entries_of(output, &numbers, &n);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = vector_put(env->store, collection, &entries[i], err);
	free(entries);
	free(numbers);
	return st;
}

struct key_list {
	int64_t *at;
	size_t len, cap;
};

static void
list_key(void *arg, int64_t key, const char *label)
{
	struct key_list *keys = arg;

	(void)label;
	*vec_add(keys) = key;
}

/* What an earlier embedding of the run left there and this one does not have. */
static enum status
drop_rest(
    struct vectors *vectors, const struct vectors_collection *there, size_t n, struct err *err)
{
	struct key_list keys = { 0 };
	size_t extra = 0;
	enum status st = vectors_labels(vectors, there, list_key, &keys, err);

	for (size_t i = 0; i < keys.len; i++) {
		if (keys.at[i] > (int64_t)n)
			keys.at[extra++] = keys.at[i];
	}
	if (st == ST_OK)
		st = vectors_remove(vectors, there, &(struct vectors_keys){ keys.at, extra }, err);
	vec_fini(&keys);
	return st;
}

enum status
embed_send(
    struct phase_env *env, struct vectors *vectors, const struct json *output, struct err *err)
{
	const struct vector_kind kind = kind_of(env, output);
	struct vectors_collection there;
	struct vector_entry *entries;
	float *numbers = NULL;
	size_t n = 0;
	enum status st = vectors_make(vectors, &kind, &there, err);

	if (st)
		return st;
	entries = entries_of(output, &numbers, &n);
	st = vectors_put(vectors, &there, entries, n, err);
	if (st == ST_OK)
		st = drop_rest(vectors, &there, n, err);
	if (st == ST_OK)
		st = vectors_ready(vectors, kind.name, true, err);
	free(entries);
	free(numbers);
	return st;
}
