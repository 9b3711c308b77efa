#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "text/words.h"

#define FIRST_LINE 2.0f /* weight of the title against the rest of the story */
#define MAX_TEXT ((size_t)1024 * 1024)
#define MAX_ID 64
#define MAX_DIMENSIONS 65536

struct adder {
	struct retrieval *r;
	float count;
	uint32_t before; /* 1 + the term before, 0 at the start */
};

static void
add_pair(struct adder *adder, uint32_t term)
{
	struct query *query = vec_last(&adder->r->queries);

	if (adder->before && adder->before - 1 != term && query->pairs.len < 2 * RETRIEVE_TERMS)
		*vec_add(&query->pairs) =
		    (struct query_pair){ .first = adder->before - 1, .second = term };
	adder->before = term + 1;
}

static void
add_term(void *arg, const char *s, size_t n, size_t from, size_t to)
{
	struct adder *adder = arg;
	struct retrieval *r = adder->r;
	struct query *query = vec_last(&r->queries);
	struct term *term;
	bool added;
	size_t *slot = map_slot(&r->term_index, s, n, &added);

	(void)from;
	(void)to;
	if (added) {
		*slot = r->terms.len;
		term = vec_add(&r->terms);
		term->s = r->term_index.at[r->term_index.len - 1].key;
		term->n = n;
	}
	add_pair(adder, (uint32_t)*slot);
	term = &r->terms.at[*slot];
	if (term->query == r->queries.len) {
		query->terms.at[term->place].count += adder->count;
		return;
	}
	if (query->terms.len == RETRIEVE_TERMS) {
		r->cut = true;
		return;
	}
	term->query = (uint32_t)r->queries.len;
	term->place = (uint32_t)query->terms.len;
	*vec_add(&query->terms) = (struct query_term){ (uint32_t)*slot, adder->count };
}

static void
add_text(struct retrieval *r, const char *text, float count)
{
	struct adder adder = { r, count, 0 };
	size_t n = strlen(text);

	words_terms(r->env->words, text, n < MAX_TEXT ? n : MAX_TEXT, true, add_term, &adder);
}

static bool
is_id_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       strchr("_-.#/", c) != NULL || (unsigned char)c >= 0x80;
}

static void
lower(char *s)
{
	for (; *s; s++) {
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s + 32);
	}
}

/* What looks like an id in the story. */
static void
list_named(struct retrieval *r, const char *text)
{
	while (*text) {
		size_t n = 0;
		char *id;

		while (text[n] && is_id_byte(text[n]))
			n++;
		if (n == 0) {
			text++;
			continue;
		}
		id = mem_strndup(text, n);
		text += n;
		while (n > 0 && strchr(".-/", id[n - 1]))
			id[--n] = '\0';
		lower(id);
		if (n > 0 && n <= MAX_ID)
			map_slot(&r->named, id, n, NULL);
		free(id);
	}
}

/* An id that rsg-ingest gave, such as AC-1, says nothing: tests of any story may use it. */
static bool
is_named(const struct retrieval *r, const char *id)
{
	char *folded = mem_strdup(id);
	bool named;

	lower(folded);
	named = map_find(&r->named, folded, strlen(folded)) != NULL;
	free(folded);
	return named;
}

static enum status
link_all(struct retrieval *r, const struct json *one, struct err *err)
{
	struct query *query = vec_last(&r->queries);
	const char *id = json_get_string(one, "id");
	enum status st = ST_OK;

	if (is_named(r, id))
		st = corpus_linked(r->corpus, id, &query->links, err);
	json_each (reference, json_get(one, "references")) {
		if (st)
			break;
		st = corpus_linked(r->corpus, json_string(reference) ? json_string(reference) : "",
		    &query->links, err);
	}
	return st;
}

static void
take_vector(struct retrieval *r, const struct json *embedding)
{
	struct query *query = vec_last(&r->queries);
	size_t dimensions = (size_t)json_get_number(embedding, "dimensions");
	const char *base64 = "";
	struct buf bytes;

	json_each (item, json_get(embedding, "items")) {
		if (strcmp(json_get_string(item, "id"), query->id) == 0 &&
		    strcmp(json_get_string(item, "kind"), query->kind) == 0) {
			base64 = json_get_string(item, "vector");
			break;
		}
	}
	buf_init(&bytes, MAX_DIMENSIONS * sizeof(float) + 4);
	if (base64_decode(base64, strlen(base64), &bytes) &&
	    bytes.len == dimensions * sizeof(float) && dimensions > 0) {
		for (size_t i = 0; i < dimensions; i++)
			*vec_add(&query->vector) = 0;
		memcpy(query->vector.at, bytes.s, bytes.len);
	}
	buf_fini(&bytes);
}

static struct query *
new_query(struct retrieval *r, const char *id, const char *kind)
{
	struct query *query = vec_add(&r->queries);

	query->id = id;
	query->kind = kind;
	take_vector(r, doc_output(r->env->doc, "embedding"));
	return query;
}

static enum status
add_list(struct retrieval *r, const char *member, const char *kind, struct err *err)
{
	enum status st = ST_OK;

	json_each (one, json_get(doc_output(r->env->doc, "ingestion"), member)) {
		if (r->queries.len >= RETRIEVE_QUERIES) {
			phase_warn(r->env, "many-criteria",
			    "Only the first %d requirements and criteria are looked up: split the "
			    "story.",
			    RETRIEVE_QUERIES);
			return ST_OK;
		}
		new_query(r, json_get_string(one, "id"), kind);
		add_text(r, json_get_string(one, "text"), 1);
		st = link_all(r, one, err);
		if (st)
			break;
	}
	return st;
}

static enum status
add_story(struct retrieval *r, struct err *err)
{
	const struct json *ingestion = doc_output(r->env->doc, "ingestion");
	const char *text = json_get_string(json_get(r->env->doc, "story"), "text");

	list_named(r, text);
	new_query(r, "story", "story");
	add_text(r, json_get_string(ingestion, "title"), FIRST_LINE - 1);
	add_text(r, text, 1);
	return link_all(r, ingestion, err);
}

enum status
retrieve_queries(struct retrieval *r, struct err *err)
{
	enum status st = add_story(r, err);

	if (st == ST_OK)
		st = add_list(r, "requirements", "requirement", err);
	if (st == ST_OK)
		st = add_list(r, "criteria", "criterion", err);
	if (r->cut)
		phase_warn(r->env, "many-words",
		    "A text has more than %d different words; the first ones are looked up.",
		    RETRIEVE_TERMS);
	return st;
}
