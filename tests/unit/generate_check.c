#include "unit.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "generate_tree.h"
#include "io/file.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "phase/generate_check.h"
#include "phase/generate_context.h"
#include "phase/generate_nearest.h"
#include "phase/generate_syntax.h"
#include "phase/scan.h"
#include "text/shape.h"

/* The agreed example with a project to it; AC-2 is the gap, its nearest test is the only one. */
struct bench {
	struct generate_tree tree;
	struct json *doc, *warnings;
	struct phase_env env;
	struct generate_args args;
	struct models models;
	struct model model;
	struct checker *checker;
	struct err err;
};

#define NAME "test_receipt_is_mailed"
#define FILE_NAME "tests/test_new.py"
#define CONFTEST "import pytest\n\n@pytest.fixture\ndef outbox():\n    return []\n"

static const char existing[] = "from shop.cart import Cart\n"
			       "import pytest\n"
			       "\n"
			       "\n"
			       "# shared\n"
			       "RATE = 0.2\n"
			       "\n"
			       "\n"
			       "class TestCart:\n"
			       "    limit = 3\n"
			       "\n"
			       "    def test_total_includes_vat(self):\n"
			       "        cart = Cart()\n"
			       "        cart.add(\"tea\", 10)\n"
			       "        cart.add(\"cup\", 5)\n"
			       "        assert cart.total() == 18\n"
			       "        assert cart.vat() == 3\n"
			       "        assert len(cart) == 2\n"
			       "\n"
			       "    # end\n";

static struct bench *
bench_new(bool rooted)
{
	struct bench *b = mem_calloc(1, sizeof *b);
	struct json *match;
	struct buf text;

	b->tree = generate_tree_new();
	generate_tree_put(&b->tree, "shop/cart.py", "class Cart:\n    pass\n\ndef mail(): pass\n");
	generate_tree_put(&b->tree, "tests/test_cart.py", existing);
	generate_tree_put(&b->tree, "tests/conftest.py", CONFTEST);
	buf_init(&text, BUF_DOCUMENT);
	ck_assert(file_read("tests/data/run-document.json", &text, &b->err) == ST_OK);
	ck_assert(json_parse(text.s, text.len, &b->doc, &b->err) == ST_OK);
	buf_fini(&text);
	match = json_add_object(json_set_array(
	    doc_by_id(json_path(b->doc, "phases.retrieval.output.queries"), "AC-2"), "matches"));
	json_set_string(match, "test",
	    json_get_string(json_first(json_path(b->doc, "phases.retrieval.output.tests")), "id"));
	json_set_number(match, "score", 0.2);
	b->warnings = json_new_array();
	b->env =
	    (struct phase_env){ .doc = b->doc, .share = b->tree.share, .warnings = b->warnings };
	b->args = (struct generate_args){ .root = rooted ? b->tree.root : NULL, .scan = scan_once };
	models_init(&b->models, &b->env, b->args.root);
	ck_assert(model_for(&b->models, "AC-2", &b->model, &b->err) == ST_OK);
	ck_assert_msg(checker_open(&b->env, &b->args, &b->models, &b->checker, &b->err) == ST_OK,
	    "%s", b->err.text);
	return b;
}

static void
bench_free(struct bench *b)
{
	checker_close(b->checker);
	model_fini(&b->model);
	models_fini(&b->models);
	json_free(b->doc);
	json_free(b->warnings);
	generate_tree_free(&b->tree);
	free(b);
}

static struct candidate
candidate(const char *name, const char *code)
{
	struct candidate it = { .name = name, .file = FILE_NAME, .criterion = "AC-2" };

	buf_init(&it.code, BUF_TEXT);
	buf_str(&it.code, code);
	return it;
}

static struct findings
check(struct bench *b, const char *code)
{
	struct candidate it = candidate(NAME, code);
	struct findings found;

	ck_assert_msg(
	    checker_check(b->checker, &b->model, &it, &found, &b->err) == ST_OK, "%s", b->err.text);
	buf_fini(&it.code);
	return found;
}

