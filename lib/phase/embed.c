#include "phase/embed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "llm/llm.h"
#include "phase/embed_private.h"
#include "store/corpus.h"
#include "store/vector.h"
#include "text/embed.h"

/* Of one item; a longer text is embedded by its beginning. */
#define MAX_TEXT ((size_t)256 * 1024)

struct item {
	const char *id, *kind, *text; /* lent by the document */
};

struct embedding {
	struct phase_env *env;
	const char *corpus;
	struct embed_frequencies *frequencies; /* NULL: unweighted */
	struct embedder *embedder;
	VEC_OF(struct item) items;
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

static void
list_member(struct embedding *e, const char *member, const char *kind)
{
	json_each (one, json_get(doc_output(e->env->doc, "ingestion"), member))
		*vec_add(&e->items) =
		    (struct item){ json_get_string(one, "id"), kind, json_get_string(one, "text") };
}

static void
list_items(struct embedding *e)
{
	const struct json *story = json_get(e->env->doc, "story");

	*vec_add(&e->items) = (struct item){ "story", "story", json_get_string(story, "text") };
	list_member(e, "requirements", "requirement");
	list_member(e, "criteria", "criterion");
}

static void
add_item(const struct embedding *e, const struct item *item, const float *v, struct json *items)
{
	struct json *out = json_add_object(items);
	char sha256[DIGEST_TEXT];
	struct buf base64;

	buf_init(&base64, BUF_TEXT);
	digest_text(item->text, strlen(item->text), sha256);
	base64_encode(v, e->embedder->dimensions * sizeof *v, &base64);
	json_set_string(out, "id", item->id);
	json_set_string(out, "kind", item->kind);
	json_set_string(out, "sha256", sha256);
	json_set_string(out, "vector", base64.s);
	buf_fini(&base64);
}

/* All or nothing: the embedder makes batches of them. */
static enum status
add_items(const struct embedding *e, struct json *items, struct err *err)
{
	size_t dimensions = e->embedder->dimensions;
	float *v = mem_calloc(e->items.len * dimensions, sizeof *v);
	struct embed_text *texts = mem_calloc(e->items.len, sizeof *texts);
	enum status st;

	for (size_t i = 0; i < e->items.len; i++) {
		const char *text = e->items.at[i].text;
		size_t n = strlen(text);

		texts[i] = (struct embed_text){ text, n < MAX_TEXT ? n : MAX_TEXT };
	}
	st = e->embedder->embed(e->embedder, texts, e->items.len, v, err);
	for (size_t i = 0; st == ST_OK && i < e->items.len; i++)
		add_item(e, &e->items.at[i], v + i * dimensions, items);
	free(texts);
	free(v);
	return st;
}

/* With the embedder that is open now. */
static enum status
make_output(struct embedding *e, struct json **output, struct err *err)
{
	char *name = mem_printf("run-%s", doc_run_id(e->env->doc));
	struct json *out = json_new_object();
	enum status st;

	json_set_string(out, "collection", name);
	json_set_string(out, "model", e->embedder->model);
	json_set_number(out, "dimensions", (double)e->embedder->dimensions);
	json_set_string(out, "corpus", e->corpus);
	json_set_bool(out, "weighted", e->frequencies != NULL);
	e->embedder->query = true;
	st = add_items(e, json_set_array(out, "items"), err);
	e->embedder->close(e->embedder);
	e->embedder = NULL;
	free(name);
	if (st == ST_OK)
		*output = out;
	else
		json_free(out);
	return st;
}

/* ST_NO: the local embedder is wanted, or has to do. */
static enum status
ask_model(struct embedding *e, struct json **output, struct err *err)
{
	struct phase_env *env = e->env;
	enum status st = env->llm ? llm_embedder(env->llm, &e->embedder, err) : ST_NO;

	if (st == ST_OK)
		st = vector_engine_check(e->embedder->model, err);
	if (st == ST_OK)
		st = make_output(e, output, err);
	else if (st == ST_NO && env->require_model)
		st = err_set(err, ST_UNAVAILABLE,
		    "builtin is no model: name one in embedding.model, or leave out "
		    "--require-model");
	if (st == ST_OK || st == ST_NO || env->require_model || (env->cancel && *env->cancel))
		return st;
	phase_warn(env, "model-unavailable",
	    "The embedding model could not be had, so the vectors are the builtin one's: %s.",
	    err->text);
	*err = (struct err)ERR_INIT;
	return ST_NO;
}

static enum status
ask_local(struct embedding *e, struct json **output, struct err *err)
{
	enum status st = e->env->store ? read_frequencies(e, err) : ST_OK;

	if (st)
		return st;
	if (e->frequencies == NULL)
		phase_warn(e->env, "no-corpus",
		    "There is no corpus \"%s\" to weigh words by, so all words weigh the same.",
		    e->corpus);
	e->embedder = embed_local_new(e->env->words, e->frequencies);
	return make_output(e, output, err);
}

static enum status
send_or_keep(struct phase_env *env, const struct embed_args *args, const struct json *output,
    struct err *err)
{
	enum status st = embed_send(env, args->vectors, output, err);

	if (args->fallback)
		env->keep = embed_keep;
	if (st != ST_UNAVAILABLE || !args->fallback)
		return st;
	phase_warn(env, "vectors-fallback",
	    "The vector server failed, so the vectors are kept in the store: %s", err->text);
	*err = (struct err)ERR_INIT;
	return ST_OK;
}

enum status
phase_embed(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	const struct embed_args *given = args;
	struct embedding e = { .env = env, .corpus = given->corpus };
	struct json *out = NULL;
	enum status st = corpus_check_name(e.corpus, err);

	if (st)
		return st;
	list_items(&e);
	st = ask_model(&e, &out, err);
	if (st == ST_NO)
		st = ask_local(&e, &out, err);
	if (e.embedder)
		e.embedder->close(e.embedder);
	vec_fini(&e.items);
	free(e.frequencies);
	env->keep = given->vectors ? NULL : embed_keep;
	if (st == ST_OK && given->vectors)
		st = send_or_keep(env, given, out, err);
	if (st == ST_OK)
		*output = out;
	else
		json_free(out);
	return st;
}
