#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/utf8.h"
#include "io/file.h"
#include "snapshot/blobs.h"
#include "snapshot/snapshot_private.h"

#define SUFFIX ".snapshot"
#define LOCK_TRIES 500 /* of 20 ms */

static enum status
cannot_open(const char *path, struct err *err)
{
	return err_set(err, ST_IO, "cannot open %.600s: %s", path, strerror(errno));
}

static enum status
lock(struct snapshots *s, struct err *err)
{
	const struct timespec pause = { .tv_nsec = 20000000 };
	char *path = file_join(s->dir, "lock");
	enum status st = ST_OK;

	s->lock_fd = open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (s->lock_fd < 0)
		st = cannot_open(path, err);
	for (int i = 0; st == ST_OK && flock(s->lock_fd, LOCK_EX | LOCK_NB) < 0; i++) {
		if (errno == EINTR)
			continue;
		if (errno != EWOULDBLOCK)
			st = cannot_open(path, err);
		else if (i >= LOCK_TRIES)
			st = err_set(err, ST_TEMPFAIL,
			    "another process saves or restores %.600s: try again", s->root);
		else
			nanosleep(&pause, NULL);
	}
	free(path);
	return st;
}

/* The directory of this root, named by the hash of its path. */
static enum status
open_state(struct snapshots *s, const char *state, struct err *err)
{
	char sha[DIGEST_TEXT], *path;
	struct stat info;
	enum status st;

	digest_text(s->root, strlen(s->root), sha);
	s->dir = mem_printf("%s/%.32s", state, sha);
	path = file_join(s->dir, "blobs");
	st = file_mkdirs(path, 0700, err);
	if (st == ST_OK) {
		s->blobs_fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (s->blobs_fd < 0 || stat(state, &info) < 0)
			st = cannot_open(path, err);
		else {
			s->state_dev = info.st_dev;
			s->state_ino = info.st_ino;
		}
	}
	free(path);
	path = file_join(s->dir, "tree");
	if (st == ST_OK)
		st = file_write(path, s->root, strlen(s->root), 0600, err);
	free(path);
	return st;
}

enum status
snapshot_open(const char *state, const char *root, int64_t now_ms, bool *recovered,
    struct snapshots **out, struct err *err)
{
	struct snapshots *s = mem_calloc(1, sizeof *s);
	enum status st = ST_OK;

	*recovered = false;
	s->root_fd = s->blobs_fd = s->lock_fd = -1;
	s->root = realpath(root, NULL);
	if (s->root)
		s->root_fd = open(s->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->root_fd < 0)
		st = err_set(
		    err, ST_NOINPUT, "cannot open the directory %.600s: %s", root, strerror(errno));
	if (st == ST_OK)
		st = open_state(s, state, err);
	if (st == ST_OK)
		st = lock(s, err);
	if (st == ST_OK)
		st = restore_recover(s, now_ms, recovered, err);
	if (st)
		snapshot_close(s);
	else
		*out = s;
	return st;
}

void
snapshot_close(struct snapshots *s)
{
	if (s == NULL)
		return;
	if (s->root_fd >= 0)
		close(s->root_fd);
	if (s->blobs_fd >= 0)
		close(s->blobs_fd);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	free(s->root);
	free(s->dir);
	free(s);
}

static char *
path_of(const struct snapshots *s, const char *id)
{
	return mem_printf("%s/%s" SUFFIX, s->dir, id);
}

bool
snapshot_is_id(const char *s, size_t n)
{
	return n == SNAPSHOT_ID - 1 && strspn(s, "0123456789abcdef") >= n;
}

/* Its bytes are whole; is it this one, and of a tree? */
static bool
is_sound(const char *id, const struct snapshot *snapshot, const struct entries *entries)
{
	const struct entry *root = entries && entries->all.len ? entries->all.at : NULL;

	return strcmp(snapshot->id, id) == 0 &&
	       (entries == NULL || (root && *root->path == '\0' && root->type == 'd'));
}

enum status
snapshot_load(struct snapshots *s, const char *id, struct snapshot *snapshot,
    struct entries *entries, struct err *err)
{
	char *path = path_of(s, id);
	struct buf bytes;
	enum status st;

	buf_init(&bytes, MANIFEST_BYTES);
	st = file_read(path, &bytes, err);
	if (st == ST_OK)
		st = entries_read(&bytes, snapshot, entries, err);
	if (st == ST_OK && !is_sound(id, snapshot, entries))
		st = entries_damaged(err);
	if (st)
		err_context(err, "snapshot %s", id);
	buf_fini(&bytes);
	free(path);
	return st;
}

static int
by_number(const void *a, const void *b)
{
	const struct snapshot *x = a, *y = b;

	return (x->number > y->number) - (x->number < y->number);
}

/* One that is damaged can be seen and dropped. */
static void
load_head(struct snapshots *s, const char *id, struct snapshot *out)
{
	struct err damaged = ERR_INIT;

	if (snapshot_load(s, id, out, NULL, &damaged) == ST_OK)
		return;
	*out = (struct snapshot){ .why = "damaged" };
	memcpy(out->id, id, SNAPSHOT_ID);
}

enum status
snapshot_all(struct snapshots *s, struct snapshot_list *out, struct err *err)
{
	struct strings names = { 0 };
	enum status st = file_list(s->dir, &names, err);

	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		char *name = names.at[i], *end = strstr(name, SUFFIX);

		if (end == NULL || !snapshot_is_id(name, (size_t)(end - name)) ||
		    strcmp(end, SUFFIX) != 0)
			continue;
		*end = '\0';
		load_head(s, name, vec_add(&out->all));
	}
	strings_fini(&names);
	vec_sort(&out->all, by_number);
	return st;
}

