/* What stands for {tests}. */

#include <string.h>

#include "base/map.h"
#include "io/json.h"
#include "view/runner_private.h"

struct group {
	struct buf text;
};

struct join {
	const struct runner *runner;
	const char *form_group, *between, *join;
	VEC_OF(struct group) groups;
	struct map places, seen; /* of groups; of what is in */
};

static const char *
text_of(const struct runner *runner, const char *key, const char *absent)
{
	const char *text = json_string(json_get(runner->data, key));

	return text ? text : absent;
}

const struct json *
runner_forms(const struct runner *runner, const char *key, const struct json *test)
{
	const struct json *forms = json_get(runner->data, key), *own;

	if (json_kind(forms) != JSON_OBJECT)
		return forms;
	own = json_get(forms, json_get_string(test, "framework"));
	return own ? own : json_get(forms, "other");
}

const char *
runner_form_at(const struct json *forms, size_t i)
{
	if (json_string(forms))
		return i == 0 ? json_string(forms) : NULL;
	json_each (form, forms) {
		if (i-- == 0)
			return json_string(form);
	}
	return NULL;
}

/* The group that the prefix names, a new one for a first. */
static struct buf *
group_at(struct join *join, const char *prefix)
{
	bool added = false;
	size_t *place = map_slot(&join->places, prefix, strlen(prefix), &added);

	if (added) {
		*place = join->groups.len;
		buf_init(&vec_add(&join->groups)->text, BUF_DOCUMENT);
		buf_str(&vec_last(&join->groups)->text, prefix);
	}
	return &join->groups.at[*place].text;
}

/* A test in the words of the form, once. */
static void
add(struct join *join, const struct runner_item *it, const char *form)
{
	bool whole = it->how == RUNNER_WHOLE, added = false;
	struct buf prefix, piece, *group;

	buf_init(&prefix, BUF_TEXT);
	buf_init(&piece, BUF_TEXT);
	if (join->form_group && !whole)
		runner_form(join->runner, join->form_group, it->test, RUNNER_PLAIN, &prefix);
	runner_form(join->runner, form, it->test, join->runner->escape, &piece);
	buf_add(&prefix, "\0", 1); /* what the group and what the test is */
	buf_add(&prefix, piece.s, piece.len);
	map_slot(&join->seen, prefix.s, prefix.len, &added);
	buf_cut(&prefix, strlen(prefix.s));
	if (added && piece.len && join->form_group && whole) {
		group_at(join, piece.s);
	} else if (added && piece.len) {
		group = group_at(join, prefix.s);
		if (group->len > prefix.len)
			buf_str(group, join->join);
		buf_add(group, piece.s, piece.len);
	}
	buf_fini(&prefix);
	buf_fini(&piece);
}

/* All tests in their first form, then all in their second: what matters comes first. */
static void
add_all(struct join *join, const struct runner_items *items)
{
	bool more = true;

	for (size_t i = 0; more; i++) {
		more = false;
		vec_each (const struct runner_item *, it, &items->at) {
			const char *key = it->how == RUNNER_WHOLE ? "whole" : "test";
			const char *form =
			    runner_form_at(runner_forms(join->runner, key, it->test), i);

			if (form == NULL)
				continue;
			more = true;
			add(join, it, form);
		}
	}
}

void
runner_join(const struct runner *runner, const struct runner_items *items, struct buf *out)
{
	struct join join = { .runner = runner,
		.form_group = json_string(json_get(runner->data, "group")),
		.between = text_of(runner, "between", ","),
		.join = text_of(runner, "join", "|") };
	bool first = true;

	map_init(&join.places);
	map_init(&join.seen);
	add_all(&join, items);
	vec_each (struct group *, it, &join.groups) {
		if (!first)
			buf_str(out, join.between);
		first = false;
		buf_add(out, it->text.s, it->text.len);
		buf_fini(&it->text);
	}
	vec_fini(&join.groups);
	map_fini(&join.places);
	map_fini(&join.seen);
}
