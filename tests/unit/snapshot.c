#include "snapshot/snapshot.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"
#include "sandbox/tree.h"
#include "snapshot/blobs.h"
#include "snapshot/snapshot_private.h"
#include "unit.h"

#define CHUNK ((size_t)256 * 1024)

static char *dir, *tree, *state;
static int64_t now = 1700000000000;

static void
setup(void)
{
	dir = mem_strdup("/tmp/rsg-unit-XXXXXX");
	ck_assert(mkdtemp(dir) != NULL);
	tree = file_join(dir, "tree");
	state = file_join(dir, "state");
	ck_assert(mkdir(tree, 0755) == 0);
}

static void
teardown(void)
{
	tree_remove(dir);
	free(dir);
	free(tree);
	free(state);
}

static void
put(const char *name, const char *text)
{
	char *path = file_join(tree, name), *slash = strrchr(path, '/');
	struct err err = ERR_INIT;

	*slash = '\0';
	ck_assert(file_mkdirs(path, 0755, &err) == ST_OK);
	*slash = '/';
	ck_assert(file_write(path, text, strlen(text), 0644, &err) == ST_OK);
	free(path);
}

static bool
reads(const char *name, const char *text)
{
	char *path = file_join(tree, name);
	struct err err = ERR_INIT;
	struct buf bytes;
	bool same;

	buf_init(&bytes, BUF_TEXT);
	same = file_read(path, &bytes, &err) == ST_OK && strcmp(bytes.s, text) == 0;
	buf_fini(&bytes);
	free(path);
	return same;
}

static void
away(const char *name)
{
	char *path = file_join(tree, name);

	if (unlink(path) < 0)
		tree_remove(path);
	ck_assert(access(path, F_OK) < 0);
	free(path);
}

static struct snapshots *
opened(bool *recovered)
{
	struct snapshots *s = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(
	    snapshot_open(state, tree, now, recovered, &s, &err) == ST_OK, "%s", err.text);
	return s;
}

static struct snapshot
saved(struct snapshots *s, const char *why)
{
	struct snapshot out = { .number = 0 };
	struct err err = ERR_INIT;

	ck_assert_msg(snapshot_save(s, why, now++, &out, NULL, &err) == ST_OK, "%s", err.text);
	return out;
}

static size_t
blob_files(const struct snapshots *s)
{
	struct tree_use use;
	size_t dirs = 0;
	struct strings names = { 0 };
	struct err err = ERR_INIT;

	tree_use(s->blobs_fd, UINT64_MAX, &use);
	ck_assert(file_list_fd(s->blobs_fd, "", &names, &err) == ST_OK);
	dirs = names.len;
	strings_fini(&names);
	return use.files - dirs;
}

START_TEST(contents_are_kept_once_and_come_back_whole)
{
	static const size_t sizes[] = { 0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK };
	bool recovered, added;
	struct snapshots *s = opened(&recovered);
	char *path = file_join(tree, "f");

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char *bytes = mem_calloc(sizes[i] + 1, 1), sha[3][DIGEST_TEXT];
		struct err err = ERR_INIT;
		struct stat info;
		int fd;

		memset(bytes, (int)i + 1, sizes[i]);
		ck_assert(file_write(path, bytes, sizes[i], 0600, &err) == ST_OK);
		digest_text(bytes, sizes[i], sha[0]);
		free(bytes);
		fd = open(path, O_RDONLY);
		ck_assert(blobs_put(-1, fd, sha[1], &added, &err) == ST_OK && !added);
		ck_assert_str_eq(sha[1], sha[0]);
		ck_assert(!blobs_has(s->blobs_fd, sha[0], sizes[i]));
		for (int again = 0; again < 2; again++) {
			ck_assert(lseek(fd, 0, SEEK_SET) == 0);
			ck_assert(blobs_put(s->blobs_fd, fd, sha[2], &added, &err) == ST_OK);
			ck_assert(added == (again == 0 || sizes[i] >= CHUNK));
			ck_assert_str_eq(sha[2], sha[0]);
		}
		close(fd);
		ck_assert(blobs_has(s->blobs_fd, sha[0], sizes[i]));
		ck_assert(!blobs_has(s->blobs_fd, sha[0], sizes[i] + 1));
		fd = open(path, O_RDWR | O_TRUNC);
		ck_assert(blobs_copy(s->blobs_fd, sha[0], fd, &err) == ST_OK);
		ck_assert(fstat(fd, &info) == 0 && (size_t)info.st_size == sizes[i]);
		close(fd);
	}
	ck_assert(blob_files(s) == sizeof sizes / sizeof sizes[0]);
	free(path);
	snapshot_close(s);
}
END_TEST

