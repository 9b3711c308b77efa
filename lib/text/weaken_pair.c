/* Which assertion became which, and what that made weaker. */

#include "text/weaken_private.h"

#include <stdlib.h>
#include <string.h>

static bool
is_in(const struct strings *strings, const char *s, bool *taken)
{
	for (size_t i = 0; i < strings->len; i++) {
		if (!taken[i] && strcmp(strings->at[i], s) == 0)
			return taken[i] = true;
	}
	return false;
}

/* How alike they are: what of a is in b. */
static double
likeness(struct facts *f, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	double score = a->rank_of == b->rank_of ? 1 : 0;

	if (!facts_work(f, 1 + a->literals.len * b->literals.len + a->calls.len * b->calls.len +
			       a->names.len * b->names.len))
		return score;

	for (size_t i = 0; i < a->literals.len; i++)
		score += strings_has(&b->literals, a->literals.at[i]) ? 2 : 0;
	for (size_t i = 0; i < a->calls.len; i++)
		score += strings_has(&b->calls, a->calls.at[i]) ? 2 : 0;
	for (size_t i = 0; i < a->names.len; i++)
		score += strings_has(&b->names, a->names.at[i]) ? 1 : 0;
	for (size_t i = 0; a->normal[i] && a->normal[i] == b->normal[i]; i++)
		score += 0.02;
	return score;
}

static struct weaken_assertion *
find_same(struct weaken_pairing *p, const struct weaken_assertion *a)
{
	if (!facts_work(p->after, p->b.len))
		return NULL;
	for (size_t i = 0; i < p->b.len; i++) {
		struct weaken_assertion *b = &p->after->assertions.at[p->b.at[i]];

		if (!b->used && strcmp(a->normal, b->normal) == 0)
			return b;
	}
	return NULL;
}

static struct weaken_assertion *
find_alike(struct weaken_pairing *p, const struct weaken_assertion *a)
{
	struct weaken_assertion *best = NULL;
	double most = -1;

	for (size_t i = 0; i < p->b.len; i++) {
		struct weaken_assertion *b = &p->after->assertions.at[p->b.at[i]];
		double score = b->used ? -1 : likeness(p->after, a, b);

		if (score > most) {
			most = score;
			best = b;
		}
	}
	return best;
}

/* Is the literal in an assertion of b that has no other half? */
static bool
is_spare(struct weaken_pairing *p, const char *literal)
{
	if (!facts_work(p->after, p->b.len))
		return false;
	for (size_t i = 0; i < p->b.len; i++) {
		const struct weaken_assertion *b = &p->after->assertions.at[p->b.at[i]];

		if (!b->used && strings_has(&b->literals, literal))
			return true;
	}
	return false;
}

static bool
lost_literal(
    struct weaken_pairing *p, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	bool taken[64] = { false };

	for (size_t i = 0; i < a->literals.len; i++) {
		const char *s = a->literals.at[i];
		bool is = b->literals.len <= 64 ? is_in(&b->literals, s, taken)
						: strings_has(&b->literals, s);

		if (!is && !is_spare(p, s))
			return true;
	}
	return false;
}

static size_t
spares(const struct weaken_pairing *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->b.len; i++)
		n += !p->after->assertions.at[p->b.at[i]].used;
	return n;
}

/* In a function: an import alone calls nothing. */
static bool
is_named(struct facts *f, const char *word)
{
	const struct slice all = { 0, f->source.n };

	vec_each (const struct slice *, block, &f->functions) {
		if (pieces_has(f, *block, word, strlen(word)))
			return true;
	}
	return f->functions.len == 0 && pieces_has(f, all, word, strlen(word));
}

static const char *
lost_call(
    struct weaken_pairing *p, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	for (size_t i = 0; i < a->calls.len; i++) {
		const char *s = a->calls.at[i];

		if (!strings_has(&b->calls, s) && !is_named(p->after, s))
			return s;
	}
	return NULL;
}

static bool
has_all(const struct strings *strings, const struct strings *of)
{
	for (size_t i = 0; i < of->len; i++) {
		if (!strings_has(strings, of->at[i]))
			return false;
	}
	return true;
}

