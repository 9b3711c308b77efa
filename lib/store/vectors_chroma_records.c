#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/digest.h"
#include "io/json.h"
#include "store/vectors_chroma.h"

#define PAGE_NUMBERS ((size_t)200000) /* components in one reply or request */
#define PAGE_LABELS 5000
#define MOST_RECORDS 10000000	 /* of a collection */
#define PAGE_KEYS ((size_t)1000) /* in one request */

static size_t
page_of(const struct vectors *vectors, const struct vectors_collection *collection)
{
	size_t rows = PAGE_NUMBERS / (collection->dimensions ? collection->dimensions : 1);

	rows = rows < 1 ? 1 : rows > PAGE_KEYS ? PAGE_KEYS : rows;
	return rows < vectors->max_batch ? rows : vectors->max_batch;
}

static enum status
post(struct vectors *vectors, const struct vectors_collection *collection, const char *what,
    struct json *body, struct json **reply, struct err *err)
{
	char path[120];
	enum status st;

	chroma_path(collection, what, path, sizeof path);
	st = chroma_call(vectors, "POST", path, body, reply, err);
	json_free(body);
	if (st == ST_NO)
		st = err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s has lost a collection: index again", vectors->url);
	return st;
}

static void
add_key(struct json *ids, int64_t key)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)key);
	json_add_string(ids, text);
}

/* What the store would keep, as numbers. */
static void
add_vector(struct json *embeddings, const int8_t *packed, size_t n, double scale, bool base64)
{
	float *v = mem_alloc(n * sizeof *v);
	struct json *list;
	struct buf text;

	for (size_t i = 0; i < n; i++)
		v[i] = (float)scale * (float)packed[i];
	if (base64) {
		buf_init(&text, BUF_TEXT);
		base64_encode(v, n * sizeof *v, &text);
		json_add_string(embeddings, text.s);
		buf_fini(&text);
	} else {
		list = json_add(embeddings, json_new_array());
		for (size_t i = 0; i < n; i++)
			json_add(list, json_new_number((double)v[i]));
	}
	free(v);
}

static bool
add_entry(struct json *body, const struct vector_entry *entry, bool base64)
{
	int8_t *packed = mem_alloc(entry->n);
	char text[JSON_NUMBER_TEXT];
	struct json *metadata;
	double scale = 0;
	bool good = vector_pack(entry->v, entry->n, packed, &scale);

	if (good) {
		add_key(json_get(body, "ids"), entry->key);
		add_vector(json_get(body, "embeddings"), packed, entry->n, scale, base64);
		metadata = json_add_object(json_get(body, "metadatas"));
		json_number_text(scale, text);
		json_set_string(metadata, "scale", text);
		if (entry->label)
			json_set_string(metadata, "label", entry->label);
	}
	free(packed);
	return good;
}

enum status
chroma_put(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vector_entry *entries, size_t n, struct err *err)
{
	size_t most = page_of(vectors, collection);
	enum status st = ST_OK;

	for (size_t from = 0; st == ST_OK && from < n; from += most) {
		struct json *body = json_new_object();

		json_set_array(body, "ids");
		json_set_array(body, "embeddings");
		json_set_array(body, "metadatas");
		for (size_t i = from; st == ST_OK && i < n && i < from + most; i++) {
			if (!add_entry(body, &entries[i], vectors->takes_base64))
				st = err_set(err, ST_DATA,
				    "a vector has a component that is not a number: embed the text "
				    "again");
		}
		if (st)
			json_free(body);
		else
			st = post(vectors, collection, "upsert", body, NULL, err);
	}
	return st;
}

enum status
chroma_remove(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, struct err *err)
{
	size_t most = PAGE_KEYS < vectors->max_batch ? PAGE_KEYS : vectors->max_batch;
	enum status st = ST_OK;

	for (size_t from = 0; st == ST_OK && from < keys->n; from += most) {
		struct json *body = json_new_object(), *ids = json_set_array(body, "ids");

		for (size_t i = from; i < keys->n && i < from + most; i++)
			add_key(ids, keys->at[i]);
		st = post(vectors, collection, "delete", body, NULL, err);
	}
	return st;
}

/* What reading records takes along. */
struct reading {
	const struct vectors *vectors;
	size_t dimensions;
	int8_t *packed;
	vector_fn *fn;
	vectors_label_fn *label;
	void *arg;
};

static enum status
read_vector(void *arg, int64_t key, const struct json *metadata, const struct json *embedding,
    struct err *err)
{
	struct reading *r = arg;
	double scale = strtod(json_get_string(metadata, "scale"), NULL);

	if (!(scale >= 0 && scale < 1e30) ||
	    !chroma_bytes(embedding, scale, r->packed, r->dimensions))
		return err_set(err, ST_UNAVAILABLE,
		    "the vector server %.200s gives back vector %lld otherwise than it got it: "
		    "index again",
		    r->vectors->url, (long long)key);
	r->fn(r->arg, key, r->packed, r->dimensions, scale);
	return ST_OK;
}

