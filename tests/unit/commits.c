#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "git_dir.h"
#include "store/blames.h"
#include "store/commits.h"
#include "store_sql.h"

static size_t asked; /* how many messages were looked at */

static void
first_word(const char *message, size_t n, struct buf *out)
{
	asked++;
	buf_add(out, message, strcspn(message, " \n") < n ? strcspn(message, " \n") : n);
}

static struct commits *
read_commits(struct git *git, struct store *store, size_t limit, int version)
{
	struct commits_args args = { store, git, limit, first_word, version };
	struct commits *commits = NULL;
	struct err err = ERR_INIT;

	asked = 0;
	ck_assert_msg(commits_read(&args, &commits, &err) == ST_OK, "%s", err.text);
	return commits;
}

static void
keep(const struct commits *commits, struct store *store, int version)
{
	struct err err = ERR_INIT;

	ck_assert(db_begin(store_db(store), &err) == ST_OK);
	ck_assert_msg(commits_keep(commits, store, version, &err) == ST_OK, "%s", err.text);
	ck_assert(db_commit(store_db(store), &err) == ST_OK);
}

static char *
as_text(const struct commits *commits)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (size_t i = 0; i < commits->len; i++) {
		const struct commits_one *one = &commits->at[i];

		ck_assert(git_is_id(one->id));
		buf_printf(&out, "%s:", one->terms);
		for (size_t k = 0; k < one->n; k++)
			buf_printf(&out, " %c %zu %zu %s", one->files[k].status,
			    strlen(one->files[k].old_blob), strlen(one->files[k].new_blob),
			    one->files[k].path);
		buf_char(&out, '\n');
	}
	return buf_take(&out);
}

static void
check_text(const struct commits *commits, const char *want)
{
	char *text = as_text(commits);

	ck_assert_str_eq(text, want);
	free(text);
}

static const char three[] = "git init -q\n"
			    "echo a >a && commit 'one first'\n"
			    "echo b >'b\tc' && echo 2 >a && commit 'two second'\n"
			    "commit ''\n";
static const char three_read[] = ":\ntwo: M 16 16 a A 0 16 b\tc\none: A 0 16 a\n";

