/* Which assertions run when a test does: its own, and those of the functions it names. */

#include "text/weaken_private.h"

#include "base/mem.h"

static bool
names(struct facts *f, size_t scope, const struct weaken_scope *callee)
{
	const char *word = f->source.code + callee->name.from;
	size_t n = callee->name.to - callee->name.from;
	struct slice in = { 0, f->source.n };

	if (scope != NONE)
		in = f->scopes.at[scope].block;
	if (callee->block.from < in.from || callee->block.to > in.to)
		return pieces_has(f, in, word, n);
	return pieces_has(f, (struct slice){ in.from, callee->name.from }, word, n) ||
	       pieces_has(f, (struct slice){ callee->block.to, in.to }, word, n);
}

static void
add_own(struct facts *f, size_t scope, struct indexes *out)
{
	for (size_t i = 0; i < f->assertions.len; i++) {
		const struct weaken_assertion *a = &f->assertions.at[i];

		if (a->scope == scope && !a->dead)
			*vec_add(out) = i;
	}
}

enum status
reach(struct facts *f, size_t scope, struct indexes *out, struct err *err)
{
	struct indexes todo = { 0 };
	bool *seen = mem_calloc(f->scopes.len + 1, sizeof *seen);

	add_own(f, scope, out);
	if (scope != NONE)
		*vec_add(&todo) = scope;
	while (todo.len > 0 && f->work < WEAKEN_WORK) {
		size_t from = todo.at[--todo.len];

		for (size_t i = 0; i < f->scopes.len; i++) {
			const struct weaken_scope *s = &f->scopes.at[i];

			if (seen[i] || i == scope || s->is_test || s->dead || !names(f, from, s))
				continue;
			seen[i] = true;
			f->scopes.at[i].reached = true;
			add_own(f, i, out);
			*vec_add(&todo) = i;
		}
	}
	free(seen);
	vec_fini(&todo);
	if (f->work >= WEAKEN_WORK)
		return err_set(err, ST_DATA, "a test has more than can be judged");
	return ST_OK;
}
