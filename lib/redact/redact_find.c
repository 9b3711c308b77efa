/* What stands in one piece of text. */
#include <stdlib.h>
#include <string.h>

#include "io/regex.h"
#include "redact/redact_private.h"

#define NEAR_BYTES 48
#define FAST_AFTER 32		       /* attempts; machine code takes as long to make */
#define FAST_BYTES ((size_t)32 * 1024) /* of a text that is looked through */

struct search {
	struct redactor *r;
	const char *s;
	size_t n;
	struct ranges *out;
};

static struct regex *
compile(const char *pattern, bool fast)
{
	struct err err = ERR_INIT;
	struct regex *re = NULL;

	regex_compile(pattern, REGEX_BYTES | (fast ? 0 : REGEX_LIGHT), &re, &err);
	return re;
}

/* Every pattern was compiled before it came into force, or in a test. */
static void
make_ready(struct rule *rule, size_t n)
{
	bool fast = rule->tried >= FAST_AFTER || (rule->is->keywords == NULL && n > FAST_BYTES);

	if (rule->pattern == NULL || (fast && !rule->fast)) {
		char *text = redact_anchored(rule->is);

		regex_free(rule->pattern);
		rule->pattern = compile(text, fast);
		rule->fast = fast;
		free(text);
	}
	if (rule->unless == NULL && rule->is->unless)
		rule->unless = compile(rule->is->unless, false);
}

/* Is it let pass by `unless`?  A pattern that fails lets nothing pass. */
static bool
is_excused(const struct rule *rule, const char *s, size_t n)
{
	struct err ignored = ERR_INIT;
	struct regex_match m;

	return rule->unless && regex_match(rule->unless, s, n, 0, &m, &ignored) == ST_OK;
}

static void
add(struct search *search, size_t rule, size_t from, size_t to)
{
	struct range *range = vec_add(search->out);

	*range = (struct range){ from, to, rule };
	search->r->rules.at[rule].search = search->r->searches;
	search->r->rules.at[rule].until = to;
}

/* What a rule has found it need not find from every keyword in it again. */
static bool
is_found(const struct search *search, size_t rule, size_t at)
{
	const struct rule *it = &search->r->rules.at[rule];

	return it->search == search->r->searches && at < it->until;
}

/* Where the attempt at `at` ended, or 0 for nowhere. */
static size_t
attempt(struct search *search, size_t number, size_t at)
{
	struct rule *rule = &search->r->rules.at[number];
	struct err ignored = ERR_INIT;
	struct regex_match m;
	const char *end;
	size_t from, n;
	enum status st = ST_DATA;

	make_ready(rule, search->n);
	rule->tried++;
	if (rule->pattern)
		st = regex_match(rule->pattern, search->s, search->n, at, &m, &ignored);
	if (st == ST_NO)
		return 0;
	if (st) {
		end = memchr(search->s + at, '\n', search->n - at);
		from = end ? (size_t)(end - search->s) : search->n;
		add(search, number, at, from);
		return from + 1;
	}
	from = m.from[1] != (size_t)-1 ? m.from[1] : m.from[0];
	n = (m.from[1] != (size_t)-1 ? m.to[1] : m.to[0]) - from;
	if (n && redact_check(rule->is, search->s + from, &n) &&
	    !is_excused(rule, search->s + from, n))
		add(search, number, from, from + n);
	return m.to[0] > at ? m.to[0] : at + 1;
}

static bool
is_hex(char c)
{
	return redact_class(c) == 3 || (redact_lower(c) >= 'a' && redact_lower(c) <= 'f');
}

/* May a token begin here?  Not behind a letter or digit, but for one that ends an escape: \n,
   \u0022, %3D, or a colour for the terminal. */
static bool
begins(const char *s, size_t at)
{
	size_t i = at;

	if (at == 0 || redact_class(s[at - 1]) == 0)
		return true;
	if (at >= 2 && s[at - 2] == '\\' && strchr("nrtbf", s[at - 1]))
		return true;
	if (at >= 3 && s[at - 3] == '%' && is_hex(s[at - 2]) && is_hex(s[at - 1]))
		return true;
	if (at >= 6 && s[at - 6] == '\\' && s[at - 5] == 'u')
		return true;
	if (s[at - 1] != 'm')
		return false;
	for (i--; i > 0 && (redact_class(s[i - 1]) == 3 || s[i - 1] == ';'); i--)
		;
	return i >= 2 && s[i - 1] == '[' && s[i - 2] == '\x1b';
}

