#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "git_dir.h"
#include "io/file.h"
#include "io/git.h"
#include "store_dir.h"

/* Everything of a commit but the ids, a line each. */
static enum status
write_commit(void *arg, const struct git_commit *commit, struct err *err)
{
	struct buf *out = arg;

	(void)err;
	ck_assert(git_is_id(commit->id));
	ck_assert(*commit->parent == '\0' || git_is_id(commit->parent));
	ck_assert_uint_eq(strlen(commit->message), commit->message_n);
	buf_printf(out, "<%.*s>%s", (int)strcspn(commit->message, "\n"), commit->message,
	    *commit->parent ? "" : " root");
	for (size_t i = 0; i < commit->n; i++) {
		const struct git_file *f = &commit->files[i];

		buf_printf(out, " %c:%s:%s", f->status, f->path, f->mode);
		ck_assert(strlen(f->old_blob) == strlen(commit->id));
		ck_assert(strlen(f->new_blob) == strlen(commit->id));
	}
	buf_char(out, '\n');
	return ST_OK;
}

static const char history[] =
    "mkdir -p d && echo a >a && commit 'root\n\nbody'\n"
    "echo b >d/b && commit ''\n"
    "commit empty\n"
    "git mv a c && printf x >\"$(printf 'new\\nline\\ttab')\" && commit 'moved'\n"
    "git checkout -q -b side HEAD~1 && echo s >s && commit side\n"
    "git checkout -q - && n=$((n + 100)) && "
    "git -c user.name=A -c user.email=a@example.org merge -q -m merge side\n"
    "chmod +x c && ln -s c link && commit 'mode'\n";

static void
check_history(const char *init)
{
	struct store_dir dir = store_dir_new();
	struct strings ids = { 0 };
	struct buf all, again;
	struct git *git;
	struct err err = ERR_INIT;

	buf_init(&all, BUF_TEXT);
	buf_init(&again, BUF_TEXT);
	git_dir_sh(&dir, init);
	git_dir_sh(&dir, history);
	git = git_dir_open(&dir, "d");
	ck_assert_str_eq(git_below(git), "d/");
	ck_assert(git_is_id(git_head(git)));
	ck_assert(!git_is_shallow(git));
	ck_assert(git_log(git, "HEAD", 0, write_commit, &all, &err) == ST_OK);
	ck_assert_str_eq(all.s, "<mode> M:c:100755 A:link:120000\n"
				"<side> A:s:100644\n"
				"<moved> D:a:000000 A:c:100644 A:new\nline\ttab:100644\n"
				"<empty>\n<> A:d/b:100644\n<root> root A:a:100644\n");
	ck_assert(git_ids(git, "HEAD", 0, &ids, &err) == ST_OK);
	ck_assert_uint_eq(ids.len, 6);
	ck_assert_str_eq(ids.at[0], git_head(git));
	ck_assert(git_log_of(git, &ids, write_commit, &again, &err) == ST_OK);
	ck_assert_str_eq(all.s, again.s);
	buf_clear(&again);
	ck_assert(git_log(git, "HEAD", 2, write_commit, &again, &err) == ST_OK);
	ck_assert_str_eq(again.s, "<mode> M:c:100755 A:link:120000\n<side> A:s:100644\n");
	git_close(git);
	strings_fini(&ids);
	buf_fini(&all);
	buf_fini(&again);
	store_dir_free(&dir);
}

static enum status
sum_messages(void *arg, const struct git_commit *commit, struct err *err)
{
	struct buf *out = arg;

	(void)err;
	buf_printf(out, "%zu:%zu ", commit->message_n, commit->n);
	return ST_OK;
}

