#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "io/walk.h"
#include "phase/retrieve_private.h"

static int
compare_path(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

bool
retrieve_is_one(const struct strings *paths, const char *path)
{
	return paths->len && bsearch(&path, paths->at, paths->len, sizeof *paths->at, compare_path);
}

/* Paths below the root, without the root in front. */
static enum status
list_tree(struct retrieval *r, struct err *err)
{
	struct strings *live = &r->evidence.live;
	const struct walk_options options = { .no_ignore = false };
	const char *root = r->args->root;
	size_t n = strlen(root);
	enum status st = walk(root, &options, live, err);

	if (st)
		return st;
	for (size_t i = 0; strcmp(root, ".") != 0 && i < live->len; i++) {
		char *path = live->at[i];
		size_t skip = strncmp(path, root, n) == 0 ? n : 0;

		skip += strspn(path + skip, "/");
		memmove(path, path + skip, strlen(path + skip) + 1);
	}
	vec_sort(live, compare_path); /* not directory by directory */
	return ST_OK;
}

static void
add_source(struct retrieval *r, const char *path, struct buf *text)
{
	struct evidence *e = &r->evidence;

	if (retrieve_text(r, path, true, text))
		*vec_add(&e->sources) = document_new(e->lexicon, path, text->s, text->len, NULL, 0);
}

/* What a story may be about.  A change says it itself. */
static void
read_sources(struct retrieval *r)
{
	struct evidence *e = &r->evidence;
	struct buf text;

	buf_init(&text, EVIDENCE_FILE_BYTES);
	for (size_t i = 0; i < e->live.len; i++) {
		if (sources_has(&e->rules, e->live.at[i]))
			add_source(r, e->live.at[i], &text);
	}
	buf_fini(&text);
}

enum status
retrieve_tree(struct retrieval *r, struct err *err)
{
	struct evidence *e = &r->evidence;
	enum status st;

	if (e->files.len == 0)
		return ST_OK;
	st = phase_sources(r->env->share, &e->rules, err);
	if (st == ST_OK)
		st = list_tree(r, err);
	if (st == ST_OK && !e->has_change)
		read_sources(r);
	if (e->bytes > EVIDENCE_BYTES)
		strings_add(&e->missing,
		    "the tree is large: only the first 512 MiB of its texts were read");
	return st;
}
