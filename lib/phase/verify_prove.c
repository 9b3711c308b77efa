/*
 * The strongest proof: the test fails before the change and passes after it.
 *
 * The tree before the change is the work tree with the files that the change touches as the base
 * commit has them, so that what is installed and built beside them is there as well.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/git.h"
#include "io/json.h"
#include "phase/verify_private.h"

#define CHANGED_MAX 2000
#define BLOB_BYTES ((size_t)16 * 1024 * 1024)

struct reading {
	struct verify_files *files;
	struct map index;     /* path below the repository to the file */
	struct strings blobs; /* in the order of `of` */
	VEC_OF(size_t) of;
	size_t lost; /* blobs that are not here, or too large */
};

void
verify_files_fini(struct verify_files *files)
{
	vec_each (struct verify_file *, it, &files->at) {
		buf_fini(&it->was);
		free(it->path);
	}
	vec_fini(&files->at);
}

static enum status
take_entry(void *arg, const char *path, const char *blob, bool executable, struct err *err)
{
	struct reading *reading = arg;
	const struct map_entry *found = map_find(&reading->index, path, strlen(path));

	(void)err;
	if (found) {
		struct verify_file *file = &reading->files->at.at[found->value];

		file->there = true;
		file->executable = executable;
		strings_add(&reading->blobs, blob);
		*vec_add(&reading->of) = found->value;
	}
	return ST_OK;
}

static enum status
take_blob(void *arg, size_t i, const char *bytes, size_t n, struct err *err)
{
	struct reading *reading = arg;

	(void)err;
	if (bytes)
		buf_add(&reading->files->at.at[reading->of.at[i]].was, bytes, n);
	else
		reading->lost++;
	return ST_OK;
}

/* Paths of the repository that are below the root, each once. */
static void
take_path(struct reading *reading, const char *below, const char *path, struct strings *paths)
{
	size_t n = strlen(below);
	struct verify_file *file;
	bool added;
	size_t *slot;

	if (*path == '\0' || strncmp(path, below, n) != 0)
		return;
	slot = map_slot(&reading->index, path, strlen(path), &added);
	if (!added)
		return;
	*slot = reading->files->at.len;
	file = vec_add(&reading->files->at);
	file->path = mem_strdup(path + n);
	buf_init(&file->was, BLOB_BYTES);
	strings_add(paths, path);
}

static enum status
read_commit(struct git *git, const struct json *change, const char *commit,
    struct verify_files *files, struct err *err)
{
	struct reading reading = { .files = files };
	struct strings paths = { 0 };
	enum status st;

	map_init(&reading.index);
	json_each (it, json_get(change, "files")) {
		take_path(&reading, git_below(git), json_get_string(it, "path"), &paths);
		take_path(&reading, git_below(git), json_get_string(it, "old_path"), &paths);
	}
	st = paths.len ? git_tree(git, commit, &paths, take_entry, &reading, err) : ST_OK;
	if (st == ST_OK && reading.blobs.len)
		st = git_blobs(git, &reading.blobs, BLOB_BYTES, take_blob, &reading, err);
	if (st == ST_OK && reading.lost)
		st = err_set(err, ST_NOINPUT, "%zu changed files of %.40s cannot be had",
		    reading.lost, commit);
	map_fini(&reading.index);
	strings_fini(&paths);
	strings_fini(&reading.blobs);
	vec_fini(&reading.of);
	return st;
}

static enum status
read_change(struct verifier *v, const struct json *change, struct err *err)
{
	const char *head = json_get_string(change, "head");
	struct git *git = NULL;
	char *id = NULL;
	enum status st = git_open(v->args->root, v->env->cancel, &git, err);

	if (st == ST_OK)
		st = git_commit_id(git, json_get_string(change, "base"), &id, err);
	if (st == ST_OK)
		st = read_commit(git, change, id, &v->base, err);
	free(id);
	id = NULL;
	if (st == ST_OK && *head)
		st = git_commit_id(git, head, &id, err);
	if (st == ST_OK && *head)
		st = read_commit(git, change, id, &v->head, err);
	free(id);
	git_close(git);
	return st;
}

enum status
verify_change(struct verifier *v, struct err *err)
{
	const struct json *change = json_get(v->env->doc, "change");
	struct err why = ERR_INIT;
	enum status st;

	if (change == NULL)
		snprintf(v->no_proof, sizeof v->no_proof, "no change is at hand");
	else if (v->args->expect_fail)
		snprintf(
		    v->no_proof, sizeof v->no_proof, "what the story is about does not exist yet");
	else if (*json_get_string(change, "base") == '\0')
		snprintf(v->no_proof, sizeof v->no_proof,
		    "the change does not say which commit was before it");
	else if (json_len(json_get(change, "files")) > CHANGED_MAX)
		snprintf(v->no_proof, sizeof v->no_proof, "the change has more than %d files",
		    CHANGED_MAX);
	if (v->no_proof[0])
		return ST_OK;
	st = read_change(v, change, &why);
	if (st == ST_TEMPFAIL || st == ST_BUG) {
		*err = why;
		return st;
	}
	if (st) {
		snprintf(
		    v->no_proof, sizeof v->no_proof, "the commits cannot be had: %.400s", why.text);
		verify_files_fini(&v->base);
		verify_files_fini(&v->head);
	}
	return ST_OK;
}

/* How it ended before the change. */
static void
conclude(struct chain *chain, const struct verify_said *said)
{
	static const char *const proof[] = { "assertion", "error", "collection", "crash",
		"timeout" };
	struct verify_record *record = &chain->record;

	for (size_t i = 0; i < sizeof proof / sizeof proof[0]; i++) {
		if (strcmp(said->outcome, proof[i]) == 0) {
			verify_record_set(record, VERIFY_STAGE_PROVEN, VERIFY_OK,
			    "before the change: %s (%.400s); after it: passed", said->outcome,
			    said->why);
			return;
		}
	}
	if (strcmp(said->outcome, "passed") == 0)
		verify_record_set(record, VERIFY_STAGE_PROVEN, VERIFY_FAILED,
		    "it passes before the change too: it does not test what was changed");
	else
		verify_record_set(record, VERIFY_STAGE_PROVEN, VERIFY_SKIPPED,
		    "before the change it cannot be said: %s (%.400s)", said->outcome, said->why);
}

enum status
verify_proven(struct chain *chain, struct err *err)
{
	struct verifier *v = chain->v;
	struct verify_said said = { 0 };
	struct copy tree = { 0 };
	const char *outcome = "";
	enum status st;

	if (v->no_proof[0]) {
		verify_record_set(
		    &chain->record, VERIFY_STAGE_PROVEN, VERIFY_SKIPPED, "%s", v->no_proof);
		return ST_OK;
	}
	if (v->base.at.len == 0) {
		verify_record_set(&chain->record, VERIFY_STAGE_PROVEN, VERIFY_SKIPPED,
		    "the change has no file below the root");
		return ST_OK;
	}
	st = verify_tree(chain, &v->base, &tree, err);
	if (st)
		return st;
	st = verify_build(chain, &tree, &outcome, &said, err);
	if (st == ST_OK && *outcome == '\0') {
		verify_said_fini(&said);
		st = verify_file(chain, &tree, false, &said, err);
	}
	if (st == ST_OK)
		conclude(chain, &said);
	verify_said_fini(&said);
	copy_close(&tree);
	return st;
}