START_TEST(a_huge_message_is_cut_and_the_commits_around_it_are_told)
{
	struct store_dir dir = store_dir_new();
	struct buf out;
	struct git *git;
	struct err err = ERR_INIT;

	buf_init(&out, BUF_TEXT);
	git_dir_sh(&dir,
	    "git init -q && echo a >a && commit one && echo b >a && git add a && yes huge | "
	    "head -n 500000 | git -c user.name=A -c user.email=a@example.org commit -q -F - && "
	    "echo c >a && commit three\n");
	git = git_dir_open(&dir, "");
	ck_assert(git_log(git, "HEAD", 0, sum_messages, &out, &err) == ST_OK);
	ck_assert_str_eq(out.s, "6:1 1048576:1 4:1 ");
	buf_fini(&out);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

START_TEST(history_is_read_newest_first_with_all_its_paths)
{
	check_history("git init -q");
}
END_TEST

START_TEST(history_is_read_in_a_repository_of_sha256)
{
	check_history("git init -q --object-format=sha256");
}
END_TEST

static enum status
enough(void *arg, const struct git_commit *commit, struct err *err)
{
	(void)commit;
	if (++*(int *)arg == 2)
		return ST_NO;
	return *(int *)arg == 3 ? err_set(err, ST_DATA, "mine") : ST_OK;
}

START_TEST(a_callback_ends_the_reading_and_keeps_its_error)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	int n = 0;

	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir, history);
	git = git_dir_open(&dir, "");
	ck_assert_int_eq(git_log(git, "HEAD", 0, enough, &n, &err), ST_OK);
	ck_assert_int_eq(n, 2);
	ck_assert_int_eq(git_log(git, "HEAD", 0, enough, &n, &err), ST_DATA);
	ck_assert_str_eq(err.text, "mine");
	ck_assert_int_eq(n, 3);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

START_TEST(no_repository_no_commit_and_a_strange_revision_are_said)
{
	static const char *const strange[] = { "", "-x", "--output=x", "nowhere", "HEAD\n",
		"HEAD:a", "HEAD^{tree}" };
	struct store_dir dir = store_dir_new();
	struct git *git = NULL;
	struct err err = ERR_INIT;
	struct strings ids = { 0 };
	char *id = NULL;

	ck_assert_int_eq(git_open(dir.path, NULL, &git, &err), ST_NOINPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "git init"));
	ck_assert_int_eq(git_open("/nowhere/at/all", NULL, &git, &err), ST_NOINPUT);
	ck_assert_ptr_nonnull(strstr(err.text, "no directory"));
	git_dir_sh(&dir, "git init -q");
	git = git_dir_open(&dir, "");
	ck_assert_str_eq(git_head(git), "");
	ck_assert_str_eq(git_below(git), "");
	ck_assert(git_ids(git, "HEAD", 0, &ids, &err) == ST_OK);
	ck_assert_uint_eq(ids.len, 0);
	git_close(git);
	git_dir_sh(&dir, history);
	git = git_dir_open(&dir, "");
	for (size_t i = 0; i < sizeof strange / sizeof strange[0]; i++)
		ck_assert_int_eq(git_commit_id(git, strange[i], &id, &err), ST_NOINPUT);
	ck_assert(git_commit_id(git, "HEAD", &id, &err) == ST_OK);
	ck_assert_str_eq(id, git_head(git));
	free(id);
	ck_assert_int_eq(git_log(git, "--output=x", 0, enough, NULL, &err), ST_NOINPUT);
	ck_assert_int_eq(git_ids(git, "-x", 0, &ids, &err), ST_NOINPUT);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

START_TEST(the_common_ancestor_of_two_branches_is_found)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	char *base = NULL, *want = NULL;

	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir, history);
	git_dir_sh(&dir, "git checkout -q --orphan alone && commit alone");
	git = git_dir_open(&dir, "");
	ck_assert(git_merge_base(git, "side", "side~1", &base, &err) == ST_OK);
	ck_assert(git_commit_id(git, "side~1", &want, &err) == ST_OK);
	ck_assert_str_eq(base, want);
	ck_assert_int_eq(git_merge_base(git, "side", "alone", &base, &err), ST_NO);
	ck_assert_ptr_nonnull(strstr(err.text, "unshallow"));
	ck_assert_int_eq(git_merge_base(git, "side", "--all", &base, &err), ST_NOINPUT);
	free(base);
	free(want);
	git_close(git);
	store_dir_free(&dir);
}
END_TEST

/* Each would leave a file "ran". */
static const char hostile[] =
    "cat >evil <<'X'\n#!/bin/sh\necho \"$0 $*\" >>\"$(dirname \"$0\")/ran\"\ncat\nX\n"
    "chmod +x evil\n"
    "printf '* filter=evil diff=evil\\n' >.gitattributes\n"
    "git config core.fsmonitor \"$PWD/evil\"\n"
    "git config core.pager \"$PWD/evil\"\n"
    "git config core.hooksPath \"$PWD/hooks\"\n"
    "git config diff.external \"$PWD/evil\"\n"
    "git config diff.evil.command \"$PWD/evil\"\n"
    "git config diff.evil.textconv \"$PWD/evil\"\n"
    "git config filter.evil.clean \"$PWD/evil\"\n"
    "git config filter.evil.process \"$PWD/evil\"\n"
    "git config filter.evil.required true\n"
    "git config log.showSignature true\n"
    "git config gpg.program \"$PWD/evil\"\n"
    "git config color.ui always\n"
    "git config diff.noprefix true\n"
    "git config log.showRoot false\n"
    "mkdir hooks && cp evil hooks/post-index-change\n";

