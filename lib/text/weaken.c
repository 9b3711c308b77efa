#include "text/weaken_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"

static const struct {
	const char *name, *sentence;
} whats[WEAKEN_WHATS] = {
	[WEAKEN_REMOVED] = { "assertion-removed", "an assertion is gone" },
	[WEAKEN_EMPTIED] = { "test-emptied", "all assertions of the test are gone" },
	[WEAKEN_UNREACHED] = { "assertion-unreached", "the assertion does not run any more" },
	[WEAKEN_TRIVIAL] = { "assertion-trivial", "the assertion holds whatever the code does" },
	[WEAKEN_LOOSENED] = { "assertion-loosened", "the assertion says less than before" },
	[WEAKEN_TOLERANCE] = { "tolerance-widened", "the assertion allows more than before" },
	[WEAKEN_UNAWAITED] = { "not-awaited", "nobody waits for the assertion any more" },
	[WEAKEN_CONDITIONAL] = { "conditional", "an assertion runs only under this condition now" },
	[WEAKEN_RETURN] = { "early-return", "the test can end here before an assertion" },
	[WEAKEN_SKIP] = { "skipped", "a test is skipped, or the others are" },
	[WEAKEN_CATCH] = { "catch-all", "failures are swallowed here" },
	[WEAKEN_EXIT] = { "exit", "the run ends here, whatever has failed" },
	[WEAKEN_TEST] = { "test-removed", "a test is gone, or does not run any more" },
	[WEAKEN_CASES] = { "cases-removed", "there are fewer cases than before" },
	[WEAKEN_UNREGISTERED] = { "test-unregistered",
	    "a test is not added to its suite any more" },
	[WEAKEN_REPLACED] = { "subject-replaced", "what is tested was replaced by the test's own" },
	[WEAKEN_MOCKED] = { "subject-mocked", "what is tested was replaced by a mock" },
	[WEAKEN_RENAMED] = { "test-renamed", "a test has another name" },
	[WEAKEN_EXPECTED] = { "expected-changed", "another value is expected" },
	[WEAKEN_CHECK] = { "check-changed", "something else is checked" },
	[WEAKEN_CLOSE] = { "tolerance-added", "equal became close to" },
	[WEAKEN_SUBJECT] = { "subject-changed", "what was called is not called any more" },
	[WEAKEN_MOCK] = { "mock-added", "something is replaced by a mock" },
};

const char *
weaken_name(enum weaken_what what)
{
	return whats[what].name;
}

const char *
weaken_severity(enum weaken_what what)
{
	return what < WEAKEN_RENAMED ? "weaker" : "changed";
}

static char *
words_at(const struct facts *f, size_t at)
{
	size_t from = source_line_start(&f->source, at), to = source_line_end(&f->source, at);
	struct buf text, visible;

	while (from < to && strchr(" \t", f->source.text[from]))
		from++;
	if (to - from > WEAKEN_WORDS)
		to = from + WEAKEN_WORDS;
	buf_init(&text, BUF_TEXT);
	buf_init(&visible, BUF_TEXT);
	utf8_repair(&text, f->source.text + from, to - from);
	utf8_visible(&visible, text.s, text.len, false);
	buf_fini(&text);
	return buf_take(&visible);
}

void
finding_add(struct weaken_findings *out, enum weaken_what what, const struct facts *before,
    size_t before_at, const struct facts *after, size_t after_at)
{
	size_t b = before && before_at != NONE ? source_line(&before->source, before_at) : 0;
	size_t a = after && after_at != NONE ? source_line(&after->source, after_at) : 0;

	vec_each (const struct weaken_finding *, f, out) {
		if (f->what == what && f->after == a && (a > 0 || f->before == b))
			return;
	}
	if (out->len >= WEAKEN_FINDINGS)
		return;
	*vec_add(out) = (struct weaken_finding){ what, b, a,
		a ? words_at(after, after_at) : words_at(before, b ? before_at : 0),
		mem_strdup(whats[what].sentence) };
}

