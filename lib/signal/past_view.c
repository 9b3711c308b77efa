#include <stdlib.h>

#include "base/mem.h"
#include "signal/past_private.h"

struct added { /* added paths of one commit that share a base name or key */
	uint32_t path, count;
};

struct blob {
	uint64_t blob;
	uint32_t path;
	size_t order;
};

struct follow {
	const struct past *past;
	struct past_view *view;
	uint32_t *alias; /* a path's name today, plus one; 0: its own */
	char *live;
	struct added *bases, *keys;
	VEC_OF(struct blob) blobs;
};

static uint32_t
today(const struct follow *f, uint32_t path)
{
	return f->alias[path] ? f->alias[path] - 1 : path;
}

static void
add_row(struct follow *f, size_t number, size_t age)
{
	const struct past_record *record = &f->past->records.at[number];
	struct past_row *row = vec_add(&f->view->rows);

	row->commit = number;
	row->age = age;
	row->first = f->view->paths.len;
	row->n = record->n_files;
	row->terms = f->past->terms.at ? f->past->terms.at + record->first_term : NULL;
	row->n_terms = record->n_terms;
	for (size_t i = 0; i < record->n_files; i++)
		*vec_add(&f->view->paths) =
		    today(f, f->past->files.at[record->first_file + i].path);
}

static int
by_blob(const void *a, const void *b)
{
	const struct blob *x = a, *y = b;

	if (x->blob != y->blob)
		return x->blob < y->blob ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void
note(struct added *added, uint32_t path)
{
	if (added->count++ == 0)
		added->path = path;
}

static void
gather_added(struct follow *f, const struct past_entry *files, size_t n)
{
	f->blobs.len = 0;
	for (size_t i = 0; i < n; i++) {
		const struct past_path *path = &f->past->path.at[files[i].path];

		if (files[i].status != 'A')
			continue;
		*vec_add(&f->blobs) = (struct blob){ files[i].blob, files[i].path, i };
		note(&f->bases[path->base], files[i].path);
		note(&f->keys[path->key], files[i].path);
	}
	vec_sort(&f->blobs, by_blob);
}

static void
forget_added(struct follow *f)
{
	vec_each (struct blob *, blob, &f->blobs) {
		const struct past_path *path = &f->past->path.at[blob->path];

		f->bases[path->base].count = 0;
		f->keys[path->key].count = 0;
	}
}

/* The added path of that blob that comes first. */
static bool
find_blob(const struct follow *f, uint64_t blob, uint32_t *path)
{
	size_t low = 0, high = f->blobs.len;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (f->blobs.at[mid].blob < blob)
			low = mid + 1;
		else
			high = mid;
	}
	if (low == f->blobs.len || f->blobs.at[low].blob != blob)
		return false;
	*path = f->blobs.at[low].path;
	return true;
}

static void
find_new_name(struct follow *f, const struct past_entry *gone)
{
	const struct past_path *of = &f->past->path.at[gone->path];
	uint32_t path;

	if (f->live[gone->path])
		return;
	if (!find_blob(f, gone->blob, &path)) {
		if (f->bases[of->base].count == 1)
			path = f->bases[of->base].path;
		else if (f->keys[of->key].count == 1)
			path = f->keys[of->key].path;
		else
			return;
	}
	if (path != gone->path)
		f->alias[gone->path] = today(f, path) + 1;
}

static void
follow_commit(struct follow *f, const struct past_record *record)
{
	const struct past_entry *files = f->past->files.at + record->first_file;
	bool added = false, gone = false;

	for (size_t i = 0; i < record->n_files; i++) {
		added |= files[i].status == 'A';
		gone |= files[i].status == 'D';
	}
	if (!added || !gone)
		return;
	gather_added(f, files, record->n_files);
	for (size_t i = 0; i < record->n_files; i++)
		if (files[i].status == 'D')
			find_new_name(f, &files[i]);
	forget_added(f);
}

struct past_view *
past_view_open(struct past *past, size_t from, const char *const *live, size_t n_live)
{
	struct past_view *view = mem_calloc(1, sizeof *view);
	struct follow f = {
		.past = past,
		.view = view,
		.alias = mem_calloc(past->paths.len, sizeof *f.alias),
		.live = mem_calloc(past->paths.len, 1),
		.bases = mem_calloc(past->bases.len, sizeof *f.bases),
		.keys = mem_calloc(past->keys.len, sizeof *f.keys),
	};

	view->past = past;
	for (size_t i = 0; i < n_live; i++) {
		uint32_t path = past_path(past, live[i]);

		if (path != TERM_NONE)
			f.live[path] = 1;
	}
	for (size_t number = from; number < past->records.len; number++) {
		if (past->records.at[number].n_files <= PAST_WIDE)
			add_row(&f, number, number - from);
		follow_commit(&f, &past->records.at[number]);
		view->n_commits++;
	}
	free(f.alias);
	free(f.live);
	free(f.bases);
	free(f.keys);
	vec_fini(&f.blobs);
	return view;
}

void
past_view_close(struct past_view *view)
{
	if (view == NULL)
		return;
	vec_fini(&view->rows);
	vec_fini(&view->paths);
	free(view);
}

size_t
past_view_commits(const struct past_view *view)
{
	return view->n_commits;
}
