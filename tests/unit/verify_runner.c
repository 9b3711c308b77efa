#include "phase/verify_runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "generate_tree.h"
#include "io/json.h"
#include "unit.h"

static struct generate_tree tree;
static struct verify_runner runner;
static struct strings argv;
static struct err err;

static void
set_up(void)
{
	char *config;

	tree = generate_tree_new();
	config = mem_printf("%s/config", tree.root);
	setenv("XDG_CONFIG_HOME", config, 1);
	free(config);
	err = (struct err)ERR_INIT;
}

static void
tear_down(void)
{
	verify_runner_close(&runner);
	strings_fini(&argv);
	generate_tree_free(&tree);
	unsetenv("XDG_CONFIG_HOME");
}

/* A framework of the user's own. */
static void
put(const char *path, const char *text)
{
	generate_tree_put(&tree, path, text);
	share_close(tree.share);
	tree.share = share_open(tree.root);
}

static enum status
open_runner(const char *framework)
{
	verify_runner_close(&runner);
	err = (struct err)ERR_INIT;
	return verify_runner_open(tree.share, tree.root, framework, &runner, &err);
}

static void
expect(const char *wanted)
{
	struct buf words;

	buf_init(&words, BUF_TEXT);
	vec_each (char **, it, &argv)
		buf_printf(&words, "%s%s", words.len ? "|" : "", *it);
	ck_assert_str_eq(words.s, wanted);
	buf_fini(&words);
	strings_fini(&argv);
}

static const char mine[] = "run:\n"
			   "  build: [[make, '{dir}'], [make, '{stem}']]\n"
			   "  list: [run, -l, '{file}']\n"
			   "  file: [run, '--to={report}', '{file}']\n"
			   "  test: [run, '{file}', '{name}', '^{method:regex}$']\n"
			   "  shuffle: [--random]\n"
			   "  script: 'print(1)'\n"
			   "  listed: '^x'\n"
			   "  report: tap\n"
			   "  at: out.tap\n";

START_TEST(commands_are_those_of_the_data)
{
	put("config/rsg/frameworks/mine.yaml", mine);
	ck_assert(open_runner("mine") == ST_OK);
	ck_assert_str_eq(runner.report, "tap");
	ck_assert_str_eq(runner.at, "out.tap");
	ck_assert_str_eq(runner.listed, "^x");
	ck_assert_uint_eq(verify_runner_builds(&runner), 2);
	verify_runner_build(&runner, 0, "t/a.py", &argv);
	expect("make|t");
	verify_runner_build(&runner, 1, "t/a.py", &argv);
	expect("make|a");
	verify_runner_build(&runner, 2, "t/a.py", &argv);
	expect("");
	verify_runner_list(&runner, "t/a.py", &argv);
	expect("run|-l|t/a.py");
	verify_runner_file(&runner, "t/a.py", false, &argv);
	expect("run|--to=out.tap|t/a.py");
	ck_assert(verify_runner_shuffles(&runner));
	verify_runner_file(&runner, "t/a.py", true, &argv);
	expect("run|--to=out.tap|t/a.py|--random");
	verify_runner_test(&runner, "t/a.py", "A::b.c", &argv);
	expect("run|t/a.py|A::b.c|^b\\.c$");
}
END_TEST

START_TEST(what_the_data_does_not_say_is_empty)
{
	put("config/rsg/frameworks/mine.yaml",
	    "run:\n  file: [run]\n  report: tap\n  at: stdout\n");
	ck_assert(open_runner("mine") == ST_OK);
	ck_assert_str_eq(runner.listed, "");
	ck_assert_uint_eq(verify_runner_builds(&runner), 0);
	ck_assert(!verify_runner_shuffles(&runner));
	verify_runner_list(&runner, "a", &argv);
	verify_runner_test(&runner, "a", "b", &argv);
	expect("");
	verify_runner_file(&runner, "a", true, &argv);
	expect("run");
}
END_TEST

