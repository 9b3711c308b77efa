#include "store/blames.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/worker.h"
#include "sql.h"
#include "store/blames_private.h"
#include "store/commits.h"
#include "store/store.h"

#define BLOB_BYTES ((size_t)4 * 1024 * 1024)

/* ---- what is to be asked */

static void
make_key(struct blames_job *job)
{
	struct buf question;

	buf_init(&question, BUF_TEXT);
	buf_printf(
	    &question, "1 %s %s %zu", job->revision, job->since ? job->since : "-", job->n_ranges);
	for (size_t i = 0; i < job->n_ranges; i++)
		buf_printf(&question, " %zu,%zu", job->ranges[i].first, job->ranges[i].last);
	buf_printf(&question, " %s", job->file->path);
	digest_text(question.s, question.len, job->key);
	buf_fini(&question);
}

static enum status
look_in_store(struct blames_work *w, struct blames_job *job, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st;

	make_key(job);
	if (w->args->store == NULL || git_is_shallow(w->args->git))
		return ST_OK;
	st = db_query(
	    store_db(w->args->store), SQL_BLAME_GET, DB_ARGS(db_text(job->key)), &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		size_t n = 0;
		const char *text = db_get_text(rows, 0, &n);

		buf_add(&job->text, text, n);
		job->state = KNOWN;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

struct counting {
	struct blames_work *work;
	size_t of[BLAMES_FILES]; /* the job of each blob */
};

static enum status
count_lines(void *arg, size_t i, const char *bytes, size_t n, struct err *err)
{
	struct counting *c = arg;
	struct blames_job *job = &c->work->jobs[c->of[i]];

	(void)err;
	for (size_t k = 0; bytes && k < n; k++)
		job->lines += bytes[k] == '\n' || k + 1 == n;
	if (bytes == NULL || job->lines > BLAMES_LINES) {
		blames_leave_out(c->work, job, "the file is too large");
		job->lines = 0;
	}
	return ST_OK;
}

/* How many lines each file has that is to be asked about. */
static enum status
measure(struct blames_work *w, struct err *err)
{
	struct counting counting = { .work = w };
	struct strings blobs = { 0 };
	enum status st;

	for (size_t i = 0; i < w->n; i++) {
		if (w->jobs[i].state != FIND)
			continue;
		counting.of[blobs.len] = i;
		strings_add(&blobs, w->jobs[i].blob);
	}
	st = git_blobs(w->args->git, &blobs, BLOB_BYTES, count_lines, &counting, err);
	strings_fini(&blobs);
	return st;
}

/* Ranges that the file does not have are left out: git would refuse them all. */
static void
fit_ranges(struct blames_job *job)
{
	size_t n = 0;

	for (size_t i = 0; i < job->n_ranges; i++) {
		struct git_range range = job->ranges[i];

		if (range.last > job->lines)
			range.last = job->lines;
		if (range.first >= 1 && range.first <= range.last)
			job->ranges[n++] = range;
	}
	job->n_ranges = n;
	job->state = n ? ASK : ASKED;
}

/* ---- asking */

static void
write_line(void *arg, const char *id, size_t lines)
{
	buf_printf(arg, "%s %zu\n", id, lines);
}

static void
ask(struct blames_work *w, struct blames_job *job)
{
	struct git_blame blame = { .revision = job->revision,
		.path = job->file->path,
		.since = job->since,
		.ranges = job->ranges,
		.n = job->n_ranges };

	job->st = git_blame(w->args->git, &blame, write_line, &job->text, &job->err);
}

/* Those whose number is odd, or even. */
static void
ask_half(struct blames_work *w, size_t odd)
{
	size_t k = 0;

	for (size_t i = 0; i < w->n; i++) {
		if (w->jobs[i].state == ASK && k++ % 2 == odd)
			ask(w, &w->jobs[i]);
	}
}

static void
ask_beside(void *arg, size_t place)
{
	(void)place;
	ask_half(arg, 1);
}

static void
ask_all(struct blames_work *w)
{
	struct worker *worker = worker_start(2, ask_beside, w);

	worker_give(worker);
	ask_half(w, 0);
	worker_take(worker);
	worker_stop(worker);
}

/* ---- what came of it */

static enum status
settle(struct blames_work *w, struct err *err)
{
	for (size_t i = 0; i < w->n; i++) {
		struct blames_job *job = &w->jobs[i];

		if (job->st == ST_TEMPFAIL)
			return err_set(err, ST_TEMPFAIL, "%s", job->err.text);
		if (job->st) {
			blames_leave_out(w, job, "git blame failed");
			continue;
		}
		if ((job->state != ASK && job->state != ASKED) || git_is_shallow(w->args->git))
			continue;
		strings_add(&w->blames->keys, job->key);
		strings_add(&w->blames->texts, job->text.s);
	}
	return ST_OK;
}

static void
add_lines(const char *text, const struct map *places, size_t *lines)
{
	while (*text) {
		size_t id_n = strcspn(text, " \n");
		const struct map_entry *place = map_find(places, text, id_n);

		if (place && text[id_n] == ' ')
			lines[place->value] += (size_t)strtoull(text + id_n, NULL, 10);
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
}

static void
add_up(struct blames_work *w)
{
	const struct commits *commits = w->args->commits;
	size_t *lines = mem_calloc(commits->len + 1, sizeof *lines), n = 0;
	struct map places;

	map_init(&places);
	for (size_t i = 0; i < commits->len; i++)
		*map_slot(&places, commits->at[i].id, strlen(commits->at[i].id), NULL) = i;
	for (size_t i = 0; i < w->n; i++)
		add_lines(w->jobs[i].text.s, &places, lines);
	w->blames->at = mem_calloc(commits->len + 1, sizeof *w->blames->at);
	for (size_t i = 0; i < commits->len; i++) {
		if (lines[i])
			w->blames->at[n++] = (struct blames_one){ i, lines[i] };
	}
	w->blames->len = n;
	map_fini(&places);
	free(lines);
}

static enum status
read_all(struct blames_work *w, struct err *err)
{
	enum status st = blames_find(w, err);

	for (size_t i = 0; st == ST_OK && i < w->n; i++) {
		if (w->jobs[i].state == FIND)
			st = look_in_store(w, &w->jobs[i], err);
	}
	if (st == ST_OK)
		st = measure(w, err);
	for (size_t i = 0; i < w->n; i++) {
		if (w->jobs[i].state == FIND)
			fit_ranges(&w->jobs[i]);
	}
	if (st == ST_OK)
		ask_all(w);
	if (st == ST_OK)
		st = settle(w, err);
	if (st == ST_OK)
		add_up(w);
	return st;
}

/* git gives up at one path that leaves the repository, and says nothing of the others. */
static bool
leaves(const char *path)
{
	if (*path == '/')
		return true;
	for (const char *at = path; at; at = strchr(at, '/')) {
		at += *at == '/';
		if (strncmp(at, "..", 2) == 0 && (at[2] == '/' || at[2] == '\0'))
			return true;
	}
	return false;
}

static void
begin(struct blames_work *w)
{
	for (size_t i = 0; i < w->args->n && w->n < BLAMES_FILES; i++) {
		struct blames_job *job = &w->jobs[w->n];

		if (w->args->files[i].n == 0)
			continue;
		*job = (struct blames_job){ .file = &w->args->files[i] };
		if (leaves(job->file->path)) {
			blames_leave_out(w, job, "it is outside the repository");
			continue;
		}
		for (size_t k = 0; k < job->file->n && k < GIT_RANGES; k++)
			job->ranges[job->n_ranges++] = job->file->ranges[k];
		buf_init(&job->text, BUF_TEXT);
		w->n++;
	}
}

enum status
blames_read(const struct blames_args *args, struct blames **out, struct err *err)
{
	struct blames_work *w = mem_calloc(1, sizeof *w);
	enum status st = ST_OK;

	w->args = args;
	w->blames = mem_calloc(1, sizeof *w->blames);
	begin(w);
	if (w->n > 0 && *blames_head(args))
		st = read_all(w, err);
	for (size_t i = 0; i < w->n; i++) {
		free(w->jobs[i].revision);
		free(w->jobs[i].blob);
		buf_fini(&w->jobs[i].text);
	}
	if (st)
		blames_free(w->blames);
	else
		*out = w->blames;
	free(w);
	return st;
}

void
blames_free(struct blames *blames)
{
	if (blames == NULL)
		return;
	free(blames->at);
	strings_fini(&blames->missing);
	strings_fini(&blames->keys);
	strings_fini(&blames->texts);
	free(blames);
}

enum status
blames_keep(const struct blames *blames, struct store *store, struct err *err)
{
	struct db *db = store_db(store);
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < blames->keys.len; i++)
		st = db_run(db, SQL_BLAME_PUT,
		    DB_ARGS(db_text(blames->keys.at[i]), db_text(blames->texts.at[i])), NULL, err);
	if (st == ST_OK && blames->keys.len)
		st = db_run(db, SQL_BLAME_TRIM, DB_ARGS(db_int(BLAMES_KEPT)), NULL, err);
	return st;
}
