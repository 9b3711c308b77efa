#include "snapshot/entries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "snapshot/snapshot_private.h"
#include "unit.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* "d src", "f src/a A", "l src/b target", "o src/pipe"; NULL ends. */
static void
fill(struct entries *out, const char *const *lines)
{
	entries_init(out);
	for (; *lines; lines++) {
		const char type = **lines, *path = *lines + 2, *space = strchr(path, ' ');
		struct stat info = { .st_mode = type == 'd'   ? S_IFDIR | 0755
						: type == 'f' ? S_IFREG | 0644
						: type == 'l' ? S_IFLNK | 0777
							      : S_IFIFO | 0600,
			.st_mtim = { .tv_sec = 7, .tv_nsec = 8 },
			.st_size = 5 };
		char *name = mem_strndup(path, space ? (size_t)(space - path) : strlen(path));
		struct entry *e = entries_add(out, name, &info);

		if (type == 'f')
			snprintf(e->sha, sizeof e->sha, "%s", space && space[1] == 'B' ? B : A);
		if (type == 'l')
			e->target = arena_strdup(&out->texts, space ? space + 1 : "");
		free(name);
	}
}

START_TEST(what_is_in_a_directory_follows_it)
{
	static const char *const order[] = { "", "\x01", "a", "a/\x01", "a/b", "a/b/c", "a-", "a.b",
		"a\xff", "b" };
	const size_t n = sizeof order / sizeof order[0];

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < n; k++) {
			int got = path_compare(order[i], order[k]);

			ck_assert_msg((got > 0) - (got < 0) == (i > k) - (i < k), "%s and %s",
			    order[i], order[k]);
		}
	}
	ck_assert(path_is_below("a/b", "a") && path_is_below("a/b/c", "a"));
	ck_assert(path_is_below("a", "") && !path_is_below("", ""));
	ck_assert(!path_is_below("a", "a") && !path_is_below("ab/c", "a"));
	ck_assert(!path_is_below("a", "a/b"));
}
END_TEST

START_TEST(an_entry_has_what_its_type_has)
{
	static const char *const lines[] = { "d ", "f a", "l b there", "o c", NULL };
	struct entries e;

	fill(&e, lines);
	ck_assert(e.all.at[0].type == 'd' && e.all.at[0].mode == 0755 && e.all.at[0].size == 0);
	ck_assert(e.all.at[1].type == 'f' && e.all.at[1].mode == 0644 && e.all.at[1].size == 5);
	ck_assert(e.all.at[2].type == 'l' && e.all.at[2].mode == 0 && e.all.at[2].size == 0);
	ck_assert(e.all.at[3].type == 'o');
	ck_assert(
	    entries_add(&e, "e", &(struct stat){ .st_mode = S_IFREG | 06711 })->mode == 06711);
	ck_assert_ptr_eq(entries_find(&e, "b"), &e.all.at[2]);
	ck_assert_ptr_eq(entries_find(&e, ""), &e.all.at[0]);
	ck_assert_ptr_null(entries_find(&e, "d"));
	ck_assert_ptr_null(entries_find(&e, "aa"));
	entries_fini(&e);
}
END_TEST

static void
written(const struct entries *e, struct buf *out)
{
	const struct snapshot head = { .id = "0123456789ab",
		.why = "a word",
		.number = 3,
		.created_ms = 1700000000123,
		.directories = 1,
		.files = 2,
		.links = 3,
		.bytes = 1ULL << 40 };

	buf_init(out, BUF_DOCUMENT);
	entries_write(e, &head, out);
}