static enum status
read_label(void *arg, int64_t key, const struct json *metadata, const struct json *embedding,
    struct err *err)
{
	struct reading *r = arg;

	(void)embedding;
	(void)err;
	r->label(r->arg, key, json_get_string(metadata, "label"));
	return ST_OK;
}

static struct json *
get_body(bool vectors_too)
{
	struct json *body = json_new_object(), *include = json_set_array(body, "include");

	json_add_string(include, "metadatas");
	if (vectors_too)
		json_add_string(include, "embeddings");
	return body;
}

enum status
chroma_get(struct vectors *vectors, const struct vectors_collection *collection,
    const struct vectors_keys *keys, vector_fn *fn, void *arg, struct err *err)
{
	struct reading r = {
		.vectors = vectors, .dimensions = collection->dimensions, .fn = fn, .arg = arg
	};
	size_t most = page_of(vectors, collection), count;
	enum status st = ST_OK;

	r.packed = mem_alloc(r.dimensions);
	for (size_t from = 0; st == ST_OK && from < keys->n; from += most) {
		struct json *body = get_body(true), *ids = json_set_array(body, "ids"),
			    *reply = NULL;

		for (size_t i = from; i < keys->n && i < from + most; i++)
			add_key(ids, keys->at[i]);
		st = post(vectors, collection, "get", body, &reply, err);
		if (st == ST_OK)
			st = chroma_records(reply, read_vector, &r, &count, err);
		json_free(reply);
	}
	free(r.packed);
	return st;
}

/* All records, page by page. */
static enum status
read_all(struct vectors *vectors, const struct vectors_collection *collection, struct reading *r,
    size_t page, struct err *err)
{
	size_t offset = 0, count = page;
	enum status st = ST_OK;

	while (st == ST_OK && count == page) {
		struct json *body = get_body(r->fn != NULL), *reply = NULL;

		json_set_number(body, "limit", (double)page);
		json_set_number(body, "offset", (double)offset);
		st = post(vectors, collection, "get", body, &reply, err);
		if (st == ST_OK)
			st =
			    chroma_records(reply, r->fn ? read_vector : read_label, r, &count, err);
		offset += count;
		json_free(reply);
		if (st == ST_OK && offset > MOST_RECORDS)
			st = err_set(err, ST_UNAVAILABLE,
			    "the vector server %.200s gives records without end: look at its log",
			    vectors->url);
	}
	return st;
}

enum status
chroma_each(struct vectors *vectors, const struct vectors_collection *collection, vector_fn *fn,
    void *arg, struct err *err)
{
	struct reading r = {
		.vectors = vectors, .dimensions = collection->dimensions, .fn = fn, .arg = arg
	};
	enum status st;

	r.packed = mem_alloc(r.dimensions);
	st = read_all(vectors, collection, &r, page_of(vectors, collection), err);
	free(r.packed);
	return st;
}

enum status
chroma_labels(struct vectors *vectors, const struct vectors_collection *collection,
    vectors_label_fn *fn, void *arg, struct err *err)
{
	struct reading r = { .vectors = vectors, .label = fn, .arg = arg };

	return read_all(vectors, collection, &r, PAGE_LABELS, err);
}

static enum status
take_near(void *arg, int64_t key, const struct json *metadata, const struct json *embedding,
    struct err *err)
{
	struct vector_query *query = arg;

	(void)metadata;
	(void)embedding;
	(void)err;
	if (query->found < query->top)
		query->hits[query->found++] = (struct vector_hit){ .key = key };
	return ST_OK;
}

static enum status
near_some(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err)
{
	struct json *body = json_new_object(), *list = json_set_array(body, "query_embeddings"),
		    *reply = NULL, *one = json_new_object();
	size_t top = 1, i = 0, count;
	enum status st;

	for (size_t q = 0; q < n; q++) {
		struct json *v = json_add(list, json_new_array());

		top = queries[q].top > top ? queries[q].top : top;
		for (size_t k = 0; k < queries[q].n; k++)
			json_add(v, json_new_number((double)queries[q].v[k]));
	}
	json_set_number(body, "n_results", (double)top);
	json_set_array(body, "include");
	st = post(vectors, collection, "query", body, &reply, err);
	json_each (ids, json_get(reply, "ids")) {
		if (st || i == n)
			break;
		json_set(one, "ids", json_copy(ids));
		st = chroma_records(one, take_near, &queries[i++], &count, err);
	}
	json_free(one);
	json_free(reply);
	return st;
}

enum status
chroma_near(struct vectors *vectors, const struct vectors_collection *collection,
    struct vector_query *queries, size_t n, struct err *err)
{
	size_t most = page_of(vectors, collection);
	enum status st = ST_OK;

	for (size_t from = 0; st == ST_OK && from < n; from += most)
		st = near_some(
		    vectors, collection, queries + from, n - from < most ? n - from : most, err);
	return st;
}
