#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "phase/impact_lines.h"
#include "text/patch.h"

static const char *const sides[] = { "+", "-", " ", "@" };

static void
show_file(const struct patch *patch, const struct patch_file *file, struct buf *out)
{
	buf_printf(out, "%s %s", patch_status_names[file->status], file->path);
	if (file->old_path)
		buf_printf(out, " was %s", file->old_path);
	if (file->old_mode || file->new_mode)
		buf_printf(out, " mode %s>%s", file->old_mode ? file->old_mode : "",
		    file->new_mode ? file->new_mode : "");
	if (file->old_blob)
		buf_printf(out, " blob %s>%s", file->old_blob, file->new_blob);
	buf_str(out, file->binary ? " binary" : "");
	buf_str(out, file->combined ? " combined" : "");
	buf_str(out, file->cut ? " cut" : "");
	vec_each (const struct patch_hunk *, it, &file->hunks)
		buf_printf(out, " [%zu,%zu %zu,%zu %s]", it->old_start, it->old_lines,
		    it->new_start, it->new_lines, it->heading);
	for (int side = 0; side < PATCH_SIDES; side++) {
		vec_each (const struct patch_count *, it, &file->counts[side])
			buf_printf(out, " %s%s:%u", sides[side], patch->words.at[it->word].key,
			    (unsigned)it->count);
	}
	vec_each (const uint32_t *, it, &file->strings)
		buf_printf(out, " \"%s\"", patch->strings.at[*it].key);
	buf_char(out, '\n');
}

/* What is read of a diff, a line a file; or the error. */
static void
check_seen(const char *text, const char *words, size_t n, const char *gives)
{
	struct err err = ERR_INIT;
	struct patch patch;
	struct buf out;

	patch_init(&patch);
	buf_init(&out, BUF_DOCUMENT);
	if (patch_read(&patch, text, words, n, &err))
		buf_str(&out, err.text);
	else
		vec_each (const struct patch_file *, file, &patch.files)
			show_file(&patch, file, &out);
	ck_assert_str_eq(out.s, gives);
	buf_fini(&out);
	patch_fini(&patch);
}

static void
check(const char *text, const char *gives)
{
	check_seen(text, text, strlen(text), gives);
}

START_TEST(files_of_git_have_their_headers)
{
	check("diff --git a/x.c b/x.c\nindex 83db48f..bf269f4 100644\n--- a/x.c\n+++ b/x.c\n"
	      "@@ -1,2 +1,3 @@ int main\n a\n-b\n+c\n+c\n",
	    "modified x.c blob 83db48f>bf269f4 [1,2 1,3 int main] +c:2 -b:1  a:1 @int:1 @main:1\n");
	check("diff --git a/x b/x\nnew file mode 100755\nindex 0000000..e69de29\n",
	    "added x mode >100755 blob 0000000>e69de29\n");
	check("diff --git a/x b/x\ndeleted file mode 100644\nindex e69de29..0000000\n--- a/x\n"
	      "+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n",
	    "deleted x mode 100644> blob e69de29>0000000 [1,1 0,0 ] -gone:1\n");
	check("diff --git a/x b/x\nold mode 100644\nnew mode 100755\n",
	    "mode x mode 100644>100755\n");
	check("diff --git a/x b/x\nold mode 100644\nnew mode 100755\nindex 1111..2222\n--- a/x\n"
	      "+++ b/x\n@@ -1 +1 @@\n-a\n+b\n",
	    "modified x mode 100644>100755 blob 1111>2222 [1,1 1,1 ] +b:1 -a:1\n");
	check("diff --git a/a b.c b/c d.c\nsimilarity index 90%\nrename from a b.c\nrename to c "
	      "d.c\n",
	    "renamed c d.c was a b.c\n");
	check("diff --git a/a b/c\nsimilarity index 100%\ncopy from a\ncopy to c\n",
	    "copied c was a\n");
	check("diff --git a/x.png b/x.png\nindex 1111..2222 100644\n"
	      "Binary files a/x.png and b/x.png differ\n",
	    "modified x.png blob 1111>2222 binary\n");
	check(
	    "diff --git a/x.png b/x.png\nnew file mode 100644\nindex 0000..2222\nGIT binary patch\n"
	    "literal 10\nRcmZ?wbhEHb-+foo\n\nliteral 0\nHcmV?d00001\n\ndiff --git a/y b/y\n"
	    "old mode 100644\nnew mode 100755\n",
	    "added x.png mode >100644 blob 0000>2222 binary\nmode y mode 100644>100755\n");
	check("diff --git a/x b/x\nindex zz..22 100644\nold mode 10064x\n", "modified x\n");
}
END_TEST

