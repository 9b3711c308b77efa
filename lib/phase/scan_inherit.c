/*
 * Cases that a class has from those above it, in the same file or in others.
 *
 * Limits: 8 classes up, 10,000 inherited cases and 200,000 looked-up bases a file.
 */

#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "phase/scan_above.h"
#include "phase/scan_find.h"

#define MAX_UP 8
#define MAX_INHERITED ((size_t)10000)
#define MAX_STEPS ((size_t)200000)

struct heir {
	struct above *above;
	struct home *home;
	struct items *items; /* of home */
	struct map have;     /* names of cases */
	struct map seen;     /* classes that were asked for this one */
	size_t found;	     /* items before any was inherited */
	size_t steps;
	int child;
	bool spreads;
};

/* Where the name is that starts at s: one with a module in another file first, then here. */
static void
look_up(struct heir *h, struct home *home, const char *s, size_t n, struct base *out)
{
	size_t from = n;

	*out = (struct base){ 0 };
	while (from > 0 && source_is_word(s[from - 1]))
		from--;
	if (from > 0 && above_find(h->above, home, s, n, out))
		return;
	if (home_class(home, s + from, n - from, out) &&
	    !(home == h->home && (int)out->class == h->child))
		return;
	if (from > 0 || !above_find(h->above, home, s, n, out))
		out->home = NULL;
}

/* The next of "a.Base, Other<Arg>, metaclass=M". */
static bool
next_base(struct heir *h, struct home *home, const char **at, struct base *out)
{
	while (**at && h->steps < MAX_STEPS) {
		const char *s = *at;
		size_t n = 0;

		while (source_is_word(s[n]) || (n > 0 && s[n] == '.' && source_is_word(s[n + 1])))
			n++;
		*at = s + (n ? n : 1);
		if (*s == '<')
			*at = strchr(s, '>') ? strchr(s, '>') + 1 : s + strlen(s);
		if (n == 0 || **at == ':' || **at == '=')
			continue;
		h->steps++;
		look_up(h, home, s, n, out);
		return true;
	}
	return false;
}

static void
inherit_case(struct heir *h, const struct base *base, size_t index)
{
	struct item *from = &base->home->items->at[index];
	struct item copy = *from;
	bool added;

	map_slot(&h->have, from->name, strlen(from->name), &added);
	if (!added || from->rule->absent || h->items->len - h->found >= MAX_INHERITED)
		return;
	if (base->home == h->home && h->items->at[from->parent].rule->abstract)
		from->lent = true;
	copy.name = mem_strdup(from->name);
	copy.klass = from->klass ? mem_strdup(from->klass) : NULL;
	copy.title = from->title ? mem_strdup(from->title) : NULL;
	copy.bases = NULL;
	copy.parent = h->child;
	copy.level = h->items->at[h->child].level + 1;
	copy.lent = false;
	copy.inherited = true;
	copy.home = base->home == h->home ? NULL : base->home;
	copy.original = index;
	if (copy.home)
		copy.match = h->items->at[h->child].match;
	*vec_add(h->items) = copy;
}

static void
gather_cases(struct heir *h, const struct base *base)
{
	const struct items *items = base->home->items;
	size_t end = base->home == h->home ? h->found : items->len;

	for (size_t i = base->class + 1; i < end && items->at[i].match < items->at[base->class].to;
	     i++) {
		if (items->at[i].parent == (int)base->class && !items->at[i].rule->container)
			inherit_case(h, base, i);
	}
	if (base->home != h->home && items->at[base->class].rule->abstract)
		above_use(h->above, base);
}

static bool
seen(struct heir *h, const struct base *base)
{
	uintptr_t key[2] = { (uintptr_t)base->home, base->class };
	bool added;

	map_slot(&h->seen, (const char *)key, sizeof key, &added);
	return !added;
}

static bool only_looks_so(struct heir *h, const struct base *class, int up);