/* The place of a text's contents in the store. */
static char *
blob_of(const char *text)
{
	char sha[DIGEST_TEXT], *found = NULL;
	struct strings roots = { 0 };
	struct err err = ERR_INIT;

	digest_text(text, strlen(text), sha);
	ck_assert(file_list(state, &roots, &err) == ST_OK && roots.len == 1);
	found = mem_printf("%s/%s/blobs/%.2s/%s", state, roots.at[0], sha, sha + 2);
	strings_fini(&roots);
	return found;
}

START_TEST(contents_that_are_damaged_or_away_are_not_given)
{
	static const char *const says[] = { "damaged", "missing" };
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct snapshot one, before;
	char *blob = blob_of("one\n");

	put("a", "first\n");
	put("b", "one\n");
	one = saved(s, "");
	put("a", "other\n");
	put("b", "two\n");
	for (int i = 0; i < 2; i++) {
		struct err err = ERR_INIT;

		if (i == 0)
			ck_assert(file_write(blob, "oNe\n", 4, 0600, &err) == ST_OK);
		else
			ck_assert(unlink(blob) == 0);
		ck_assert(snapshot_restore(s, one.id, NULL, now++, &before, &err) == ST_IO);
		ck_assert_msg(strstr(err.text, says[i]) != NULL, "%s", err.text);
		ck_assert(reads("a", "other\n") && reads("b", "two\n"));
	}
	put("b", "one\n"); /* which is there, but not in the store: it is kept again */
	saved(s, "");
	ck_assert(access(blob, F_OK) == 0);
	free(blob);
	snapshot_close(s);
}
END_TEST

START_TEST(only_what_is_named_is_kept)
{
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct strings ids = { 0 };
	struct snapshot one, two;
	struct err err = ERR_INIT;

	put("a", "one\n");
	put("b", "both\n");
	one = saved(s, "");
	put("a", "two\n");
	two = saved(s, "");
	ck_assert(blob_files(s) == 3);
	strings_add(&ids, one.id);
	ck_assert(snapshot_drop(s, &ids, &err) == ST_OK);
	ck_assert(blob_files(s) == 2);
	ck_assert(snapshot_drop(s, &ids, &err) == ST_OK);
	ck_assert(blob_files(s) == 2);
	strings_add(&ids, two.id);
	ck_assert(snapshot_drop(s, &ids, &err) == ST_OK);
	ck_assert(blob_files(s) == 0);
	strings_fini(&ids);
	snapshot_close(s);
}
END_TEST

START_TEST(snapshots_are_found_by_their_names)
{
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct snapshot ids[3], found;
	struct snapshot_list list = { 0 };
	struct err err = ERR_INIT;
	char beginning[SNAPSHOT_ID];

	ck_assert(snapshot_find(s, "last", &found, &err) == ST_NOINPUT);
	for (int i = 0; i < 3; i++) {
		char text[] = { (char)('a' + i), '\0' };

		put("a", text);
		ids[i] = saved(s, "why \xff");
		ck_assert(ids[i].number == i + 1 && !ids[i].again && ids[i].files == 1);
		ck_assert(ids[i].directories == 1 && ids[i].bytes == 1);
		ck_assert_str_eq(ids[i].why, "why ");
	}
	found = saved(s, "not written");
	ck_assert(found.again && strcmp(found.id, ids[2].id) == 0);
	ck_assert(snapshot_find(s, "last", &found, &err) == ST_OK && found.number == 3);
	ck_assert(snapshot_find(s, ids[1].id, &found, &err) == ST_OK && found.number == 2);
	memcpy(beginning, ids[0].id, SNAPSHOT_ID);
	beginning[8] = '\0';
	ck_assert(snapshot_find(s, beginning, &found, &err) == ST_OK && found.number == 1);
	beginning[3] = '\0';
	ck_assert(snapshot_find(s, beginning, &found, &err) == ST_NOINPUT);
	ck_assert(snapshot_find(s, "", &found, &err) == ST_NOINPUT);
	ck_assert(snapshot_old(s, 2, &list, &err) == ST_OK && list.all.len == 1);
	ck_assert_str_eq(list.all.at[0].id, ids[0].id);
	vec_fini(&list.all);
	ck_assert(snapshot_old(s, 3, &list, &err) == ST_OK && list.all.len == 0);
	vec_fini(&list.all);
	ck_assert(snapshot_is_id("0123456789ab", 12) && !snapshot_is_id("0123456789aB", 12));
	ck_assert(!snapshot_is_id("0123456789ab", 11) && !snapshot_is_id("../../../abcd", 12));
	snapshot_close(s);
}
END_TEST