static bool
has_problem(const struct findings *found, const char *text)
{
	for (size_t i = 0; i < found->problems.len; i++) {
		if (strstr(found->problems.at[i], text))
			return true;
	}
	return false;
}

#define RIGHT                                                                                      \
	"from shop.cart import mail\n\n\ndef " NAME "():\n    mail()\n    assert mail() is None\n"

START_TEST(a_right_test_has_no_problem)
{
	struct bench *b = bench_new(true);
	struct findings found = check(b, RIGHT);

	ck_assert_msg(found.problems.len == 0, "%s", found.problems.at[0]);
	ck_assert_str_eq(json_string(json_first(found.tests)), FILE_NAME "::" NAME);
	if (generate_has_program("python3")) {
		ck_assert_str_eq(json_get_string(found.checks, "syntax"), "parsed");
		ck_assert_str_eq(json_get_string(found.checks, "parser"), "python3");
	} else {
		ck_assert_str_eq(json_get_string(found.checks, "syntax"), "unchecked");
	}
	ck_assert_str_eq(
	    json_get_string(json_first(json_get(found.checks, "imports")), "from"), "tree");
	findings_fini(&found);
	bench_free(b);
}
END_TEST

static const struct {
	const char *code, *problem;
	bool python; /* only python3 sees it */
} wrong[] = {
	{ "", "it is empty", false },
	{ " \n\t\n", "it is empty", false },
	{ "def " NAME "(:\n    assert 1 == 2\n", "does not parse", false },
	{ "def " NAME "():\nassert f(1) == 2\n", "does not parse", true },
	{ "def " NAME "():\n    assert f(1) == 2\x1b[2J\n", "U+001B", false },
	{ "def " NAME "():\n    assert f(1) == 2  # \xe2\x80\xae\n", "line 2 holds", false },
	{ "\xef\xbb\xbf" RIGHT, "U+FEFF", false },
	{ "def test_other():\n    assert f(1) == 2\n", "no test called " NAME, false },
	{ "def " NAME "_too():\n    assert f(1) == 2\n", "no test called " NAME, false },
	{ "def helper_" NAME "():\n    assert f(1) == 2\n", "no test called " NAME, false },
	{ "'''\ndef " NAME "():\n    assert f(1) == 2\n'''\n", "no test called " NAME, false },
	{ "def " NAME "():\n    f(1)\n", "asserts nothing", false },
	{ "def " NAME "():\n    assert True\n", "asserts nothing", false },
	{ "def " NAME "():\n    # assert f(1) == 2\n    pass\n", "asserts nothing", false },
	{ RIGHT "\n\ndef test_more():\n    pass\n", "test_more asserts nothing", false },
	{ "import pytest\n\n@pytest.mark.skip(reason='x')\ndef " NAME "():\n    assert f(1) == 2\n",
	    "is marked skip", false },
	{ "import pytest\n\n@pytest.mark.xfail\ndef " NAME "():\n    assert f(1) == 2\n",
	    "is marked xfail", false },
	{ "import pytest\n\ndef " NAME "():\n    pytest.skip('later')\n    assert f(1) == 2\n",
	    "skips itself", false },
	{ "import pytest\n\ndef " NAME "():\n    pytest.fail('not written yet')\n",
	    "not written yet", false },
	{ RIGHT "\n\ndef " NAME "():\n    assert f(2) == 2\n", "two tests called", false },
	{ "from shop.cart import refund\n\ndef " NAME "():\n    assert refund() == 2\n",
	    "has no refund", false },
	{ "import unittest\n\n\nclass TestX(unittest.TestCase):\n    def " NAME
	  "(self):\n        self.assertEqual(f(1), 2)\n",
	    "is a test for unittest, not for pytest", false },
	{ "import shop.refunds\n\ndef " NAME "():\n    assert f(1) == 2\n", "imports shop.refunds",
	    false },
	{ "def test_total_includes_vat():\n    assert f(1) == 2\n", "the name of an existing test",
	    false },
};

