/*
 * Cases in a function that containers of the same file call: they are those of each that calls it.
 *
 * A function that nobody calls stands where it is written.  A call in a case adds nothing.
 *
 * Limits: 1,000 functions, 10,000 calls and 10,000 cases had by calls a file, 8 functions deep.
 */

#include <stdint.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "phase/scan_find.h"

#define MAX_FUNCTIONS 1000
#define MAX_CALLS 10000
#define MAX_COPIES 10000
#define MAX_STEPS 200000
#define MAX_DEPTH 8

enum kind { ITEM, FUNCTION, CALL };

struct node {
	size_t from, to;
	enum kind kind;
	size_t index;	   /* of an item; of a call, the node that is called */
	size_t end;	   /* the first node behind all that is in this one */
	size_t same;	   /* of a function: 1 + the next of its name */
	size_t name, n;	   /* of a function or call */
	int around;	   /* node, or -1 */
	bool called, seen; /* of a function */
};

typedef VEC_OF(struct node) nodes;

struct share_walk {
	const struct source *s;
	const struct items *items;
	nodes nodes;
	struct map names; /* of functions: 1 + the first node */
	struct map had;	  /* of a function and the container that it was called in */
	struct items out;
	size_t stack[MAX_DEPTH];
	size_t depth, copies, steps;
	bool dry; /* only sees which functions are called */
};

static bool
is_word(char c)
{
	return source_is_word(c) || c == '$';
}

static int
by_place(const void *a, const void *b)
{
	const struct node *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	if (x->to != y->to)
		return x->to > y->to ? -1 : 1;
	return x->kind != y->kind ? (x->kind < y->kind ? -1 : 1) : x->index > y->index;
}

/* Is there an item in it? */
static bool
holds_item(const struct items *items, size_t from, size_t to)
{
	size_t low = 0, high = items->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (items->at[middle].match < from)
			low = middle + 1;
		else
			high = middle;
	}
	return low < items->len && items->at[low].match < to;
}

/* The functions of the file; ST_NO when none has a case. */
static enum status
functions(struct source *s, const struct framework *f, const struct items *items, nodes *out,
    struct err *err)
{
	enum status st = ST_NO;
	bool any = false;

	vec_each (const struct pattern *, p, &f->shares) {
		struct regex_match m;
		size_t at = 0;

		while (p->name >= 0 && out->len < MAX_FUNCTIONS &&
		       (st = regex_match(p->regex, s->code, s->n, at, &m, err)) == ST_OK) {
			size_t to = source_block_end(s, SOURCE_BRACES, m.from[0], m.to[0]);

			at = m.to[0] > at ? m.to[0] : at + 1;
			*vec_add(out) = (struct node){ .from = m.from[0],
				.to = to,
				.kind = FUNCTION,
				.name = m.from[p->name],
				.n = m.to[p->name] - m.from[p->name] };
			any |= holds_item(items, m.to[0], to);
		}
		if (st != ST_OK && st != ST_NO)
			return st;
	}
	return any ? ST_OK : ST_NO;
}

/* Is the word at [at, end) called?  `test(app) {` is a method of this name. */
static bool
is_call(struct source *s, size_t at, size_t end)
{
	size_t open = source_skip_blank(s, end), close, before = at;

	if (open >= s->n || s->code[open] != '(' || (at > 0 && s->code[at - 1] == '.'))
		return false;
	while (before > 0 && strchr(" \t\n\r*", s->code[before - 1]) && s->code[before - 1])
		before--;
	if (before >= 8 && memcmp(s->code + before - 8, "function", 8) == 0)
		return false;
	close = source_close(s, open);
	close = close < s->n ? source_skip_blank(s, close + 1) : s->n;
	return close >= s->n || s->code[close] != '{';
}

static void
calls(struct source *s, const struct map *names, nodes *out)
{
	size_t count = 0;

	for (size_t at = 0, end; at < s->n && count < MAX_CALLS; at = end + (end == at)) {
		for (end = at; end < s->n && is_word(s->code[end]); end++)
			;
		if (end == at || !map_find(names, s->code + at, end - at) || !is_call(s, at, end))
			continue;
		*vec_add(out) =
		    (struct node){ .from = at, .to = end, .kind = CALL, .name = at, .n = end - at };
		count++;
	}
}

/* Sorts, and says of each what is around it and where it ends. */
static void
nest(nodes *all)
{
	int around = -1;

	vec_sort(all, by_place);
	for (size_t i = 0; i < all->len; i++) {
		struct node *node = &all->at[i];

		while (around >= 0 && all->at[around].to <= node->from) {
			all->at[around].end = i;
			around = all->at[around].around;
		}
		if (around >= 0 && node->to > all->at[around].to)
			node->to = all->at[around].to;
		node->around = around;
		around = (int)i;
	}
	for (; around >= 0; around = all->at[around].around)
		all->at[around].end = all->len;
}

/* The function of this name with the narrowest place around that has the call in it; 0: none. */
static size_t
target(const struct share_walk *w, const struct node *call)
{
	const struct map_entry *e = map_find(&w->names, w->s->code + call->name, call->n);
	size_t best = 0;
	int narrow = -2;

	for (size_t i = e ? e->value : 0; i > 0; i = w->nodes.at[i - 1].same) {
		int around = w->nodes.at[i - 1].around;

		if (around > narrow && (around < 0 || (w->nodes.at[around].from < call->from &&
							  call->from < w->nodes.at[around].to))) {
			narrow = around;
			best = i;
		}
	}
	return best;
}