START_TEST(a_tree_comes_back_whole_or_in_part)
{
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct snapshot one, before, all;
	struct err err = ERR_INIT;

	ck_assert(!recovered);
	put("a/x", "x\n");
	put("a/y", "y\n");
	put("b", "b\n");
	one = saved(s, "");
	away("a");
	put("a", "a file\n");
	away("b");
	put("b/c", "c\n");
	ck_assert(snapshot_restore(s, one.id, "nowhere", now++, &before, &err) == ST_NOINPUT);
	ck_assert(snapshot_restore(s, one.id, "a/y", now++, &before, &err) == ST_OK);
	ck_assert(reads("a/y", "y\n") && !reads("a/x", "x\n") && reads("b/c", "c\n"));
	ck_assert(snapshot_restore(s, one.id, NULL, now++, &all, &err) == ST_OK);
	ck_assert(reads("a/y", "y\n") && reads("a/x", "x\n") && reads("b", "b\n"));
	ck_assert(snapshot_restore(s, before.id, NULL, now++, &all, &err) == ST_OK);
	ck_assert(reads("a", "a file\n") && reads("b/c", "c\n"));
	ck_assert(snapshot_restore(s, "000000000000", NULL, now++, &all, &err) != ST_OK);
	snapshot_close(s);
}
END_TEST

START_TEST(differences_are_told_by_what_they_are)
{
	static const struct snapshot_change want[] = { { SNAPSHOT_REMOVED, 'd', (char *)"a" },
		{ SNAPSHOT_REMOVED, 'f', (char *)"a/x" }, { SNAPSHOT_CHANGED, 'f', (char *)"b" },
		{ SNAPSHOT_MODE, 'f', (char *)"c" }, { SNAPSHOT_TIME, 'f', (char *)"d" },
		{ SNAPSHOT_ADDED, 'l', (char *)"e" } };
	const struct timespec then[2] = { { .tv_sec = 5 }, { .tv_sec = 5 } };
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct snapshot_changes found = { 0 };
	struct err err = ERR_INIT;
	struct snapshot one;
	int fd;

	put("a/x", "x\n");
	put("b", "b\n");
	put("c", "c\n");
	put("d", "d\n");
	one = saved(s, "");
	away("a");
	put("b", "B\n");
	fd = open(tree, O_RDONLY | O_DIRECTORY);
	ck_assert(fchmodat(fd, "c", 0600, 0) == 0);
	ck_assert(utimensat(fd, "d", then, 0) == 0);
	ck_assert(symlinkat("nowhere", fd, "e") == 0);
	ck_assert(mkdirat(fd, ".git", 0755) == 0 && mkdirat(fd, ".rsg", 0755) == 0);
	ck_assert(mkfifoat(fd, "f", 0600) == 0);
	close(fd);
	ck_assert(snapshot_diff(s, one.id, NULL, &found, &err) == ST_OK);
	ck_assert(found.all.len == sizeof want / sizeof want[0]);
	for (size_t i = 0; i < found.all.len; i++) {
		ck_assert_str_eq(found.all.at[i].path, want[i].path);
		ck_assert(found.all.at[i].how == want[i].how);
		ck_assert(found.all.at[i].type == want[i].type);
	}
	snapshot_changes_fini(&found);
	ck_assert(snapshot_diff(s, one.id, one.id, &found, &err) == ST_OK && found.all.len == 0);
	snapshot_changes_fini(&found);
	snapshot_close(s);
}
END_TEST

static void
set_time(const char *name, const struct moment *at)
{
	const struct timespec t = { .tv_sec = at->s, .tv_nsec = at->ns }, both[2] = { t, t };
	char *path = file_join(tree, name);

	ck_assert(utimensat(AT_FDCWD, path, both, 0) == 0);
	free(path);
}

/* What was seen of a tree is not what is there any more. */
START_TEST(what_changed_since_it_was_seen_is_left)
{
	static const char *const places[] = { "f", "gone", "new", "f", "f" };

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
		const struct scan_how how = { .trust = false };
		bool recovered;
		struct snapshots *s = opened(&recovered);
		struct changes changes = { 0 };
		struct entries have, want;
		struct err err = ERR_INIT;
		struct snapshot head, one;

		put("f", "one\n");
		put("new", "n\n");
		away("new");
		put("gone", "g\n");
		away("gone");
		if (i == 2)
			put("new", "wanted\n");
		one = saved(s, "");
		put("f", "two\n");
		put("gone", "g\n");
		away("gone");
		if (i == 1)
			put("gone", "to go\n");
		if (i == 2)
			away("new");
		entries_init(&have);
		entries_init(&want);
		ck_assert(scan_tree(s, &how, &have, &err) == ST_OK);
		ck_assert(snapshot_load(s, one.id, &head, &want, &err) == ST_OK);
		ck_assert(changes_find(&have, &want, places[i], &changes, &err) == ST_OK);
		put(places[i], "of another\n");
		if (i == 3)
			set_time(places[i], &entries_find(&have, places[i])->mtime);
		if (i == 4)
			away(places[i]);
		ck_assert(apply_changes(&(struct apply){ s, &want, &changes, places[i] }, &err) ==
			  ST_TEMPFAIL);
		ck_assert_msg(strstr(err.text, "changed at this moment") != NULL, "%s", err.text);
		ck_assert(reads(places[i], "of another\n") == (i < 4));
		vec_fini(&changes.all);
		entries_fini(&have);
		entries_fini(&want);
		snapshot_close(s);
		if (i < 4)
			away(places[i]);
	}
}
END_TEST