START_TEST(each_fault_is_found_and_said)
{
	struct bench *b = bench_new(true);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct findings found;

		if (wrong[i].python && !generate_has_program("python3"))
			continue;
		found = check(b, wrong[i].code);
		ck_assert_msg(has_problem(&found, wrong[i].problem), "%s\n%s, not %s",
		    wrong[i].code, found.problems.len ? found.problems.at[0] : "no problem",
		    wrong[i].problem);
		findings_fini(&found);
	}
	bench_free(b);
}
END_TEST

START_TEST(what_only_looks_wrong_is_right)
{
	static const char *const codes[] = {
		"import sys\nimport pytest\nfrom shop.cart import mail\n\n\ndef " NAME
		"():\n    if sys.platform == 'win32':\n        pytest.skip('no')\n"
		"    assert mail() is None\n",
		"import pytest\nfrom shop.cart import mail\n\n\n@pytest.mark.parametrize('n', [1, "
		"2])\ndef " NAME "(n):\n    with pytest.raises(ValueError):\n        mail(n)\n",
		"from shop.cart import mail\n\n\nclass TestMail:\n    def " NAME
		"(self):\n        assert True\n        assert mail() == 'it is skipped'\n",
	};
	struct bench *b = bench_new(true);

	for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
		struct findings found = check(b, codes[i]);

		ck_assert_msg(found.problems.len == 0, "%s\n%s", codes[i], found.problems.at[0]);
		findings_fini(&found);
	}
	bench_free(b);
}
END_TEST

/* The existing test under another name, and one that differs in what it checks. */
static char *
copy_of_existing(const char *change, const char *by)
{
	const char *body = strstr(existing, "        cart = Cart()");
	char *code = mem_printf("from shop.cart import Cart\n\n\nclass TestNew:\n    def " NAME
				"(self):\n        \"\"\"A receipt.\"\"\"  # mailed\n%s",
	    body);
	const char *at = change ? strstr(code, change) : NULL;
	char *out;

	if (at == NULL)
		return code;
	out = mem_printf("%.*s%s%s", (int)(at - code), code, by, at + strlen(change));
	free(code);
	return out;
}

START_TEST(a_copy_under_another_name_is_found)
{
	struct bench *b = bench_new(true);
	char *code = copy_of_existing(NULL, NULL);
	struct findings found = check(b, code);

	ck_assert(has_problem(&found, "does what the existing test"));
	findings_fini(&found);
	free(code);
	code = copy_of_existing("cart.total() == 18", "cart.receipt().total(vat=0.2) >= 18");
	found = check(b, code);
	ck_assert_msg(found.problems.len == 0, "%s", found.problems.at[0]);
	findings_fini(&found);
	free(code);
	bench_free(b);
}
END_TEST

START_TEST(a_copy_of_a_generated_test_is_found)
{
	struct bench *b = bench_new(true);
	struct candidate first = candidate(NAME, RIGHT);
	struct findings found = check(b, RIGHT);

	checker_keep(b->checker, "GEN-1", &first, &found);
	findings_fini(&found);
	buf_fini(&first.code);
	first = candidate("test_again",
	    "from shop.cart import mail\n\n\ndef test_again():\n\n    mail()\n    assert mail() is "
	    "None  # so\n");
	ck_assert(checker_check(b->checker, &b->model, &first, &found, &b->err) == ST_OK);
	ck_assert(has_problem(&found, "of GEN-1"));
	findings_fini(&found);
	buf_fini(&first.code);
	bench_free(b);
}
END_TEST

