#include "phase/scan_find.h"

#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "phase/scan_header.h"

#define NOWHERE ((size_t)-1)

static void
item_fini(struct item *item)
{
	free(item->name);
	free(item->klass);
	free(item->title);
	free(item->bases);
}

void
items_fini(struct items *items)
{
	vec_each (struct item *, item, items)
		item_fini(item);
	vec_fini(items);
}

static enum status
set_end(struct source *s, struct item *item, size_t at, struct err *err)
{
	const struct rule *rule = item->rule;
	struct regex_match m;
	enum status st = ST_NO;
	size_t header = source_skip_blank(s, item->match);

	if (rule->ends.regex)
		st = regex_match(rule->ends.regex, s->code, s->n, at, &m, err);
	if (st != ST_OK && st != ST_NO)
		return st;
	if (rule->block == SOURCE_CALL)
		item->header_end = scan_call_open(s, rule, at);
	item->to =
	    st == ST_OK ? m.to[0] : source_block_end(s, rule->block, header, item->header_end);
	if (item->to < at)
		item->to = at;
	return ST_OK;
}

/* Is there such a comment between the two? */
static enum status
comment_says(const struct source *s, const struct item *item, struct err *err)
{
	const struct source_span *span = source_span_from(s, item->match);
	const struct source_span *end = source_spans_end(s);
	struct regex_match m;
	enum status st = ST_NO;

	for (; st == ST_NO && span && span < end && span->from < item->to; span++) {
		if (span->kind == SOURCE_COMMENT)
			st = regex_match(item->rule->says.regex, s->text + span->inner,
			    span->inner_to - span->inner, 0, &m, err);
	}
	return st;
}

/* Do the conditions on the block hold? */
static enum status
block_fits(const struct source *s, const struct item *item, bool *fits, struct err *err)
{
	struct regex_match m;
	enum status st = ST_OK;

	if (item->rule->holds.regex)
		st = regex_match(item->rule->holds.regex, s->code + item->match,
		    item->to - item->match, 0, &m, err);
	if (st == ST_OK && item->rule->says.regex)
		st = comment_says(s, item, err);
	*fits = st == ST_OK;
	return st == ST_NO ? ST_OK : st;
}

/* Does a condition on the header hold?  It sees the code of the header alone. */
static enum status
header_fits(const struct source *s, const struct item *item, size_t at, bool *fits, struct err *err)
{
	const struct rule *rule = item->rule;
	struct regex_match m;
	enum status st = ST_OK;

	*fits = true;
	if (rule->requires.regex)
		st = regex_match(
		    rule->requires.regex, s->code + item->from, at - item->from, 0, &m, err);
	if (st == ST_OK && rule->rejects.regex) {
		st = regex_match(
		    rule->rejects.regex, s->code + item->from, at - item->from, 0, &m, err);
		*fits = st == ST_NO;
		return st == ST_NO ? ST_OK : st;
	}
	*fits = st == ST_OK;
	return st == ST_NO ? ST_OK : st;
}

static enum status
add_item(struct source *s, const struct framework *f, const struct rule *rule,
    const struct regex_match *m, struct items *out, struct err *err)
{
	struct item item = { .rule = rule, .match = m->from[0], .header_end = m->to[0] };
	bool fits;
	enum status st;

	item.match = source_skip_blank(s, item.match);
	if (item.match > m->to[0])
		item.match = m->from[0];
	scan_header(s, f->decorators, item.match, &item.from, &item.top);
	st = header_fits(s, &item, m->to[0], &fits, err);
	if (st || !fits)
		return st;
	st = set_end(s, &item, m->to[0], err);
	if (st == ST_OK)
		st = block_fits(s, &item, &fits, err);
	if (st || !fits)
		return st;
	scan_item_name(s, &item, m);
	if (*item.name || rule->container)
		*vec_add(out) = item;
	else
		item_fini(&item);
	return ST_OK;
}