enum status
snapshot_find(struct snapshots *s, const char *name, struct snapshot *out, struct err *err)
{
	struct snapshot_list list = { 0 };
	size_t found = 0, n = strlen(name);
	enum status st = snapshot_all(s, &list, err);

	vec_each (const struct snapshot *, one, &list.all) {
		bool last = strcmp(name, "last") == 0 && one == vec_last(&list.all);

		if (!last && (n < 4 || strncmp(one->id, name, n) != 0))
			continue;
		*out = *one;
		found++;
	}
	vec_fini(&list.all);
	if (st || found == 1)
		return st;
	return err_set(err, ST_NOINPUT,
	    found ? "several snapshots begin with \"%.60s\": rsg-snapshot list"
		  : "there is no snapshot \"%.60s\" of this tree: rsg-snapshot list",
	    name);
}

static void
count(struct snapshot *snapshot, const struct entries *entries)
{
	vec_each (const struct entry *, e, &entries->all) {
		snapshot->directories += e->type == 'd';
		snapshot->files += e->type == 'f';
		snapshot->links += e->type == 'l';
		snapshot->bytes += e->size;
	}
}

static bool
same_entries(const struct entries *a, const struct entries *b)
{
	if (a->all.len != b->all.len)
		return false;
	for (size_t i = 0; i < a->all.len; i++) {
		if (strcmp(a->all.at[i].path, b->all.at[i].path) != 0 ||
		    !entry_same(&a->all.at[i], &b->all.at[i]))
			return false;
	}
	return true;
}

static enum status
write_down(struct snapshots *s, const struct snapshot *snapshot, const struct entries *entries,
    struct err *err)
{
	char *path = path_of(s, snapshot->id);
	struct buf bytes;
	enum status st;

	buf_init(&bytes, MANIFEST_BYTES);
	entries_write(entries, snapshot, &bytes);
	st = buf_check(&bytes, "the snapshot", err);
	if (st == ST_OK)
		st = file_write(path, bytes.s, bytes.len, 0600, err);
	buf_fini(&bytes);
	free(path);
	return st;
}

static void
describe(struct snapshot *out, const char *why, int64_t number, int64_t now_ms)
{
	unsigned char random[6];

	*out = (struct snapshot){ .number = number, .created_ms = now_ms };
	random_bytes(random, sizeof random);
	for (size_t i = 0; i < sizeof random; i++)
		snprintf(out->id + 2 * i, 3, "%02x", random[i]);
	snprintf(out->why, sizeof out->why, "%s", why);
	out->why[utf8_check(out->why, strlen(out->why))] = '\0';
}

enum status
snapshot_take(struct snapshots *s, const char *why, int64_t now_ms, struct snapshot *out,
    struct entries *entries, struct err *err)
{
	const struct scan_how how = { .keep = true, .trust = true };
	struct snapshot_list list = { 0 };
	struct err damaged = ERR_INIT;
	struct entries newest;
	enum status st = snapshot_all(s, &list, err);

	entries_init(&newest);
	if (st == ST_OK)
		st = scan_tree(s, &how, entries, err);
	if (st == ST_OK && list.all.len &&
	    snapshot_load(s, vec_last(&list.all)->id, out, &newest, &damaged) == ST_OK &&
	    same_entries(&newest, entries)) {
		out->again = true;
	} else if (st == ST_OK) {
		describe(out, why, list.all.len ? vec_last(&list.all)->number + 1 : 1, now_ms);
		count(out, entries);
		st = write_down(s, out, entries, err);
	}
	entries_fini(&newest);
	vec_fini(&list.all);
	return st;
}

enum status
snapshot_save(struct snapshots *s, const char *why, int64_t now_ms, struct snapshot *out,
    struct strings *left, struct err *err)
{
	struct entries entries;
	enum status st;

	entries_init(&entries);
	st = snapshot_take(s, why, now_ms, out, &entries, err);
	vec_each (const struct entry *, e, &entries.all) {
		if (left && e->type == 'o')
			strings_add(left, e->path);
	}
	entries_fini(&entries);
	return st;
}

/* The contents that no snapshot names any more go, unless one cannot say what it names. */
static enum status
collect(struct snapshots *s, struct err *err)
{
	struct snapshot_list list = { 0 };
	struct err damaged = ERR_INIT;
	bool all = true;
	struct map used;
	enum status st = snapshot_all(s, &list, err);

	map_init(&used);
	for (size_t i = 0; st == ST_OK && i < list.all.len; i++) {
		struct snapshot head;
		struct entries entries;

		entries_init(&entries);
		all =
		    snapshot_load(s, list.all.at[i].id, &head, &entries, &damaged) == ST_OK && all;
		vec_each (const struct entry *, e, &entries.all) {
			if (e->type == 'f')
				map_slot(&used, e->sha, DIGEST_TEXT - 1, NULL);
		}
		entries_fini(&entries);
	}
	if (st == ST_OK && all)
		blobs_keep(s->blobs_fd, &used);
	map_fini(&used);
	vec_fini(&list.all);
	return st;
}

enum status
snapshot_drop(struct snapshots *s, const struct strings *ids, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < ids->len; i++) {
		char *path = path_of(s, ids->at[i]);

		if (unlink(path) < 0 && errno != ENOENT)
			st = err_set(err, ST_IO, "cannot remove %.600s: %s", path, strerror(errno));
		free(path);
	}
	return st == ST_OK && ids->len ? collect(s, err) : st;
}

enum status
snapshot_old(struct snapshots *s, size_t keep, struct snapshot_list *out, struct err *err)
{
	enum status st = snapshot_all(s, out, err);

	out->all.len = out->all.len > keep ? out->all.len - keep : 0;
	return st;
}
