#include "store/commits.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/git.h"
#include "sql.h"
#include "store/store.h"

struct commits_memory {
	struct arena arena;
	VEC_OF(struct commits_one) all;
};

static struct commits *
commits_new(void)
{
	struct commits *commits = mem_calloc(1, sizeof *commits);

	commits->memory = mem_calloc(1, sizeof *commits->memory);
	arena_init(&commits->memory->arena);
	return commits;
}

void
commits_free(struct commits *commits)
{
	if (commits == NULL)
		return;
	arena_fini(&commits->memory->arena);
	vec_fini(&commits->memory->all);
	free(commits->memory);
	free(commits);
}

/* ---- from git */

struct reading {
	const struct commits_args *args;
	struct commits *commits;
	const struct map *wanted; /* id -> place + 1; NULL: in the order they come */
};

static const char *
short_blob(struct arena *arena, const char *blob)
{
	size_t n = strlen(blob);

	return blob[strspn(blob, "0")] == '\0'
		   ? ""
		   : arena_strndup(arena, blob, n < COMMITS_BLOB ? n : COMMITS_BLOB);
}

static void
copy_files(struct arena *arena, const struct git_commit *from, struct commits_one *to)
{
	struct commits_file *files = arena_alloc(arena, from->n * sizeof *files + 1);

	for (size_t i = 0; i < from->n; i++)
		files[i] = (struct commits_file){ .status = from->files[i].status,
			.old_blob = short_blob(arena, from->files[i].old_blob),
			.new_blob = short_blob(arena, from->files[i].new_blob),
			.path = arena_strdup(arena, from->files[i].path) };
	to->files = files;
	to->n = from->n;
}

static enum status
add_commit(void *arg, const struct git_commit *commit, struct err *err)
{
	struct reading *r = arg;
	struct commits_memory *memory = r->commits->memory;
	struct commits_one *one;
	struct buf terms;

	(void)err;
	if (r->wanted) {
		const struct map_entry *place = map_find(r->wanted, commit->id, strlen(commit->id));

		if (place == NULL)
			return ST_OK;
		one = &memory->all.at[place->value];
	} else {
		one = vec_add(&memory->all);
	}
	buf_init(&terms, GIT_TOKEN_BYTES);
	r->args->terms(commit->message, commit->message_n, &terms);
	one->id = arena_strdup(&memory->arena, commit->id);
	one->terms = arena_strndup(&memory->arena, terms.s, terms.len);
	one->keep = *commit->parent || !git_is_shallow(r->args->git);
	copy_files(&memory->arena, commit, one);
	buf_fini(&terms);
	return ST_OK;
}

/* ---- from the store */

/* The text up to its '\0', which the next one stands behind; NULL past the end. */
static const char *
next_text(const char **at, const char *end)
{
	const char *text = *at,
		   *zero = text < end ? memchr(text, '\0', (size_t)(end - text)) : NULL;

	if (zero == NULL)
		return NULL;
	*at = zero + 1;
	return text;
}

/* False when the bytes are not what commits_keep() wrote. */
static bool
unpack_files(struct arena *arena, const char *bytes, size_t n, struct commits_one *one)
{
	const char *copy = arena_strndup(arena, bytes, n), *at = copy, *end = copy + n;
	struct commits_file *files;
	size_t zeros = 0;

	for (const char *p = copy; p < end; p++)
		zeros += *p == '\0';
	if (zeros % 3 != 0 || (n > 0 && end[-1] != '\0'))
		return false;
	files = arena_alloc(arena, zeros / 3 * sizeof *files + 1);
	for (size_t i = 0; i < zeros / 3; i++) {
		const char *old = next_text(&at, end);

		if (*old == '\0')
			return false;
		files[i].status = *old;
		files[i].old_blob = old + 1;
		files[i].new_blob = next_text(&at, end);
		files[i].path = next_text(&at, end);
	}
	one->files = files;
	one->n = zeros / 3;
	return true;
}

static void
take_row(struct commits *commits, const struct map *wanted, struct db_rows *rows)
{
	struct arena *arena = &commits->memory->arena;
	size_t id_n = 0, terms_n = 0, files_n = 0;
	const char *id = db_get_text(rows, 0, &id_n);
	const struct map_entry *place = map_find(wanted, id, id_n);
	const char *terms, *files;
	struct commits_one one = { 0 };

	if (place == NULL)
		return;
	terms = db_get_text(rows, 1, &terms_n);
	files = db_get_blob(rows, 2, &files_n);
	if (!unpack_files(arena, files ? files : "", files_n, &one))
		return;
	one.id = arena_strndup(arena, id, id_n);
	one.terms = arena_strndup(arena, terms, terms_n);
	commits->memory->all.at[place->value] = one;
}