/* Of the header of an item, `describe(`, or in a case it is no call that counts. */
static bool
counts(const struct share_walk *w, const struct node *call)
{
	for (int i = call->around; i >= 0; i = w->nodes.at[i].around) {
		const struct node *node = &w->nodes.at[i];

		if (node->kind == ITEM &&
		    (node->from == call->from || !w->items->at[node->index].rule->container))
			return false;
	}
	return true;
}

static void
resolve(struct share_walk *w)
{
	for (size_t i = 0; i < w->nodes.len; i++) {
		struct node *node = &w->nodes.at[i];
		size_t *slot;

		if (node->kind != FUNCTION)
			continue;
		slot = map_slot(&w->names, w->s->code + node->name, node->n, NULL);
		node->same = *slot;
		*slot = i + 1;
	}
	for (size_t i = 0; i < w->nodes.len; i++) {
		struct node *call = &w->nodes.at[i];

		if (call->kind != CALL)
			continue;
		call->index = counts(w, call) ? target(w, call) : 0;
		if (call->index > 0)
			w->nodes.at[call->index - 1].called = true;
	}
}

/* May the function be gone into, from a container that has not had it? */
static bool
may_enter(struct share_walk *w, size_t function, int parent)
{
	size_t key[2] = { function, (size_t)(parent + 1) };
	bool added;

	if (w->depth >= MAX_DEPTH || ++w->steps > MAX_STEPS || w->copies >= MAX_COPIES)
		return false;
	for (size_t i = 0; i < w->depth; i++) {
		if (w->stack[i] == function)
			return false;
	}
	if (w->dry) {
		added = !w->nodes.at[function].seen;
		w->nodes.at[function].seen = true;
	} else {
		map_slot(&w->had, (const char *)key, sizeof key, &added);
	}
	return added;
}

/* The item with this parent; its place, or -1 when there are too many. */
static int
copy_item(struct share_walk *w, const struct item *item, int parent)
{
	struct item copy = *item;

	if (w->dry)
		return parent;
	copy.parent = parent;
	copy.level = parent < 0 ? 0 : w->out.at[parent].level + 1;
	copy.shared = w->depth > 0;
	copy.name = mem_strdup(item->name);
	copy.klass = item->klass ? mem_strdup(item->klass) : NULL;
	copy.title = item->title ? mem_strdup(item->title) : NULL;
	copy.bases = item->bases ? mem_strdup(item->bases) : NULL;
	*vec_add(&w->out) = copy;
	w->copies += copy.shared;
	return (int)w->out.len - 1;
}

/* The nodes in [at, end), below the item `parent`. */
static void
walk(struct share_walk *w, size_t at, size_t end, int parent)
{
	for (; at < end; at = w->nodes.at[at].end) {
		const struct node *node = &w->nodes.at[at];
		size_t function = node->index - 1;

		if (node->kind == FUNCTION && !node->called) {
			walk(w, at + 1, node->end, parent);
		} else if (node->kind == ITEM) {
			if (w->depth > 0 && (w->copies >= MAX_COPIES ||
						(parent >= 0 && !w->dry &&
						    w->out.at[parent].level + 1 >= SCAN_LEVELS)))
				continue;
			walk(
			    w, at + 1, node->end, copy_item(w, &w->items->at[node->index], parent));
		} else if (node->kind == CALL && node->index > 0 && w->nodes.at[function].called &&
			   may_enter(w, function, parent)) {
			w->stack[w->depth++] = function;
			walk(w, function + 1, w->nodes.at[function].end, parent);
			w->depth--;
		}
	}
}

/* Functions that only call each other, or from where nothing is seen, are where they stand. */
static void
forget_unreached(struct share_walk *w)
{
	w->dry = true;
	walk(w, 0, w->nodes.len, -1);
	w->dry = false;
	w->steps = 0;
	vec_each (struct node *, node, &w->nodes)
		node->called &= node->seen;
}

static void
share(struct share_walk *w, struct source *s, struct items *items)
{
	for (size_t i = 0; i < w->nodes.len; i++)
		map_slot(&w->names, s->code + w->nodes.at[i].name, w->nodes.at[i].n, NULL);
	for (size_t i = 0; i < items->len; i++)
		*vec_add(&w->nodes) = (struct node){
			.from = items->at[i].match, .to = items->at[i].to, .kind = ITEM, .index = i
		};
	calls(s, &w->names, &w->nodes);
	nest(&w->nodes);
	resolve(w);
	forget_unreached(w);
	walk(w, 0, w->nodes.len, -1);
	items_fini(items);
	*items = w->out;
}

enum status
scan_share(struct source *s, const struct framework *f, struct items *items, struct err *err)
{
	struct share_walk w = { .s = s, .items = items };
	enum status st;

	if (f->shares.len == 0 || items->len == 0)
		return ST_OK;
	map_init(&w.names);
	map_init(&w.had);
	st = functions(s, f, items, &w.nodes, err);
	if (st == ST_OK)
		share(&w, s, items);
	map_fini(&w.names);
	map_fini(&w.had);
	vec_fini(&w.nodes);
	return st == ST_NO ? ST_OK : st;
}