START_TEST(a_list_is_read_as_it_was_written)
{
	static const char *const lines[] = { "d ", "f a B", "l b /x/../y", "l c ", "o d",
		"d \xff\n", "f \xff\n/-", NULL };
	struct err err = ERR_INIT;
	struct entries e, again;
	struct snapshot head;
	struct buf bytes;

	fill(&e, lines);
	e.all.at[1].mtime = (struct moment){ -5, 999999999 };
	e.all.at[1].mode = 04711;
	written(&e, &bytes);
	entries_init(&again);
	ck_assert(entries_read(&bytes, &head, &again, &err) == ST_OK);
	ck_assert(strcmp(head.id, "0123456789ab") == 0 && strcmp(head.why, "a word") == 0);
	ck_assert(head.number == 3 && head.created_ms == 1700000000123);
	ck_assert(head.directories == 1 && head.files == 2 && head.links == 3);
	ck_assert(head.bytes == 1ULL << 40);
	ck_assert(again.all.len == e.all.len);
	for (size_t k = 0; k < e.all.len; k++) {
		ck_assert_str_eq(again.all.at[k].path, e.all.at[k].path);
		ck_assert(entry_same(&again.all.at[k], &e.all.at[k]));
		ck_assert(again.all.at[k].size == e.all.at[k].size);
	}
	entries_fini(&again);
	ck_assert(entries_read(&bytes, &head, NULL, &err) == ST_OK);
	buf_fini(&bytes);
	entries_fini(&e);
}
END_TEST

START_TEST(a_list_with_any_byte_changed_or_cut_is_damaged)
{
	static const char *const lines[] = { "d ", "f a", "l b there", NULL };
	struct snapshot head;
	struct entries e;
	struct buf bytes;

	fill(&e, lines);
	written(&e, &bytes);
	for (size_t i = 0; i < bytes.len; i++) {
		struct buf part = { .s = bytes.s, .len = i };
		struct err err = ERR_INIT;
		struct entries got;

		bytes.s[i] ^= 1;
		entries_init(&got);
		ck_assert_msg(entries_read(&bytes, &head, &got, &err) == ST_IO, "byte %zu", i);
		entries_fini(&got);
		bytes.s[i] ^= 1;
		entries_init(&got);
		ck_assert_msg(entries_read(&part, &head, &got, &err) == ST_IO, "cut at %zu", i);
		entries_fini(&got);
	}
	buf_fini(&bytes);
	entries_fini(&e);
}
END_TEST

START_TEST(a_list_that_leads_elsewhere_is_damaged)
{
	static const char *const bad[] = { "/", "/a", "a/", "a//b", ".", "..", "a/.", "a/..",
		"a/../b", "../a", "./a", ".git", ".git/x", ".rsg", ".rsg/x" };
	static const char *const good[] = { "a", "...", ".a", "..a", "a/..b", "a/.git", "a/.rsg/x",
		".gitignore", ".gi", " ", "-" };

	for (size_t i = 0; i < sizeof bad / sizeof bad[0] + sizeof good / sizeof good[0]; i++) {
		const bool is_bad = i < sizeof bad / sizeof bad[0];
		const char *path = is_bad ? bad[i] : good[i - sizeof bad / sizeof bad[0]];
		struct stat info = { .st_mode = S_IFDIR | 0755 };
		struct err err = ERR_INIT;
		struct entries e, got;
		struct snapshot head;
		struct buf bytes;

		entries_init(&e);
		entries_init(&got);
		entries_add(&e, "", &info);
		entries_add(&e, path, &info);
		written(&e, &bytes);
		ck_assert_msg(entries_read(&bytes, &head, &got, &err) == (is_bad ? ST_IO : ST_OK),
		    "%s", path);
		buf_fini(&bytes);
		entries_fini(&got);
		entries_fini(&e);
	}
}
END_TEST

START_TEST(a_list_out_of_order_is_damaged)
{
	static const char *const twice[] = { "d ", "f a", "f a", NULL };
	static const char *const turned[] = { "d ", "f b", "f a", NULL };
	static const char *const *const lists[] = { twice, turned };

	for (size_t i = 0; i < 2; i++) {
		struct err err = ERR_INIT;
		struct entries e, got;
		struct snapshot head;
		struct buf bytes;

		fill(&e, lists[i]);
		entries_init(&got);
		written(&e, &bytes);
		ck_assert(entries_read(&bytes, &head, &got, &err) == ST_IO);
		buf_fini(&bytes);
		entries_fini(&got);
		entries_fini(&e);
	}
}
END_TEST

