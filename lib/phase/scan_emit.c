/* The records of what was found, in the order of the file. */

#include <string.h>

#include "phase/scan_case.h"
#include "phase/scan_check.h"
#include "phase/scan_find.h"
#include "phase/scan_state.h"

void
scan_emit(struct scan *scan, struct record *r)
{
	size_t number, len, from;
	bool added;

	record_cut(r);
	len = r->id.len;
	number = ++*map_slot(&scan->ids, r->id.s, len, &added);

	while (!added) {
		buf_cut(&r->id, len);
		buf_printf(&r->id, "#%zu", number++);
		*map_slot(&scan->ids, r->id.s, r->id.len, &added) += 1;
	}
	if (scan->junit)
		junit_attach(scan->junit, r);
	scan->found++;
	from = scan->out->len;
	record_print(r, scan->out);
	scan_check_add(scan->check, scan->out->s + from, scan->out->len - from);
}

struct place_of { /* an item, by line */
	size_t match, index;
};

typedef VEC_OF(struct place_of) places;

static int
by_match(const void *a, const void *b)
{
	const struct place_of *x = a, *y = b;

	if (x->match != y->match)
		return x->match < y->match ? -1 : 1;
	return x->index < y->index ? -1 : x->index > y->index;
}

/* The cases as the file has them; one that is inherited or shared comes with what it is from. */
static void
in_order(const struct items *items, places *out)
{
	bool moved = false;

	for (size_t i = 0; i < items->len; i++) {
		const struct item *item = &items->at[i];

		if (item->rule->container || item->rule->absent || item->lent)
			continue;
		*vec_add(out) = (struct place_of){ item->match, i };
		moved |= item->inherited || item->shared;
	}
	if (moved)
		vec_sort(out, by_match);
}

enum status
scan_emit_items(struct scan *scan, const struct framework *f, struct source *source,
    struct items *items, struct err *err)
{
	struct scan_file file = { .path = scan->path,
		.source = source,
		.framework = f,
		.all = &scan->frameworks,
		.items = items,
		.body = &scan->body };
	places order = { 0 };
	enum status st = scan_file_init(&file, err);

	in_order(items, &order);
	for (size_t i = 0; st == ST_OK && i < order.len; i++) {
		record_clear(&scan->record);
		st = scan_case(&file, order.at[i].index, &scan->record, err);
		if (st == ST_OK) {
			size_t from = scan->out->len;

			scan_emit(scan, &scan->record);
			scan_doubt(scan, items, &items->at[order.at[i].index], from);
		}
	}
	vec_fini(&order);
	scan_file_fini(&file);
	return st;
}

bool
scan_has_case(const struct items *items)
{
	vec_each (const struct item *, item, items) {
		if (!item->rule->container && !item->rule->absent && !item->lent)
			return true;
	}
	return false;
}
