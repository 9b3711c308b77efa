#include "doc/compare.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"

/* Elements by the text of one member; the value is the place, from 1. */
struct index {
	struct map map;
	const struct json **at;
	size_t len;
};

static void
index_init(struct index *index, const struct json *array, const char *key)
{
	map_init(&index->map);
	index->len = 0;
	index->at = mem_calloc(json_len(array) + 1, sizeof *index->at);
	json_each (it, array) {
		const char *text = json_get_string(it, key);
		bool added;
		size_t *slot = map_slot(&index->map, text, strlen(text), &added);

		if (!added)
			continue;
		index->at[index->len] = it;
		*slot = ++index->len;
	}
}

static void
index_fini(struct index *index)
{
	map_fini(&index->map);
	free(index->at);
}

/* The place from 0, or -1. */
static long
index_find(const struct index *index, const char *text)
{
	const struct map_entry *entry = map_find(&index->map, text, strlen(text));

	return entry ? (long)entry->value - 1 : -1;
}

static const struct json *
index_get(const struct index *index, const char *text)
{
	long at = index_find(index, text);

	return at < 0 ? NULL : index->at[at];
}

static void
set_number(struct json *object, const char *key, const struct json *number)
{
	if (json_kind(number) == JSON_NUMBER)
		json_set_number(object, key, json_number(number));
}

/* True when it is the same in both. */
static bool
compare_number(struct json *out, const char *key, const struct json *from, const struct json *to)
{
	struct json *change;

	if (json_kind(from) != JSON_NUMBER && json_kind(to) != JSON_NUMBER)
		return true;
	change = json_set_object(out, key);
	set_number(change, "from", from);
	set_number(change, "to", to);
	return json_kind(from) == json_kind(to) && json_number(from) == json_number(to);
}

struct side { /* of a document: its criteria, and what coverage says of them */
	struct index criteria, covered;
};

static void
side_init(struct side *side, const struct json *doc)
{
	index_init(&side->criteria, json_get(doc_output(doc, "ingestion"), "criteria"), "id");
	index_init(&side->covered, json_get(doc_output(doc, "coverage"), "criteria"), "id");
}

static void
side_fini(struct side *side)
{
	index_fini(&side->criteria);
	index_fini(&side->covered);
}

static const char *
side_status(const struct side *side, const char *id)
{
	return json_get_string(index_get(&side->covered, id), "status");
}

static void
add_criterion(struct json *list, const char *change, const char *id, const struct side *a,
    const struct side *b)
{
	const struct json *there = index_get(&b->criteria, id);
	struct json *it = json_add_object(list);

	json_set_string(it, "id", id);
	json_set_string(it, "change", change);
	json_set_string(it, "from", side_status(a, id));
	json_set_string(it, "to", side_status(b, id));
	json_set_string(
	    it, "text", json_get_string(there ? there : index_get(&a->criteria, id), "text"));
}

static void
compare_criteria(struct json *list, const struct side *a, const struct side *b)
{
	for (size_t i = 0; i < a->criteria.len; i++) {
		const char *id = json_get_string(a->criteria.at[i], "id");
		const char *text = json_get_string(a->criteria.at[i], "text");
		const struct json *there = index_get(&b->criteria, id);

		if (there == NULL)
			add_criterion(list, "removed", id, a, b);
		else if (strcmp(text, json_get_string(there, "text")) != 0)
			add_criterion(list, "text", id, a, b);
		else if (strcmp(side_status(a, id), side_status(b, id)) != 0)
			add_criterion(list, "status", id, a, b);
	}
	for (size_t i = 0; i < b->criteria.len; i++) {
		const char *id = json_get_string(b->criteria.at[i], "id");

		if (index_find(&a->criteria, id) < 0)
			add_criterion(list, "added", id, a, b);
	}
}

static void
add_test(struct json *list, const char *change, const struct json *from, const struct json *to)
{
	struct json *it = json_add_object(list);

	json_set_string(it, "test", json_get_string(to ? to : from, "test"));
	json_set_string(it, "change", change);
	set_number(it, "from", json_get(from, "rank"));
	set_number(it, "to", json_get(to, "rank"));
}

