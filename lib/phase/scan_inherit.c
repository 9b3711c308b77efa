/*
 * Cases that a class has from those above it in the same file.
 *
 * Limits: 8 classes up, 10,000 inherited cases a file.
 */

#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "phase/scan_find.h"

#define MAX_UP 8
#define MAX_INHERITED ((size_t)10000)
#define STRANGER (-2) /* a class of another file */

struct heir {
	struct items *items;
	struct map *classes; /* name -> index + 1 of the first of that name */
	struct map have;     /* names of cases */
	size_t found;	     /* items before any was inherited */
	int child;
	bool spreads;
};

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

/* The next of "a.Base, Other<Arg>, metaclass=M" without what qualifies it; -1 at the end. */
static int
next_base(const struct heir *h, const char **at)
{
	while (**at) {
		const char *s = *at;
		size_t n = 0;
		const struct map_entry *e;

		while (is_word(s[n]))
			n++;
		*at = s + (n ? n : 1);
		if (*s == '<')
			*at = strchr(s, '>') ? strchr(s, '>') + 1 : s + strlen(s);
		if (n == 0 || **at == '.' || **at == ':' || **at == '=')
			continue;
		e = map_find(h->classes, s, n);
		if (e == NULL || (int)e->value - 1 != h->child)
			return e ? (int)e->value - 1 : STRANGER;
	}
	return -1;
}

static void
inherit_case(struct heir *h, int index)
{
	const struct item *from = &h->items->at[index];
	struct item copy = *from;
	bool added;

	map_slot(&h->have, from->name, strlen(from->name), &added);
	if (!added || h->items->len - h->found >= MAX_INHERITED)
		return;
	if (h->items->at[from->parent].rule->abstract)
		h->items->at[index].lent = true;
	copy.name = mem_strdup(from->name);
	copy.klass = from->klass ? mem_strdup(from->klass) : NULL;
	copy.title = from->title ? mem_strdup(from->title) : NULL;
	copy.bases = NULL;
	copy.parent = h->child;
	copy.level = h->items->at[h->child].level + 1;
	copy.lent = false;
	copy.inherited = true;
	*vec_add(h->items) = copy;
}

static void
inherit_from(struct heir *h, int class, bool gather, int up)
{
	const char *at = h->items->at[class].bases;
	int base;

	while (up < MAX_UP && at && (base = next_base(h, &at)) != -1) {
		const struct item *b = base < 0 ? NULL : &h->items->at[base];

		if (b == NULL)
			continue;
		h->spreads |= b->rule->spreads && !b->hidden;
		for (size_t i = (size_t)base + 1;
		     gather && i < h->found && h->items->at[i].match < h->items->at[base].to; i++) {
			if (h->items->at[i].parent == base && !h->items->at[i].rule->container)
				inherit_case(h, (int)i);
		}
		inherit_from(h, base, gather, up + 1);
	}
}

/* Is every class above it in this file, and none of tests? */
static bool
only_looks_so(const struct heir *h, const struct item *class)
{
	const char *at = class->bases;
	int base, count = 0;

	while ((base = next_base(h, &at)) != -1) {
		if (base == STRANGER || !h->items->at[base].hidden)
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

	h->spreads = false;
	inherit_from(h, h->child, false, 0);
	if (c->hidden ? !h->spreads : !c->rule->spreads || !only_looks_so(h, c))
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
	inherit_from(h, h->child, true, 0);
	map_fini(&h->have);
}

void
scan_inherit(struct items *items)
{
	struct map classes;
	struct heir h = { .items = items, .classes = &classes, .found = items->len };

	map_init(&classes);
	for (size_t i = 0; i < h.found; i++) {
		const struct item *c = &items->at[i];
		bool added;

		if (c->bases && c->name[0]) {
			size_t *slot = map_slot(&classes, c->name, strlen(c->name), &added);

			if (added)
				*slot = i + 1;
		}
	}
	for (size_t i = 0; classes.len > 0 && i < h.found; i++) {
		if (items->at[i].bases)
			inherit(&h, i);
	}
	map_fini(&classes);
}
