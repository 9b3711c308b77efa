/* The cases of a report as one line a test. */

#include <string.h>

#include "base/map.h"
#include "text/results_match.h"

struct summing {
	struct results_sum *sum;
	struct map names; /* index or name -> line + 1 */
	struct buf key;
};

/* From what counts least: that it was not run, that it passed, that it failed. */
static int
rank(enum results_status status)
{
	static const int ranks[RESULTS_STATUSES] = { [RESULTS_NOTRUN] = 0,
		[RESULTS_SKIPPED] = 1,
		[RESULTS_TODO] = 2,
		[RESULTS_PASSED] = 3,
		[RESULTS_XFAIL] = 4,
		[RESULTS_XPASS] = 5,
		[RESULTS_FAILED] = 6,
		[RESULTS_ERROR] = 7,
		[RESULTS_TIMEOUT] = 8,
		[RESULTS_CRASH] = 9 };

	return ranks[status];
}

static void
add_path(const struct results_suite *suite, struct buf *out, int level)
{
	if (suite == NULL || level > 64)
		return;
	add_path(suite->parent, out, level + 1);
	if (*suite->name)
		buf_printf(out, "%s > ", suite->name);
}

void
results_full_name(const struct results_case *c, struct buf *out)
{
	if (*c->classname && strcmp(c->classname, c->name) != 0)
		buf_printf(
		    out, "%s%s%s", c->classname, strchr(c->classname, ' ') ? " > " : ".", c->name);
	else if (*c->classname)
		buf_str(out, c->name);
	else {
		add_path(c->suite, out, 0);
		buf_str(out, c->name);
	}
}

static struct results_line_of *
line_of(struct summing *s, size_t test)
{
	size_t *slot;
	bool fresh;

	if (test == SIZE_MAX)
		slot = map_slot(&s->names, s->key.s, s->key.len + 1, &fresh);
	else
		slot = map_slot(&s->names, (const char *)&test, sizeof test, &fresh);
	if (fresh) {
		*vec_add(&s->sum->lines) = (struct results_line_of){ .test = test,
			.name = "",
			.message = "",
			.status = RESULTS_NOTRUN,
			.duration_ms = -1,
			.attempts = 1 };
		*slot = s->sum->lines.len;
	}
	return &s->sum->lines.at[*slot - 1];
}

/* A group's time holds that of its cases; they come before it or after it. */
static void
add_case(struct summing *s, const struct results_case *c, size_t test, bool ambiguous)
{
	struct results_line_of *line;

	buf_clear(&s->key);
	results_full_name(c, &s->key);
	line = line_of(s, test);
	if (*line->name == '\0' || rank(c->status) > rank(line->status)) {
		line->name = arena_strndup(&s->sum->arena, s->key.s, s->key.len);
		line->message = c->message;
		line->status = c->status;
	}
	if (!c->group && c->duration_ms >= 0) {
		line->duration_ms =
		    (line->duration_ms < 0 ? 0 : line->duration_ms) + c->duration_ms;
		if (line->duration_ms > RESULTS_MS)
			line->duration_ms = RESULTS_MS;
	}
	line->instances += !c->group;
	line->attempts = c->attempts > line->attempts ? c->attempts : line->attempts;
	line->flaky = line->flaky || c->flaky;
	line->ambiguous = ambiguous;
}

static void
count_case(
    struct summing *s, struct results_matcher *matcher, const struct results_case *c, size_t *found)
{
	size_t index = SIZE_MAX, count = matcher ? results_match(matcher, c, &index) : 0;

	*found = count == 1 ? index : SIZE_MAX;
	if (c->outside) {
		*found = SIZE_MAX;
		return;
	}
	if (c->group && *found == SIZE_MAX)
		return;
	s->sum->matched += count == 1 && !c->group;
	s->sum->ambiguous += count > 1;
	s->sum->unknown += count == 0;
	add_case(s, c, *found, count > 1);
}

void
results_sum(const struct results *results, struct results_matcher *matcher, size_t *found,
    struct results_sum *out)
{
	struct summing s = { .sum = out };

	*out = (struct results_sum){ 0 };
	arena_init(&out->arena);
	map_init(&s.names);
	buf_init(&s.key, BUF_DOCUMENT);
	for (size_t i = 0; i < results->cases.len; i++)
		count_case(&s, matcher, &results->cases.at[i], &found[i]);
	for (size_t i = 0; i < results->cases.len; i++) {
		const struct results_case *c = &results->cases.at[i];

		if (c->group && found[i] != SIZE_MAX && c->duration_ms >= 0)
			line_of(&s, found[i])->duration_ms = c->duration_ms;
	}
	vec_each (struct results_line_of *, line, &out->lines)
		line->instances += line->instances == 0;
	map_fini(&s.names);
	buf_fini(&s.key);
}

void
results_sum_fini(struct results_sum *sum)
{
	vec_fini(&sum->lines);
	arena_fini(&sum->arena);
}
