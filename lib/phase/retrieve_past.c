#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/worker.h"
#include "io/git.h"
#include "io/json.h"
#include "phase/retrieve_private.h"
#include "store/blames.h"
#include "store/commits.h"
#include "store/store.h"

/* A path of the repository as it is called below the root; NULL for one that is not. */
static const char *
below(const char *prefix, const char *path)
{
	size_t n = strlen(prefix);

	return strncmp(path, prefix, n) == 0 && path[n] ? path + n : NULL;
}

static void
add_commit(struct past *past, const struct commits_one *commit, const char *prefix)
{
	VEC_OF(struct past_file) files = { 0 };
	struct past_commit one = { .id = commit->id, .terms = commit->terms };

	for (size_t i = 0; i < commit->n; i++) {
		const struct commits_file *file = &commit->files[i];
		const char *path = below(prefix, file->path);

		if (path)
			*vec_add(&files) = (struct past_file){ file->status, file->old_blob,
				file->new_blob, path };
	}
	one.files = files.at;
	one.n_files = files.len;
	past_add(past, &one);
	vec_fini(&files);
}

/* What was read anew becomes part of the record's transaction. */
struct kept {
	struct commits *commits;
	struct blames *blames;
};

static enum status
keep(struct phase_env *env, struct err *err)
{
	const struct kept *kept = env->kept;
	enum status st = commits_keep(kept->commits, env->store, PAST_TERMS_VERSION, err);

	if (st == ST_OK && kept->blames)
		st = blames_keep(kept->blames, env->store, err);
	return st;
}

static void
drop(void *arg)
{
	struct kept *kept = arg;

	commits_free(kept->commits);
	blames_free(kept->blames);
	free(kept);
}

/* Asking git takes as long as reading the tests, so it is done beside it, with a store of its own.
 */
struct past_reading {
	struct worker *worker;
	struct commits_args args;
	const char *root, *store; /* store: its file */
	struct git *git;
	struct commits *commits;
	enum status st;
	struct err err;
};

static void
read_commits(void *arg, size_t place)
{
	struct past_reading *reading = arg;
	struct store *store = NULL;

	(void)place;
	reading->st = git_open(reading->root, NULL, &reading->git, &reading->err);
	if (reading->st == ST_OK)
		reading->st = store_open(reading->store, DB_READ, &store, &reading->err);
	if (reading->st == ST_OK) {
		reading->args.store = store;
		reading->args.git = reading->git;
		reading->st = commits_read(&reading->args, &reading->commits, &reading->err);
	}
	store_close(store);
}

void
retrieve_past_start(struct retrieval *r)
{
	struct past_reading *reading;

	if (r->args->commits == 0)
		return;
	reading = mem_calloc(1, sizeof *reading);
	reading->root = r->args->root;
	reading->store = db_path(store_db(r->env->store));
	reading->args = (struct commits_args){ .limit = (size_t)r->args->commits,
		.terms = past_terms,
		.version = PAST_TERMS_VERSION };
	r->evidence.reading = reading;
	reading->worker = worker_start(2, read_commits, reading);
	worker_give(reading->worker);
}

void
retrieve_past_stop(struct past_reading *reading)
{
	if (reading == NULL)
		return;
	worker_stop(reading->worker);
	git_close(reading->git);
	commits_free(reading->commits);
	free(reading);
}

/* What was read, as the signals look at it. */
static void
take_commits(struct retrieval *r, struct past_reading *reading)
{
	struct evidence *e = &r->evidence;
	struct kept *kept = mem_calloc(1, sizeof *kept);

	e->past = past_open(e->lexicon);
	for (size_t i = 0; i < reading->commits->len; i++)
		add_commit(e->past, &reading->commits->at[i], git_below(reading->git));
	e->view = past_view_open(e->past, 0, (const char *const *)e->live.at, e->live.len);
	e->head = mem_strdup(git_head(reading->git));
	e->shallow = git_is_shallow(reading->git);
	if (e->shallow)
		strings_add(&e->missing,
		    "the clone is shallow, so older commits say nothing: git fetch --unshallow");
	if (reading->commits->len == 0)
		strings_add(&e->missing, "the repository has no commit yet");
	kept->commits = reading->commits;
	reading->commits = NULL;
	r->env->keep = keep;
	r->env->kept = kept;
	r->env->drop = drop;
}