START_TEST(names_are_found_with_any_prefix_or_none)
{
	static const struct {
		const char *header, *path;
	} cases[] = {
		{ "a/x b/x", "x" },
		{ "x x", "x" },
		{ "a/x a/x", "a/x" },
		{ "i/lib/x.c w/lib/x.c", "lib/x.c" },
		{ "old/x new/x", "x" },
		{ "a/one two b/one two", "one two" },
		{ "a/one b/two b/one b/two", "one b/two" },
		{ "a/ b/x b/ b/x", " b/x" },
		{ "\"a/\\303\\266.c\" \"b/\\303\\266.c\"", "\xc3\xb6.c" },
		{ "a/x \"b/a\\tb\\\"c\\\\d\"", "a\tb\"c\\d" },
		{ "\"a/\\377\" \"b/\\377\"", "\xef\xbf\xbd" },
		{ "\"a/n\\000l\" \"b/n\\000l\"", "n\xef\xbf\xbdl" },
		{ "a/../../etc/passwd b/../../etc/passwd", "../../etc/passwd" },
		{ "/abs/x /abs/x", "/abs/x" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf text, gives;

		buf_init(&text, BUF_TEXT);
		buf_init(&gives, BUF_TEXT);
		buf_printf(
		    &text, "diff --git %s\nold mode 100644\nnew mode 100755\n", cases[i].header);
		buf_printf(&gives, "mode %s mode 100644>100755\n", cases[i].path);
		check(text.s, gives.s);
		buf_fini(&text);
		buf_fini(&gives);
	}
}
END_TEST

#define ONE "@@ -1 +1 @@\n-a\n+b\n"
#define ONE_SEEN " [1,1 1,1 ] +b:1 -a:1\n"

START_TEST(plain_diffs_of_others_are_read)
{
	check("--- x.c\t2024-01-01 00:00:00.000000000 +0000\n+++ x.c\t2024-01-02\n" ONE,
	    "modified x.c" ONE_SEEN);
	check("diff -ruN old/lib/x.c new/lib/x.c\n--- old/lib/x.c\tx\n+++ new/lib/x.c\tx\n" ONE,
	    "modified lib/x.c" ONE_SEEN);
	check("--- x.c.orig\n+++ x.c\n" ONE, "modified x.c" ONE_SEEN);
	check("--- a/x.c\n+++ b/x.c\n" ONE, "modified x.c" ONE_SEEN);
	check("--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+b\n", "added x.c [0,0 1,1 ] +b:1\n");
	check("--- a/x.c\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", "deleted x.c [1,1 0,0 ] -a:1\n");
	check("--- x y.c  2002-02-21 23:30:39.942229878 -0800\n"
	      "+++ x y.c  2002-02-21 23:30:50.442260588 -0800\n" ONE,
	    "modified x y.c" ONE_SEEN);
	check("Index: lib/x.c\n=====\n--- lib/x.c\t(revision 5)\n+++ lib/x.c\t(working copy)\n" ONE,
	    "modified lib/x.c" ONE_SEEN);
	check("Index: x\n=====\n--- x\t(revision 5)\n+++ x\t(nonexistent)\n@@ -1 +0,0 @@\n-a\n",
	    "deleted x [1,1 0,0 ] -a:1\n");
	check("Index: x.png\n=====\nCannot display: file marked as a binary type.\n"
	      "svn:mime-type = application/octet-stream\n",
	    "modified x.png binary\n");
	check("Index: x\n===\n--- x\t(revision 1)\n+++ x\t(working copy)\n" ONE
	      "\nProperty changes on: x\n____\nAdded: svn:executable\n## -0,0 +1 ##\n+*\n"
	      "\\ No newline at end of property\n",
	    "modified x" ONE_SEEN);
	check("diff -r 000 -r 111 x.c\n--- a/x.c\tThu Jan 01 00:00:00 1970 +0000\n"
	      "+++ b/x.c\tThu Jan 01 00:00:00 1970 +0000\n" ONE,
	    "modified x.c" ONE_SEEN);
	check("Binary file x.png has changed\n", "modified x.png binary\n");
	check("Binary files old/a and b.png and new/a and b.png differ\n",
	    "modified a and b.png binary\n");
	check("Binary files /dev/null and b/x.png differ\n", "added x.png binary\n");
	check("Binary files differ\n", "");
	check("Binary file has changed\n", "");
	check("--- /dev/null\n+++ w/x.c\n@@ -0,0 +1 @@\n+b\n", "added x.c [0,0 1,1 ] +b:1\n");
	check("--- \"a/\\303\\266\"\n+++ \"b/\\303\\266\"\n" ONE, "modified \xc3\xb6" ONE_SEEN);
}
END_TEST

START_TEST(other_text_stands_around_a_diff)
{
	check("From 1234 Mon Sep 17 00:00:00 2001\nSubject: [PATCH] x\n\n - a point\n+ and "
	      "more\n---\n"
	      " x.c | 2 +-\n\ndiff --git a/x.c b/x.c\n--- a/x.c\n+++ b/x.c\n" ONE "-- \n2.39.0\n\n",
	    "modified x.c" ONE_SEEN);
	check("diff --git a/x b/x\n--- a/x\n+++ b/x\n" ONE "--\n2.39.0\n", "modified x" ONE_SEEN);
	check("commit 123\n\n    text\n\ndiff --git a/x b/x\r\n--- a/x\r\n+++ b/x\r\n"
	      "@@ -1,2 +1,2 @@ f()\r\n-a\r\n+b\r\n\r\n",
	    "modified x [1,2 1,2 f()] +b:1 -a:1 @f:1\n");
	check(
	    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n"
	    "+b\n\\ No newline at end of file\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n" ONE,
	    "modified x" ONE_SEEN "modified y" ONE_SEEN);
	check("", "");
	check("no diff\n--- neither\n", "");
}
END_TEST

START_TEST(a_line_of_a_hunk_is_never_a_header)
{
	check("--- a/q.sql\n+++ b/q.sql\n@@ -1,3 +1,3 @@\n--- old comment\n+++ i;\n diff --git a/x "
	      "b/x\n"
	      " @@ -1 +1 @@\n",
	    "modified q.sql [1,3 1,3 ] +i:1 -old:1 -comment:1  diff:1  git:1  a:1  x:2  b:1  "
	    "1:2\n");
}
END_TEST

START_TEST(a_merge_is_named_and_not_read)
{
	check("diff --cc x.c\nindex 1,2..3\n--- a/x.c\n+++ b/x.c\n@@@ -1,1 -1,1 +1,2 @@@\n"
	      "- a\n -b\n++c\ndiff --git a/y b/y\n--- a/y\n+++ b/y\n" ONE,
	    "modified x.c combined\nmodified y" ONE_SEEN);
	check("* Unmerged path x.c\n", "modified x.c combined\n");
}
END_TEST

START_TEST(a_hunk_of_a_wrong_length_is_named_by_its_line)
{
#define WRONG(line, what)                                                                          \
	"line " line ": the hunk of line 3 has " what                                              \
	" lines than it says: was the diff cut or edited? make it again"
	check("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n", WRONG("5", "fewer"));
	check("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n-b\n", WRONG("6", "fewer"));
	check("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\ndiff --git a/y b/y\n", WRONG("5", "fewer"));
	check("--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n a\n@@ -9 +9 @@\n", WRONG("5", "fewer"));
	check("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n", WRONG("6", "more"));
	check("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c\n", WRONG("6", "more"));
	check("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n--- c\n", WRONG("6", "more"));
	check("--- a/x\n+++ b/x\n@@ -1,2 +1 @@\n+a\n+b\n", WRONG("5", "more added"));
	check("--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n-b\n", WRONG("5", "more removed"));
	check("@@ -1 +1 @@\n-a\n+b\n",
	    "line 1: this hunk is of no file: the lines that name it (---, +++) are missing");
	check("--- a/x\n+++ b/x\n@@ -1,99999999999 +1 @@\n", "modified x\n");
}
END_TEST

START_TEST(words_and_strings_are_counted)
{
#define HUNK(lines, heading) "--- a/x\n+++ b/x\n@@ " lines " @@ " heading "\n"
#define APPLE "\xc3\xa4pfel"
#define JAPAN "\xe6\x97\xa5\xe6\x9c\xac"
	check(HUNK("-1 +1", "f f g") "-x.y_z2(" APPLE ", " JAPAN ")\n+x \xff x\n",
	    "modified x [1,1 1,1 f f g] +x:2 -x:1 -y_z2:1 -" APPLE ":1 -" JAPAN ":1 @f:1 @g:1\n");
	check(HUNK("-0,0 +1,2", "") "+a(\"one\", 'two', \"no\")\n+\"\" \"four'four\" 'x'\n",
	    "modified x [0,0 1,2 ] +a:1 +one:1 +two:1 +no:1 +four:2 +x:1 \"one\" \"two\" "
	    "\"four'four\"\n");
	check(HUNK("-1 +1", "") "-\"gone\" \"gone\"\n+\"open\n",
	    "modified x [1,1 1,1 ] +open:1 -gone:2 \"gone\"\n");
	check(HUNK("-1 +1", "") " \"not told\"\n", "modified x [1,1 1,1 ]  not:1  told:1\n");
	check(HUNK("-0,0 +1", "") "+'" APPLE "' '\xc3\xa4\xc3\xa4'\n",
	    "modified x [0,0 1,1 ] +" APPLE ":1 +\xc3\xa4\xc3\xa4:1 \"" APPLE "\"\n");
}
END_TEST

START_TEST(words_and_strings_have_a_greatest_length)
{
	struct buf text, gives;

	for (int n = PATCH_WORD; n <= PATCH_WORD + 1; n++) {
		buf_init(&text, BUF_TEXT);
		buf_init(&gives, BUF_TEXT);
		buf_printf(&text, HUNK("-0,0 +1", "") "+%0*d\n", n, 7);
		buf_str(&gives, "modified x [0,0 1,1 ]");
		if (n == PATCH_WORD)
			buf_printf(&gives, " +%0*d:1", n, 7);
		buf_char(&gives, '\n');
		check(text.s, gives.s);
		buf_fini(&text);
		buf_fini(&gives);
	}
	for (int n = 80; n <= 81; n++) {
		buf_init(&text, BUF_TEXT);
		buf_init(&gives, BUF_TEXT);
		buf_printf(&text, HUNK("-0,0 +1", "") "+\"%*s\"\n", n, ".");
		buf_str(&gives, "modified x [0,0 1,1 ]");
		if (n == 80)
			buf_printf(&gives, " \"%*s\"", n, ".");
		buf_char(&gives, '\n');
		check(text.s, gives.s);
		buf_fini(&text);
		buf_fini(&gives);
	}
}
END_TEST

START_TEST(what_is_hidden_is_not_counted)
{
	static const char text[] = HUNK("-1 +1", "f(abc)") "-key \"abc\"\n+key 'abc' \"def\"\n";
	char words[sizeof text];

	memcpy(words, text, sizeof text);
	for (char *at = words; (at = strstr(at, "abc")) != NULL;)
		memset(at, PATCH_HIDDEN, 3);
	check_seen(text, words, sizeof text - 1,
	    "modified x [1,1 1,1 f(   )] +key:1 +def:1 -key:1 @f:1 \"def\"\n");
}
END_TEST

START_TEST(a_path_of_several_diffs_is_one_file)
{
	check(HUNK("-1 +1", "f") "-a\n+b \"one\"\n"
				 "diff --git a/y b/y\nnew file mode 100644\nindex 00..11\n"
				 "diff --git a/x b/x\nindex 22..33 100644\n--- a/x\n+++ b/x\n"
				 "@@ -5 +5 @@ f\n-b\n+b c \"one\" \"two\"\n"
				 "diff --git a/y b/y\ndeleted file mode 100644\nindex 11..00\n",
	    "modified x blob 22>33 [1,1 1,1 f] [5,1 5,1 f] +b:2 +one:2 +c:1 +two:1 -a:1 -b:1 @f:2 "
	    "\"one\" \"two\"\ndeleted y mode 100644>100644 blob 00>00\n");
	check(
	    "diff --git a/y b/y\nnew file mode 100644\n--- /dev/null\n+++ b/y\n@@ -0,0 +1 @@\n+a\n"
	    "diff --git a/y b/y\n--- a/y\n+++ b/y\n@@ -1 +1 @@\n-a\n+b\n",
	    "added y mode >100644 [0,0 1,1 ] [1,1 1,1 ] +a:1 +b:1 -a:1\n");
}
END_TEST

START_TEST(what_is_gone_and_comes_again_is_modified)
{
	check("diff --git a/y b/y\ndeleted file mode 100644\n"
	      "diff --git a/y b/y\nnew file mode 100755\n",
	    "modified y mode 100644>100755\n");
}
END_TEST

static void
check_changed(const char *diff, const char *file, bool fits, const char *gives)
{
	struct changed changed = { 0 };
	struct err err = ERR_INIT;
	struct patch patch;
	struct buf out;

	patch_init(&patch);
	buf_init(&out, BUF_TEXT);
	ck_assert_int_eq(patch_read(&patch, diff, diff, strlen(diff), &err), ST_OK);
	ck_assert(changed_lines(&patch.files.at[0], diff, file, strlen(file), &changed) == fits);
	vec_each (const struct changed_range *, it, &changed)
		buf_printf(&out, "%zu%s%zu ", it->from, it->gap ? "|" : "-", it->to);
	ck_assert_str_eq(out.s, gives);
	changed_fini(&changed);
	buf_fini(&out);
	patch_fini(&patch);
}

START_TEST(changed_lines_are_those_of_the_file_as_it_is_now)
{
	check_changed(
	    HUNK("-1,3 +1,4", "") " a\n+b\n+c\n d\n-e\n", "a\nb\nc\nd\n", true, "2-3 4|5 ");
	check_changed(HUNK("-1,2 +1,2", "") " a\n-b\n+c\n", "a\r\nc", true, "1|2 2-2 ");
	check_changed(HUNK("-1,3 +1,1", "") "-a\n-b\n c\n", "c\n", true, "0|1 ");
	check_changed(HUNK("-2,1 +1,0", "") "-a\n", "x\ny\n", true, "1|2 ");
	check_changed(HUNK("-1 +1", "") "-a\n+b\n", "c\n", false, "0|1 ");
	check_changed(HUNK("-9 +9", "") "-a\n+b\n", "b\n", false, "8|9 ");
}
END_TEST

START_TEST(what_is_beyond_the_limits_is_left_out)
{
	struct err err = ERR_INIT;
	struct patch patch;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	buf_printf(&text, "--- a/x\n+++ b/x\n@@ -0,0 +1,%d @@\n", PATCH_WORDS + 1);
	for (int i = 0; i <= PATCH_WORDS; i++)
		buf_printf(&text, "+w%d \"str%d\"\n", i, i);
	for (int i = 0; i < PATCH_FILES; i++)
		buf_printf(
		    &text, "diff --git a/f%d b/f%d\nold mode 100644\nnew mode 100755\n", i, i);
	patch_init(&patch);
	ck_assert_int_eq(patch_read(&patch, text.s, text.s, text.len, &err), ST_OK);
	ck_assert_uint_eq(patch.files.len, PATCH_FILES);
	ck_assert_uint_eq(patch.left_out, 1);
	ck_assert(patch.files.at[0].cut);
	ck_assert(!patch.files.at[1].cut);
	ck_assert_uint_eq(patch.files.at[0].counts[PATCH_SIDE_ADDED].len, PATCH_WORDS);
	ck_assert_uint_eq(patch.files.at[0].strings.len, PATCH_STRINGS);
	ck_assert_uint_eq(patch.files.at[0].added, PATCH_WORDS + 1);
	patch_fini(&patch);
	buf_fini(&text);
}
END_TEST

START_TEST(a_diff_of_many_small_files_takes_linear_time)
{
	struct err err = ERR_INIT;
	struct patch patch;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	for (int i = 0; i < 40000; i++)
		buf_printf(&text, "--- a/%d\n+++ b/%d\n@@ -1 +1 @@ f\n-a %d\n+b '%d'\n", i % 2,
		    i % 2, i % 30000, i);
	patch_init(&patch);
	ck_assert_int_eq(patch_read(&patch, text.s, text.s, text.len, &err), ST_OK);
	ck_assert_uint_eq(patch.files.len, 2);
	ck_assert_uint_eq(patch.files.at[0].hunks.len, 20000);
	patch_fini(&patch);
	buf_fini(&text);
}
END_TEST

START_TEST(lines_of_a_hunk_are_given_again)
{
	static const char text[] = HUNK("-1,2 +1,2", "") " a\n-b\n\\ No newline\n+c\r\n";
	struct err err = ERR_INIT;
	struct patch patch;
	struct buf out;
	const char *line;
	size_t at, n;
	char kind;

	patch_init(&patch);
	buf_init(&out, BUF_TEXT);
	ck_assert_int_eq(patch_read(&patch, text, text, sizeof text - 1, &err), ST_OK);
	at = patch.files.at[0].hunks.at[0].from;
	while (patch_line(&patch.files.at[0].hunks.at[0], text, &at, &kind, &line, &n))
		buf_printf(&out, "%c[%.*s]", kind, (int)n, line);
	ck_assert_str_eq(out.s, " [a]-[b]+[c]");
	buf_fini(&out);
	patch_fini(&patch);
}
END_TEST

START_TEST(a_list_of_paths_is_files)
{
	struct patch patch;

	patch_init(&patch);
	patch_add_path(&patch, "a b", 3);
	patch_add_path(&patch, "", 0);
	patch_add_path(&patch, "\"\\303\\266\"", 10);
	patch_add_path(&patch, "a b", 3);
	patch_end_paths(&patch);
	ck_assert_uint_eq(patch.files.len, 2);
	ck_assert_str_eq(patch.files.at[0].path, "a b");
	ck_assert_str_eq(patch.files.at[1].path, "\xc3\xb6");
	patch_fini(&patch);
}
END_TEST

UNIT_SUITE(patch)
{
	tcase_add_test(tc, files_of_git_have_their_headers);
	tcase_add_test(tc, names_are_found_with_any_prefix_or_none);
	tcase_add_test(tc, plain_diffs_of_others_are_read);
	tcase_add_test(tc, other_text_stands_around_a_diff);
	tcase_add_test(tc, a_line_of_a_hunk_is_never_a_header);
	tcase_add_test(tc, a_merge_is_named_and_not_read);
	tcase_add_test(tc, a_hunk_of_a_wrong_length_is_named_by_its_line);
	tcase_add_test(tc, words_and_strings_are_counted);
	tcase_add_test(tc, words_and_strings_have_a_greatest_length);
	tcase_add_test(tc, what_is_hidden_is_not_counted);
	tcase_add_test(tc, a_path_of_several_diffs_is_one_file);
	tcase_add_test(tc, what_is_gone_and_comes_again_is_modified);
	tcase_add_test(tc, changed_lines_are_those_of_the_file_as_it_is_now);
	tcase_add_test(tc, what_is_beyond_the_limits_is_left_out);
	tcase_add_test(tc, a_diff_of_many_small_files_takes_linear_time);
	tcase_add_test(tc, lines_of_a_hunk_are_given_again);
	tcase_add_test(tc, a_list_of_paths_is_files);
}