static enum status
read_store(const struct commits_args *args, struct commits *commits, const struct map *wanted,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(
	    store_db(args->store), SQL_COMMIT_ALL, DB_ARGS(db_int(args->version)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		take_row(commits, wanted, rows);
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

/* Those that are not known, asked for by their ids. */
static enum status
read_missing(struct reading *r, const struct strings *ids, struct err *err)
{
	struct commits_memory *memory = r->commits->memory;
	struct strings missing = { 0 };
	enum status st;

	for (size_t i = 0; i < ids->len; i++) {
		if (memory->all.at[i].id == NULL)
			strings_add(&missing, ids->at[i]);
	}
	st = git_log_of(r->args->git, &missing, add_commit, r, err);
	for (size_t i = 0; st == ST_OK && i < ids->len; i++) {
		if (memory->all.at[i].id == NULL)
			st = err_set(err, ST_IO,
			    "git lists commit %.12s and does not tell of it: try git fsck",
			    ids->at[i]);
	}
	strings_fini(&missing);
	return st;
}

static enum status
read_known(struct reading *r, struct err *err)
{
	struct commits_memory *memory = r->commits->memory;
	struct strings ids = { 0 };
	struct map wanted;
	enum status st = git_ids(r->args->git, "HEAD", r->args->limit, &ids, err);

	map_init(&wanted);
	for (size_t i = 0; st == ST_OK && i < ids.len; i++) {
		*map_slot(&wanted, ids.at[i], strlen(ids.at[i]), NULL) = i;
		(void)vec_add(&memory->all);
	}
	r->wanted = &wanted;
	if (st == ST_OK)
		st = read_store(r->args, r->commits, &wanted, err);
	if (st == ST_OK)
		st = read_missing(r, &ids, err);
	r->wanted = NULL;
	map_fini(&wanted);
	strings_fini(&ids);
	return st;
}

enum status
commits_read(const struct commits_args *args, struct commits **out, struct err *err)
{
	struct commits *commits = commits_new();
	struct reading reading = { .args = args, .commits = commits };
	int64_t known = 0;
	enum status st = ST_OK;

	if (args->store)
		st = db_one_int(store_db(args->store), SQL_COMMIT_ANY,
		    DB_ARGS(db_int(args->version)), &known, err);
	if (st == ST_OK && known)
		st = read_known(&reading, err);
	else if (st == ST_OK)
		st = git_log(args->git, "HEAD", args->limit, add_commit, &reading, err);
	if (st) {
		commits_free(commits);
		return st;
	}
	commits->at = commits->memory->all.at;
	commits->len = commits->memory->all.len;
	for (size_t i = 0; i < commits->len; i++)
		commits->unknown += commits->at[i].keep;
	*out = commits;
	return ST_OK;
}

/* ---- into the store */

static void
pack_files(const struct commits_one *one, struct buf *out)
{
	buf_clear(out);
	for (size_t i = 0; i < one->n; i++) {
		const struct commits_file *f = &one->files[i];

		buf_char(out, f->status);
		buf_add(out, f->old_blob, strlen(f->old_blob) + 1);
		buf_add(out, f->new_blob, strlen(f->new_blob) + 1);
		buf_add(out, f->path, strlen(f->path) + 1);
	}
}

enum status
commits_keep(const struct commits *commits, struct store *store, int version, struct err *err)
{
	struct db *db = store_db(store);
	struct buf files;
	enum status st = ST_OK;

	buf_init(&files, BUF_DOCUMENT);
	for (size_t i = 0; st == ST_OK && i < commits->len; i++) {
		const struct commits_one *one = &commits->at[i];

		if (!one->keep)
			continue;
		pack_files(one, &files);
		if (!files.over)
			st = db_run(db, SQL_COMMIT_PUT,
			    DB_ARGS(db_text(one->id), db_int(version), db_text(one->terms),
				db_blob(files.s, files.len)),
			    NULL, err);
		files.over = false;
	}
	if (st == ST_OK && commits->unknown)
		st = db_run(db, SQL_COMMIT_TRIM, DB_ARGS(db_int(COMMITS_KEPT)), NULL, err);
	buf_fini(&files);
	return st;
}