/* Both say "just this" of what the same calls gave, or of the same operands. */
static bool
is_as_exact(
    const struct facts *f, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	if (a->rank != RANK_MAX || !has_all(&b->calls, &a->calls))
		return false;
	for (size_t i = 0; i < a->pieces && a->calls.len == 0; i++) {
		char *piece = pieces_normal(f, a->piece[i]);
		bool is = *piece && strstr(b->normal, piece);

		free(piece);
		if (!is)
			return false;
	}
	return true;
}

/* What the pair says about strength: a kind, or WEAKEN_WHATS when it is no weaker. */
static enum weaken_what
weaker(struct weaken_pairing *p, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	if (b->trivial && !a->trivial)
		return b->replaced ? WEAKEN_REPLACED : WEAKEN_TRIVIAL;
	if (b->rank < a->rank)
		return b->close ? WEAKEN_CLOSE : WEAKEN_LOOSENED;
	if (a->tolerance >= 0 && b->tolerance > a->tolerance)
		return WEAKEN_TOLERANCE;
	if (b->either > a->either || (b->both < a->both && spares(p) < a->both - b->both))
		return WEAKEN_LOOSENED;
	if (a->awaited && !b->awaited)
		return WEAKEN_UNAWAITED;
	if (lost_literal(p, a, b))
		return WEAKEN_EXPECTED;
	if (a->rank == b->rank && a->pieces == b->pieces && b->constants > a->constants)
		return WEAKEN_EXPECTED;
	if (a->rank == b->rank && a->rank_of != b->rank_of && !is_as_exact(p->before, a, b))
		return WEAKEN_CHECK;
	if (lost_call(p, a, b))
		return WEAKEN_SUBJECT;
	return WEAKEN_WHATS;
}

static void
compare(
    struct weaken_pairing *p, const struct weaken_assertion *a, const struct weaken_assertion *b)
{
	enum weaken_what what = weaker(p, a, b);

	if (what != WEAKEN_WHATS)
		finding_add(p->out, what, p->before, a->at.from, p->after, b->at.from);
	if (b->conditions > a->conditions)
		finding_add(p->out, WEAKEN_CONDITIONAL, p->before, NONE, p->after, b->condition);
	if (b->returns > a->returns)
		finding_add(p->out, WEAKEN_RETURN, p->before, NONE, p->after, b->leaves);
}

/* An assertion that another one contains: as strict, new, with all its values and calls. */
static bool
is_contained(struct weaken_pairing *p, const struct weaken_assertion *a)
{
	for (size_t i = 0; i < p->b.len && a->literals.len > 0 && facts_work(p->after, 1000); i++) {
		const struct weaken_assertion *b = &p->after->assertions.at[p->b.at[i]];

		if (has_all(&b->literals, &a->literals) && has_all(&b->calls, &a->calls) &&
		    b->rank >= a->rank && !b->trivial && b->literals.len > a->literals.len)
			return true;
	}
	return false;
}

static void
lose(struct weaken_pairing *p, const struct weaken_assertion *a)
{
	if (is_contained(p, a))
		return;
	vec_each (const struct weaken_assertion *, b, &p->after->assertions) {
		if (!b->used && strcmp(a->normal, b->normal) == 0) {
			finding_add(
			    p->out, WEAKEN_UNREACHED, p->before, a->at.from, p->after, b->at.from);
			return;
		}
	}
	finding_add(p->out, WEAKEN_REMOVED, p->before, a->at.from, NULL, NONE);
}

void
pair_all(struct weaken_pairing *p)
{
	struct weaken_assertion **found = NULL;
	VEC_OF(struct weaken_assertion *) pairs = { 0 };

	for (size_t i = 0; i < p->b.len; i++)
		p->after->assertions.at[p->b.at[i]].used = false;
	for (size_t i = 0; i < p->a.len; i++) {
		found = vec_add(&pairs);
		*found = find_same(p, &p->before->assertions.at[p->a.at[i]]);
		if (*found)
			(*found)->used = true;
	}
	for (size_t i = 0; i < p->a.len; i++) {
		if (pairs.at[i])
			continue;
		pairs.at[i] = find_alike(p, &p->before->assertions.at[p->a.at[i]]);
		if (pairs.at[i])
			pairs.at[i]->used = true;
	}
	for (size_t i = 0; i < p->a.len; i++) {
		const struct weaken_assertion *a = &p->before->assertions.at[p->a.at[i]];

		if (pairs.at[i])
			compare(p, a, pairs.at[i]);
		else
			lose(p, a);
	}
	vec_fini(&pairs);
}