/* A file whose inode, size and times are as they were is not read; any of them changed, it is. */
START_TEST(the_cache_knows_what_is_as_it_was)
{
	const struct scan_how how = { .trust = true };
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct entries seen;
	struct err err = ERR_INIT;
	struct cache cache;
	struct entry *e, other;

	put("f", "one\n");
	entries_init(&seen);
	ck_assert(scan_tree(s, &how, &seen, &err) == ST_OK);
	e = &seen.all.at[1];
	cache_open(&cache, s);
	other = *e;
	ck_assert(!cache_find(&cache, &other)); /* just now is too near */
	ck_assert(cache_close(&cache, s, NULL, &err) == ST_OK);

	cache_open(&cache, s);
	cache.stale = true;
	cache.since_ms += 5000;
	ck_assert(cache_close(&cache, s, &seen, &err) == ST_OK);
	cache_open(&cache, s);
	ck_assert(!cache.stale);
	for (int i = 0; i < 8; i++) {
		other = *e;
		memset(other.sha, 0, sizeof other.sha);
		other.ino += i == 1;
		other.dev += i == 2;
		other.size += i == 3;
		other.mtime.ns ^= i == 4;
		other.ctime.ns ^= i == 5;
		other.type = i == 6 ? 'l' : 'f';
		other.path = i == 7 ? "g" : "f";
		ck_assert_msg(cache_find(&cache, &other) == (i == 0), "%d", i);
		ck_assert(cache.stale == (i > 0));
		ck_assert_str_eq(other.sha, i ? "" : e->sha);
	}
	ck_assert(cache_close(&cache, s, NULL, &err) == ST_OK);
	entries_fini(&seen);
	snapshot_close(s);
}
END_TEST

START_TEST(a_journal_is_obeyed_only_where_it_is_one)
{
	static const char *const journals[] = { "", "restore", "restart\0", "restore" };
	bool recovered;
	struct snapshots *s = opened(&recovered);
	struct snapshot one, before;
	struct err err = ERR_INIT;
	char *path = file_join(s->dir, "journal");
	struct buf text;

	put("a", "one\n");
	one = saved(s, "");
	put("a", "two\n");
	before = saved(s, "");
	snapshot_close(s);
	for (size_t i = 0; i < sizeof journals / sizeof journals[0]; i++) {
		bool whole = i == 3;

		buf_init(&text, BUF_TEXT);
		buf_add(&text, journals[i], strlen(journals[i]) + 1);
		buf_add(&text, one.id, whole || i == 2 ? SNAPSHOT_ID : 5);
		buf_add(&text, before.id, SNAPSHOT_ID);
		buf_add(&text, "*", 2);
		ck_assert(file_write(path, text.s, text.len, 0600, &err) == ST_OK);
		buf_fini(&text);
		s = opened(&recovered);
		ck_assert_msg(recovered == whole, "%zu", i);
		ck_assert(reads("a", whole ? "one\n" : "two\n"));
		snapshot_close(s);
	}
	ck_assert(access(path, F_OK) < 0);
	free(path);
}
END_TEST

UNIT_SUITE(snapshot)
{
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, contents_are_kept_once_and_come_back_whole);
	tcase_add_test(tc, contents_that_are_damaged_or_away_are_not_given);
	tcase_add_test(tc, only_what_is_named_is_kept);
	tcase_add_test(tc, snapshots_are_found_by_their_names);
	tcase_add_test(tc, a_tree_comes_back_whole_or_in_part);
	tcase_add_test(tc, differences_are_told_by_what_they_are);
	tcase_add_test(tc, what_changed_since_it_was_seen_is_left);
	tcase_add_test(tc, the_cache_knows_what_is_as_it_was);
	tcase_add_test(tc, a_journal_is_obeyed_only_where_it_is_one);
}
