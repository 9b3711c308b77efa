#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "text/words.h"

#define MAX_TEXT ((size_t)1024 * 1024)
#define MAX_ID 64
#define MAX_DIMENSIONS 65536

#define NO_PLACE UINT32_MAX
#define MAX_PAIRS ((size_t)4 * RETRIEVE_TERMS)

struct adder {
	struct retrieval *r;
	const char *text;
	bool title;
	uint32_t last; /* place of the term before, or NO_PLACE */
	size_t last_to;
};

static struct term *
term_called(struct retrieval *r, const char *s, size_t n, uint32_t *number)
{
	bool added;
	size_t *slot = map_slot(&r->term_index, s, n, &added);

	if (added) {
		*slot = r->terms.len;
		*vec_add(&r->terms) =
		    (struct term){ .s = r->term_index.at[r->term_index.len - 1].key, .n = n };
	}
	*number = (uint32_t)*slot;
	return &r->terms.at[*slot];
}

static const char *
surface(struct retrieval *r, const char *s, size_t n)
{
	char *out = arena_strndup(&r->surfaces, s, n);

	for (char *p = out; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
		if (*p == ' ' || *p == '\t' || *p == '\n')
			*p = '-';
	}
	return out;
}

/* The place of a term in the last query, new if need be; NO_PLACE when there is no room. */
static uint32_t
place_of(struct adder *adder, const char *s, size_t n, size_t from, size_t to)
{
	struct retrieval *r = adder->r;
	struct query *query = vec_last(&r->queries);
	uint32_t number;
	struct term *term = term_called(r, s, n, &number);

	if (term->query == r->queries.len)
		return term->place;
	if (query->terms.len == RETRIEVE_TERMS) {
		r->cut = true;
		return NO_PLACE;
	}
	term->query = (uint32_t)r->queries.len;
	term->place = (uint32_t)query->terms.len;
	*vec_add(&query->terms) = (struct query_term){ .term = number,
		.surface = surface(r, adder->text + from, to - from) };
	return term->place;
}

/* Neighbours: nothing between them ends a sentence or a paragraph. */
static bool
joins(const char *text, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		bool space = i + 1 >= to || text[i + 1] == ' ' || text[i + 1] == '\n';

		if (strchr(".!?;:", text[i]) && space)
			return false;
		if (text[i] == '\n' && i + 1 < to && text[i + 1] == '\n')
			return false;
	}
	return true;
}

static void
add_term(void *arg, const char *s, size_t n, size_t from, size_t to)
{
	struct adder *adder = arg;
	struct query *query = vec_last(&adder->r->queries);
	uint32_t place = place_of(adder, s, n, from, to);

	if (place != NO_PLACE) {
		struct query_term *term = &query->terms.at[place];

		if (adder->title)
			term->title = true;
		else
			term->count++;
	}
	if (place != NO_PLACE && adder->last != NO_PLACE && place != adder->last &&
	    from >= adder->last_to && query->pairs.len < MAX_PAIRS &&
	    joins(adder->text, adder->last_to, from))
		*vec_add(&query->pairs) = (struct query_pair){ adder->last, place };
	adder->last = place;
	adder->last_to = to;
}

static bool
goes_on(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* References are links and no vocabulary; blanks take their place. */
static char *
without_references(const struct retrieval *r, const char *text)
{
	char *copy = mem_strdup(text);

	json_each (it, json_get(doc_output(r->env->doc, "ingestion"), "references")) {
		const char *id = json_string(it);
		size_t n = id ? strlen(id) : 0;

		for (char *at = copy; n && (at = strstr(at, id)) != NULL; at += n) {
			if (!goes_on(at[n]))
				memset(at, ' ', n);
		}
	}
	return copy;
}

static void
add_text(struct retrieval *r, const char *text, bool title)
{
	char *plain = without_references(r, text);
	struct adder adder = { .r = r, .text = plain, .title = title, .last = NO_PLACE };
	size_t n = strlen(plain);

	words_terms(r->env->words, plain, n < MAX_TEXT ? n : MAX_TEXT, true, add_term, &adder);
	free(plain);
}

static int
compare_pair(const void *a, const void *b)
{
	const struct query_pair *x = a, *y = b;

	if (x->a != y->a)
		return x->a < y->a ? -1 : 1;
	return x->b < y->b ? -1 : x->b > y->b;
}

/* Weights of the terms, and each pair once. */
static void
finish_query(struct query *query)
{
	size_t kept = 0;

	vec_each (struct query_term *, term, &query->terms)
		term->weight = (float)(1 + log(term->count ? term->count : 1)) + term->title;
	vec_sort(&query->pairs, compare_pair);
	for (size_t i = 0; i < query->pairs.len; i++) {
		if (kept == 0 || compare_pair(&query->pairs.at[kept - 1], &query->pairs.at[i]) != 0)
			query->pairs.at[kept++] = query->pairs.at[i];
	}
	query->pairs.len = kept;
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
		add_text(r, json_get_string(one, "text"), false);
		finish_query(vec_last(&r->queries));
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
	add_text(r, json_get_string(ingestion, "title"), true);
	add_text(r, text, false);
	finish_query(vec_last(&r->queries));
	return link_all(r, ingestion, err);
}

enum status
retrieve_queries(struct retrieval *r, struct err *err)
{
	enum status st;

	if (json_get(r->env->doc, "story") == NULL)
		return ST_OK;
	st = add_story(r, err);
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
