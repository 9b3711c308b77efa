#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "phase/retrieve_private.h"

struct output {
	struct retrieval *r;
	struct json *tests;
	char **ids;		     /* by test; NULL where not in the table yet */
	struct retrieve_spots spots; /* of the match being written */
};

/* What a match refers to; the long members of the record stay in the corpus. */
static const char *const shown[] = { "id", "name", "classname", "title", "file", "line", "end_line",
	"framework", "language", "tags", "requirements" };

/* How it came out before; a test that has not run where others have is new. */
static void
add_results(const struct output *o, const char *id, struct json *row)
{
	const struct map_entry *entry = map_find(&o->r->result_index, id, strlen(id));

	if (entry)
		json_set(row, "results", json_copy(o->r->results.at[entry->value]));
	else if (o->r->results.len)
		json_set_bool(row, "new", true);
}

struct json *
retrieve_shown(struct json *record)
{
	struct json *row = json_new_object();

	for (size_t i = 0; i < sizeof shown / sizeof shown[0]; i++) {
		struct json *value = json_take(record, shown[i]);

		if (value)
			json_set(row, shown[i], value);
	}
	return row;
}

static enum status
read_row(const struct output *o, uint32_t test, struct json **row, struct err *err)
{
	struct json *record = NULL;
	struct buf text;
	enum status st;

	buf_init(&text, BUF_DOCUMENT);
	st = corpus_record(o->r->corpus, o->r->tests.at[test].row, &text, err);
	if (st == ST_OK)
		st = json_parse(text.s, text.len, &record, err);
	buf_fini(&text);
	if (st == ST_OK)
		*row = retrieve_shown(record);
	json_free(record);
	return st;
}

/* row is taken; NULL: it is read. */
static enum status
add_test(struct output *o, uint32_t test, struct json *row, struct err *err)
{
	enum status st = ST_OK;

	if (o->ids[test]) {
		json_free(row);
		return ST_OK;
	}
	if (row == NULL)
		st = read_row(o, test, &row, err);
	if (st)
		return st;
	o->ids[test] = mem_strdup(json_get_string(row, "id"));
	add_results(o, o->ids[test], row);
	json_add(o->tests, row);
	return ST_OK;
}

struct shared { /* a term that a query and a test have in common */
	const struct query_term *term;
	double idf;
	size_t place;
};

static int
compare_shared(const void *a, const void *b)
{
	const struct shared *x = a, *y = b;

	if (x->idf != y->idf)
		return x->idf > y->idf ? -1 : 1;
	return x->place < y->place ? -1 : 1;
}

static void
add_match_terms(const struct output *o, const struct query *query, struct json *out)
{
	VEC_OF(struct shared) shared = { 0 };

	for (size_t i = 0; i < query->terms.len; i++) {
		const struct query_term *term = &query->terms.at[i];

		if (retrieve_spots_has(&o->spots, term->term))
			*vec_add(&shared) =
			    (struct shared){ term, o->r->terms.at[term->term].idf, i };
	}
	vec_sort(&shared, compare_shared);
	vec_each (struct shared *, it, &shared)
		json_add_string(out, it->term->surface);
	vec_fini(&shared);
}

static void
pair_text(const struct query *query, const struct query_pair *pair, struct buf *out)
{
	buf_clear(out);
	buf_printf(
	    out, "%s %s", query->terms.at[pair->a].surface, query->terms.at[pair->b].surface);
}

static void
add_match_pairs(const struct output *o, const struct query *query, struct json *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	vec_each (struct query_pair *, pair, &query->pairs) {
		if (!retrieve_spots_near(
			&o->spots, query->terms.at[pair->a].term, query->terms.at[pair->b].term))
			continue;
		pair_text(query, pair, &text);
		json_add_string(out, text.s);
	}
	buf_fini(&text);
}

static enum status
add_match(struct output *o, const struct query *query, const struct match *match, struct json *out,
    struct err *err)
{
	struct json *row, *signals;
	enum status st = add_test(o, match->test, NULL, err);

	if (st)
		return st;
	row = json_add_object(out);
	json_set_string(row, "test", o->ids[match->test]);
	json_set_number(row, "score", json_round((double)match->score, 4));
	signals = json_set_object(row, "signals");
	for (int i = 0; i < RETRIEVE_SIGNALS; i++) {
		if (match->value[i] > 0)
			json_set_number(signals, retrieve_signal_names[i],
			    json_round((double)match->value[i], 4));
	}
	st = retrieve_spots_read(&o->spots, o->r, match->test, err);
	if (st == ST_OK) {
		add_match_terms(o, query, json_set_array(row, "terms"));
		add_match_pairs(o, query, json_set_array(row, "pairs"));
	}
	return st;
}

static void
add_query_terms(const struct retrieval *r, const struct query *query, struct json *out)
{
	vec_each (struct query_term *, qt, &query->terms) {
		const struct term *term = &r->terms.at[qt->term];
		struct json *row = json_add_object(out);

		json_set_string(row, "term", qt->surface);
		json_set(row, "stem", json_new_stringn(term->s, term->n));
		json_set_number(row, "idf", json_round(term->idf, 4));
		json_set_bool(row, "known", term->df > 0);
		json_set_number(row, "weight", json_round(1 + log(qt->count ? qt->count : 1), 4));
	}
}

static void
add_query_pairs(const struct retrieval *r, const struct query *query, struct json *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	vec_each (struct query_pair *, pair, &query->pairs) {
		struct json *row = json_add_object(out);

		pair_text(query, pair, &text);
		json_set_string(row, "pair", text.s);
		json_set_number(row, "idf", json_round(retrieve_pair_idf(r, query, pair), 4));
	}
	buf_fini(&text);
}

static enum status
add_query(struct output *o, const struct query *query, struct json *out, struct err *err)
{
	struct json *row = json_add_object(out), *matches;
	enum status st = ST_OK;

	json_set_string(row, "id", query->id);
	json_set_string(row, "kind", query->kind);
	add_query_terms(o->r, query, json_set_array(row, "terms"));
	add_query_pairs(o->r, query, json_set_array(row, "pairs"));
	matches = json_set_array(row, "matches");
	for (size_t i = 0; st == ST_OK && i < query->matches.len; i++)
		st = add_match(o, query, &query->matches.at[i], matches, err);
	return st;
}

/* The tests of files that something speaks for beside the queries. */
static enum status
add_evidence(struct output *o, struct json *out, struct err *err)
{
	bool *found = mem_calloc(o->r->tests.len + 1, sizeof *found);
	enum status st = ST_OK;

	for (size_t i = 0; i < o->r->tests.len; i++)
		found[i] = o->ids[i] != NULL;
	retrieve_list(o->r, found);
	free(found);
	vec_each (struct evidence_file *, file, &o->r->evidence.files) {
		vec_each (struct evidence_test *, test, &file->tests) {
			if (st != ST_OK || !test->listed)
				continue;
			st = add_test(o, test->test, test->row, err);
			test->row = NULL;
		}
	}
	if (st == ST_OK)
		retrieve_evidence_put(o->r, out);
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
	if (st == ST_OK)
		st = add_evidence(&o, out, err);
	for (size_t i = 0; i < r->tests.len; i++)
		free(o.ids[i]);
	free(o.ids);
	vec_fini(&o.spots);
	return st;
}
