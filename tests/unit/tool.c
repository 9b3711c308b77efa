#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/inside.h"
#include "io/tool.h"
#include "store_dir.h"

static const volatile sig_atomic_t *cancel;

static enum status
run(const char *script, const char *file, const char *in, struct command_end *end, struct err *err)
{
	struct strings argv = { 0 };
	struct tool tool = {
		.argv = &argv, .file = file, .in = in, .n = strlen(in), .cancel = cancel
	};
	enum status st;

	strings_add(&argv, "sh");
	strings_add(&argv, "-c");
	strings_add(&argv, script);
	st = tool_run(&tool, end, err);
	strings_fini(&argv);
	return st;
}

START_TEST(a_tool_sees_the_file_and_nothing_else)
{
	struct store_dir dir = store_dir_new();
	struct strings left = { 0 };
	struct command_end end;
	struct err err = ERR_INIT;

	setenv("TMPDIR", dir.path, 1);
	setenv("RSG_SECRET", "x", 1);
	setenv("PYTHONPATH", "x", 1);
	ck_assert(run("ls -A; cat code.x; env | grep -c -e RSG_ -e PYTHON; [ \"$TMPDIR\" = "
		      "\"$(pwd)\" ] && pwd; cat; exit 3",
		      "code.x", "text\n", &end, &err) == ST_OK);
	ck_assert_str_eq(end.out.s, "code.x\ntext\n0\n\n");
	ck_assert_int_eq(end.status, 3);
	command_end_fini(&end);
	ck_assert(file_list(dir.path, &left, &err) == ST_OK);
	ck_assert_uint_eq(left.len, 0);
	unsetenv("TMPDIR");
	unsetenv("RSG_SECRET");
	unsetenv("PYTHONPATH");
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_tool_reads_from_its_input_where_there_is_no_file)
{
	struct command_end end;
	struct err err = ERR_INIT;

	ck_assert(run("cat; ls -A", NULL, "text\n", &end, &err) == ST_OK);
	ck_assert_str_eq(end.out.s, "text\n");
	ck_assert_int_eq(end.how, COMMAND_DONE);
	command_end_fini(&end);
}
END_TEST

START_TEST(what_a_tool_says_does_not_name_its_directory)
{
	struct command_end end;
	struct err err = ERR_INIT;

	ck_assert(
	    run("echo \"$(pwd)/code.x:1: $(pwd)/code.x\" >&2", "code.x", "", &end, &err) == ST_OK);
	ck_assert_str_eq(end.said.s, "code.x:1: code.x\n");
	ck_assert_uint_eq(end.said.len, strlen(end.said.s));
	command_end_fini(&end);
}
END_TEST

START_TEST(a_tool_that_says_too_much_or_is_not_there_is_no_accident)
{
	static const volatile sig_atomic_t set = 1;
	struct strings argv = { 0 };
	struct tool tool = { .argv = &argv, .in = "" };
	struct command_end end;
	struct err err = ERR_INIT;

	ck_assert(run("yes", NULL, "", &end, &err) == ST_OK);
	ck_assert_int_eq(end.how, COMMAND_TOO_LARGE);
	command_end_fini(&end);
	cancel = &set;
	ck_assert(run("exec sleep 100", NULL, "", &end, &err) == ST_OK);
	ck_assert_int_eq(end.how, COMMAND_CANCELLED);
	command_end_fini(&end);
	cancel = NULL;
	strings_add(&argv, "rsg-no-such-program");
	ck_assert_int_eq(tool_run(&tool, &end, &err), ST_NOINPUT);
	command_end_fini(&end);
	strings_fini(&argv);
}
END_TEST

START_TEST(a_path_inside_is_found_and_one_outside_is_not)
{
	struct store_dir dir = store_dir_new();
	char *file = file_join(dir.path, "a"), *sub = file_join(dir.path, "sub");
	struct err err = ERR_INIT;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	ck_assert(file_write(file, "1", 1, 0600, &err) == ST_OK);
	ck_assert(file_mkdirs(sub, 0700, &err) == ST_OK);
	ck_assert_int_eq(inside_look(dir.path, "a"), INSIDE_FILE);
	ck_assert_int_eq(inside_look(dir.path, "sub/../a"), INSIDE_FILE);
	ck_assert_int_eq(inside_look(dir.path, "sub"), INSIDE_DIR);
	ck_assert_int_eq(inside_look(dir.path, "b"), INSIDE_NONE);
	ck_assert_int_eq(inside_look(sub, "../a"), INSIDE_NONE);
	ck_assert_int_eq(inside_look(sub, file), INSIDE_NONE);
	ck_assert_int_eq(inside_look(NULL, "a"), INSIDE_NONE);
	ck_assert(inside_read(dir.path, "a", 10, &text));
	ck_assert_str_eq(text.s, "1");
	ck_assert(!inside_read(sub, "../a", 10, &text));
	ck_assert_uint_eq(text.len, 0);
	ck_assert(file_write(file, "12345678901", 11, 0600, &err) == ST_OK);
	ck_assert(!inside_read(dir.path, "a", 10, &text));
	buf_fini(&text);
	free(file);
	free(sub);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(tool)
{
	tcase_add_test(tc, a_tool_sees_the_file_and_nothing_else);
	tcase_add_test(tc, a_tool_reads_from_its_input_where_there_is_no_file);
	tcase_add_test(tc, what_a_tool_says_does_not_name_its_directory);
	tcase_add_test(tc, a_tool_that_says_too_much_or_is_not_there_is_no_accident);
	tcase_add_test(tc, a_path_inside_is_found_and_one_outside_is_not);
}