/* A test of both suites: its places in them, and the one before it in the longest series. */
struct common {
	size_t a, b, before;
	bool kept;
};

/* The length of the series that ends best and may be followed by a: binary search over ends. */
static size_t
longest_before(const struct common *all, const size_t *ends, size_t len, size_t a)
{
	size_t low = 0, high = len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all[ends[middle]].a < a)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Mark the longest series of tests, in the order of b, that is in the order of a too. */
static void
mark_kept(struct common *all, size_t n)
{
	size_t *ends = mem_calloc(n + 1, sizeof *ends), len = 0, at;

	for (size_t i = 0; i < n; i++) {
		size_t k = longest_before(all, ends, len, all[i].a);

		all[i].before = k ? ends[k - 1] : n;
		ends[k] = i;
		len = k == len ? len + 1 : len;
	}
	at = len ? ends[len - 1] : n;
	while (at < n) {
		all[at].kept = true;
		at = all[at].before;
	}
	free(ends);
}

static void
add_moves(struct json *list, const struct index *a, const struct index *b)
{
	struct common *all = mem_calloc(b->len + 1, sizeof *all);
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++) {
		long there = index_find(a, json_get_string(b->at[i], "test"));

		if (there >= 0)
			all[n++] = (struct common){ .a = (size_t)there, .b = i };
	}
	mark_kept(all, n);
	for (size_t i = 0; i < n; i++) {
		const struct json *from = a->at[all[i].a], *to = b->at[all[i].b];

		double before = json_get_number(from, "rank"), after = json_get_number(to, "rank");

		if (!all[i].kept && before != after)
			add_test(list, after < before ? "up" : "down", from, to);
	}
	free(all);
}

static void
compare_suites(struct json *list, const struct json *a, const struct json *b)
{
	struct index from, to;

	index_init(&from, json_get(doc_output(a, "ranking"), "suite"), "test");
	index_init(&to, json_get(doc_output(b, "ranking"), "suite"), "test");
	for (size_t i = 0; i < to.len; i++) {
		if (index_find(&from, json_get_string(to.at[i], "test")) < 0)
			add_test(list, "in", NULL, to.at[i]);
	}
	for (size_t i = 0; i < from.len; i++) {
		if (index_find(&to, json_get_string(from.at[i], "test")) < 0)
			add_test(list, "out", from.at[i], NULL);
	}
	add_moves(list, &from, &to);
	index_fini(&from);
	index_fini(&to);
}

static const struct json *
member(const struct json *doc, const char *phase, const char *key)
{
	return json_get(doc_output(doc, phase), key);
}

/* Only where one of them is about a change. */
static bool
compare_change(struct json *out, const struct json *a, const struct json *b)
{
	bool same = strcmp(json_get_string(a, "sha256"), json_get_string(b, "sha256")) == 0;

	if (a || b)
		json_set_string(out, "change", same ? "same" : "changed");
	return same;
}

struct json *
doc_compare(const struct json *a, const struct json *b)
{
	struct json *out = json_new_object(), *criteria, *ranking;
	bool same = strcmp(json_get_string(json_get(a, "story"), "text"),
			json_get_string(json_get(b, "story"), "text")) == 0;
	struct side from, to;

	json_set_string(out, "a", doc_run_id(a));
	json_set_string(out, "b", doc_run_id(b));
	json_set_bool(out, "same", same);
	json_set_string(out, "story", same ? "same" : "changed");
	same &= compare_change(out, json_get(a, "change"), json_get(b, "change"));
	same &= compare_number(out, "coverage_percent", member(a, "coverage", "percent"),
	    member(b, "coverage", "percent"));
	same &= compare_number(
	    out, "score", member(a, "ranking", "score"), member(b, "ranking", "score"));
	side_init(&from, a);
	side_init(&to, b);
	criteria = json_set_array(out, "criteria");
	compare_criteria(criteria, &from, &to);
	side_fini(&from);
	side_fini(&to);
	ranking = json_set_array(out, "ranking");
	compare_suites(ranking, a, b);
	json_set_bool(out, "same", same && json_len(criteria) == 0 && json_len(ranking) == 0);
	return out;
}