START_TEST(records_are_compared_where_there_is_no_text)
{
	static const char *const a = "{\"sha256\":\"1\",\"words\":\"a b c d e f g h i j\","
				     "\"assertions\":[\"x == 1\"],\"literals\":[\"l\"]}";
	static const struct {
		const char *b;
		bool same;
	} pairs[] = {
		{ "{\"sha256\":\"1\"}", true },
		{ "{\"sha256\":\"2\",\"words\":\"a b c d e f g h i j\",\"assertions\":[\"x == "
		  "1\"],\"literals\":[\"l\"]}",
		    true },
		{ "{\"sha256\":\"2\",\"words\":\"a b c d e f g h i j\",\"assertions\":[\"x == "
		  "2\"],\"literals\":[\"l\"]}",
		    false },
		{ "{\"sha256\":\"2\",\"words\":\"a b c d e f g h i j\",\"assertions\":[\"x == "
		  "1\"]}",
		    false },
		{ "{\"sha256\":\"2\",\"words\":\"a b k l m\",\"assertions\":[\"x == "
		  "1\"],\"literals\":[\"l\"]}",
		    false },
		{ "{}", false },
	};
	struct err err = ERR_INIT;
	struct json *x = NULL, *y = NULL;

	ck_assert(json_parse(a, strlen(a), &x, &err) == ST_OK);
	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
		ck_assert(json_parse(pairs[i].b, strlen(pairs[i].b), &y, &err) == ST_OK);
		ck_assert_msg(
		    (record_likeness(x, y) >= SHAPE_SAME) == pairs[i].same, "%s", pairs[i].b);
		json_free(y);
	}
	json_free(x);
}
END_TEST

START_TEST(a_parser_that_refuses_what_is_right_is_no_judge)
{
	struct generate_tree tree = generate_tree_new();
	const char *yaml =
	    "tools:\n  - name: picky\n    files: ['*.py']\n    run: ['false']\n"
	    "  - name: sour\n    files: ['*.go']\n    run: [grep, -q, right]\n"
	    "    probe: right\n"
	    "  - name: absent\n    files: ['*.rb']\n    run: [rsg-no-such-program]\n";
	struct syntax_answer answer;
	struct syntax *syntax;
	struct err err = ERR_INIT;
	struct buf code;

	buf_init(&code, BUF_TEXT);
	buf_str(&code, "x = 1\n");
	generate_tree_put(&tree, "rsg/syntax.yaml", yaml);
	setenv("XDG_CONFIG_HOME", tree.root, 1);
	share_close(tree.share);
	tree.share = share_open(NULL);
	unsetenv("XDG_CONFIG_HOME");
	ck_assert(syntax_open(tree.share, NULL, &syntax, &err) == ST_OK);
	ck_assert(syntax_check(syntax, "a.py", &code, NULL, &answer, &err) == ST_OK);
	ck_assert_int_eq(answer.verdict, SYNTAX_UNCHECKED);
	ck_assert(syntax_check(syntax, "a.rb", &code, NULL, &answer, &err) == ST_OK);
	ck_assert_int_eq(answer.verdict, SYNTAX_UNCHECKED);
	ck_assert(syntax_check(syntax, "a.go", &code, NULL, &answer, &err) == ST_OK);
	ck_assert_int_eq(answer.verdict, SYNTAX_WRONG);
	ck_assert_str_eq(answer.by, "sour");
	ck_assert(syntax_check(syntax, "a.go", &code, "an existing test", &answer, &err) == ST_OK);
	ck_assert_int_eq(answer.verdict, SYNTAX_UNCHECKED);
	buf_clear(&code);
	buf_str(&code, "f((x)\n");
	ck_assert(syntax_check(syntax, "a.rb", &code, NULL, &answer, &err) == ST_OK);
	ck_assert_int_eq(answer.verdict, SYNTAX_WRONG);
	ck_assert_str_eq(answer.why, "line 1: a ( without its other half");
	syntax_close(syntax);
	buf_fini(&code);
	generate_tree_free(&tree);
}
END_TEST

START_TEST(a_project_names_no_commands)
{
	struct generate_tree tree = generate_tree_new();
	struct syntax_answer answer;
	struct syntax *syntax;
	struct err err = ERR_INIT;
	char *trap = mem_printf("%s/trap", tree.root), *yaml;
	struct buf code;

	buf_init(&code, BUF_TEXT);
	buf_str(&code, "x = 1\n");
	yaml =
	    mem_printf("tools:\n  - name: trap\n    files: ['*']\n    run: [touch, '%s']\n", trap);
	generate_tree_put(&tree, ".rsg/syntax.yaml", yaml);
	share_close(tree.share);
	tree.share = share_open(tree.root);
	ck_assert(syntax_open(tree.share, NULL, &syntax, &err) == ST_OK);
	ck_assert(syntax_check(syntax, "a.py", &code, NULL, &answer, &err) == ST_OK);
	ck_assert(!file_exists(trap));
	syntax_close(syntax);
	free(yaml);
	free(trap);
	buf_fini(&code);
	generate_tree_free(&tree);
}
END_TEST