static void
blamed(void *arg, const char *id, size_t lines)
{
	buf_printf(arg, "%.0s%zu ", id, lines);
}

START_TEST(nothing_of_the_repository_runs)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	struct buf out;
	struct git_diff diff = { 0 };
	struct git_blame blame = { .path = "d/b", .ranges = &(struct git_range){ 1, 1 }, .n = 1 };
	char *ran = file_join(dir.path, "ran");

	buf_init(&out, BUF_TEXT);
	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir, history);
	git_dir_sh(&dir, hostile);
	git_dir_sh(&dir, "echo more >>d/b");
	git = git_dir_open(&dir, "");
	diff.base = blame.revision = git_head(git);
	ck_assert_msg(git_diff(git, &diff, &out, &err) == ST_OK, "%s", err.text);
	ck_assert_ptr_nonnull(strstr(out.s, "diff --git a/d/b b/d/b\nindex "));
	ck_assert_ptr_nonnull(strstr(out.s, "\n+more\n"));
	buf_clear(&out);
	ck_assert_msg(git_log(git, "HEAD", 0, write_commit, &out, &err) == ST_OK, "%s", err.text);
	ck_assert_ptr_nonnull(strstr(out.s, "<root> root A:a:"));
	buf_clear(&out);
	ck_assert_msg(git_blame(git, &blame, blamed, &out, &err) == ST_OK, "%s", err.text);
	ck_assert_str_eq(out.s, "1 ");
	ck_assert(!file_exists(ran));
	git_close(git);
	free(ran);
	buf_fini(&out);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_diff_of_two_commits_is_of_the_paths_asked_for)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	struct buf out;
	struct strings paths = { 0 };
	char *base = NULL;
	struct git_diff diff = { .paths = &paths };

	buf_init(&out, BUF_TEXT);
	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir,
	    "echo 1 >a; echo 1 >b; echo 1 >'*'; commit one; git mv a c; echo 2 >b; echo 2 >'*'; "
	    "commit two");
	git = git_dir_open(&dir, "");
	ck_assert(git_commit_id(git, "HEAD~1", &base, &err) == ST_OK);
	strings_add(&paths, "*");
	diff.base = base;
	diff.head = git_head(git);
	ck_assert(git_diff(git, &diff, &out, &err) == ST_OK);
	ck_assert_ptr_nonnull(strstr(out.s, "a/*"));
	ck_assert_ptr_null(strstr(out.s, "a/b"));
	buf_clear(&out);
	diff.paths = NULL;
	diff.renames = true;
	ck_assert(git_diff(git, &diff, &out, &err) == ST_OK);
	ck_assert_ptr_nonnull(strstr(out.s, "rename from a"));
	ck_assert_ptr_nonnull(strstr(out.s, "a/b"));
	free(base);
	strings_fini(&paths);
	git_close(git);
	buf_fini(&out);
	store_dir_free(&dir);
}
END_TEST

START_TEST(blame_counts_lines_by_commit_and_leaves_out_what_is_older)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	struct buf out;
	struct git_range ranges[] = { { 1, 2 }, { 4, 5 } };
	struct git_blame blame = { .path = "f", .ranges = ranges, .n = 2 };
	char *since = NULL;

	buf_init(&out, BUF_TEXT);
	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir, "printf '1\\n2\\n3\\n4\\n5\\n6\\n' >f; commit one; printf "
			 "'1\\nx\\n3\\ny\\n5\\n6\\n' >f; "
			 "commit two; printf '1\\nx\\n3\\ny\\nz\\n6\\n' >f; commit three");
	git = git_dir_open(&dir, "");
	blame.revision = git_head(git);
	ck_assert_msg(git_blame(git, &blame, blamed, &out, &err) == ST_OK, "%s", err.text);
	ck_assert_uint_eq(out.len, 6);
	ck_assert_ptr_nonnull(strchr(out.s, '2'));
	buf_clear(&out);
	ck_assert(git_commit_id(git, "HEAD~1", &since, &err) == ST_OK);
	blame.since = since;
	ck_assert(git_blame(git, &blame, blamed, &out, &err) == ST_OK);
	ck_assert_str_eq(out.s, "1 ");
	ranges[1].last = 100000;
	ranges[1].first = 90000;
	ck_assert_int_eq(git_blame(git, &blame, blamed, &out, &err), ST_IO);
	free(since);
	git_close(git);
	buf_fini(&out);
	store_dir_free(&dir);
}
END_TEST