START_TEST(what_is_kept_is_what_git_told)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct commits *cold, *warm;
	struct git *git;

	git_dir_sh(&dir, three);
	git = git_dir_open(&dir, "");
	cold = read_commits(git, store, 0, 1);
	check_text(cold, three_read);
	ck_assert_uint_eq(cold->unknown, 3);
	ck_assert_uint_eq(asked, 3);
	keep(cold, store, 1);
	warm = read_commits(git, store, 0, 1);
	check_text(warm, three_read);
	ck_assert_uint_eq(warm->unknown, 0);
	ck_assert_uint_eq(asked, 0);
	for (size_t i = 0; i < 3; i++) {
		ck_assert_str_eq(warm->at[i].id, cold->at[i].id);
		ck_assert_uint_eq(warm->at[i].n, cold->at[i].n);
	}
	ck_assert_str_eq(warm->at[1].files[0].old_blob, cold->at[1].files[0].old_blob);
	ck_assert_str_eq(warm->at[1].files[0].old_blob, warm->at[2].files[0].new_blob);
	commits_free(cold);
	commits_free(warm);
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(only_new_commits_are_asked_for)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct commits *commits;
	struct git *git;

	git_dir_sh(&dir, three);
	git = git_dir_open(&dir, "");
	commits = read_commits(git, store, 0, 1);
	keep(commits, store, 1);
	commits_free(commits);
	git_close(git);
	git_dir_sh(&dir, "n=1700001000; echo 3 >a; commit 'four x'; git rm -q a; commit five");
	git = git_dir_open(&dir, "");
	commits = read_commits(git, store, 0, 1);
	check_text(commits,
	    "five: D 16 0 a\nfour: M 16 16 a\n:\ntwo: M 16 16 a A 0 16 b\tc\none: A 0 16 a\n");
	ck_assert_uint_eq(asked, 2);
	ck_assert_uint_eq(commits->unknown, 2);
	keep(commits, store, 1);
	commits_free(commits);
	commits = read_commits(git, store, 2, 1);
	check_text(commits, "five: D 16 0 a\nfour: M 16 16 a\n");
	ck_assert_uint_eq(asked, 0);
	commits_free(commits);
	commits = read_commits(git, store, 0, 2); /* other terms */
	ck_assert_uint_eq(asked, 5);
	keep(commits, store, 2);
	commits_free(commits);
	ck_assert_int_eq(store_sql(store, "SELECT count(*) FROM commit_cache"), 5);
	commits = read_commits(git, NULL, 3, 1);
	check_text(commits, "five: D 16 0 a\nfour: M 16 16 a\n:\n");
	commits_free(commits);
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_damaged_row_is_read_from_git_again)
{
	static const char *const damage[] = { "X'41'", "X'4100'", "X'000000'", "X'41000000FF'" };
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct commits *commits;
	struct git *git;
	struct err err = ERR_INIT;

	git_dir_sh(&dir, three);
	git = git_dir_open(&dir, "");
	for (size_t i = 0; i < sizeof damage / sizeof damage[0]; i++) {
		char *sql = mem_printf("UPDATE commit_cache SET files = %s", damage[i]);

		commits = read_commits(git, store, 0, 1);
		check_text(commits, three_read);
		keep(commits, store, 1);
		commits_free(commits);
		ck_assert(db_script(store_db(store), sql, &err) == ST_OK);
		commits = read_commits(git, store, 0, 1);
		check_text(commits, three_read);
		ck_assert_uint_eq(commits->unknown, 3);
		commits_free(commits);
		free(sql);
	}
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(the_end_of_a_shallow_clone_is_not_kept)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct commits *commits;
	struct git *git;

	git_dir_sh(&dir, three);
	git_dir_sh(&dir, "git clone -q --depth 2 \"file://$PWD\" s");
	git = git_dir_open(&dir, "s");
	commits = read_commits(git, store, 0, 1);
	check_text(commits, ":\ntwo: A 0 16 a A 0 16 b\tc\n");
	ck_assert_uint_eq(commits->unknown, 1);
	keep(commits, store, 1);
	commits_free(commits);
	git_close(git);
	git_dir_sh(&dir, "cd s; git fetch -q --unshallow");
	git = git_dir_open(&dir, "s");
	commits = read_commits(git, store, 0, 1);
	check_text(commits, three_read);
	commits_free(commits);
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(before_the_first_commit_there_is_nothing)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct commits *commits;
	struct blames *blames = NULL;
	struct blames_file file = { "a", "", &(struct git_range){ 1, 1 }, 1 };
	struct blames_args args = { .store = store, .files = &file, .n = 1 };
	struct git *git;
	struct err err = ERR_INIT;

	git_dir_sh(&dir, "git init -q");
	git = git_dir_open(&dir, "");
	commits = read_commits(git, store, 0, 1);
	ck_assert_uint_eq(commits->len, 0);
	keep(commits, store, 1);
	args.git = git;
	args.commits = commits;
	ck_assert(blames_read(&args, &blames, &err) == ST_OK);
	ck_assert_uint_eq(blames->len, 0);
	blames_free(blames);
	commits_free(commits);
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

/* ---- blame */

static struct blames *
blame(const struct blames_args *args)
{
	struct blames *blames = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(blames_read(args, &blames, &err) == ST_OK, "%s", err.text);
	return blames;
}

static void
check_blames(const struct blames *blames, const char *want)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (size_t i = 0; i < blames->len; i++)
		buf_printf(&out, "%zu:%zu ", blames->at[i].commit, blames->at[i].lines);
	ck_assert_str_eq(out.s, want);
	buf_fini(&out);
}

static const char lines[] = "git init -q\n"
			    "printf '1\\n2\\n3\\n4\\n' >a; echo x >b; commit three\n"
			    "printf '1\\n2\\nc\\nc\\n' >a; echo y >>b; commit two\n"
			    "printf 'd\\n2\\nc\\nc\\n' >a; commit one\n"
			    "echo more >c; commit zero\n";

/* The beginning of a file's blob at a commit, as the index line of a diff has it. */
static char *
blob_of(const struct commits *commits, size_t commit, size_t file)
{
	return mem_strndup(commits->at[commit].files[file].new_blob, 9);
}