static struct context
context_of(struct bench *b)
{
	struct json *skeleton = json_new_object();
	struct context context;
	struct gap_parts gap = { .models = &b->models,
		.model = &b->model,
		.syntax = b->checker->syntax,
		.criterion =
		    doc_by_id(json_path(b->doc, "phases.ingestion.output.criteria"), "AC-2"),
		.coverage = doc_by_id(json_path(b->doc, "phases.coverage.output.criteria"), "AC-2"),
		.skeleton = skeleton,
		.name = NAME };

	json_set_string(skeleton, "file", FILE_NAME);
	json_set_string(skeleton, "code", "import pytest\n");
	json_set_string(skeleton, "gherkin", "Feature: receipt\n");
	context_make(&gap, &context);
	json_free(skeleton);
	return context;
}

START_TEST(the_context_holds_what_a_person_would_look_at)
{
	static const struct {
		enum context_part part;
		const char *text;
	} wanted[] = {
		{ PART_CRITERION, "A receipt is mailed within 2 minutes." },
		{ PART_CRITERION, "gap, score 0.11" },
		{ PART_CRITERION, "0.74" },
		{ PART_CRITERION, "Feature: receipt" },
		{ PART_STORY, "As a guest I want to pay" },
		{ PART_TARGET, "name: " NAME "\nfile: " FILE_NAME },
		{ PART_SKELETON, "import pytest" },
		{ PART_TESTS, "== pytest:tests/test_cart.py::TestCart::test_total_includes_vat\n" },
		{ PART_TESTS, "assert cart.vat() == 3" },
		{ PART_SURROUNDINGS, "== tests/test_cart.py, its beginning\nfrom shop.cart" },
		{ PART_SURROUNDINGS, "limit = 3" },
		{ PART_SURROUNDINGS, "== tests/conftest.py\n" CONFTEST },
	};
	struct bench *b = bench_new(true);
	struct context c = context_of(b);

	for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
		ck_assert_msg(strstr(c.parts[wanted[i].part].s, wanted[i].text) != NULL,
		    "%s is not in\n%s", wanted[i].text, c.parts[wanted[i].part].s);
	ck_assert_ptr_null(strstr(c.parts[PART_SURROUNDINGS].s, "assert"));
	ck_assert_ptr_null(strstr(c.parts[PART_TESTS].s, "# shared"));
	ck_assert_uint_eq(c.cut.len, 0);
	ck_assert(strstr(c.instructions.s, "assert statements") != NULL);
	context_fini(&c);
	bench_free(b);
}
END_TEST

static void
add_match(struct bench *b, const char *id, const char *language)
{
	struct json *test =
	    json_copy(json_first(json_path(b->doc, "phases.retrieval.output.tests")));
	struct json *match = json_add_object(json_get(
	    doc_by_id(json_path(b->doc, "phases.retrieval.output.queries"), "AC-2"), "matches"));

	json_set_string(test, "id", id);
	json_set_string(test, "language", language);
	json_set_string(test, "file", id);
	json_add(json_path(b->doc, "phases.retrieval.output.tests"), test);
	json_set_string(match, "test", id);
	json_set_number(match, "score", 0.1);
}

