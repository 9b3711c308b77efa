/* What is new in a file: skips, catches, exits, mocks, own versions of what is tested. */

#include "text/weaken_private.h"

#include <string.h>

#define LINE_MAX_BYTES 400

static bool
same_place(const struct facts *a, size_t x, const struct facts *b, size_t y)
{
	struct slice name;

	if (x == NONE || y == NONE)
		return x == y;
	name = a->scopes.at[x].name;
	return facts_is(b, b->scopes.at[y].name, a->source.text + name.from, name.to - name.from);
}

static struct slice
line_of(const struct facts *f, size_t at)
{
	while (at < f->source.n && f->source.code[at] == '\n')
		at++;
	size_t to = source_line_end(&f->source, at), from = source_line_start(&f->source, at);

	if (at - from > LINE_MAX_BYTES)
		from = at;
	return (struct slice){ from, to - from > LINE_MAX_BYTES ? from + LINE_MAX_BYTES : to };
}

static bool
same_line(const struct facts *a, size_t x, const struct facts *b, size_t y)
{
	struct slice p = line_of(a, x), q = line_of(b, y);
	char *s = pieces_normal(a, p), *t = pieces_normal(b, q);
	bool is = strcmp(s, t) == 0;

	free(s);
	free(t);
	return is;
}

static size_t
count(const struct facts *f, const struct weaken_mark *like, const struct facts *of)
{
	size_t n = 0;

	vec_each (const struct weaken_mark *, mark, &f->marks)
		n += mark->guard == like->guard && same_place(f, mark->test, of, like->test);
	return n;
}

/* Is what the assertions call named in the line? */
static bool
names_subject(struct facts *before, struct facts *after, size_t at)
{
	struct slice line = line_of(after, at);

	vec_each (const struct weaken_assertion *, a, &before->assertions) {
		for (size_t i = 0; i < a->calls.len; i++) {
			const char *s = a->calls.at[i];
			size_t n = strlen(s);

			if (!facts_work(after, line.to - line.from))
				return false;

			for (size_t k = line.from; k + n <= line.to; k++) {
				if (memcmp(after->clean + k, s, n) == 0 &&
				    !strchr("abcdefghijklmnopqrstuvwxyz_", after->clean[k + n]))
					return true;
			}
		}
	}
	return false;
}

static void
new_mark(struct facts *before, struct facts *after, const struct weaken_mark *mark,
    struct weaken_findings *out)
{
	enum weaken_what what = mark->guard->what;
	size_t at = mark->match.from;

	while (at < mark->match.to && strchr(" \t\n", after->source.code[at]))
		at++;
	if (what == WEAKEN_MOCK && names_subject(before, after, at))
		what = WEAKEN_MOCKED;
	finding_add(out, what, before, NONE, after, at);
}

/* How many of the first `len` marks are of the rule and stand in a line like that of `mark`. */
static size_t
count_lines(
    const struct facts *f, size_t len, const struct facts *of, const struct weaken_mark *mark)
{
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		n += f->marks.at[i].guard == mark->guard &&
		     same_line(f, f->marks.at[i].match.from, of, mark->match.from);
	return n;
}

/* Of each rule and test there may be as many as before; lines that stood there are passed over. */
static void
compare_marks(struct facts *before, struct facts *after, struct weaken_findings *out)
{
	for (size_t i = 0; i < after->marks.len; i++) {
		const struct weaken_mark *mark = &after->marks.at[i];
		size_t had = count(before, mark, after), has = count(after, mark, after);
		size_t work = (before->marks.len + after->marks.len) * 200;

		if (has > had && facts_work(after, work) &&
		    (had == 0 || count_lines(after, i + 1, after, mark) >
				     count_lines(before, before->marks.len, after, mark)))
			new_mark(before, after, mark, out);
	}
}

static bool
defines(const struct facts *f, const char *word, size_t *at)
{
	vec_each (const struct weaken_scope *, s, &f->scopes) {
		if (!s->is_test && facts_is(f, s->name, word, strlen(word)))
			return *at = s->name.from, true;
	}
	vec_each (const struct weaken_constant *, c, &f->constants) {
		if (facts_is(f, c->name, word, strlen(word)))
			return *at = c->name.from, true;
	}
	return false;
}

/* What the assertions call is defined in the test now. */
static void
compare_subjects(struct facts *before, struct facts *after, struct weaken_findings *out)
{
	size_t at, was;

	vec_each (const struct weaken_assertion *, a, &before->assertions) {
		for (size_t i = 0; i < a->calls.len; i++) {
			if (defines(after, a->calls.at[i], &at) &&
			    !defines(before, a->calls.at[i], &was))
				finding_add(out, WEAKEN_REPLACED, before, a->at.from, after, at);
		}
	}
}

static void
compare_tables(struct facts *before, struct facts *after, struct weaken_findings *out)
{
	if (before->table_at == NONE)
		return;
	if (after->cases < before->cases) {
		finding_add(out, WEAKEN_CASES, before, before->table_at, after, after->table_at);
		return;
	}
	for (size_t i = 0; i < before->table.len; i++) {
		if (strings_has(&after->table, before->table.at[i]))
			continue;
		finding_add(out, WEAKEN_EXPECTED, before, before->table_at, after, after->table_at);
		return;
	}
}

void
marks_compare(struct facts *before, struct facts *after, struct weaken_findings *out)
{
	compare_marks(before, after, out);
	compare_subjects(before, after, out);
	compare_tables(before, after, out);
	for (size_t i = 0; i < before->registered.len; i++) {
		size_t at;

		if (strings_has(&after->registered, before->registered.at[i]))
			continue;
		for (at = 0; at < before->scopes.len; at++) {
			if (facts_is(before, before->scopes.at[at].name, before->registered.at[i],
				strlen(before->registered.at[i])))
				break;
		}
		finding_add(out, WEAKEN_UNREGISTERED, before,
		    at < before->scopes.len ? before->scopes.at[at].name.from : 0, NULL, NONE);
	}
}