/* "-a" away, "+a" new, "!a" another, "?a" a directory that goes only when it is empty. */
static void
expect(const char *const *have_lines, const char *const *want_lines, const char *only,
    const char *changes)
{
	struct changes found = { 0 };
	struct err err = ERR_INIT;
	struct entries have, want;
	struct buf text;

	fill(&have, have_lines);
	fill(&want, want_lines);
	buf_init(&text, BUF_TEXT);
	if (changes_find(&have, &want, only, &found, &err))
		buf_printf(&text, "%d", err.status);
	else
		vec_each (const struct change *, c, &found.all)
			buf_printf(&text, "%c%s ",
			    c->stays   ? '?'
			    : !c->want ? '-'
			    : !c->have ? '+'
				       : '!',
			    c->want ? c->want->path : c->have->path);
	ck_assert_str_eq(text.s, changes);
	buf_fini(&text);
	vec_fini(&found.all);
	entries_fini(&have);
	entries_fini(&want);
}

START_TEST(changes_are_what_differs)
{
	static const char *const none[] = { "d ", NULL };
	static const char *const one[] = { "d ", "d a", "f a/x", "f b", "l c to", NULL };
	static const char *const other[] = { "d ", "f a", "f b B", "l c from", "f d", NULL };

	expect(one, one, NULL, "");
	expect(none, one, NULL, "+a +a/x +b +c ");
	expect(one, none, NULL, "-a -a/x -b -c ");
	expect(one, other, NULL, "!a -a/x !b !c +d ");
	expect(one, other, "b", "!b ");
	expect(one, other, "a", "!a -a/x ");
	expect(one, other, "a/x", "!a -a/x ");
	expect(one, none, "a/x", "?a -a/x ");
	expect(one, other, "nowhere", "");
}
END_TEST

START_TEST(what_is_no_file_is_never_in_a_change)
{
	static const char *const none[] = { "d ", NULL };
	static const char *const pipe[] = { "d ", "o p", NULL };
	static const char *const file[] = { "d ", "f p", NULL };
	static const char *const in[] = { "d ", "d p", "o p/q", NULL };
	static const char *const deep[] = { "d ", "d p", "d p/a", "o p/a/q", "d p/b", NULL };

	expect(pipe, none, NULL, "");
	expect(none, pipe, NULL, "");
	expect(pipe, pipe, NULL, "");
	expect(file, pipe, NULL, "-p ");
	expect(pipe, file, NULL, "77");
	expect(in, file, NULL, "77");
	expect(deep, file, NULL, "77");
	expect(in, none, NULL, "?p ");
	expect(deep, none, NULL, "?p ?p/a -p/b ");
}
END_TEST

START_TEST(what_stays_is_no_change_left_over)
{
	static const char *const in[] = { "d ", "d p", "o p/q", NULL };
	static const char *const more[] = { "d ", "d p", "f p/f", "o p/q", NULL };
	static const char *const none[] = { "d ", NULL };
	static const char *const *const lists[] = { none, in, more };

	for (size_t i = 0; i < 3; i++) {
		struct changes found = { 0 };
		struct err err = ERR_INIT;
		struct entries have, want;

		fill(&have, lists[i]);
		fill(&want, none);
		ck_assert(changes_find(&have, &want, NULL, &found, &err) == ST_OK);
		ck_assert(changes_none(&found) == (i < 2));
		vec_fini(&found.all);
		entries_fini(&have);
		entries_fini(&want);
	}
	ck_assert(change_concerns("a", NULL) && change_concerns("a", "a"));
	ck_assert(change_concerns("a", "a/b") && change_concerns("a/b", "a"));
	ck_assert(change_concerns("", "a") && !change_concerns("ab", "a"));
	ck_assert(!change_concerns("a", "ab"));
}
END_TEST

UNIT_SUITE(snapshot_entries)
{
	tcase_add_test(tc, what_is_in_a_directory_follows_it);
	tcase_add_test(tc, an_entry_has_what_its_type_has);
	tcase_add_test(tc, a_list_is_read_as_it_was_written);
	tcase_add_test(tc, a_list_with_any_byte_changed_or_cut_is_damaged);
	tcase_add_test(tc, a_list_that_leads_elsewhere_is_damaged);
	tcase_add_test(tc, a_list_out_of_order_is_damaged);
	tcase_add_test(tc, changes_are_what_differs);
	tcase_add_test(tc, what_is_no_file_is_never_in_a_change);
	tcase_add_test(tc, what_stays_is_no_change_left_over);
}