static bool
lives(struct facts *f, const struct weaken_scope *test)
{
	const struct weaken_scope *owner = test->owner == NONE ? NULL : &f->scopes.at[test->owner];
	size_t n;

	if (test->dead)
		return false;
	if (owner == NULL || owner->is_test)
		return true;
	n = owner->name.to - owner->name.from;
	return pieces_has(f, (struct slice){ 0, owner->name.from },
		   f->source.code + owner->name.from, n) ||
	       pieces_has(f, (struct slice){ owner->block.to, f->source.n },
		   f->source.code + owner->name.from, n);
}

/* The scope of the same name, and of those the one at the same place; NONE. */
static size_t
find_scope(struct facts *before, size_t of, struct facts *after)
{
	const struct weaken_scope *s = &before->scopes.at[of];
	const char *name = before->source.text + s->name.from;
	size_t n = s->name.to - s->name.from, nth = 0;

	for (size_t i = 0; i < before->scopes.len; i++)
		nth += before->scopes.at[i].is_test == s->is_test &&
		       before->scopes.at[i].name.from < s->name.from &&
		       facts_is(before, before->scopes.at[i].name, name, n);
	for (size_t i = 0; i < after->scopes.len; i++) {
		const struct weaken_scope *other = &after->scopes.at[i];

		if (!facts_is(after, other->name, name, n) ||
		    (s->is_test && (!other->is_test || !lives(after, other))))
			continue;
		if (nth == 0)
			return i;
		nth--;
	}
	return NONE;
}

/* A new test that has one of its assertions: what it is called now. */
static size_t
find_renamed(struct facts *before, size_t of, struct facts *after)
{
	vec_each (const struct weaken_assertion *, a, &before->assertions) {
		vec_each (const struct weaken_assertion *, b, &after->assertions) {
			size_t test;

			if (a->scope != of || strcmp(a->normal, b->normal) != 0 ||
			    !facts_work(after, after->scopes.len))
				continue;
			test = facts_scope(after, b->at.from, true);
			if (test != NONE && lives(after, &after->scopes.at[test]) &&
			    find_scope(after, test, before) == NONE)
				return test;
		}
	}
	return NONE;
}

struct comparison {
	struct facts before, after;
	struct weaken_findings *out;
};

static bool
is_gone(const struct weaken_pairing *p)
{
	for (size_t i = 0; i < p->a.len; i++) {
		const char *normal = p->before->assertions.at[p->a.at[i]].normal;

		vec_each (const struct weaken_assertion *, b, &p->after->assertions) {
			if (strcmp(normal, b->normal) == 0)
				return false;
		}
	}
	return p->a.len > 0 && p->b.len == 0;
}

/* The assertions that run with a scope of before and one of after. */
static enum status
compare_scopes(struct comparison *c, size_t before, size_t after, struct err *err)
{
	struct weaken_pairing p = { .before = &c->before, .after = &c->after, .out = c->out };
	enum status st = reach(&c->before, before, &p.a, err);

	if (st == ST_OK)
		st = reach(&c->after, after, &p.b, err);
	if (st == ST_OK && is_gone(&p) && before != NONE)
		finding_add(c->out, WEAKEN_EMPTIED, &c->before,
		    c->before.scopes.at[before].name.from, after == NONE ? NULL : &c->after,
		    after == NONE ? NONE : c->after.scopes.at[after].name.from);
	else if (st == ST_OK)
		pair_all(&p);
	vec_fini(&p.a);
	vec_fini(&p.b);
	return st;
}

static enum status
compare_test(struct comparison *c, size_t test, struct err *err)
{
	const struct weaken_scope *s = &c->before.scopes.at[test];
	size_t other = find_scope(&c->before, test, &c->after);

	if (!lives(&c->before, s))
		return ST_OK;
	if (other == NONE) {
		other = find_renamed(&c->before, test, &c->after);
		if (other == NONE) {
			finding_add(c->out, WEAKEN_TEST, &c->before, s->name.from, NULL, NONE);
			return ST_OK;
		}
		finding_add(c->out, WEAKEN_RENAMED, &c->before, s->name.from, &c->after,
		    c->after.scopes.at[other].name.from);
	}
	return compare_scopes(c, test, other, err);
}

