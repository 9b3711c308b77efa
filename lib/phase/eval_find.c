#include <string.h>

#include "io/git.h"
#include "phase/eval_private.h"
#include "signal/sources.h"

/* Some are no cases once the tree before them is known: look at that many more. */
#define SPARE 4

struct finding {
	const struct eval_args *args;
	void *state;
	const struct eval_message *messages;
	struct eval_find *out;
};

/* Its files: false when there are too many, or of a kind that says nothing. */
static bool
sort_files(const struct finding *f, const struct git_commit *commit, struct eval_found *found)
{
	const struct eval_tools *tools = f->args->tools;
	size_t tests = 0;

	for (size_t i = 0; i < commit->n; i++) {
		const struct git_file *file = &commit->files[i];
		bool source = sources_has(f->args->sources, file->path);
		bool test = !source && tools->may_be_test(f->state, file->path);

		if (source)
			strings_add(&found->sources, file->path);
		if (test && file->status == 'M')
			strings_add(&found->tests, file->path);
		if (test && file->status != 'M' && file->status != 'A')
			return false;
		tests += test;
	}
	return found->sources.len >= 1 && found->sources.len <= EVAL_SOURCES &&
	       found->tests.len >= 1 && tests <= EVAL_TESTS;
}

static enum status
look(void *arg, const struct git_commit *commit, struct err *err)
{
	struct finding *f = arg;
	struct arena *arena = &f->out->arena;
	struct eval_found found = { 0 };
	size_t enough = f->args->last + f->args->last * SPARE;

	(void)err;
	if (*commit->parent == '\0' || commit->n > EVAL_FILES || commit->cut ||
	    eval_message_is_bulk(f->messages, commit->message, commit->message_n))
		return ST_OK;
	if (!sort_files(f, commit, &found)) {
		strings_fini(&found.sources);
		strings_fini(&found.tests);
		return ST_OK;
	}
	found.id = arena_strdup(arena, commit->id);
	found.parent = arena_strdup(arena, commit->parent);
	found.message = arena_strndup(arena, commit->message, commit->message_n);
	found.message_n = commit->message_n;
	*vec_add(&f->out->at) = found;
	return f->out->at.len < enough ? ST_OK : ST_NO;
}

enum status
eval_find(const struct eval_args *args, void *state, const struct eval_message *messages,
    struct eval_find *out, struct err *err)
{
	struct finding finding = { args, state, messages, out };

	*out = (struct eval_find){ 0 };
	arena_init(&out->arena);
	return git_log(args->git, "HEAD", args->limit, look, &finding, err);
}

void
eval_find_fini(struct eval_find *find)
{
	vec_each (struct eval_found *, found, &find->at) {
		strings_fini(&found->sources);
		strings_fini(&found->tests);
	}
	vec_fini(&find->at);
	arena_fini(&find->arena);
}
