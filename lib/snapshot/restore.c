#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/file.h"
#include "snapshot/blobs.h"
#include "snapshot/snapshot_private.h"

/* "restore\0WANT\0BEFORE\0ONLY\0": a restore of WANT began, of a tree that was BEFORE.  It is there
   until the tree is what it says, so that a restore is always begun, done or undone. */
#define JOURNAL "journal"
#define MARK "restore"

struct restore {
	struct snapshots *snapshots;
	const char *only;
	char want[SNAPSHOT_ID], before[SNAPSHOT_ID];
};

static char *
journal_path(const struct snapshots *s)
{
	return file_join(s->dir, JOURNAL);
}

static enum status
begin(const struct restore *restore, struct err *err)
{
	char *path = journal_path(restore->snapshots);
	struct buf text;
	enum status st;

	buf_init(&text, BUF_TEXT);
	buf_add(&text, MARK, sizeof MARK);
	buf_add(&text, restore->want, SNAPSHOT_ID);
	buf_add(&text, restore->before, SNAPSHOT_ID);
	buf_str(&text, restore->only ? "=" : "*");
	buf_str(&text, restore->only ? restore->only : "");
	st = buf_check(&text, "the name of what is restored", err);
	if (st == ST_OK)
		st = file_write(path, text.s, text.len + 1, 0600, err);
	buf_fini(&text);
	free(path);
	return st;
}

/* All of it is on the disk before the journal goes. */
static enum status
end(struct snapshots *s, struct err *err)
{
	char *path = journal_path(s);
	enum status st = blobs_sync(s->root_fd, err);

	if (st == ST_OK && unlink(path) < 0 && errno != ENOENT)
		st = err_set(err, ST_IO, "cannot remove %.600s: %s", path, strerror(errno));
	free(path);
	return st;
}

static enum status
compare(const struct restore *restore, const struct entries *have, const struct entries *want,
    struct changes *out, struct err *err)
{
	*out = (struct changes){ 0 };
	return changes_find(have, want, restore->only, out, err);
}

/* Is the tree what it should be? */
static enum status
verify(const struct restore *restore, const struct entries *want, bool trust, struct err *err)
{
	const struct scan_how how = { .trust = trust };
	struct entries have;
	struct changes changes = { 0 };
	enum status st;

	entries_init(&have);
	st = scan_tree(restore->snapshots, &how, &have, err);
	if (st == ST_OK)
		st = compare(restore, &have, want, &changes, err);
	if (st == ST_OK && !changes_none(&changes))
		st = err_set(err, ST_TEMPFAIL, "what was restored is not what was saved: %.300s",
		    changes.all.at[0].want ? changes.all.at[0].want->path
					   : changes.all.at[0].have->path);
	vec_fini(&changes.all);
	entries_fini(&have);
	return st;
}

/* From a tree that is `have` to the snapshot `id`. */
static enum status
make(const struct restore *restore, const struct entries *have, const char *id, bool trust,
    struct err *err)
{
	struct entries want;
	struct snapshot head;
	struct changes changes = { 0 };
	const struct apply apply = { restore->snapshots, &want, &changes, restore->only };
	enum status st;

	entries_init(&want);
	st = snapshot_load(restore->snapshots, id, &head, &want, err);
	if (st == ST_OK)
		st = compare(restore, have, &want, &changes, err);
	if (st == ST_OK)
		st = apply_changes(&apply, err);
	if (st == ST_OK)
		st = verify(restore, &want, trust, err);
	vec_fini(&changes.all);
	entries_fini(&want);
	return st;
}

static bool
is_temporary(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = sizeof RESTORE_PREFIX - 1;

	return strncmp(name, RESTORE_PREFIX, n) == 0 &&
	       strspn(name + n, "0123456789abcdef") == 16 && name[n + 16] == '\0';
}

static bool
is_in(const struct entries *known, const struct entry *e)
{
	const struct entry *k = entries_find(known, e->path);

	return k && entry_same_content(k, e);
}

/* Does the tree hold something that neither snapshot has: somebody worked on in it? */
static enum status
is_foreign(
    const struct restore *restore, const struct entries *have, bool *foreign, struct err *err)
{
	struct entries before, want;
	struct err damaged = ERR_INIT;
	struct snapshot head;
	enum status st;

	entries_init(&before);
	entries_init(&want);
	st = snapshot_load(restore->snapshots, restore->before, &head, &before, err);
	if (st == ST_OK &&
	    snapshot_load(restore->snapshots, restore->want, &head, &want, &damaged)) {
		entries_fini(&want);
		entries_init(&want);
	}
	vec_each (const struct entry *, e, &have->all) {
		if (e->type != 'o' && !is_temporary(e->path) && !is_in(&before, e) &&
		    !is_in(&want, e))
			*foreign = true;
	}
	entries_fini(&before);
	entries_fini(&want);
	return st;
}

/* A tree in between is made what `id` says; what others did there is saved first. */
static enum status
finish(const struct restore *restore, const char *id, int64_t now_ms, struct err *err)
{
	const struct scan_how how = { .trust = false };
	struct entries have;
	struct snapshot found;
	bool foreign = false;
	enum status st;

	entries_init(&have);
	st = scan_tree(restore->snapshots, &how, &have, err);
	if (st == ST_OK)
		st = is_foreign(restore, &have, &foreign, err);
	if (st == ST_OK && foreign) {
		entries_fini(&have);
		entries_init(&have);
		st = snapshot_take(restore->snapshots, "found in an unfinished restore", now_ms,
		    &found, &have, err);
	}
	if (st == ST_OK)
		st = make(restore, &have, id, false, err);
	if (st == ST_OK)
		st = end(restore->snapshots, err);
	entries_fini(&have);
	return st;
}