/* What does not parse has no scopes to rely on: all assertions against all. */
static enum status
compare_whole(struct comparison *c, struct err *err)
{
	struct weaken_pairing p = { .before = &c->before, .after = &c->after, .out = c->out };
	enum status st = ST_OK;

	for (size_t i = 0; i < c->before.assertions.len; i++)
		*vec_add(&p.a) = i;
	st = reach(&c->after, NONE, &p.b, err);
	for (size_t i = 0; i < c->after.scopes.len && st == ST_OK; i++) {
		if (c->after.scopes.at[i].is_test && lives(&c->after, &c->after.scopes.at[i]))
			st = reach(&c->after, i, &p.b, err);
	}
	for (size_t i = 0; i < c->before.scopes.len; i++) {
		if (c->before.scopes.at[i].is_test && find_scope(&c->before, i, &c->after) == NONE)
			finding_add(c->out, WEAKEN_TEST, &c->before,
			    c->before.scopes.at[i].name.from, NULL, NONE);
	}
	if (st == ST_OK)
		pair_all(&p);
	vec_fini(&p.a);
	vec_fini(&p.b);
	return st;
}

static enum status
compare_parts(struct comparison *c, struct err *err)
{
	enum status st = compare_scopes(c, NONE, NONE, err);

	for (size_t i = 0; i < c->before.scopes.len && st == ST_OK; i++) {
		if (c->before.scopes.at[i].is_test)
			st = compare_test(c, i, err);
	}
	for (size_t i = 0; i < c->before.scopes.len && st == ST_OK; i++) { /* setUp and the like */
		const struct weaken_scope *s = &c->before.scopes.at[i];

		if (!s->is_test && !s->reached && s->owner == NONE)
			st = compare_scopes(c, i, find_scope(&c->before, i, &c->after), err);
	}
	return st;
}

static int
by_line(const void *x, const void *y)
{
	const struct weaken_finding *a = x, *b = y;
	size_t p = a->after ? a->after : a->before, q = b->after ? b->after : b->before;

	if (p != q)
		return p < q ? -1 : 1;
	return a->what != b->what ? (a->what < b->what ? -1 : 1)
				  : (a->before > b->before) - (a->before < b->before);
}

enum status
weaken_compare(const struct weaken_rules *rules, const struct weaken_ask *ask,
    struct weaken_findings *out, struct err *err)
{
	struct comparison c = { .out = out };
	enum status st;

	weaken_fini(out);
	st = facts_read(&c.before, rules, ask, false, err);
	if (st == ST_OK)
		st = facts_read(&c.after, rules, ask, true, err);
	if (st == ST_OK && source_unbalanced(&c.before.source) < c.before.source.n)
		st = compare_whole(&c, err);
	else if (st == ST_OK)
		st = compare_parts(&c, err);
	if (st == ST_OK)
		marks_compare(&c.before, &c.after, out);
	if (st == ST_OK && !(facts_work(&c.before, 0) && facts_work(&c.after, 0)))
		st = err_set(err, ST_DATA, "a test has more than can be judged");
	/* what had no room any more may be the worst of it */
	if (st == ST_OK && out->len >= WEAKEN_FINDINGS)
		st = err_set(err, ST_DATA, "more of the test is changed than can be judged");
	facts_fini(&c.before);
	facts_fini(&c.after);
	if (st)
		weaken_fini(out);
	vec_sort(out, by_line);
	return st;
}

void
weaken_fini(struct weaken_findings *findings)
{
	vec_each (struct weaken_finding *, f, findings) {
		free(f->words);
		free(f->sentence);
	}
	vec_fini(findings);
}

struct json *
weaken_json(const struct weaken_findings *findings)
{
	struct json *list = json_new_array();

	vec_each (const struct weaken_finding *, f, findings) {
		struct json *item = json_add_object(list);

		json_set_string(item, "what", weaken_name(f->what));
		json_set_string(item, "severity", weaken_severity(f->what));
		if (f->after)
			json_set_number(item, "line", (double)f->after);
		if (f->before)
			json_set_number(item, "before", (double)f->before);
		json_set_string(item, "text", f->words);
		json_set_string(item, "why", f->sentence);
	}
	return list;
}
