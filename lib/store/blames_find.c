#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/blames_private.h"
#include "store/commits.h"

void
blames_leave_out(struct blames_work *w, const struct blames_job *job, const char *why)
{
	char *text = mem_printf(
	    "Who wrote the changed lines of %.300s is not known: %s.", job->file->path, why);

	strings_add(&w->blames->missing, text);
	free(text);
}

const char *
blames_head(const struct blames_args *args)
{
	return args->head ? args->head : git_head(args->git);
}

/* One of the two may be shortened. */
static bool
same_blob(const char *a, const char *b)
{
	size_t n = strlen(a), m = strlen(b);

	n = n < m ? n : m;
	return n >= 7 && strncmp(a, b, n) == 0;
}

struct finding {
	struct blames_work *work;
	struct blames_job *only; /* NULL: the job of that path */
	bool head;
};

static enum status
take_entry(void *arg, const char *path, const char *blob, bool executable, struct err *err)
{
	struct finding *f = arg;

	(void)executable;
	(void)err;
	for (size_t i = 0; i < f->work->n; i++) {
		struct blames_job *job = &f->work->jobs[i];

		if ((f->only && f->only != job) || strcmp(path, job->file->path) != 0)
			continue;
		if (f->head && *job->file->blob && !same_blob(blob, job->file->blob))
			continue;
		if (f->head)
			job->revision = mem_strdup(blames_head(f->work->args));
		job->blob = mem_strdup(blob);
	}
	return ST_OK;
}

static enum status
look_in_tree(struct blames_work *w, const char *revision, struct blames_job *only, struct err *err)
{
	struct finding finding = { w, only, only == NULL };
	struct strings paths = { 0 };
	enum status st;

	for (size_t i = 0; i < w->n; i++) {
		if (only == NULL || only == &w->jobs[i])
			strings_add(&paths, w->jobs[i].file->path);
	}
	st = git_tree(w->args->git, revision, &paths, take_entry, &finding, err);
	strings_fini(&paths);
	return st;
}

/* The newest known commit that gave the file its blob, or the number of commits. */
static size_t
find_commit(const struct commits *commits, const struct blames_file *file)
{
	for (size_t i = 0; i < commits->len; i++) {
		const struct commits_one *one = &commits->at[i];

		for (size_t k = 0; k < one->n; k++) {
			if (strcmp(one->files[k].path, file->path) == 0 &&
			    same_blob(one->files[k].new_blob, file->blob))
				return i;
		}
	}
	return commits->len;
}

static enum status
find_revision(struct blames_work *w, struct blames_job *job, struct err *err)
{
	const struct commits *commits = w->args->commits;
	size_t i = 0;
	enum status st = ST_OK;

	if (job->revision == NULL) {
		i = *job->file->blob ? find_commit(commits, job->file) : commits->len;
		if (i < commits->len) {
			job->revision = mem_strdup(commits->at[i].id);
			st = look_in_tree(w, job->revision, job, err);
		}
	}
	if (i + BLAMES_SPAN < commits->len)
		job->since = commits->at[i + BLAMES_SPAN].id;
	if (st == ST_OK && (job->revision == NULL || job->blob == NULL)) {
		blames_leave_out(w, job, "no commit of the known history has the file as it was");
		job->state = KNOWN;
	}
	return st;
}

enum status
blames_find(struct blames_work *w, struct err *err)
{
	enum status st = look_in_tree(w, blames_head(w->args), NULL, err);

	for (size_t i = 0; st == ST_OK && i < w->n; i++)
		st = find_revision(w, &w->jobs[i], err);
	return st;
}
