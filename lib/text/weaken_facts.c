/* What is in one version: tests, functions, conditions, what is dead, values, marks. */

#include "text/weaken_private.h"

#include <string.h>

#include "base/mem.h"

#define MATCHES_MAX 1000
#define STATEMENT_MAX 2000

enum status
guard_each(struct facts *f, enum guard_kind kind, guard_fn *fn, struct err *err)
{
	enum status st = ST_OK;
	size_t count = 0;

	vec_each (const struct guard *, guard, &f->guards->of[kind]) {
		const char *s = guard->raw ? f->source.text : f->source.code;
		struct regex_match m;
		size_t from = 0;

		if (guard->frameworks && !guard_names(guard->frameworks, f->framework))
			continue;
		while (from <= f->source.n &&
		       (st = regex_match(guard->re, s, f->source.n, from, &m, err)) == ST_OK) {
			if (++count > MATCHES_MAX)
				return err_set(err, ST_DATA, "a test has more than can be judged");
			st = fn(f, guard, &m, err);
			if (st)
				return st;
			from = m.to[0] > from ? m.to[0] : from + 1;
		}
		if (st != ST_OK && st != ST_NO)
			return st;
	}
	return ST_OK;
}

const struct guard *
guard_fits(struct facts *f, enum guard_kind kind, struct slice in, struct regex_match *m)
{
	struct err err = ERR_INIT;

	vec_each (const struct guard *, guard, &f->guards->of[kind]) {
		const char *s = guard->raw ? f->clean : f->source.code;
		enum status st = regex_match(guard->re, s + in.from, in.to - in.from, 0, m, &err);

		if (st == ST_OK)
			return guard;
		if (st != ST_NO)
			f->work = WEAKEN_WORK;
	}
	return NULL;
}

size_t
guard_count(struct facts *f, enum guard_kind kind, struct slice in)
{
	struct err err = ERR_INIT;
	struct regex_match m;
	size_t count = 0;

	vec_each (const struct guard *, guard, &f->guards->of[kind]) {
		const char *s = (guard->raw ? f->clean : f->source.code) + in.from;
		size_t from = 0, n = in.to - in.from;
		enum status st = ST_OK;

		while (from < n && (st = regex_match(guard->re, s, n, from, &m, &err)) == ST_OK) {
			from = m.to[0] > from ? m.to[0] : from + 1;
			count++;
		}
		if (st != ST_OK && st != ST_NO)
			f->work = WEAKEN_WORK;
	}
	return count;
}

static struct slice
group(const struct regex_match *m, int i)
{
	if (i < 0 || m->from[i] == (size_t)-1)
		return (struct slice){ 0, 0 };
	return (struct slice){ m->from[i], m->to[i] };
}

/* From where the match starts, without the lines that it begins with, to the end of its block. */
static struct slice
block_of(struct facts *f, const struct guard *guard, const struct regex_match *m)
{
	struct slice at = group(m, guard->at), in = { m->from[0], m->to[0] };
	size_t from = m->from[0];

	while (from < m->to[0] && strchr(" \t\n", f->source.code[from]))
		from++;
	if (guard->block == SOURCE_END && at.to)
		from = at.from;
	else if (guard->block == SOURCE_END)
		from = m->to[0];
	if (guard->block >= 0)
		in.to = source_block_end(
		    &f->source, (enum source_block)guard->block, from, at.to ? at.from : m->to[0]);
	if (in.to < m->to[0])
		in.to = m->to[0];
	return in;
}

static enum status
add_scope(struct facts *f, const struct guard *guard, const struct regex_match *m, bool is_test)
{
	struct weaken_scope scope = { .block = block_of(f, guard, m), .is_test = is_test };

	scope.name = group(m, guard->name);
	*vec_add(&f->functions) = scope.block;
	if (scope.name.to == 0)
		return ST_OK;
	vec_each (const struct weaken_scope *, other, &f->scopes) {
		if (other->name.from == scope.name.from)
			return ST_OK;
	}
	*vec_add(&f->scopes) = scope;
	return ST_OK;
}

static enum status
add_test(struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	(void)err;
	return add_scope(f, guard, m, true);
}

static enum status
add_function(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	(void)err;
	return add_scope(f, guard, m, false);
}