START_TEST(tests_in_the_same_language_come_first_and_each_once)
{
	struct bench *b = bench_new(true);
	struct context c;
	const char *far, *near;

	add_match(b, "cart.feature", "gherkin");
	add_match(b, "near.py", "python");
	model_fini(&b->model);
	models_fini(&b->models);
	models_init(&b->models, &b->env, b->args.root);
	ck_assert(model_for(&b->models, "AC-2", &b->model, &b->err) == ST_OK);
	c = context_of(b);
	far = strstr(c.parts[PART_TESTS].s, "== cart.feature\n");
	near = strstr(c.parts[PART_TESTS].s, "== near.py\n");
	ck_assert(far && near && near < far);
	ck_assert_ptr_null(strstr(far + 1, "== near.py"));
	ck_assert_ptr_null(strstr(far + 1, "== cart.feature"));
	context_fini(&c);
	bench_free(b);
}
END_TEST

START_TEST(the_context_is_bounded_and_says_what_is_cut)
{
	struct bench *b = bench_new(true);
	struct prompt_value values[CONTEXT_VALUES];
	struct context c;
	struct buf big;
	size_t total = 0;

	buf_init(&big, BUF_DOCUMENT);
	for (int i = 0; i < 40000; i++)
		buf_printf(&big, "# line %d of a long file \xc3\xa9\xc3\xa9\n", i);
	generate_tree_put(&b->tree, "tests/conftest.py", big.s);
	json_set_string(json_get(b->doc, "story"), "text", big.s);
	c = context_of(b);
	context_values(&c, values);
	for (size_t i = 0; values[i].name; i++)
		total += values[i].n;
	ck_assert_uint_lt(total, CONTEXT_BYTES);
	ck_assert_uint_eq(c.cut.len, 2);
	ck_assert(strncmp(c.cut.at[0], "story: ", 7) == 0);
	ck_assert(strncmp(c.cut.at[1], "tests/conftest.py: ", 19) == 0);
	ck_assert(strstr(c.parts[PART_STORY].s, "\n[the rest is left out]\n") != NULL);
	ck_assert_uint_gt(c.cut_text.len, 0);
	context_fini(&c);
	buf_fini(&big);
	bench_free(b);
}
END_TEST

START_TEST(the_context_holds_nothing_from_outside_the_tree)
{
	struct bench *b = bench_new(true);
	struct generate_tree outer = generate_tree_new();
	char *link = mem_printf("%s/tests/conftest.py", b->tree.root);
	char *to = mem_printf("%s/secret.py", outer.root);
	struct context c;

	generate_tree_put(&outer, "secret.py", "KEY = 'hush'\n");
	ck_assert_int_eq(unlink(link), 0);
	ck_assert_int_eq(symlink(to, link), 0);
	c = context_of(b);
	ck_assert_ptr_null(strstr(c.parts[PART_SURROUNDINGS].s, "hush"));
	context_fini(&c);
	free(link);
	free(to);
	generate_tree_free(&outer);
	bench_free(b);
}
END_TEST

START_TEST(without_the_tree_the_context_says_so)
{
	struct bench *b = bench_new(false);
	struct context c = context_of(b);

	ck_assert(strstr(c.parts[PART_TESTS].s, "its code is not at hand") != NULL);
	ck_assert_uint_eq(c.parts[PART_SURROUNDINGS].len, 0);
	context_fini(&c);
	bench_free(b);
}
END_TEST

UNIT_SUITE(generate_check)
{
	tcase_add_test(tc, a_right_test_has_no_problem);
	tcase_add_test(tc, each_fault_is_found_and_said);
	tcase_add_test(tc, what_only_looks_wrong_is_right);
	tcase_add_test(tc, a_copy_under_another_name_is_found);
	tcase_add_test(tc, a_copy_of_a_generated_test_is_found);
	tcase_add_test(tc, records_are_compared_where_there_is_no_text);
	tcase_add_test(tc, a_parser_that_refuses_what_is_right_is_no_judge);
	tcase_add_test(tc, a_project_names_no_commands);
	tcase_add_test(tc, the_context_holds_what_a_person_would_look_at);
	tcase_add_test(tc, tests_in_the_same_language_come_first_and_each_once);
	tcase_add_test(tc, the_context_is_bounded_and_says_what_is_cut);
	tcase_add_test(tc, the_context_holds_nothing_from_outside_the_tree);
	tcase_add_test(tc, without_the_tree_the_context_says_so);
}
