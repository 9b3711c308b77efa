/* The assertions of one version: where they stand, what leads to them, how much they say. */

#include "text/weaken_private.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool
within(struct slice in, size_t at)
{
	return at >= in.from && at < in.to;
}

/* Its first `{` outside of brackets, or NONE. */
static size_t
opens(struct facts *f, struct slice block)
{
	for (size_t at = block.from; at < block.to; at++) {
		char c = f->source.code[at];

		if (c == '{')
			return at;
		if (c == '(' || c == '[')
			at = source_close(&f->source, at);
	}
	return NONE;
}

/* The innermost condition around `at` in its function, or NULL. */
static const struct weaken_block *
condition_of(const struct facts *f, size_t at, struct slice function)
{
	const struct weaken_block *best = NULL;

	vec_each (const struct weaken_block *, b, &f->conditions) {
		if (within(b->block, at) && b->block.from >= function.from &&
		    (best == NULL || b->block.from > best->block.from))
			best = b;
	}
	return best;
}

/* Between `if` and `{`, behind a statement that Go may have there. */
static struct slice
condition_text(struct facts *f, struct slice block)
{
	const char *code = f->source.code;
	size_t to = opens(f, block), from = block.from;

	if (to == NONE)
		return block;
	for (size_t at = from; at < to; at++) {
		if (code[at] == ';')
			from = at + 1;
	}
	if (from == block.from)
		from = strncmp(code + from, "if", 2) == 0 ? from + 2 : to;
	while (from < to && strchr(" \t\n", code[from]))
		from++;
	while (to > from && strchr(" \t\n", code[to - 1]))
		to--;
	return (struct slice){ from, to };
}

static void
count_around(struct facts *f, struct weaken_assertion *a, const struct weaken_block *own)
{
	const struct weaken_scope *scope = a->scope == NONE ? NULL : &f->scopes.at[a->scope];
	size_t start = scope ? scope->block.from : 0;

	vec_each (const struct weaken_block *, b, &f->conditions) {
		if (b == own || !within(b->block, a->at.from) || b->block.from < start ||
		    b->block.from == a->at.from)
			continue;
		a->conditions++;
		a->condition = b->block.from;
	}
	vec_each (const struct weaken_return *, r, &f->returns) {
		if (r->at.to > a->at.from || !within(r->function, a->at.from) ||
		    r->function.from < start)
			continue;
		a->returns++;
		a->leaves = r->at.from;
	}
	vec_each (const struct weaken_block *, b, &f->dead)
		a->dead |= within(b->block, a->at.from);
}

/* What a value may be away, also where the digits that have to be right are said. */
static void
tolerance(struct facts *f, struct weaken_assertion *a, const struct guard *guard,
    const struct regex_match *m)
{
	int i = m->from[guard->value] != (size_t)-1 ? guard->value : guard->value2;
	double said;

	if (i < 0 || m->from[i] == (size_t)-1)
		return;
	a->within = (struct slice){ a->asserts.from + m->from[i], a->asserts.from + m->to[i] };
	said = strtod(f->source.code + a->within.from, NULL);
	a->tolerance = guard->digits ? pow(10, -said) / 2 : said;
}

static void
rank(struct facts *f, struct weaken_assertion *a)
{
	const struct guard *guard;
	struct regex_match m;

	guard = guard_fits(f, GUARD_RANKS, a->asserts, &m);
	a->rank_of = guard;
	a->rank = guard ? guard->rank : 1;
	a->close = guard && guard->close;
	a->either = guard_count(f, GUARD_EITHER, a->asserts);
	a->both = guard_count(f, GUARD_BOTH, a->asserts);
	a->tolerance = guard && guard->close ? guard->within : -1;
	guard = guard_fits(f, GUARD_TOLERANCES, a->asserts, &m);
	if (guard)
		tolerance(f, a, guard, &m);
}

/* `await ` and `return ` in front. */
static size_t
behind_await(const struct facts *f, struct weaken_assertion *a)
{
	const char *s = f->source.code + a->at.from;
	size_t n = strncmp(s, "await", 5) == 0 ? 5 : strncmp(s, "return", 6) == 0 ? 6 : 0;

	a->awaited = n > 0 && strchr(" \t\n", s[n]);
	if (!a->awaited)
		return a->at.from;
	return a->at.from + n + strspn(s + n, " \t\r\n");
}

static enum status
add_assertion(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	struct weaken_assertion a = { .at = facts_statement(f, m->from[0]) };
	const struct weaken_block *own = NULL;
	size_t operands = m->to[0];

	(void)err;
	vec_each (const struct weaken_assertion *, other, &f->assertions) {
		if (within(other->at, a.at.from))
			return ST_OK;
	}
	a.scope = facts_scope(f, a.at.from, false);
	a.asserts = (struct slice){ behind_await(f, &a), a.at.to };
	if (guard->leads)
		own = condition_of(f, a.at.from, facts_function(f, a.at.from));
	if (own) {
		a.asserts = condition_text(f, own->block);
		operands = a.asserts.from;
	}
	vec_each (const struct weaken_assertion *, other, &f->assertions) {
		if (own && other->asserts.from == a.asserts.from)
			return ST_OK;
	}
	if (guard->behind)
		operands = a.asserts.from;
	if (operands > a.asserts.to)
		a.asserts.to = operands;
	count_around(f, &a, own);
	rank(f, &a);
	a.piece[0] = (struct slice){ operands, a.asserts.to };
	pieces_split(f, &a, guard);
	*vec_add(&f->assertions) = a;
	return ST_OK;
}

enum status
facts_assertions(struct facts *f, struct err *err)
{
	enum status st = guard_each(f, GUARD_ASSERTIONS, add_assertion, err);

	vec_each (struct weaken_assertion *, a, &f->assertions) {
		a->normal = pieces_normal(f, a->asserts);
		values_judge(f, a);
	}
	return st;
}

void
assertion_fini(struct weaken_assertion *a)
{
	free(a->normal);
	strings_fini(&a->literals);
	strings_fini(&a->calls);
	strings_fini(&a->names);
}