static enum status
add_condition(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	(void)err;
	vec_add(&f->conditions)->block = block_of(f, guard, m);
	return ST_OK;
}

static enum status
add_dead(struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	(void)err;
	vec_add(&f->dead)->block = block_of(f, guard, m);
	return ST_OK;
}

static enum status
add_return(struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	(void)guard;
	(void)err;
	*vec_add(&f->returns) =
	    (struct weaken_return){ facts_statement(f, m->from[0]), facts_function(f, m->from[0]) };
	return ST_OK;
}

static enum status
add_constant(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	struct slice value = group(m, guard->value), op = group(m, guard->operator);
	const char *code = f->source.code;

	(void)err;
	while (value.to > value.from && strchr(" \t\r;,", code[value.to - 1]))
		value.to--;
	*vec_add(&f->constants) = (struct weaken_constant){ group(m, guard->name), value,
		op.to - op.from == 1 || (op.to - op.from == 2 && code[op.from] == ':') };
	return ST_OK;
}

static enum status
add_table(struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	size_t open = m->to[0], close;

	(void)guard;
	(void)err;
	if (open >= f->source.n || !strchr("([{", f->source.code[open]))
		return ST_OK;
	close = source_close(&f->source, open);
	f->cases += pieces_cases(f, open);
	if (f->table_at == NONE)
		f->table_at = open;
	values_literals(f, (struct slice){ open + 1, close }, (struct slice){ 0, 0 }, &f->table);
	return ST_OK;
}

static enum status
add_registered(
    struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	struct slice name = group(m, guard->name);

	(void)err;
	strings_addn(&f->registered, f->source.text + name.from, name.to - name.from);
	return ST_OK;
}

static enum status
add_mark(struct facts *f, const struct guard *guard, const struct regex_match *m, struct err *err)
{
	struct slice block = { m->from[0], m->to[0] };
	struct regex_match unless;
	enum status st;

	if (guard->unless) {
		block = guard->has_block ? block_of(f, guard, m) : block;
		block.from = m->to[0];
		st = regex_match(guard->unless, f->source.code + block.from, block.to - block.from,
		    0, &unless, err);
		if (st != ST_NO)
			return st;
	}
	*vec_add(&f->marks) = (struct weaken_mark){ guard, { m->from[0], m->to[0] },
		facts_scope(f, m->from[0], true) };
	return ST_OK;
}

/* Where the statement at `from` ends: brackets are passed over, and lines that go on with a dot. */
struct slice
facts_statement(struct facts *f, size_t from)
{
	const char *code = f->source.code;
	size_t at = from,
	       max = f->source.n - from < STATEMENT_MAX ? f->source.n : from + STATEMENT_MAX;
	bool sh = strcmp(source_language_of(&f->source), "sh") == 0; /* only { } pair */

	while (at < max && strchr(" \t\r\n", code[at]))
		at++;
	for (from = at; at < max; at++) {
		char c = code[at];

		if (strchr("([{", c) &&
		    (f->whole || source_close(&f->source, at) < source_line_end(&f->source, at))) {
			size_t close = source_close(&f->source, at);

			if (close < f->source.n)
				at = close < max ? close : max - 1;
		} else if (c == ';' || (strchr(sh ? "}" : ")]}", c) && f->whole)) {
			break;
		} else if (c == '\n' && !(at > from && code[at - 1] == '\\')) {
			size_t next = at;

			while (next < max && strchr(" \t\r\n", code[next]))
				next++;
			if (next >= max || code[next] != '.')
				break;
		}
	}
	while (at > from && strchr(" \t\r\n", code[at - 1]))
		at--;
	return (struct slice){ from, at };
}

struct slice
facts_function(const struct facts *f, size_t at)
{
	struct slice best = { 0, f->source.n };

	vec_each (const struct slice *, block, &f->functions) {
		if (at >= block->from && at < block->to && block->from >= best.from)
			best = *block;
	}
	return best;
}

bool
facts_work(struct facts *f, size_t n)
{
	f->work += n;
	return f->work < WEAKEN_WORK;
}

bool
facts_is(const struct facts *f, struct slice name, const char *word, size_t n)
{
	return name.to - name.from == n && memcmp(f->source.text + name.from, word, n) == 0;
}

