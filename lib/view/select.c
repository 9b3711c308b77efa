/* The rows of the ranking that were asked for. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "doc/doc.h"
#include "io/json.h"
#include "view/suite.h"

const char *const suite_sort_names = "score, test, priority, criteria or file";

bool
suite_sort_read(const char *name, enum suite_sort *out)
{
	static const char *const names[] = { "score", "test", "priority", "criteria", "file" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0) {
			*out = (enum suite_sort)i;
			return true;
		}
	}
	return false;
}

static char
fold(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool
contains(const char *text, const char *part)
{
	for (; *text; text++) {
		size_t i = 0;

		while (part[i] && fold(text[i]) == fold(part[i]))
			i++;
		if (part[i] == '\0')
			return true;
	}
	return *part == '\0';
}

static bool
fits(const struct suite_row *it, const char *filter)
{
	static const char *const of_row[] = { "test", "priority", "reason" };
	static const char *const of_test[] = { "name", "title", "file", "framework" };

	if (filter == NULL)
		return true;
	for (size_t i = 0; i < sizeof of_row / sizeof of_row[0]; i++) {
		if (contains(json_get_string(it->row, of_row[i]), filter))
			return true;
	}
	for (size_t i = 0; i < sizeof of_test / sizeof of_test[0]; i++) {
		if (contains(json_get_string(it->test, of_test[i]), filter))
			return true;
	}
	json_each (criterion, json_get(it->row, "criteria")) {
		if (contains(json_string(criterion) ? json_string(criterion) : "", filter))
			return true;
	}
	return false;
}

static int
compare(const void *a, const void *b)
{
	const struct suite_row *x = a, *y = b;
	int texts = strcmp(x->text, y->text);

	if (texts != 0)
		return texts;
	if (x->number != y->number)
		return x->number < y->number ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static double
criterion_place(const struct json *doc, const struct json *row)
{
	const char *first = json_string(json_first(json_get(row, "criteria")));
	double place = 0;

	json_each (criterion, json_get(doc_output(doc, "coverage"), "criteria")) {
		if (first && strcmp(json_get_string(criterion, "id"), first) == 0)
			return place;
		place++;
	}
	return place;
}

static void
set_keys(const struct json *doc, enum suite_sort sort, struct suite_row *it)
{
	const char *priority = json_get_string(it->row, "priority");
	const char *name = json_get_string(it->test, "name");

	it->text = "";
	switch (sort) {
	case SUITE_SCORE:
		it->number = -json_get_number(it->row, "score");
		break;
	case SUITE_TEST:
		it->text = *name ? name : json_get_string(it->row, "test");
		break;
	case SUITE_PRIORITY:
		it->number = strcmp(priority, "high") == 0 ? 0 : 1 + (*priority == 'l');
		break;
	case SUITE_CRITERIA:
		it->number = criterion_place(doc, it->row);
		break;
	case SUITE_FILE:
		it->text = json_get_string(it->test, "file");
		it->number = json_get_number(it->test, "line");
		break;
	}
}

void
suite_select(const struct json *doc, const struct suite_args *args, struct suite_rows *rows)
{
	VEC_OF(const struct json *) tests = { 0 };
	struct map places;
	size_t order = 0;

	*rows = (struct suite_rows){ 0 };
	map_init(&places);
	json_each (test, json_get(doc_output(doc, "retrieval"), "tests")) {
		const char *id = json_get_string(test, "id");

		*vec_add(&tests) = test;
		*map_slot(&places, id, strlen(id), NULL) = tests.len;
	}
	json_each (row, json_get(doc_output(doc, "ranking"), "suite")) {
		const char *id = json_get_string(row, "test");
		const struct map_entry *place = map_find(&places, id, strlen(id));
		struct suite_row it = { .row = row, .order = order };

		it.test = place ? tests.at[place->value - 1] : NULL;
		order++;
		if (!fits(&it, args->filter))
			continue;
		set_keys(doc, args->sort, &it);
		*vec_add(&rows->at) = it;
	}
	vec_sort(&rows->at, compare);
	rows->total = rows->at.len;
	if (args->top > 0 && rows->at.len > (size_t)args->top)
		rows->at.len = (size_t)args->top;
	map_fini(&places);
	vec_fini(&tests);
}

void
suite_rows_fini(struct suite_rows *rows)
{
	vec_fini(&rows->at);
}

const struct json *
suite_row_of(const struct json *doc, const char *id_or_rank)
{
	const struct json *suite = json_get(doc_output(doc, "ranking"), "suite");
	char *end;
	double rank = strtod(id_or_rank, &end);

	json_each (row, suite) {
		if (strcmp(json_get_string(row, "test"), id_or_rank) == 0)
			return row;
	}
	if (end == id_or_rank || *end)
		return NULL;
	json_each (row, suite) {
		if (json_get_number(row, "rank") == rank)
			return row;
	}
	return NULL;
}
