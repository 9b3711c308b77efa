#include <string.h>

#include "text/story_parts.h"

#define LONGEST 4000 /* bytes of a sentence that are looked at */
#define LONGEST_ROLE 160

static struct span
piece(struct span span, size_t from, size_t to)
{
	struct span part = { .s = span.s + from, .n = to - from, .line = span.line };

	for (size_t i = 0; i < from; i++)
		part.line += span.s[i] == '\n';
	part = span_trim(part);
	while (part.n > 0 && strchr(",;:*_", part.s[0])) {
		part.s++;
		part.n--;
		part = span_trim(part);
	}
	while (part.n > 0 && strchr(",;:.!*_-", part.s[part.n - 1]))
		part = span_trim((struct span){ part.s, part.n - 1, part.line });
	return part;
}

/* Where the text is cut: a blank line, or the end of a sentence that is no abbreviation. */
static size_t
sentence_end(struct span span, size_t from)
{
	struct span rest = { span.s + from, span.n - from, 0 }, sentence;

	if (rest.n > LONGEST)
		rest.n = LONGEST;
	if (!span_sentence(&rest, &sentence))
		return from + rest.n;
	if (rest.n > 0 || span.n - from <= LONGEST)
		return (size_t)(sentence.s + sentence.n - span.s);
	for (from += LONGEST; from < span.n && span.s[from] != ' ' && span.s[from] != '\n';)
		from++;
	return from;
}

static bool
find_benefit(const struct story_pattern *pattern, struct span span, size_t from, size_t to,
    size_t *at, size_t *end)
{
	vec_each (const struct phrases *, it, &pattern->benefit) {
		if (phrases_find(it, span.s, to, from, at, end))
			return true;
	}
	return false;
}

/* "In order to BENEFIT, as a ROLE I want GOAL": the benefit stands before the role. */
static void
benefit_before(const struct story_pattern *pattern, struct span span, size_t from, size_t role_at,
    struct story_role *role)
{
	size_t at, end;

	if (find_benefit(pattern, span, from, role_at, &at, &end) && at == from) {
		role->benefit = piece(span, end, role_at);
		role->whole = piece(span, at, (size_t)(role->whole.s + role->whole.n - span.s));
	}
}

static bool
pattern_at(const struct story_pattern *pattern, struct span span, size_t start, size_t role_at,
    size_t role_end, struct story_role *role)
{
	size_t goal_at, goal_end, stop, at, end;
	size_t near = span.n - role_end > LONGEST_ROLE ? role_end + LONGEST_ROLE : span.n;

	if (!phrases_find(&pattern->goal, span.s, near, role_end, &goal_at, &goal_end))
		return false;
	if (goal_at <= role_end || sentence_end(span, role_end) <= goal_at)
		return false;
	stop = sentence_end(span, goal_end);
	*role = (struct story_role){ .language = pattern->language };
	role->role = piece(span, role_end, goal_at);
	if (find_benefit(pattern, span, goal_end, stop, &at, &end)) {
		role->goal = piece(span, goal_end, at);
		role->benefit = piece(span, end, stop);
	} else {
		role->goal = piece(span, goal_end, stop);
		/* "... I want it.  So that ..." in a sentence of its own */
		near = span.n - stop > LONGEST ? stop + LONGEST : span.n;
		if (stop < span.n && find_benefit(pattern, span, stop, near, &at, &end) &&
		    span_is_blank((struct span){ span.s + stop, at - stop, 0 })) {
			stop = sentence_end(span, end);
			role->benefit = piece(span, end, stop);
		}
	}
	role->whole = piece(span, role_at, stop);
	if (role->benefit.n == 0)
		benefit_before(pattern, span, start, role_at, role);
	return role->role.n > 0 && role->goal.n > 0;
}

/* Whether a benefit stands at the start, and behind it in the same sentence a role. */
static bool
benefit_first(const struct story_pattern *pattern, struct span span, size_t start, size_t *role_at,
    size_t *role_end)
{
	size_t stop = 0;

	vec_each (const struct phrases *, it, &pattern->benefit) {
		if (phrases_at(it, span.s, span.n, start, &stop))
			return phrases_find(&pattern->role, span.s, sentence_end(span, start), stop,
				   role_at, role_end) != NULL;
	}
	return false;
}

/* The offset behind the next end of a line or sentence. */
static size_t
next_start(struct span span, size_t at)
{
	while (at < span.n && span.s[at] != '\n' &&
	       !(strchr(".!?", span.s[at]) && at + 1 < span.n && span.s[at + 1] == ' '))
		at++;
	return at + 1;
}

/* The role stands at the start of a sentence or line, or behind a benefit in front. */
static bool
pattern_find(const struct story_pattern *pattern, struct span span, struct story_role *role)
{
	for (size_t start = 0; start < span.n; start = next_start(span, start)) {
		size_t role_at, role_end;

		while (start < span.n && strchr(" \t\n\r*_>\"-", span.s[start]))
			start++;
		if (phrases_at(&pattern->role, span.s, span.n, start, &role_end) &&
		    pattern_at(pattern, span, start, start, role_end, role))
			return true;
		if (benefit_first(pattern, span, start, &role_at, &role_end) &&
		    pattern_at(pattern, span, start, role_at, role_end, role))
			return true;
	}
	return false;
}

bool
story_role_find(const struct lexicon *lexicon, struct span span, struct story_role *role)
{
	vec_each (const struct story_pattern *, it, &lexicon->patterns) {
		if (pattern_find(it, span, role))
			return true;
	}
	return false;
}