static enum status
write_entry(void *arg, const char *path, const char *blob, bool executable, struct err *err)
{
	(void)err;
	ck_assert(git_is_id(blob));
	buf_printf(arg, "%s%s ", path, executable ? "*" : "");
	return ST_OK;
}

static enum status
keep_blob(void *arg, const char *path, const char *blob, bool executable, struct err *err)
{
	(void)path;
	(void)executable;
	(void)err;
	strings_add(arg, blob);
	return ST_OK;
}

static enum status
write_blob(void *arg, size_t i, const char *bytes, size_t n, struct err *err)
{
	(void)err;
	if (bytes)
		buf_printf(arg, "%zu:%zu:%.2s ", i, n, bytes);
	else
		buf_printf(arg, "%zu:- ", i);
	return ST_OK;
}

START_TEST(a_tree_and_its_blobs_are_read)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	struct buf out;
	struct strings ids = { 0 }, paths = { 0 };

	buf_init(&out, BUF_TEXT);
	git_dir_sh(&dir, "git init -q");
	git_dir_sh(&dir,
	    "echo aa >a; : >b; printf '0123456789' >c; printf '\\0\\n\\n' >d; ln -s a e; "
	    "chmod +x d; mkdir f; printf 12345678901 >f/f; commit one");
	git = git_dir_open(&dir, "f");
	ck_assert(git_tree(git, "HEAD", NULL, write_entry, &out, &err) == ST_OK);
	ck_assert_str_eq(out.s, "a b c d* f/f ");
	buf_clear(&out);
	ck_assert(git_tree(git, "HEAD", NULL, keep_blob, &ids, &err) == ST_OK);
	strings_add(&ids, "0123456789012345678901234567890123456789");
	strings_add(&ids, git_head(git));
	ck_assert(git_blobs(git, &ids, 10, write_blob, &out, &err) == ST_OK);
	ck_assert_str_eq(out.s, "0:3:aa 1:0: 2:10:01 3:3: 4:- 5:- 6:- ");
	buf_clear(&out);
	strings_add(&paths, "f/f");
	strings_add(&paths, "?");
	strings_add(&paths, "b");
	ck_assert(git_tree(git, "HEAD", &paths, write_entry, &out, &err) == ST_OK);
	ck_assert_str_eq(out.s, "b f/f ");
	strings_fini(&paths);
	ck_assert_int_eq(git_tree(git, "-r", NULL, write_entry, &out, &err), ST_NOINPUT);
	git_close(git);
	strings_fini(&ids);
	buf_fini(&out);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_shallow_clone_says_so)
{
	struct store_dir dir = store_dir_new();
	struct git *git;
	struct err err = ERR_INIT;
	struct strings ids = { 0 };

	git_dir_sh(&dir, "mkdir r && cd r && git init -q");
	git_dir_sh(&dir, "cd r; echo 1 >a; commit one; echo 2 >a; commit two; cd ..; "
			 "git clone -q --depth 1 \"file://$PWD/r\" s");
	git = git_dir_open(&dir, "s");
	ck_assert(git_is_shallow(git));
	ck_assert(git_ids(git, "HEAD", 0, &ids, &err) == ST_OK);
	ck_assert_uint_eq(ids.len, 1);
	git_close(git);
	strings_fini(&ids);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(git)
{
	tcase_add_test(tc, a_huge_message_is_cut_and_the_commits_around_it_are_told);
	tcase_add_test(tc, history_is_read_newest_first_with_all_its_paths);
	tcase_add_test(tc, history_is_read_in_a_repository_of_sha256);
	tcase_add_test(tc, a_callback_ends_the_reading_and_keeps_its_error);
	tcase_add_test(tc, no_repository_no_commit_and_a_strange_revision_are_said);
	tcase_add_test(tc, the_common_ancestor_of_two_branches_is_found);
	tcase_add_test(tc, nothing_of_the_repository_runs);
	tcase_add_test(tc, a_diff_of_two_commits_is_of_the_paths_asked_for);
	tcase_add_test(tc, blame_counts_lines_by_commit_and_leaves_out_what_is_older);
	tcase_add_test(tc, a_tree_and_its_blobs_are_read);
	tcase_add_test(tc, a_shallow_clone_says_so);
}
