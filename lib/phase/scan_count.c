/* How many cases a parametrised test stands for. */

#include <string.h>

#include "phase/scan_case.h"

#define MAX_COUNT ((size_t)1000000)

static bool
is_open(char c)
{
	return c == '(' || c == '[' || c == '{';
}

/* Elements between the brackets that open at `open`. */
static size_t
elements(struct source *s, size_t open)
{
	size_t close = source_close(s, open), count = 0;
	bool any = false;

	for (size_t at = open + 1; at < close; at++) {
		if (s->code[at] == ',') {
			count += any;
			any = false;
		} else if (!strchr(" \t\r\n", s->code[at])) {
			any = true;
			if (is_open(s->code[at]))
				at = source_close(s, at);
		}
	}
	return count + any;
}

/* Bracket group number `group` behind the match, whose last byte may be the first's open. */
static size_t
list_count(struct source *s, size_t at, int group)
{
	if (at > 0 && at < s->n && !is_open(s->code[at]) && is_open(s->code[at - 1]))
		at--;
	for (int i = 1;; i++) {
		at = source_skip_blank(s, at);
		if (at >= s->n || !is_open(s->code[at]))
			return 0;
		if (i == group)
			return elements(s, at);
		at = source_close(s, at) + 1;
	}
}

/* Lines of the string that opens at or in the match, without the first, which names columns. */
static size_t
row_count(const struct source *s, size_t at)
{
	const struct source_span *span = source_span_from(s, at);
	size_t rows = 0;

	if (span == NULL || span->kind != SOURCE_STRING)
		return 0;
	for (size_t i = span->inner; i < span->inner_to;) {
		size_t end = source_line_end(s, i), first = i;

		while (first < end && strchr(" \t\r", s->text[first]))
			first++;
		rows += first < end && first < span->inner_to;
		i = end + 1;
	}
	return rows > 0 ? rows - 1 : 0;
}

static size_t
one_count(struct source *s, const struct search *search, const struct regex_match *m)
{
	switch (search->count) {
	case COUNT_LIST:
		return list_count(s, m->to[0], search->group);
	case COUNT_ROWS:
		return row_count(s, m->from[0]);
	case COUNT_MATCHES:
		return 1;
	default:
		return 0;
	}
}

struct counting {
	size_t product;
	bool unknown;
};

static void
multiply(struct counting *c, size_t by)
{
	if (by == 0)
		c->unknown = true;
	else if (c->product > MAX_COUNT / by)
		c->product = MAX_COUNT;
	else
		c->product *= by;
}

static enum status
condition_holds(const struct scan_file *file, const struct search *search, const struct item *item,
    struct err *err)
{
	struct regex_match m;

	if (search->condition.regex == NULL)
		return ST_OK;
	return regex_match(
	    search->condition.regex, file->source->code, item->to, item->header_end, &m, err);
}

static enum status
apply(const struct scan_file *file, const struct search *search, const struct item *item,
    struct counting *c, struct err *err)
{
	struct source *s = file->source;
	size_t at = search->place == PLACE_BODY ? item->header_end : item->from;
	size_t end = search->place == PLACE_BODY ? item->to : item->header_end;
	size_t matches = 0;
	struct regex_match m;
	enum status st = condition_holds(file, search, item, err);

	while (st == ST_OK &&
	       (st = regex_match(search->pattern.regex, s->code, end, at, &m, err)) == ST_OK) {
		matches++;
		if (search->count != COUNT_MATCHES)
			multiply(c, one_count(s, search, &m));
		if (search->place == PLACE_BODY && search->count != COUNT_MATCHES)
			return ST_OK;
		at = m.to[0] > at ? m.to[0] : at + 1;
	}
	if (search->count == COUNT_MATCHES && matches > 0)
		multiply(c, matches);
	return st == ST_NO ? ST_OK : st;
}

/* A container's header is counted once, not for each case in it. */
static enum status
own_count(const struct scan_file *file, struct item *item, struct err *err)
{
	struct counting c = { .product = 1 };

	if (item->counted)
		return ST_OK;
	vec_each (const struct search *, p, &file->framework->parameters) {
		if ((!item->rule->container || p->place == PLACE_HEADER) &&
		    apply(file, p, item, &c, err))
			return err->status;
	}
	item->counted = true;
	item->count = c.unknown ? 0 : c.product;
	return ST_OK;
}

enum status
scan_count(const struct scan_file *file, struct item *item, size_t *count, struct err *err)
{
	struct counting c = { .product = 1 };

	for (struct item *at = item; at && (at == item || at->rule->container);
	     at = at->parent < 0 ? NULL : &file->items->at[at->parent]) {
		if (own_count(file, at, err))
			return err->status;
		multiply(&c, at->count);
	}
	*count = c.unknown ? 0 : c.product;
	return ST_OK;
}