static enum status
undo(const struct restore *restore, int64_t now_ms, struct err *err)
{
	struct err cause = *err, again = ERR_INIT;

	if (finish(restore, restore->before, now_ms, &again) == ST_OK) {
		*err = cause;
		return err_context(err, "nothing is restored");
	}
	return err_set(err, cause.status,
	    "%.400s; nor can it be undone (%.400s): the next rsg-snapshot tries again", cause.text,
	    again.text);
}

/* A path that is nowhere would restore nothing, and nobody would know. */
static enum status
check_only(const struct restore *restore, const struct entries *have, const struct entries *want,
    struct err *err)
{
	const char *only = restore->only;

	if (only == NULL || entries_find(have, only) || entries_find(want, only))
		return ST_OK;
	return err_set(err, ST_NOINPUT, "%.600s is neither in the tree nor in the snapshot", only);
}

enum status
snapshot_restore(struct snapshots *s, const char *id, const char *only, int64_t now_ms,
    struct snapshot *before, struct err *err)
{
	struct restore restore = { .snapshots = s, .only = only };
	struct entries have, want;
	struct snapshot head;
	enum status st;

	entries_init(&have);
	entries_init(&want);
	memcpy(restore.want, id, SNAPSHOT_ID);
	st = snapshot_load(s, id, &head, &want, err);
	if (st == ST_OK)
		st = snapshot_take(s, "before a restore", now_ms, before, &have, err);
	if (st == ST_OK)
		st = check_only(&restore, &have, &want, err);
	entries_fini(&want);
	if (st == ST_OK) {
		memcpy(restore.before, before->id, SNAPSHOT_ID);
		st = begin(&restore, err);
	}
	if (st == ST_OK) {
		st = make(&restore, &have, id, true, err);
		st = st == ST_OK ? end(s, err) : undo(&restore, now_ms, err);
	}
	entries_fini(&have);
	return st;
}

/* What begin() wrote; false where it is something else. */
static bool
read_journal(const struct buf *text, struct restore *out)
{
	const size_t want = sizeof MARK, before = want + SNAPSHOT_ID, head = before + SNAPSHOT_ID;

	if (text->len <= head + 1 || memcmp(text->s, MARK, sizeof MARK) != 0)
		return false;
	memcpy(out->want, text->s + want, SNAPSHOT_ID);
	memcpy(out->before, text->s + before, SNAPSHOT_ID);
	out->only = text->s[head] == '=' ? text->s + head + 1 : NULL;
	return snapshot_is_id(out->want, strnlen(out->want, SNAPSHOT_ID)) &&
	       snapshot_is_id(out->before, strnlen(out->before, SNAPSHOT_ID));
}

enum status
restore_recover(struct snapshots *s, int64_t now_ms, bool *recovered, struct err *err)
{
	struct restore restore = { .snapshots = s };
	char *path = journal_path(s);
	struct buf text;
	enum status st = ST_OK;

	buf_init(&text, BUF_TEXT);
	if (file_exists(path))
		st = file_read(path, &text, err);
	if (st == ST_OK && read_journal(&text, &restore)) {
		st = finish(&restore, restore.want, now_ms, err);
		if (st)
			st = undo(&restore, now_ms, err);
		*recovered = true;
	}
	buf_fini(&text);
	free(path);
	return st;
}

static enum snapshot_how
how_of(const struct change *c)
{
	if (c->have == NULL)
		return SNAPSHOT_ADDED;
	if (c->want == NULL)
		return SNAPSHOT_REMOVED;
	if (!entry_same_content(c->have, c->want))
		return SNAPSHOT_CHANGED;
	return c->have->mode != c->want->mode ? SNAPSHOT_MODE : SNAPSHOT_TIME;
}

static void
tell(const struct changes *changes, struct snapshot_changes *out)
{
	vec_each (const struct change *, c, &changes->all) {
		const struct entry *e = c->want ? c->want : c->have;
		enum snapshot_how how = how_of(c);

		if (how == SNAPSHOT_TIME && e->type == 'd')
			continue;
		*vec_add(&out->all) =
		    (struct snapshot_change){ how, e->type, mem_strdup(*e->path ? e->path : ".") };
	}
}

static void
only_ours(struct entries *entries)
{
	size_t n = 0;

	vec_each (const struct entry *, e, &entries->all) {
		if (e->type != 'o')
			entries->all.at[n++] = *e;
	}
	entries->all.len = n;
}

static enum status
load_or_scan(struct snapshots *s, const char *id, struct entries *out, struct err *err)
{
	const struct scan_how how = { .trust = true };
	struct snapshot head;
	enum status st = id ? snapshot_load(s, id, &head, out, err) : scan_tree(s, &how, out, err);

	only_ours(out);
	return st;
}

enum status
snapshot_diff(struct snapshots *s, const char *from, const char *to, struct snapshot_changes *out,
    struct err *err)
{
	struct changes changes = { 0 };
	struct entries a, b;
	enum status st;

	entries_init(&a);
	entries_init(&b);
	st = load_or_scan(s, from, &a, err);
	if (st == ST_OK)
		st = load_or_scan(s, to, &b, err);
	if (st == ST_OK)
		st = changes_find(&a, &b, NULL, &changes, err);
	if (st == ST_OK)
		tell(&changes, out);
	vec_fini(&changes.all);
	entries_fini(&a);
	entries_fini(&b);
	return st;
}

void
snapshot_changes_fini(struct snapshot_changes *changes)
{
	vec_each (struct snapshot_change *, c, &changes->all)
		free(c->path);
	vec_fini(&changes->all);
}