static bool
has_near(const struct search *search, const struct redact_rule *rule, size_t at)
{
	size_t end = search->n - at > NEAR_BYTES ? at + NEAR_BYTES : search->n;

	if (rule->near == NULL)
		return true;
	for (; at < end && search->s[at] != '\n'; at++) {
		if (search->s[at] && strchr(rule->near, search->s[at]))
			return true;
	}
	return false;
}

static bool
is_keyword(const struct keyword *k, const char *s, size_t n)
{
	if (n < k->n)
		return false;
	for (size_t i = 0; i < k->n; i++) {
		if (redact_lower(s[i]) != k->text[i])
			return false;
	}
	return true;
}

static void
try_keyword(struct search *search, const struct keyword *k, size_t at)
{
	const struct redact_rule *rule = search->r->rules.at[k->rule].is;
	size_t before = (size_t)rule->before;

	if (!is_keyword(k, search->s + at, search->n - at) || at < before ||
	    is_found(search, k->rule, at))
		return;
	if (!rule->anywhere && !begins(search->s, at - before))
		return;
	if (has_near(search, rule, at + k->n))
		attempt(search, k->rule, at - before);
}

static const struct keyword *
keywords_of(const struct redactor *r, unsigned hash)
{
	unsigned i = r->heads[(hash ^ (hash >> 8)) & 0xff];

	return i ? &r->keywords.at[i - 1] : NULL;
}

static const struct keyword *
next_of(const struct redactor *r, const struct keyword *k)
{
	return k->next ? &r->keywords.at[k->next - 1] : NULL;
}

#define HASH_NEXT(h, c) (((h) << 5 ^ ((unsigned char)(c) | 0x20U)) & ((1U << REDACT_BITS) - 1))

/* From `from` on, the first place that three bytes some keyword begins with lead up to; n when
   there is none.  This is what every byte of every text goes through. */
static size_t
next_place(const struct redactor *r, const char *s, size_t n, size_t from, unsigned *hash)
{
	const unsigned char *seen = r->seen;
	unsigned h = 0;

	if (n < 3 || from > n - 3)
		return n;
	h = HASH_NEXT(h, s[from]);
	h = HASH_NEXT(h, s[from + 1]);
	for (size_t i = from + 2; i < n; i++) {
		h = HASH_NEXT(h, s[i]);
		if (seen[h >> 3] >> (h & 7) & 1) {
			*hash = h;
			return i - 2;
		}
	}
	return n;
}

static void
try_keywords(struct search *search)
{
	const struct redactor *r = search->r;
	unsigned h = 0;

	for (size_t at = 0; (at = next_place(r, search->s, search->n, at, &h)) < search->n; at++) {
		for (const struct keyword *k = keywords_of(r, h); k; k = next_of(r, k)) {
			if (k->hash == h)
				try_keyword(search, k, at);
		}
	}
}

bool
redact_has_keyword(struct redactor *r, const char *s, size_t n)
{
	unsigned h = 0;

	for (size_t at = 0; (at = next_place(r, s, n, at, &h)) < n; at++) {
		for (const struct keyword *k = keywords_of(r, h); k; k = next_of(r, k)) {
			if (k->hash == h && is_keyword(k, s + at, n - at))
				return true;
		}
	}
	return false;
}

/* Rules without a keyword look through the whole text. */
static void
try_others(struct search *search)
{
	for (size_t i = 0; i < search->r->rules.len; i++) {
		size_t at = 0;

		if (search->r->rules.at[i].is->keywords)
			continue;
		while (at < search->n && (at = attempt(search, i, at)) != 0)
			;
	}
}

static int
by_place(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->rule < y->rule ? -1 : x->rule > y->rule;
}

/* Those that overlap become one, under the name of the more special rule. */
static void
merge(struct ranges *ranges)
{
	size_t n = 0;

	vec_sort(ranges, by_place);
	vec_each (struct range *, it, ranges) {
		struct range *last = n ? &ranges->at[n - 1] : NULL;

		if (last == NULL || it->from >= last->to) {
			ranges->at[n++] = *it;
			continue;
		}
		if (it->to > last->to)
			last->to = it->to;
		if (it->rule < last->rule)
			last->rule = it->rule;
	}
	ranges->len = n;
}

void
redact_ranges(struct redactor *r, const char *s, size_t n, struct ranges *out)
{
	struct search search = { r, s, n, out };

	r->searches++;
	try_keywords(&search);
	try_others(&search);
	merge(out);
}