START_TEST(lines_are_blamed_at_the_commit_that_a_change_begins_from)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct git_range all[] = { { 1, 2 }, { 3, 9 }, { 20, 30 } };
	struct blames_file files[] = { { "a", "", all, 3 }, { "b", "", all, 1 },
		{ "c", "", NULL, 0 } };
	struct blames_args args = { .store = store, .files = files, .n = 3 };
	struct commits *commits;
	struct blames *blames;
	struct git *git;
	struct err err = ERR_INIT;
	char *old;

	git_dir_sh(&dir, lines);
	git = git_dir_open(&dir, "");
	commits = read_commits(git, NULL, 0, 1);
	args.git = git;
	args.commits = commits;
	blames = blame(&args);
	check_blames(blames, "1:1 2:3 3:2 ");
	ck_assert_uint_eq(blames->missing.len, 0);
	ck_assert_uint_eq(blames->keys.len, 2);
	ck_assert(db_begin(store_db(store), &err) == ST_OK);
	ck_assert(blames_keep(blames, store, &err) == ST_OK);
	ck_assert(db_commit(store_db(store), &err) == ST_OK);
	blames_free(blames);
	blames = blame(&args);
	check_blames(blames, "1:1 2:3 3:2 ");
	ck_assert_uint_eq(blames->keys.len, 0);
	blames_free(blames);
	files[0].blob = old = blob_of(commits, 2, 0);
	args.n = 1;
	blames = blame(&args);
	check_blames(blames, "2:2 3:2 ");
	ck_assert_uint_eq(blames->keys.len, 1);
	blames_free(blames);
	free(old);
	files[0].blob = "123456789";
	blames = blame(&args);
	check_blames(blames, "");
	ck_assert_uint_eq(blames->missing.len, 1);
	blames_free(blames);
	commits_free(commits);
	git_close(git);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_path_that_leaves_the_repository_is_not_blamed_and_the_rest_is)
{
	struct store_dir dir = store_dir_new();
	struct git_range all = { 1, 2 };
	struct blames_file files[] = { { "../b", "", &all, 1 }, { "/b", "", &all, 1 },
		{ "a/../../b", "", &all, 1 }, { "x/..", "", &all, 1 }, { "..b", "", &all, 1 },
		{ "b", "", &all, 1 } };
	struct blames_args args = { .files = files, .n = 6 };
	struct commits *commits;
	struct blames *blames;
	struct git *git;

	git_dir_sh(&dir, lines);
	git = git_dir_open(&dir, "");
	commits = read_commits(git, NULL, 0, 1);
	args.git = git;
	args.commits = commits;
	blames = blame(&args);
	check_blames(blames, "2:1 3:1 ");
	ck_assert_uint_eq(blames->missing.len, 5);
	ck_assert_ptr_nonnull(strstr(blames->missing.at[0], "outside"));
	ck_assert_ptr_nonnull(strstr(blames->missing.at[3], "outside"));
	ck_assert_ptr_null(strstr(blames->missing.at[4], "outside"));
	blames_free(blames);
	commits_free(commits);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_file_that_is_too_large_is_not_blamed_and_the_rest_is)
{
	struct store_dir dir = store_dir_new();
	struct git_range all = { 1, 2 };
	struct blames_file files[] = { { "b", "", &all, 1 }, { "large", "", &all, 1 },
		{ "gone", "", &all, 1 } };
	struct blames_args args = { .files = files, .n = 3 };
	struct commits *commits;
	struct blames *blames;
	struct git *git;

	git_dir_sh(&dir, lines);
	git_dir_sh(&dir, "n=1700001000; seq 20001 >large; commit large");
	git = git_dir_open(&dir, "");
	commits = read_commits(git, NULL, 0, 1);
	args.git = git;
	args.commits = commits;
	blames = blame(&args);
	check_blames(blames, "3:1 4:1 ");
	ck_assert_uint_eq(blames->missing.len, 2);
	blames_free(blames);
	commits_free(commits);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(commits)
{
	tcase_add_test(tc, what_is_kept_is_what_git_told);
	tcase_add_test(tc, only_new_commits_are_asked_for);
	tcase_add_test(tc, a_damaged_row_is_read_from_git_again);
	tcase_add_test(tc, the_end_of_a_shallow_clone_is_not_kept);
	tcase_add_test(tc, before_the_first_commit_there_is_nothing);
	tcase_add_test(tc, lines_are_blamed_at_the_commit_that_a_change_begins_from);
	tcase_add_test(tc, a_path_that_leaves_the_repository_is_not_blamed_and_the_rest_is);
	tcase_add_test(tc, a_file_that_is_too_large_is_not_blamed_and_the_rest_is);
}
