#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/generate.h"
#include "phase/generate_escape.h"
#include "phase/generate_names.h"
#include "phase/generate_skeleton.h"
#include "phase/generate_steps.h"

#define EVIL                                                                                       \
	"*/ \" ' ` $(touch x) ${y} #{z} \\ \\u000a?\?/ {{name}} ]] }} \xe2\x80\xae \xe2\x80\xa8"   \
	"\n\r\x1b[2Jcoding: utf-7 <!-- --> |a| @tag \"\"\" ''' %s %n \\"

static char *
escaped(const char *escape, const char *s)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	ck_assert(escape_text(&out, escape, s, strlen(s)));
	return buf_take(&out);
}

START_TEST(text_comes_out_escaped_for_its_place)
{
	static const struct {
		const char *escape, *in, *out;
	} cases[] = {
		{ "line", "  a \t b\n c ", "a b c" },
		{ "line",
		    "a\xe2\x80\xae"
		    "b\xe2\x80\xa8"
		    "c\xef\xbb\xbf",
		    "ab c" },
		{ "line", "\x1b[31mred", "[31mred" },
		{ "line", "bad \xff byte", "bad \xef\xbf\xbd byte" },
		{ "comment", "a */ b /* c", "a * / b / * c" },
		{ "comment", "ends in \\", "ends in \\." },
		{ "comment", "\\u000a x", "\\ u000a x" },
		{ "comment", "what?\?/", "what? ?/" },
		{ "comment", "coding: utf-7", "coding : utf-7" },
		{ "comment", "a\nb", "a b" },
		{ "braced", "a } b { c ]", "a ) b ( c )" },
		{ "double", "say \"\\n\"", "\"say \\\"\\\\n\\\"\"" },
		{ "single", "it's \\", "'it\\'s \\\\'" },
		{ "c", "\"?\?/", "\"\\\"?\\?/\"" },
		{ "kotlin", "a ${b} \"", "\"a \\${b} \\\"\"" },
		{ "comment", "a ?> b", "a ? > b" },
		{ "plain", "$(rm) `x` \"y\" a.b", "(rm) x y a.b" },
		{ "plain", "3 \xc3\xa4pfel; *", "3 \xc3\xa4pfel" },
		{ "double", "", "\"\"" },
		{ "plain", "!!!", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *out = escaped(cases[i].escape, cases[i].in);

		ck_assert_msg(strcmp(out, cases[i].out) == 0, "%s: <%s>", cases[i].escape, out);
		free(out);
	}
	ck_assert(!escape_known("html"));
	ck_assert(!escape_text(NULL, "html", "", 0));
}
END_TEST

START_TEST(hostile_text_never_leaves_its_line)
{
	static const char *const names[] = { "comment", "braced", "double", "single", "c", "plain",
		"line", "kotlin" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char *out = escaped(names[i], EVIL);

		ck_assert_msg(strpbrk(out, "\n\r\x1b") == NULL, "%s", names[i]);
		ck_assert(strstr(out, "\xe2\x80\xae") == NULL);
		ck_assert(strstr(out, "\xe2\x80\xa8") == NULL);
		ck_assert(utf8_check(out, strlen(out)) == strlen(out));
		if (strcmp(names[i], "comment") == 0 || strcmp(names[i], "braced") == 0)
			ck_assert(strstr(out, "*/") == NULL && strstr(out, "?\?") == NULL);
		free(out);
	}
}
END_TEST

START_TEST(names_follow_their_style)
{
	static const struct {
		const char *text;
		enum name_style style;
		size_t max;
		const char *out;
	} cases[] = {
		{ "The total is shown", NAME_SNAKE, 64, "the_total_is_shown" },
		{ "The total is shown", NAME_KEBAB, 64, "the-total-is-shown" },
		{ "The total is shown", NAME_CAMEL, 64, "theTotalIsShown" },
		{ "The total is shown", NAME_PASCAL, 64, "TheTotalIsShown" },
		{ "G\xc3\xa4ste-Stra\xc3\x9f"
		  "e",
		    NAME_SNAKE, 64, "gaste_strasse" },
		{ "\xe6\x97\xa5\xe6\x9c\xac", NAME_SNAKE, 64, "" },
		{ "3 items; 'x' \"); drop", NAME_SNAKE, 64, "3_items_x_drop" },
		{ "WCAG 2.2 AA", NAME_PASCAL, 64, "Wcag2_2Aa" },
		{ "one two three", NAME_SNAKE, 8, "one_two" },
		{ "", NAME_SNAKE, 8, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		name_make(&out, cases[i].text, cases[i].style, cases[i].max);
		ck_assert_msg(strcmp(out.s, cases[i].out) == 0, "<%s>", out.s);
		buf_fini(&out);
	}
	ck_assert_int_eq(name_style_of("test_total", 10, NAME_CAMEL), NAME_SNAKE);
	ck_assert_int_eq(name_style_of("cart-view", 9, NAME_CAMEL), NAME_KEBAB);
	ck_assert_int_eq(name_style_of("cartView", 8, NAME_SNAKE), NAME_CAMEL);
	ck_assert_int_eq(name_style_of("CartView", 8, NAME_SNAKE), NAME_PASCAL);
	ck_assert_int_eq(name_style_of("cart", 4, NAME_SNAKE), NAME_SNAKE);
	ck_assert_int_eq(name_style_of("", 0, NAME_KEBAB), NAME_KEBAB);
}
END_TEST

START_TEST(titles_end_between_words)
{
	static const struct {
		const char *text;
		size_t max;
		const char *out;
	} cases[] = {
		{ "the guest can pay", 80, "the guest can pay" },
		{ "the guest can pay with a card", 23, "the guest can pay" },
		{ "the total, shown", 10, "the total" },
		{ "unbreakableword", 5, "unbre" },
		{ "\xc3\xa4\xc3\xa4\xc3\xa4", 3, "\xc3\xa4" },
		{ "", 5, "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf out;

		buf_init(&out, BUF_TEXT);
		name_title(&out, cases[i].text, cases[i].max);
		ck_assert_msg(strcmp(out.s, cases[i].out) == 0, "<%s>", out.s);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(files_look_like_their_neighbours)
{
	static const struct {
		const char *nearest, *patterns[3], *out;
	} cases[] = {
		{ "tests/test_cart.py", { "test_*.py", "*_test.py" },
		    "tests/test_a_story_ac_1.py" },
		{ "tests/cart_test.py", { "test_*.py", "*_test.py" },
		    "tests/a_story_ac_1_test.py" },
		{ "web/cart-view.spec.ts", { "*.test.js", "*.spec.ts" },
		    "web/a-story-ac-1.spec.ts" },
		{ "web/cartView.spec.ts", { "*.test.js", "*.spec.ts" }, "web/aStoryAc1.spec.ts" },
		{ "CartTest.java", { "*Test.java" }, "AStoryAc1Test.java" },
		{ "x/odd", { "test_*.py" }, "x/test_a_story_ac_1.py" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct strings patterns = { 0 };
		struct buf out;

		for (size_t k = 0; k < 3 && cases[i].patterns[k]; k++)
			strings_add(&patterns, cases[i].patterns[k]);
		buf_init(&out, BUF_TEXT);
		name_file(&out, cases[i].nearest, &patterns, "A story AC-1", NAME_SNAKE);
		ck_assert_msg(strcmp(out.s, cases[i].out) == 0, "<%s>", out.s);
		buf_fini(&out);
		strings_fini(&patterns);
	}
}
END_TEST

START_TEST(templates_fill_line_by_line)
{
	static const struct skeleton_value values[] = { { "name", "test_x", true },
		{ "why", "it \"is\"", false }, { "steps", "Given a\nWhen b */\n", false },
		{ "none", "", false },
		{ "long",
		    "one two three four five six seven eight nine ten eleven twelve thirteen "
		    "fourteen fifteen sixteen seventeen",
		    false } };
	static const struct {
		const char *code, *out;
	} cases[] = {
		{ "def {{name}}():\n", "def test_x():\n" },
		{ "s({{why|double}})\n", "s(\"it \\\"is\\\"\")\n" },
		{ "\t# {{steps|comment}}\n", "\t# Given a\n\t# When b * /\n" },
		{ "a\n# {{none|comment}}\nb\n", "a\nb\n" },
		{ "a\n\n# {{none|comment}}\n\nb\n", "a\n\nb\n" },
		{ "{{name}} {{none|comment}}\n", "test_x \n" },
		{ "# {{long|comment}}\n",
		    "# one two three four five six seven eight nine ten eleven twelve thirteen "
		    "fourteen fifteen\n#   sixteen seventeen\n" },
		{ "{ } no end", "{ } no end\n" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct buf out;

		buf_init(&out, BUF_TEXT);
		ck_assert_msg(skeleton_fill(cases[i].code, values, sizeof values / sizeof values[0],
				  &out, &err) == ST_OK,
		    "%s", err.text);
		ck_assert_msg(strcmp(out.s, cases[i].out) == 0, "<%s>", out.s);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(templates_that_could_let_text_through_are_refused)
{
	static const struct skeleton_value values[] = { { "why", "text", false } };
	static const struct {
		const char *code, *says;
	} cases[] = {
		{ "a\n{{why}}\n", "line 2: {{why}} is text from outside" },
		{ "{{why|html}}\n", "no escape \"html\"" },
		{ "{{who|comment}}\n", "no value {{who}}" },
		{ "{{why|comment\n", "not closed" },
		{ "{{why|comment}\n", "not closed" },
		{ "{{}}\n", "write {{name}}" },
		{ "{{why|}}\n", "write {{name}}" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct buf out;

		buf_init(&out, BUF_TEXT);
		ck_assert_int_eq(skeleton_fill(cases[i].code, values, 1, &out, &err), ST_CONFIG);
		ck_assert_msg(strstr(err.text, cases[i].says) != NULL, "%s", err.text);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(criteria_become_given_when_then)
{
	static const struct {
		const char *text, *steps;
	} cases[] = {
		{ "The cart total includes VAT.",
		    "Given a guest\nThen the cart total includes VAT\n" },
		{ "When the bank says no, the guest reads the reason.",
		    "Given a guest\nWhen the bank says no\n"
		    "Then the guest reads the reason\n" },
		{ "If the card (any, even a new one) is declined, then nothing is sold; a mail is "
		  "sent.",
		    "Given a guest\n"
		    "When the card (any, even a new one) is declined\nThen nothing is sold\n"
		    "And a mail is sent\n" },
		{ "Nothing is sold when the guest pays: the guest learns why.",
		    "Given a guest\nWhen the guest pays\nThen nothing is sold\n"
		    "And the guest learns why\n" },
		{ "Given a full cart, when I pay then I get a receipt",
		    "Given a full cart\nWhen I pay\nThen I get a receipt\n" },
		{ "Before paying, the guest sees the price.", "Given a guest\nWhen before paying\n"
							      "Then the guest sees the price\n" },
		{ "PayGate answers. It costs 2.50 EUR.", "Given a guest\nThen PayGate answers\n"
							 "And it costs 2.50 EUR\n" },
		{ "A line\nbreak and \x1b colour",
		    "Given a guest\nThen a line break and colour\n" },
		{ "If all is well. The guest, happy, leaves.",
		    "Given a guest\nThen if all is well\nAnd the guest, happy, leaves\n" },
		{ ";;;", "Given a guest\n" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct json *ingestion = json_new_object(), *criterion = json_new_object();
		struct steps steps;
		struct buf out;

		json_set_string(ingestion, "role", "guest");
		json_set_string(criterion, "text", cases[i].text);
		steps = steps_new(ingestion, criterion);
		buf_init(&out, BUF_TEXT);
		steps_text(&steps, &out);
		ck_assert_msg(strcmp(out.s, cases[i].steps) == 0, "<%s>", out.s);
		ck_assert(*steps.title != '\0');
		buf_fini(&out);
		steps_free(&steps);
		json_free(ingestion);
		json_free(criterion);
	}
}
END_TEST

static struct json *
parse(const char *text)
{
	struct err err = ERR_INIT;
	struct json *j = NULL;

	ck_assert_msg(json_parse(text, strlen(text), &j, &err) == ST_OK, "%s", err.text);
	return j;
}

START_TEST(a_criterion_keeps_its_scenario_with_tables_and_examples)
{
	struct json *ingestion = parse(
	    "{\"scenarios\":[{\"id\":\"B\",\"background\":true,\"steps\":[{\"keyword\":\"given\","
	    "\"text\":\"a shop\"}]},{\"id\":\"S\",\"name\":\"Total with VAT\",\"steps\":[{"
	    "\"keyword\":\"when\",\"text\":\"I see <country>\",\"table\":[[\"a|b\",\"\\\\c\"]]},{"
	    "\"keyword\":\"then\",\"text\":\"x\",\"doc_string\":\"say \\\"\\\"\\\" no\"}],"
	    "\"example_tables\":[{\"line\":9,\"rows\":[[\"country\"],[\"DE\"]]}]}]}");
	struct json *criterion = parse("{\"id\":\"AC-1\",\"text\":\"t\",\"scenario\":\"S\"}");
	struct steps steps = steps_new(ingestion, criterion);
	struct buf out;

	buf_init(&out, BUF_TEXT);
	steps_gherkin(&steps, "Shop\n@evil", "why\nwhat", &out);
	ck_assert_str_eq(out.s,
	    "Feature: Shop @evil\n\n  # why\n  # what\n  @pending\n"
	    "  Scenario Outline: Total with VAT\n    Given a shop\n    When I see <country>\n"
	    "      | a\\|b | \\\\c |\n    Then x\n      \"\"\"\n      say \\\"\\\"\\\" no\n"
	    "      \"\"\"\n\n    Examples:\n      | country |\n      | DE |\n");
	buf_fini(&out);
	steps_free(&steps);
	json_free(ingestion);
	json_free(criterion);
}
END_TEST

struct bench {
	struct share *share;
	struct json *doc, *warnings;
	struct generate_args args;
	struct err err;
};

static struct bench
bench_new(void)
{
	struct bench b = { .args = { .threshold = 0.7, .most = 100 } };
	struct buf text;

	setenv("RSG_SHARE", "share", 1);
	b.share = share_open(NULL);
	buf_init(&text, BUF_DOCUMENT);
	ck_assert(file_read("tests/data/run-document.json", &text, &b.err) == ST_OK);
	b.doc = parse(text.s);
	b.warnings = json_new_array();
	buf_fini(&text);
	return b;
}

static void
bench_free(struct bench *b)
{
	share_close(b->share);
	json_free(b->doc);
	json_free(b->warnings);
}

static enum status
generate(struct bench *b, struct json **out)
{
	struct phase_env env = { .doc = b->doc, .share = b->share, .warnings = b->warnings };

	*out = NULL;
	return phase_generate(&env, &b->args, out, &b->err);
}

static struct json *
at(struct bench *b, const char *path)
{
	struct json *j = json_path(b->doc, path);

	ck_assert_msg(j != NULL, "%s", path);
	return j;
}

START_TEST(below_the_threshold_nothing_is_generated)
{
	struct bench b = bench_new();
	struct json *out;

	b.args.threshold = 0.75;
	ck_assert_int_eq(generate(&b, &out), ST_NO);
	ck_assert(json_get_bool(out, "gated") && !json_get_bool(out, "forced"));
	ck_assert(json_len(json_get(out, "tests")) == 0);
	ck_assert_str_eq(json_get_string(out, "reason"), "0.74 is below the threshold 0.75");
	ck_assert(strstr(b.err.text, "--force") != NULL);
	json_free(out);
	b.args.force = true;
	b.args.reason = "release tonight";
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	ck_assert(!json_get_bool(out, "gated") && json_get_bool(out, "forced"));
	ck_assert_str_eq(json_get_string(out, "reason"), "release tonight");
	ck_assert(json_len(json_get(out, "tests")) == 1);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(at_the_threshold_tests_are_generated_and_force_forces_nothing)
{
	struct bench b = bench_new();
	struct json *out;

	b.args.threshold = 0.74;
	b.args.force = true;
	b.args.reason = "x";
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	ck_assert(!json_get_bool(out, "forced"));
	ck_assert(json_len(json_get(out, "tests")) == 1);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(without_a_gap_the_list_is_empty_whatever_the_score)
{
	struct bench b = bench_new();
	struct json *out, *criteria = at(&b, "phases.coverage.output.criteria");

	b.args.threshold = 1;
	json_set_string(json_next(json_first(criteria)), "status", "weak");
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	ck_assert(!json_get_bool(out, "gated"));
	ck_assert(json_len(json_get(out, "tests")) == 0);
	json_free(out);
	b.args.weak = true;
	ck_assert_int_eq(generate(&b, &out), ST_NO);
	json_free(out);
	b.args.threshold = 0.5;
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	ck_assert_str_eq(json_get_string(json_first(json_get(out, "tests")), "status"), "weak");
	json_free(out);
	bench_free(&b);
}
END_TEST

/* The gap's query finds the one test of the document. */
static void
give_match(struct bench *b)
{
	struct json *query = doc_by_id(at(b, "phases.retrieval.output.queries"), "AC-2"), *match;

	match = json_add_object(json_set_array(query, "matches"));
	json_set_string(match, "test",
	    json_get_string(json_first(at(b, "phases.retrieval.output.tests")), "id"));
	json_set_number(match, "score", 0.2);
}

START_TEST(every_skeleton_is_pending_and_fails_when_it_is_run)
{
	struct bench b = bench_new();
	struct strings names = { 0 };
	struct json *test = json_first(at(&b, "phases.retrieval.output.tests"));

	give_match(&b);
	ck_assert(share_list(b.share, "skeletons", &names, &b.err) == ST_OK);
	ck_assert(names.len >= 18);
	vec_each (char **, name, &names) {
		char *framework = mem_strndup(*name + 10, strlen(*name) - 15);
		struct json *out, *it;
		const char *code;

		json_set_string(test, "framework", framework);
		ck_assert_msg(generate(&b, &out) == ST_OK, "%s: %s", *name, b.err.text);
		it = json_first(json_get(out, "tests"));
		code = json_get_string(it, "code");
		ck_assert_str_eq(json_get_string(it, "framework"), framework);
		ck_assert_msg(strstr(code, "receipt") != NULL, "%s", code);
		ck_assert_msg(strstr(code, "{{") == NULL, "%s", code);
		ck_assert_msg(strstr(code, "\n\n\n\n") == NULL, "%s", code);
		if (strcmp(framework, "gherkin") != 0 && strcmp(framework, "shell") != 0)
			ck_assert_msg(strstr(code, "not written yet") || strstr(code, "\n  false"),
			    "%s", code);
		json_free(out);
		free(framework);
	}
	strings_fini(&names);
	bench_free(&b);
}
END_TEST

START_TEST(the_riskiest_gap_comes_first)
{
	struct bench b = bench_new();
	struct json *out, *tests;

	json_set_string(json_first(at(&b, "phases.coverage.output.criteria")), "status", "gap");
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	tests = json_get(out, "tests");
	ck_assert_uint_eq(json_len(tests), 2);
	ck_assert_str_eq(json_get_string(json_first(tests), "criterion"), "AC-2");
	ck_assert_str_eq(json_get_string(json_first(tests), "id"), "GEN-1");
	json_free(out);
	b.args.most = 1;
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	ck_assert_uint_eq(json_len(json_get(out, "tests")), 1);
	ck_assert_str_eq(json_get_string(json_first(b.warnings), "code"), "many-gaps");
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(without_criteria_the_story_itself_is_generated_for)
{
	struct bench b = bench_new();
	struct json *out, *it;

	json_set_string(
	    json_next(json_first(at(&b, "phases.coverage.output.criteria"))), "id", "story");
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	it = json_first(json_get(out, "tests"));
	ck_assert_str_eq(json_get_string(it, "criterion"), "story");
	ck_assert(strstr(json_get_string(it, "gherkin"), "pay without an account") != NULL);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(nothing_near_gives_gherkin)
{
	struct bench b = bench_new();
	struct json *out, *it;

	json_set_array(at(&b, "phases.retrieval.output"), "tests");
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	it = json_first(json_get(out, "tests"));
	ck_assert_str_eq(json_get_string(it, "framework"), "gherkin");
	ck_assert_str_eq(json_get_string(it, "file"), "features/guest_checkout_ac_2.feature");
	ck_assert_str_eq(json_get_string(it, "code"), json_get_string(it, "gherkin"));
	ck_assert(strstr(json_get_string(it, "code"), "  @pending\n  Scenario: ") != NULL);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(new_files_and_names_avoid_those_that_exist)
{
	struct bench b = bench_new();
	struct json *out, *it, *tests = at(&b, "phases.retrieval.output.tests"), *other;

	give_match(&b);
	other = json_add(tests, json_copy(json_first(tests)));
	json_set_string(other, "id", "other");
	json_set_string(other, "file", "tests/test_guest_checkout_ac_2.py");
	json_set_string(other, "name", "x.py::test_receipt_is_mailed[a.b]");
	ck_assert_int_eq(generate(&b, &out), ST_OK);
	it = json_first(json_get(out, "tests"));
	ck_assert_str_eq(json_get_string(it, "file"), "tests/test_guest_checkout_ac_2_2.py");
	ck_assert_str_eq(json_get_string(it, "name"), "test_receipt_is_mailed_2");
	ck_assert(json_len(json_path(it, "conditioning.nearest")) == 1);
	json_free(out);
	bench_free(&b);
}
END_TEST

START_TEST(a_framework_from_outside_names_no_file)
{
	static const char *const names[] = { "../../etc/passwd", "", "pytest/../x", "PYTEST",
		"no-such", "a b" };
	struct bench b = bench_new();

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct skeleton skeleton;

		ck_assert_int_eq(skeleton_read(b.share, names[i], &skeleton, &b.err), ST_NO);
	}
	bench_free(&b);
}
END_TEST

START_TEST(bad_skeletons_are_refused)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
		{ "{}", "files is missing" },
		{ "{\"files\":[\"a*b*\"]}", "one '*'" },
		{ "{\"files\":[\"a/*\"]}", "no '/'" },
		{ "{\"files\":[3]}", "files" },
		{ "{\"files\":[\"*.x\"],\"words\":\"snake\",\"name\":\"snake\"}", "language" },
		{ "{\"files\":[\"*.x\"],\"language\":\"x\",\"pending\":\"y\",\"code\":\"z\","
		  "\"words\":\"loud\",\"name\":\"snake\"}",
		    "words" },
		{ "{\"files\":[\"*.x\"],\"language\":\"x\",\"pending\":\"y\",\"code\":\"z\","
		  "\"words\":\"snake\",\"name\":\"loud\"}",
		    "name" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct err err = ERR_INIT;
		struct skeleton skeleton;

		ck_assert_int_eq(
		    skeleton_build(parse(cases[i].text), "x", &skeleton, &err), ST_CONFIG);
		ck_assert_msg(strstr(err.text, cases[i].says) != NULL, "%s", err.text);
		ck_assert_msg(strstr(err.text, "skeletons/x.yaml") != NULL, "%s", err.text);
	}
}
END_TEST

UNIT_SUITE(generate)
{
	tcase_add_test(tc, text_comes_out_escaped_for_its_place);
	tcase_add_test(tc, hostile_text_never_leaves_its_line);
	tcase_add_test(tc, names_follow_their_style);
	tcase_add_test(tc, titles_end_between_words);
	tcase_add_test(tc, files_look_like_their_neighbours);
	tcase_add_test(tc, templates_fill_line_by_line);
	tcase_add_test(tc, templates_that_could_let_text_through_are_refused);
	tcase_add_test(tc, criteria_become_given_when_then);
	tcase_add_test(tc, a_criterion_keeps_its_scenario_with_tables_and_examples);
	tcase_add_test(tc, below_the_threshold_nothing_is_generated);
	tcase_add_test(tc, at_the_threshold_tests_are_generated_and_force_forces_nothing);
	tcase_add_test(tc, without_a_gap_the_list_is_empty_whatever_the_score);
	tcase_add_test(tc, every_skeleton_is_pending_and_fails_when_it_is_run);
	tcase_add_test(tc, the_riskiest_gap_comes_first);
	tcase_add_test(tc, without_criteria_the_story_itself_is_generated_for);
	tcase_add_test(tc, nothing_near_gives_gherkin);
	tcase_add_test(tc, new_files_and_names_avoid_those_that_exist);
	tcase_add_test(tc, a_framework_from_outside_names_no_file);
	tcase_add_test(tc, bad_skeletons_are_refused);
}
