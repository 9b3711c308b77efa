#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/retrieve_private.h"

#define MATCH_TERMS 64 /* shown of a match, the rarest */

struct output {
	struct retrieval *r;
	struct json *tests;
	char **ids; /* by test; NULL where not in the table yet */
};

/* What a match refers to; the long members of the record stay in the corpus. */
static const char *const shown[] = { "id", "name", "title", "file", "line", "end_line", "framework",
	"language", "tags", "requirements" };

static enum status
add_test(struct output *o, uint32_t test, struct err *err)
{
	struct json *record = NULL, *row;
	struct buf text;
	enum status st;

	if (o->ids[test])
		return ST_OK;
	buf_init(&text, BUF_DOCUMENT);
	st = corpus_record(o->r->corpus, o->r->tests.at[test].row, &text, err);
	if (st == ST_OK)
		st = json_parse(text.s, text.len, &record, err);
	buf_fini(&text);
	if (st)
		return st;
	row = json_add_object(o->tests);
	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		struct json *value = json_take(record, shown[i]);

		if (value)
			json_set(row, shown[i], value);
	}
	o->ids[test] = mem_strdup(json_get_string(row, "id"));
	json_free(record);
	return ST_OK;
}

struct shared { /* a term that a query and a test have in common */
	const struct term *term;
};

static int
compare_shared(const void *a, const void *b)
{
	const struct term *x = ((const struct shared *)a)->term;
	const struct term *y = ((const struct shared *)b)->term;

	if (x->idf != y->idf)
		return x->idf > y->idf ? -1 : 1;
	return strcmp(x->s, y->s);
}

static void
add_match_terms(const struct retrieval *r, const struct match *match, struct json *out)
{
	VEC_OF(struct shared) shared = { 0 };

	vec_each (uint32_t *, term, &match->shared) {
		vec_add(&shared)->term = &r->terms.at[*term];
	}
	vec_sort(&shared, compare_shared);
	for (size_t i = 0; i < shared.len && i < MATCH_TERMS; i++)
		json_add(out, json_new_stringn(shared.at[i].term->s, shared.at[i].term->n));
	vec_fini(&shared);
}

static enum status
add_match(struct output *o, const struct match *match, struct json *out, struct err *err)
{
	struct json *row, *signals;
	enum status st = add_test(o, match->test, err);

	if (st)
		return st;
	row = json_add_object(out);
	json_set_string(row, "test", o->ids[match->test]);
	json_set_number(row, "score", json_round((double)match->score, 4));
	signals = json_set_object(row, "signals");
	if (match->text > 0)
		json_set_number(signals, "text", json_round((double)match->text, 4));
	if (match->vector > 0)
		json_set_number(signals, "vector", json_round((double)match->vector, 4));
	if (match->link)
		json_set_number(signals, "link", 1);
	if (match->phrase > 0)
		json_set_number(signals, "phrase", json_round((double)match->phrase, 4));
	add_match_terms(o->r, match, json_set_array(row, "terms"));
	return ST_OK;
}

static void
add_query_terms(const struct retrieval *r, const struct query *query, struct json *out)
{
	vec_each (struct query_term *, qt, &query->terms) {
		const struct term *term = &r->terms.at[qt->term];
		struct json *row = json_add_object(out);

		json_set(row, "term", json_new_stringn(term->s, term->n));
		json_set_number(row, "idf", json_round(term->idf, 4));
		json_set_bool(row, "known", term->df > 0);
	}
}

static enum status
add_query(struct output *o, const struct query *query, struct json *out, struct err *err)
{
	struct json *row = json_add_object(out), *matches;
	enum status st = ST_OK;

	json_set_string(row, "id", query->id);
	json_set_string(row, "kind", query->kind);
	add_query_terms(o->r, query, json_set_array(row, "terms"));
	matches = json_set_array(row, "matches");
	for (size_t i = 0; st == ST_OK && i < query->matches.len; i++)
		st = add_match(o, &query->matches.at[i], matches, err);
	return st;
}

enum status
retrieve_output(struct retrieval *r, struct json *out, struct err *err)
{
	struct output o = { .r = r };
	struct json *queries;
	enum status st = ST_OK;

	json_set_string(out, "corpus", r->args->corpus);
	json_set_number(out, "corpus_size", (double)r->tests.len);
	json_set_number(out, "top", r->args->top);
	o.tests = json_set_array(out, "tests");
	o.ids = mem_calloc(r->tests.len, sizeof *o.ids);
	queries = json_set_array(out, "queries");
	for (size_t i = 0; st == ST_OK && i < r->queries.len; i++)
		st = add_query(&o, &r->queries.at[i], queries, err);
	for (size_t i = 0; i < r->tests.len; i++)
		free(o.ids[i]);
	free(o.ids);
	return st;
}