size_t
facts_scope(const struct facts *f, size_t at, bool test)
{
	size_t best = NONE;

	for (size_t i = 0; i < f->scopes.len; i++) {
		const struct weaken_scope *s = &f->scopes.at[i];

		if ((test && !s->is_test) || at < s->block.from || at >= s->block.to)
			continue;
		if (best == NONE || s->block.from > f->scopes.at[best].block.from ||
		    (s->block.from == f->scopes.at[best].block.from && s->is_test))
			best = i;
	}
	return best;
}

/* The text with what is in comments blanked. */
static void
clean(struct facts *f)
{
	f->clean = mem_alloc(f->source.n + 1);
	memcpy(f->clean, f->source.text, f->source.n);
	f->clean[f->source.n] = '\0';
	vec_each (const struct source_span *, span, &f->source.spans) {
		for (size_t i = span->from; span->kind == SOURCE_COMMENT && i < span->to; i++) {
			if (f->clean[i] != '\n')
				f->clean[i] = ' ';
		}
	}
}

static void
place_scopes(struct facts *f)
{
	for (size_t i = 0; i < f->scopes.len; i++) {
		struct weaken_scope *s = &f->scopes.at[i];

		s->owner = s->block.from > 0 ? facts_scope(f, s->block.from - 1, false) : NONE;
		if (s->owner == i ||
		    (s->owner != NONE && f->scopes.at[s->owner].block.to < s->block.to))
			s->owner = NONE;
		vec_each (const struct weaken_block *, b, &f->dead)
			s->dead |= b->block.from <= s->block.from && s->block.to <= b->block.to;
	}
}

enum status
facts_read(struct facts *f, const struct weaken_rules *rules, const struct weaken_ask *ask,
    bool after, struct err *err)
{
	static const struct {
		enum guard_kind kind;
		guard_fn *fn;
	} steps[] = { { GUARD_TESTS, add_test }, { GUARD_FUNCTIONS, add_function },
		{ GUARD_CONDITIONS, add_condition }, { GUARD_DEAD, add_dead },
		{ GUARD_RETURNS, add_return }, { GUARD_ASSIGNMENT, add_constant },
		{ GUARD_TABLES, add_table }, { GUARD_REGISTERED, add_registered },
		{ GUARD_MARKS, add_mark } };
	const char *asked = ask->language ? ask->language : "";
	const char *name = strcmp(asked, "typescript") == 0 ? "javascript" : asked;
	const struct source_language *language = source_language(name);
	enum status st = ST_OK;

	vec_each (const struct guard_language *, l, &rules->languages) {
		if (f->guards == NULL && guard_names(l->names, asked))
			f->guards = l;
	}
	if (language == NULL || f->guards == NULL)
		return err_set(err, ST_DATA, "%s has no rules for %s", WEAKEN_FILE, asked);
	if (ask->before_n > WEAKEN_TEXT || ask->after_n > WEAKEN_TEXT)
		return err_set(err, ST_DATA, "a test is larger than %zu bytes", WEAKEN_TEXT);
	f->framework = ask->framework;
	f->table_at = NONE;
	source_init(&f->source, language, after ? ask->after : ask->before,
	    after ? ask->after_n : ask->before_n);
	clean(f);
	f->whole = source_unbalanced(&f->source) == f->source.n;
	for (size_t i = 0; i < sizeof steps / sizeof steps[0] && st == ST_OK; i++)
		st = guard_each(f, steps[i].kind, steps[i].fn, err);
	place_scopes(f);
	return st ? st : facts_assertions(f, err);
}

void
facts_fini(struct facts *f)
{
	vec_each (struct weaken_assertion *, a, &f->assertions)
		assertion_fini(a);
	vec_fini(&f->assertions);
	vec_fini(&f->scopes);
	vec_fini(&f->conditions);
	vec_fini(&f->dead);
	vec_fini(&f->functions);
	vec_fini(&f->returns);
	vec_fini(&f->constants);
	vec_fini(&f->marks);
	strings_fini(&f->registered);
	strings_fini(&f->table);
	if (f->clean)
		source_fini(&f->source);
	free(f->clean);
}