static void
inherit_from(struct heir *h, const struct base *class, bool gather, int up)
{
	const char *at = class->home->items->at[class->class].bases;
	struct base base;

	while (up < MAX_UP && at && next_base(h, class->home, &at, &base)) {
		const struct item *b;

		if (base.home == NULL || seen(h, &base))
			continue;
		b = &base.home->items->at[base.class];
		h->spreads |= b->rule->spreads && !b->hidden &&
			      (base.home == h->home || !only_looks_so(h, &base, 0));
		if (gather)
			gather_cases(h, &base);
		inherit_from(h, &base, gather, up + 1);
	}
}

static void
all_above(struct heir *h, bool gather)
{
	struct base class = { h->home, (size_t)h->child };

	map_init(&h->seen);
	inherit_from(h, &class, gather, 0);
	map_fini(&h->seen);
}

/* Is every class above it known, and none of tests? */
static bool
only_looks_so(struct heir *h, const struct base *class, int up)
{
	const char *at = class->home->items->at[class->class].bases;
	struct base base;
	int count = 0;

	while (next_base(h, class->home, &at, &base)) {
		const struct item *b;

		if (base.home == NULL || up >= MAX_UP)
			return false;
		b = &base.home->items->at[base.class];
		if (!b->hidden && (base.home == h->home || !only_looks_so(h, &base, up + 1)))
			return false;
		count++;
	}
	return count > 0;
}

/* A class becomes one of tests when one above it is such that all below it are, and is none when
   it only has the name of such a one. */
static void
settle(struct heir *h, size_t class)
{
	struct item *c = &h->items->at[class];
	struct base self = { h->home, class };

	h->spreads = false;
	all_above(h, false);
	if (c->hidden ? !h->spreads
		      : !c->rule->spreads || h->spreads || !only_looks_so(h, &self, 0))
		return;
	c->hidden = !c->hidden;
	for (size_t i = class + 1; i < h->found && h->items->at[i].match < c->to; i++) {
		if (h->items->at[i].parent == h->child && !h->items->at[i].rule->container)
			h->items->at[i].lent = c->hidden;
	}
}

static void
inherit(struct heir *h, size_t class)
{
	h->child = (int)class;
	settle(h, class);
	if (h->items->at[class].hidden || h->items->at[class].rule->abstract)
		return;
	map_init(&h->have);
	for (size_t i = class + 1; i < h->found && h->items->at[i].match < h->items->at[class].to;
	     i++) {
		const struct item *own = &h->items->at[i];

		if (own->parent == h->child && !own->rule->container)
			map_slot(&h->have, own->name, strlen(own->name), NULL);
	}
	all_above(h, true);
	map_fini(&h->have);
}

void
scan_inherit(struct above *above, struct home *home)
{
	struct heir h = {
		.above = above, .home = home, .items = home->items, .found = home->items->len
	};

	for (size_t i = 0; home->classes.len > 0 && i < h.found; i++) {
		if (h.items->at[i].bases)
			inherit(&h, i);
	}
}

/* Items that stand in none of the classes named in [from, to) are lent. */
static void
keep_listed(struct source *source, size_t from, size_t to, struct items *items)
{
	struct map names;
	size_t n;

	map_init(&names);
	for (size_t at = from; (n = source_next_word(source, &at, to)) > 0; at += n)
		map_slot(&names, source->code + at, n, NULL);
	vec_each (struct item *, item, items) {
		const struct item *outer = item;

		while (outer->parent >= 0)
			outer = &items->at[outer->parent];
		item->lent |= map_find(&names, outer->name, strlen(outer->name)) == NULL;
	}
	map_fini(&names);
}

enum status
scan_keep_listed(
    struct source *source, const struct framework *f, struct items *items, struct err *err)
{
	int group = f->lists.value;
	struct regex_match m;
	enum status st = ST_NO;

	if (f->lists.regex && group >= 0)
		st = regex_match(f->lists.regex, source->code, source->n, 0, &m, err);
	if (st)
		return st == ST_NO ? ST_OK : st;
	keep_listed(source, m.from[group], m.to[group], items);
	return ST_OK;
}