static int
by_place(const void *a, const void *b)
{
	const struct item *x = a, *y = b;

	if (x->match != y->match)
		return x->match < y->match ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Does the container's header fit a case that asks for one? */
static bool
around_fits(const struct source *s, const struct item *outer, const struct item *item)
{
	const struct regex *regex = item->rule->around.regex;
	struct regex_match m;
	struct err err = ERR_INIT;

	return regex == NULL || (outer && outer->rule->container &&
				    regex_match(regex, s->code + outer->from,
					outer->header_end - outer->from, 0, &m, &err) == ST_OK);
}

/* Is it a case of a class that hides its cases, which one below that class may have? */
static bool
is_lent(const struct items *items, const struct item *item, int around)
{
	const struct item *class = around < 0 ? NULL : &items->at[around];

	if (class == NULL || !class->bases || !class->rule->hides || item->rule->container)
		return false;
	for (int i = class->parent; i >= 0; i = items->at[i].parent) {
		if (items->at[i].rule->hides || !items->at[i].rule->container)
			return false;
	}
	return true;
}

/* Is the item wanted where it is?  `around` is the innermost kept item, or -1. */
static bool
wanted(const struct source *s, const struct items *items, const struct item *item, int around)
{
	const struct item *next = around < 0 ? NULL : &items->at[around];
	bool in_case = false;

	for (int i = around; i >= 0; i = items->at[i].parent) {
		const struct item *outer = &items->at[i];

		in_case |= !outer->rule->container;
		if (outer->rule->hides || (!outer->rule->container && !item->rule->nests))
			return false;
	}
	if ((item->rule->inside && !in_case) || !around_fits(s, next, item) ||
	    (next && next->rule->outer && !item->rule->container))
		return false;
	return next == NULL || next->level + 1 < SCAN_LEVELS;
}

/* Sets parents and drops, in place, what is inside something that hides it. */
static void
nest(const struct source *s, struct items *items)
{
	size_t kept = 0;
	int around = -1;

	for (size_t i = 0; i < items->len; i++) {
		struct item item = items->at[i];
		bool again = kept > 0 && item.name_at != NOWHERE &&
			     items->at[kept - 1].name_at == item.name_at;

		while (around >= 0 && items->at[around].to <= item.match)
			around = items->at[around].parent;
		item.hidden = item.rule->hides;
		item.lent = !again && is_lent(items, &item, around);
		if (again || (!item.lent && !wanted(s, items, &item, around))) {
			item_fini(&item);
			continue;
		}
		item.parent = around;
		item.level = around < 0 ? 0 : items->at[around].level + 1;
		if (around >= 0 && item.to > items->at[around].to)
			item.to = items->at[around].to;
		items->at[kept] = item;
		around = (int)kept++;
	}
	items->len = kept;
}

/* Names that the file hands to its runner. */
static enum status
registered(struct source *s, const struct framework *f, struct map *out, struct err *err)
{
	struct buf name;
	enum status st = ST_NO;

	buf_init(&name, BUF_TEXT);
	vec_each (const struct pattern *, p, &f->registers) {
		int group = p->value < 0 ? 0 : p->value;
		struct regex_match m;

		for (size_t at = 0;
		     (st = regex_match(p->regex, s->code, s->n, at, &m, err)) == ST_OK;
		     at = m.to[0] > at ? m.to[0] : at + 1) {
			buf_clear(&name);
			scan_value(s, m.from[group], m.to[group], &name);
			map_slot(out, name.s, name.len, NULL);
		}
		if (st != ST_NO)
			break;
	}
	buf_fini(&name);
	return st == ST_NO ? ST_OK : st;
}

/* Drops what the file could hand to its runner and does not. */
static enum status
keep_registered(struct source *s, const struct framework *f, struct items *items, struct err *err)
{
	struct map names;
	size_t kept = 0;
	enum status st;

	if (f->registers.len == 0)
		return ST_OK;
	map_init(&names);
	st = registered(s, f, &names, err);
	for (size_t i = 0; st == ST_OK && i < items->len; i++) {
		struct item item = items->at[i];
		enum registered must = item.rule->registered;

		if (must == REGISTERED_NO || (must == REGISTERED_KNOWN && names.len == 0) ||
		    map_find(&names, item.name, strlen(item.name)))
			items->at[kept++] = item;
		else
			item_fini(&item);
	}
	if (st == ST_OK)
		items->len = kept;
	map_fini(&names);
	return st;
}

enum status
scan_find(struct source *s, const struct framework *f, struct items *out, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; i < f->rules.len; i++) {
		const struct rule *rule = &f->rules.at[i];
		struct regex_match m;
		size_t at = 0;

		while (
		    (st = regex_match(rule->pattern.regex, s->code, s->n, at, &m, err)) == ST_OK) {
			st = add_item(s, f, rule, &m, out, err);
			if (st)
				return st;
			at = m.to[0] > m.from[0] ? m.to[0] : m.to[0] + 1;
		}
		if (st != ST_NO)
			return st;
	}
	st = keep_registered(s, f, out, err);
	vec_sort(out, by_place);
	nest(s, out);
	return st == ST_OK ? scan_share(s, f, out, err) : st;
}