START_TEST(words_are_filled_once_and_stay_one_word)
{
	static const struct {
		const char *word, *file, *name, *wanted;
	} cases[] = {
		{ "{file}", "t/a b;c.py", "", "t/a b;c.py" },
		{ "{file}", "{name}.py", "evil", "{name}.py" },
		{ "{name}", "a", "{file}", "{file}" },
		{ "{dir}/{stem}", "t/u/a.test.js", "", "t/u/a.test" },
		{ "{dir}", "a.py", "", "." },
		{ "{stem}", "t/.bats", "", ".bats" },
		{ "{stem}", "t.d/run", "", "run" },
		{ "{stem:regex}", "t/a.b.js", "", "a\\.b" },
		{ "{name:regex}", "a", "a[1] (x|y)*+?{2}^$\\",
		    "a\\[1\\] \\(x\\|y\\)\\*\\+\\?\\{2\\}\\^\\$\\\\" },
		{ "{method}", "a", "a.py::TestCart::test_total", "test_total" },
		{ "{method}", "a", "cart > empty > adds up", "adds up" },
		{ "{method}", "a", "CartTest#adds", "adds" },
		{ "{method}", "a", "plain", "plain" },
		{ "{method}", "a", "", "" },
		{ "{other}", "a", "b", "{other}" },
		{ "{files}", "a", "b", "{files}" },
		{ "{fil}", "a", "b", "{fil}" },
		{ "{file:shell}", "a", "b", "{file:shell}" },
		{ "{file:regexp}", "a", "b", "{file:regexp}" },
		{ "{file", "a", "b", "{file" },
		{ "{{file}}", "a", "b", "{a}" },
		{ "{}{file}{", "a", "b", "{}a{" },
		{ "", "a", "b", "" },
		{ "{script}", "a", "b", "print(1)" },
	};

	put("config/rsg/frameworks/mine.yaml", mine);
	ck_assert(open_runner("mine") == ST_OK);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct verify_words words = { cases[i].file, cases[i].name };

		verify_runner_word(&runner, cases[i].word, &words, &argv);
		ck_assert_uint_eq(argv.len, 1);
		expect(cases[i].wanted);
	}
}
END_TEST

START_TEST(a_name_that_is_none_has_no_runner)
{
	static const char *const names[] = { "", "nobody", "../frameworks/pytest", "pytest.yaml",
		"Pytest", "py/test", "pytest\n", "4", "sharness" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		ck_assert_msg(open_runner(names[i]) == ST_NO, "%s", names[i]);
	ck_assert(open_runner("pytest") == ST_OK);
	ck_assert_str_eq(runner.report, "junit");
}
END_TEST

START_TEST(a_project_names_commands_only_where_it_is_trusted)
{
	put(".rsg/frameworks/evil.yaml", "run:\n  file: [evil]\n  report: tap\n  at: stdout\n");
	put(".rsg/frameworks/pytest.yaml", "run:\n  file: [evil]\n  report: tap\n  at: stdout\n");
	ck_assert(open_runner("evil") == ST_NO);
	ck_assert(open_runner("pytest") == ST_OK);
	verify_runner_file(&runner, "a.py", false, &argv);
	ck_assert_str_eq(argv.at[0], "python3");
	strings_fini(&argv);
	share_trust(tree.share);
	ck_assert(open_runner("evil") == ST_OK);
	verify_runner_file(&runner, "a.py", false, &argv);
	expect("evil");
}
END_TEST

START_TEST(the_build_tool_of_the_tree_runs_its_tests)
{
	ck_assert(open_runner("junit") == ST_NO);
	put("build.gradle.kts", "");
	ck_assert(open_runner("junit4") == ST_OK);
	verify_runner_file(&runner, "src/test/java/CartTest.java", false, &argv);
	expect("gradle|--offline|-q|test|--tests=*CartTest");
	put("pom.xml", "<project/>");
	ck_assert(open_runner("junit5") == ST_OK);
	verify_runner_test(&runner, "src/test/java/CartTest.java", "CartTest::adds", &argv);
	ck_assert_str_eq(argv.at[argv.len - 1], "-Dtest=CartTest#adds");
	strings_fini(&argv);
	ck_assert(strchr(runner.at, '*') != NULL);
	ck_assert(open_runner("check") == ST_NO);
	put("CMakeLists.txt", "");
	ck_assert(open_runner("check") == ST_OK);
	verify_runner_list(&runner, "tests/a.c", &argv);
	ck_assert_str_eq(argv.at[0], "ctest");
}
END_TEST

UNIT_SUITE(verify_runner)
{
	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_add_test(tc, commands_are_those_of_the_data);
	tcase_add_test(tc, what_the_data_does_not_say_is_empty);
	tcase_add_test(tc, words_are_filled_once_and_stay_one_word);
	tcase_add_test(tc, a_name_that_is_none_has_no_runner);
	tcase_add_test(tc, a_project_names_commands_only_where_it_is_trusted);
	tcase_add_test(tc, the_build_tool_of_the_tree_runs_its_tests);
}