/* Code that holds tests changes as code, too. */
static bool
is_test_file(void *arg, const char *path)
{
	const struct evidence *e = arg;

	return map_find(&e->index, path, strlen(path)) != NULL && !sources_has(&e->rules, path);
}

/* The change with paths as they are below the root. */
static void
read_change(struct retrieval *r, const char *prefix)
{
	struct evidence *e = &r->evidence;

	if (!e->has_change)
		return;
	e->relative = json_copy(json_get(r->env->doc, "change"));
	json_each (file, json_get(e->relative, "files")) {
		static const char *const names[] = { "path", "old_path" };

		for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
			const char *path = below(prefix, json_get_string(file, names[i]));
			char *copy = path ? mem_strdup(path) : NULL;

			if (copy)
				json_set_string(file, names[i], copy);
			free(copy);
		}
	}
	change_read(&e->change, e->lexicon, e->relative, is_test_file, e);
}

/* The entry of the change as it came, whose file is called `path` before it and below the root. */
static const struct json *
entry_of(const struct retrieval *r, const char *path)
{
	const struct json *whole = json_first(json_path(r->env->doc, "change.files"));

	json_each (file, json_get(r->evidence.relative, "files")) {
		const char *old = json_get_string(file, "old_path");

		if (strcmp(*old ? old : json_get_string(file, "path"), path) == 0)
			return whole;
		whole = json_next(whole);
	}
	return NULL;
}

static void
add_blames(struct evidence *e, const struct blames *blames)
{
	for (size_t i = 0; i < blames->len; i++)
		*vec_add(&e->blame) =
		    (struct signals_blame){ blames->at[i].commit, blames->at[i].lines };
	for (size_t i = 0; i < blames->missing.len; i++)
		strings_add(&e->missing, blames->missing.at[i]);
}

/* Who wrote the lines that the change is about to touch. */
static enum status
read_blame(struct retrieval *r, struct git *git, struct err *err)
{
	struct evidence *e = &r->evidence;
	struct kept *kept = r->env->kept;
	VEC_OF(struct git_range) ranges = { 0 };
	VEC_OF(struct blames_file) files = { 0 };
	struct blames_args args = { .store = r->env->store, .git = git, .commits = kept->commits };
	enum status st;

	for (size_t i = 0; i < e->change.ranges.len; i++)
		*vec_add(&ranges) =
		    (struct git_range){ e->change.ranges.at[i].from, e->change.ranges.at[i].to };
	for (size_t i = 0, n; i < e->change.ranges.len; i += n) {
		const char *path = e->change.ranges.at[i].path;
		const struct json *entry = entry_of(r, path);
		const char *old = json_get_string(entry, "old_path");

		for (n = 1; i + n < e->change.ranges.len &&
			    strcmp(e->change.ranges.at[i + n].path, path) == 0;)
			n++;
		*vec_add(&files) =
		    (struct blames_file){ *old ? old : json_get_string(entry, "path"),
			    json_get_string(entry, "old_blob"), &ranges.at[i], n };
	}
	args.files = files.at;
	args.n = files.len;
	st = blames_read(&args, &kept->blames, err);
	if (st == ST_OK)
		add_blames(e, kept->blames);
	vec_fini(&ranges);
	vec_fini(&files);
	return st;
}

/* What cannot be had is said, and is no failure. */
static enum status
forgive(struct retrieval *r, enum status st, struct err *err)
{
	char *text;

	if (st == ST_OK || st == ST_TEMPFAIL)
		return st;
	text = mem_printf("no history: %s", err->text);
	strings_add(&r->evidence.missing, text);
	free(text);
	*err = (struct err)ERR_INIT;
	return ST_OK;
}

enum status
retrieve_past(struct retrieval *r, struct err *err)
{
	struct past_reading *reading = r->evidence.reading;
	enum status st;

	if (r->evidence.files.len == 0)
		return ST_OK;
	if (reading == NULL) {
		strings_add(&r->evidence.missing, "no history: history.commits is 0");
		read_change(r, "");
		return ST_OK;
	}
	worker_take(reading->worker);
	st = reading->st;
	if (st == ST_OK)
		take_commits(r, reading);
	else
		*err = reading->err;
	read_change(r, reading->git ? git_below(reading->git) : "");
	if (st == ST_OK && r->evidence.has_change)
		st = read_blame(r, reading->git, err);
	return forgive(r, st, err);
}
