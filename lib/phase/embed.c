#include "phase/embed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "store/corpus.h"
#include "store/vector.h"
#include "text/embed.h"

/* Of one item; a longer text is embedded by its beginning. */
#define MAX_TEXT ((size_t)256 * 1024)

struct embedding {
	struct phase_env *env;
	const char *corpus;
	struct embed_frequencies *frequencies; /* NULL: unweighted */
	struct embedder *embedder;
	struct json *items;
};

/* Leaves frequencies NULL where there is no corpus to take them from. */
static enum status
read_frequencies(struct embedding *e, struct err *err)
{
	struct corpus *corpus = NULL;
	const struct corpus_info *info;
	enum status st = corpus_open(e->env->store, e->corpus, &corpus, err);

	if (st == ST_DATA) {
		*err = (struct err)ERR_INIT;
		return ST_OK;
	}
	if (st)
		return st;
	info = corpus_info(corpus);
	if (info->frequencies_bytes == sizeof *e->frequencies) {
		e->frequencies = mem_alloc(sizeof *e->frequencies);
		memcpy(e->frequencies, info->frequencies, sizeof *e->frequencies);
	}
	corpus_close(corpus);
	return ST_OK;
}

static enum status
add_item(struct embedding *e, const char *id, const char *kind, const char *text, struct err *err)
{
	size_t n = strlen(text), dimensions = e->embedder->dimensions;
	const struct embed_text one = { text, n < MAX_TEXT ? n : MAX_TEXT };
	float *v = mem_calloc(dimensions, sizeof *v);
	struct json *item;
	struct buf base64;
	char sha256[DIGEST_TEXT];
	enum status st = e->embedder->embed(e->embedder, &one, 1, v, err);

	buf_init(&base64, BUF_TEXT);
	if (st == ST_OK) {
		digest_text(text, n, sha256);
		base64_encode(v, dimensions * sizeof *v, &base64);
		item = json_add_object(e->items);
		json_set_string(item, "id", id);
		json_set_string(item, "kind", kind);
		json_set_string(item, "sha256", sha256);
		json_set_string(item, "vector", base64.s);
	}
	buf_fini(&base64);
	free(v);
	return st;
}

static enum status
add_list(struct embedding *e, const char *member, const char *kind, struct err *err)
{
	enum status st = ST_OK;

	json_each (one, json_get(doc_output(e->env->doc, "ingestion"), member)) {
		st = add_item(
		    e, json_get_string(one, "id"), kind, json_get_string(one, "text"), err);
		if (st)
			break;
	}
	return st;
}

static enum status
add_all(struct embedding *e, struct err *err)
{
	const struct json *story = json_get(e->env->doc, "story");
	enum status st = add_item(e, "story", "story", json_get_string(story, "text"), err);
	if (st == ST_OK)
		st = add_list(e, "requirements", "requirement", err);
	return st ? st : add_list(e, "criteria", "criterion", err);
}

static enum status
open_collection(struct phase_env *env, const struct json *output, int64_t *id, struct err *err)
{
	const struct vector_kind kind = { .name = json_get_string(output, "collection"),
		.run = doc_run_id(env->doc),
		.engine = json_get_string(output, "model"),
		.dimensions = (size_t)json_get_number(output, "dimensions") };
	enum status st = vector_collection_delete(env->store, kind.name, err);

	if (st && st != ST_NO)
		return st;
	return vector_collection_add(env->store, &kind, env->now_ms, id, err);
}

/* The vectors of the output into the collection of the run. */
static enum status
keep_vectors(struct phase_env *env, struct err *err)
{
	const struct json *output = doc_output(env->doc, "embedding");
	size_t n = (size_t)json_get_number(output, "dimensions");
	int64_t collection = 0, key = 0;
	struct buf bytes;
	enum status st = open_collection(env, output, &collection, err);

	buf_init(&bytes, n * sizeof(float) + 4);
	json_each (item, json_get(output, "items")) {
		const char *base64 = json_get_string(item, "vector");
		struct vector_entry entry = {
			.key = ++key, .label = json_get_string(item, "id"), .n = n
		};

		if (st)
			break;
		buf_clear(&bytes);
		base64_decode(base64, strlen(base64), &bytes);
		entry.v = (const float *)(const void *)bytes.s;
		st = vector_put(env->store, collection, &entry, err);
	}
	buf_fini(&bytes);
	return st;
}

enum status
phase_embed(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	const struct embed_args *given = args;
	struct embedding e = { .env = env, .corpus = given->corpus };
	struct json *out;
	char name[48];
	enum status st = corpus_check_name(e.corpus, err);

	if (st == ST_OK && env->store)
		st = read_frequencies(&e, err);
	if (st)
		return st;
	if (e.frequencies == NULL)
		phase_warn(env, "no-corpus",
		    "There is no corpus \"%s\" to weigh words by, so all words weigh the same.",
		    e.corpus);
	snprintf(name, sizeof name, "run-%s", doc_run_id(env->doc));
	e.embedder = embed_local_new(env->words, e.frequencies);
	out = json_new_object();
	json_set_string(out, "collection", name);
	json_set_string(out, "model", e.embedder->model);
	json_set_number(out, "dimensions", (double)e.embedder->dimensions);
	json_set_string(out, "corpus", e.corpus);
	json_set_bool(out, "weighted", e.frequencies != NULL);
	e.items = json_set_array(out, "items");
	st = add_all(&e, err);
	e.embedder->close(e.embedder);
	free(e.frequencies);
	if (st == ST_OK)
		*output = out;
	else
		json_free(out);
	env->keep = keep_vectors;
	return st;
}
