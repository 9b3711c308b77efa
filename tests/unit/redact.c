#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/json.h"
#include "io/yaml.h"
#include "redact/redact_private.h"

#define RULES "lib/redact/rules.yaml"

static struct json *
read_rules(void)
{
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	ck_assert_msg(file_read(RULES, &text, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(yaml_parse(text.s, text.len, &tree, &err) == ST_OK, "%s", err.text);
	buf_fini(&text);
	return tree;
}

/* Without what keeps the file free of things that look like secrets. */
static char *
joined(const char *text)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	for (const char *cut; (cut = strstr(text, "<+>")) != NULL; text = cut + 3)
		buf_add(&out, text, (size_t)(cut - text));
	buf_str(&out, text);
	return buf_take(&out);
}

static char *
redacted(struct redactor *r, const char *s, size_t n)
{
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	if (!redact_text(r, s, n, &out))
		buf_add(&out, s, n);
	ck_assert_uint_eq(strlen(out.s) == out.len || memchr(s, '\0', n), 1);
	return buf_take(&out);
}

static char *
redacted_string(struct redactor *r, const char *s)
{
	return redacted(r, s, strlen(s));
}

static size_t
lines_in(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += *s == '\n';
	return n;
}

START_TEST(the_rules_are_compiled_in_as_they_are_written)
{
	struct json *tree = read_rules();
	const struct redact_rule *rule = redact_rules;

	json_each (j, json_get(tree, "rules")) {
		struct buf words;

		ck_assert_str_eq(rule->id, json_get_string(j, "id"));
		ck_assert_str_eq(rule->finds, json_get_string(j, "finds"));
		ck_assert_str_eq(rule->pattern, json_get_string(j, "pattern"));
		ck_assert_str_eq(rule->near ? rule->near : "", json_get_string(j, "near"));
		ck_assert_str_eq(rule->unless ? rule->unless : "", json_get_string(j, "unless"));
		ck_assert_str_eq(rule->check ? rule->check : "", json_get_string(j, "check"));
		ck_assert_double_eq(rule->entropy, json_get_number(j, "entropy"));
		ck_assert_int_eq(rule->before, (int)json_get_number(j, "before"));
		ck_assert_int_eq(rule->personal, json_get_bool(j, "personal"));
		ck_assert_int_eq(rule->anywhere, json_get_bool(j, "anywhere"));
		buf_init(&words, BUF_TEXT);
		json_each (word, json_get(j, "keywords"))
			buf_printf(&words, "%s\n", json_string(word));
		ck_assert_str_eq(rule->keywords ? rule->keywords : "", words.s);
		buf_fini(&words);
		rule++;
	}
	ck_assert_ptr_null(rule->id);
	json_free(tree);
}
END_TEST

/* All of the file is what a user may write. */
START_TEST(the_rules_can_be_added_as_a_users)
{
	struct redactor *r = redact_open(true);
	struct redact_info info;
	struct err err = ERR_INIT;
	struct buf text;
	size_t n = 0, personal = 0;

	buf_init(&text, BUF_DOCUMENT);
	ck_assert(file_read(RULES, &text, &err) == ST_OK);
	ck_assert_msg(redact_add(r, text.s, text.len, &err) == ST_OK, "%s", err.text);
	for (; redact_rule_at(r, n, &info); n++)
		personal += info.personal && !info.own;
	ck_assert_uint_ge(n, 2 * 40);
	ck_assert_uint_eq(personal, 4);
	ck_assert(info.own);
	buf_fini(&text);
	redact_close(r);
}
END_TEST

static int wrongs; /* all are told, not the first alone */

static void
wrong(const char *id, const char *what, const char *text, const char *once)
{
	fprintf(stderr, "%s: %s in: %s\n\t%s\n", id, what, text, once);
	wrongs++;
}

static void
check_rule(struct redactor *r, const struct json *rule)
{
	const char *id = json_get_string(rule, "id");
	const struct json *tests = json_get(rule, "tests");

	ck_assert_msg(json_len(json_get(tests, "found")) > 0, "%s has no text to find", id);
	ck_assert_msg(json_len(json_get(tests, "clean")) > 0, "%s has no clean text", id);
	json_each (it, json_get(tests, "found")) {
		char *text = joined(json_string(it)), *once = redacted_string(r, text);
		char *twice = redacted_string(r, once), *mark = mem_printf("[redacted:%s]", id);

		if (strstr(once, mark) == NULL)
			wrong(id, "not found", text, once);
		ck_assert_str_eq(once, twice);
		ck_assert_uint_eq(lines_in(text), lines_in(once));
		free(text);
		free(once);
		free(twice);
		free(mark);
	}
	json_each (it, json_get(tests, "clean")) {
		char *text = joined(json_string(it)), *once = redacted_string(r, text);

		if (strcmp(once, text) != 0)
			wrong(id, "found", text, once);
		free(text);
		free(once);
	}
}

START_TEST(every_rule_finds_its_texts_and_leaves_the_others)
{
	struct redactor *r = redact_open(true);
	struct json *tree = read_rules();

	json_each (rule, json_get(tree, "rules"))
		check_rule(r, rule);
	ck_assert_int_eq(wrongs, 0);
	json_free(tree);
	redact_close(r);
}
END_TEST

#define TOKEN                                                                                      \
	"ghp"                                                                                      \
	"_a9K3mZ7qR1tX5vB8nC2pL6wY4sD0hJfGeUi1"

START_TEST(the_special_rule_names_what_two_rules_find)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "password=" TOKEN, "password=[redacted:github-token]" },
		{ "token: \"" TOKEN "\"", "token: \"[redacted:github-token]\"" },
		{ "https://jo:" TOKEN "@host/", "https://jo:[redacted:github-token]@host/" },
		{ "lsv2"
		  "_pt_8f3a1c5e7b9d2046f8a1c3e5b7d90246_f8a1c3e5b7" TOKEN,
		    "[redacted:langsmith-key][redacted:github-token]" },
		{ TOKEN " " TOKEN, "[redacted:github-token] [redacted:github-token]" },
		{ "Authorization: Bearer " TOKEN, "Authorization: Bearer [redacted:github-token]" },
		{ "password=\"hunter2\" [redacted:x]",
		    "password=\"[redacted:password]\" [redacted:x]" },
		{ "[redacted:X] [redacted:] [redacted:a", "[redacted:X] [redacted:] [redacted:a" },
		{ "", "" },
	};
	struct redactor *r = redact_open(false);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *out = redacted_string(r, cases[i].text);

		ck_assert_str_eq(out, cases[i].wanted);
		free(out);
	}
	redact_close(r);
}
END_TEST

START_TEST(bytes_may_be_any)
{
	static const char text[] = "\0\xff\xfe" TOKEN "\0\xff password=\"hunter2\xe9x1\"\xc3";
	static const char wanted[] =
	    "\0\xff\xfe[redacted:github-token]\0\xff password=\"[redacted:password]\"\xc3";
	struct redactor *r = redact_open(true);
	struct buf out;

	buf_init(&out, BUF_TEXT);
	ck_assert(redact_text(r, text, sizeof text - 1, &out));
	ck_assert_uint_eq(out.len, sizeof wanted - 1);
	ck_assert_mem_eq(out.s, wanted, out.len);
	buf_clear(&out);
	ck_assert(!redact_text(r, "nothing here", 12, &out));
	ck_assert_uint_eq(out.len, 0);
	buf_fini(&out);
	redact_close(r);
}
END_TEST

static void
check_place(void *arg, const struct redact_finding *f)
{
	int *n = arg;

	if ((*n)++ == 0) {
		ck_assert_str_eq(f->rule, "github-token");
		ck_assert_uint_eq(f->line, 2);
		ck_assert_uint_eq(f->column, 3);
		ck_assert_uint_eq(f->at, 4);
		ck_assert_uint_eq(f->length, sizeof TOKEN - 1);
	} else {
		ck_assert_str_eq(f->rule, "password");
		ck_assert_uint_eq(f->line, 4);
		ck_assert_uint_eq(f->column, 11);
	}
}

START_TEST(findings_have_their_place)
{
	static const char text[] = "1\n  " TOKEN "\n\npassword: hunter2\n";
	struct redactor *r = redact_open(false);
	int n = 0;

	ck_assert_uint_eq(redact_find(r, text, sizeof text - 1, check_place, &n), 2);
	ck_assert_int_eq(n, 2);
	ck_assert_uint_eq(redact_find(r, "none", 4, NULL, NULL), 0);
	redact_close(r);
}
END_TEST

static void
check_tree(struct redactor *r, const char *from, const char *wanted)
{
	struct err err = ERR_INIT;
	struct json *j = NULL, *clean;
	struct buf before, after;

	buf_init(&before, BUF_TEXT);
	buf_init(&after, BUF_TEXT);
	ck_assert_msg(json_parse(from, strlen(from), &j, &err) == ST_OK, "%s", err.text);
	json_print(j, &before);
	clean = redact_json(r, j);
	if (wanted == NULL) {
		ck_assert_msg(clean == NULL, "%s", from);
	} else {
		ck_assert_msg(clean != NULL, "%s", from);
		json_print(clean, &after);
		ck_assert_str_eq(after.s, wanted);
		ck_assert_ptr_null(redact_json(r, clean));
	}
	buf_clear(&after);
	json_print(j, &after); /* what was given is as it was */
	ck_assert_str_eq(before.s, after.s);
	json_free(j);
	json_free(clean);
	buf_fini(&before);
	buf_fini(&after);
}

START_TEST(trees_are_redacted_by_text_and_by_name)
{
	static const struct {
		const char *from, *wanted;
	} cases[] = {
		{ "{\"a\":[1,null,true,\"text\",{}],\"b\":{}}", NULL },
		{ "\"" TOKEN "\"", "\"[redacted:github-token]\"" },
		{ "[\"x\",[\"a " TOKEN " b\"]]", "[\"x\",[\"a [redacted:github-token] b\"]]" },
		{ "{\"password\":\"hunter2\",\"n\":2}",
		    "{\"password\":\"[redacted:password]\",\"n\":2}" },
		{ "{\"db\":{\"Password\":\"hu\\\"nt\\\\er2\"}}",
		    "{\"db\":{\"Password\":\"[redacted:password]\"}}" },
		{ "{\"client_secret\":\"9f8e7d6c5b4a39281706\"}",
		    "{\"client_secret\":\"[redacted:secret]\"}" },
		{ "{\"output_sha256\":\"9f8e7d6c5b4a392817069f8e7d6c5b4a\"}", NULL },
		{ "{\"password\":\"\"}", NULL },
		{ "{\"password\":[\"hunter2\"]}", NULL },
		{ "{\"" TOKEN "\":1,\"[redacted:github-token]\":2}",
		    "{\"[redacted:github-token]\":1,\"[redacted:github-token]-2\":2}" },
		{ "{\"input_tokens\":1234567890123456}", NULL },
		{ "{\"card\":4111111111111111}", "{\"card\":\"[redacted:card]\"}" },
		{ "{\"started_ms\":1795905935075,\"big\":4111111111111112}", NULL },
		{ "{\"a\":\"Authorization: Basic dXNlcjpodW50ZXIyIQ==\\r\\n\"}",
		    "{\"a\":\"Authorization: Basic [redacted:authorization-header]\\r\\n\"}" },
	};
	struct redactor *r = redact_open(true);

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		check_tree(r, cases[i].from, cases[i].wanted);
	redact_close(r);
}
END_TEST

/* What is left when something was taken out may be something in its turn. */
START_TEST(own_rules_work_as_they_are_described)
{
	static const char rules[] =
	    "rules:\n"
	    "  - {id: foo, keywords: [foo], anywhere: true, pattern: 'foo(?!bar)'}\n"
	    "  - {id: bar, keywords: [bar], anywhere: true, pattern: 'bar'}\n"
	    "  - {id: near, keywords: [key], near: ':', pattern: 'key'}\n"
	    "  - {id: left, keywords: [abcd], pattern: 'abcd'}\n"
	    "  - {id: right, keywords: [cdef], anywhere: true, pattern: 'cdef'}\n"
	    "  - {id: mark, keywords: [redacted], anywhere: true, pattern: 'redacted'}\n"
	    "  - {id: before, keywords: [xyz], before: 2, pattern: '[0-9]{2}xyz', unless: '^00'}\n"
	    "  - {id: plain, pattern: 'q(u+)x'}\n";
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "foobar", "[redacted:foo][redacted:bar]" },
		{ "foobarfoo", "[redacted:foo][redacted:bar][redacted:foo]" },
		{ "key", "key" },
		{ "key\n:", "key\n:" },
		{ "key :", "[redacted:near] :" },
		{ "KEY :", "KEY :" },
		{ "abcdef", "[redacted:left]" },
		{ "redacted", "[redacted:mark]" },
		{ "[redacted:other]", "[redacted:other]" },
		{ "12xyz 00xyz a12xyz 1xyz xyz", "[redacted:before] 00xyz a12xyz 1xyz xyz" },
		{ "aquuux qux", "aq[redacted:plain]x q[redacted:plain]x" },
	};
	struct redactor *r = redact_open(false);
	struct err err = ERR_INIT;

	ck_assert_msg(redact_add(r, rules, sizeof rules - 1, &err) == ST_OK, "%s", err.text);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char *once = redacted_string(r, cases[i].text), *twice = redacted_string(r, once);

		ck_assert_str_eq(once, cases[i].wanted);
		ck_assert_str_eq(once, twice);
		free(once);
		free(twice);
	}
	redact_close(r);
}
END_TEST

/* A pattern that would take for ever has found something: what it was tried on does not pass. */
START_TEST(a_pattern_that_fails_lets_nothing_pass)
{
	static const char rules[] = "rules:\n  - id: slow\n    keywords: ['key:']\n"
				    "    pattern: 'key:(?:(?:a+)+)+$'\n";
	struct redactor *r = redact_open(false);
	struct err err = ERR_INIT;
	struct buf text;
	char *out;

	ck_assert(redact_add(r, rules, sizeof rules - 1, &err) == ST_OK);
	buf_init(&text, BUF_TEXT);
	buf_str(&text, "x key:");
	for (int i = 0; i < 5000; i++)
		buf_char(&text, 'a');
	buf_str(&text, "!\nnext");
	out = redacted_string(r, text.s);
	ck_assert_str_eq(out, "x [redacted:slow]\nnext");
	free(out);
	buf_fini(&text);
	redact_close(r);
}
END_TEST

START_TEST(rules_that_cannot_be_used_are_refused)
{
	static const struct {
		const char *yaml, *why;
	} cases[] = {
		{ "rules:\n  - id: Bad\n    pattern: x\n", "an id" },
		{ "rules:\n  - id: a\n", "no pattern" },
		{ "rules:\n  - id: a\n    pattern: 'a('\n", "wrong at byte" },
		{ "rules:\n  - id: a\n    pattern: a\n    unless: 'a('\n", "wrong at byte" },
		{ "rules:\n  - id: a\n    pattern: a\n    keywords: [ab]\n", "keyword" },
		{ "rules:\n  - id: a\n    pattern: a\n    keywords: []\n", "keywords" },
		{ "rules:\n  - id: a\n    pattern: a\n    keywords: abc\n", "keywords" },
		{ "rules:\n  - id: a\n    pattern: a\n    check: magic\n", "check" },
		{ "rules:\n  - id: a\n    pattern: a\n    before: 1000\n", "before" },
		{ "rules:\n  - id: a\n    pattern: a\n    before: 1e300\n", "before" },
		{ "rules:\n  - id: a\n    pattern: a\n    before: -1\n", "before" },
		{ "rules:\n  - id: a\n    pattern: a\n    colour: red\n", "colour" },
		{ "rules:\n  - a\n", "mapping" },
		{ "rules: a\n", "rules" },
		{ "rules:\n  - id: a\n    pattern: a\nmore: 1\n", "rules" },
		{ "a: [\n", "" },
		{ "", "rules" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct redactor *r = redact_open(false);
		struct err err = ERR_INIT;

		ck_assert_msg(
		    redact_add(r, cases[i].yaml, strlen(cases[i].yaml), &err) == ST_CONFIG, "%s",
		    cases[i].yaml);
		ck_assert_msg(strstr(err.text, cases[i].why) != NULL, "%s", err.text);
		redact_close(r);
	}
}
END_TEST

/* Texts that make a pattern begin again and again: the time is that of any other text. */
START_TEST(more_keywords_than_can_be_numbered_are_refused)
{
	struct redactor *r = redact_open(false);
	struct err err = ERR_INIT;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_str(&text, "rules:\n  - id: a\n    pattern: a\n    keywords: [");
	for (int i = 0; i < 10001; i++)
		buf_printf(&text, "%sk%05d", i ? "," : "", i);
	buf_str(&text, "]\n");
	ck_assert_int_eq(redact_add(r, text.s, text.len, &err), ST_CONFIG);
	ck_assert_msg(strstr(err.text, "keywords") != NULL, "%s", err.text);
	buf_fini(&text);
	redact_close(r);
}
END_TEST

START_TEST(hostile_texts_cost_what_their_length_says)
{
	static const char *const parts[] = { "eyJ-", "eyJa.", "eyJaaaaaaaaaaaa.eyJ-",
		"password=", "password='", "-----BEGIN PRIVATE KEY-----\n",
		"-----BEGIN PRIVATE KEY-----aaaa", "://", "://a:", "a@", "a.", "4", "41 ", "+4",
		"DE89 ", "[redacted:", "[redacted:a]", "Authorization: Bearer ", "sk-",
		"token:", "secret=\"", "curl -u ", "machine a login ", "discord ",
		"Private-Lines: 1\nAAAA\n", "cookie: a=", "\x1b[31m", "aaaa" };
	struct redactor *r = redact_open(true);
	struct buf text;

	buf_init(&text, SIZE_MAX / 4);
	for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
		clock_t from = clock();

		buf_clear(&text);
		while (text.len < 400000)
			buf_str(&text, parts[i]);
		redact_find(r, text.s, text.len, NULL, NULL);
		if (getenv("REDACT_SHOW"))
			fprintf(stderr, "%6.0f ms %s\n",
			    (double)(clock() - from) * 1000 / CLOCKS_PER_SEC, parts[i]);
		ck_assert_msg(clock() - from < 20 * (clock_t)CLOCKS_PER_SEC, "%s", parts[i]);
	}
	buf_fini(&text);
	redact_close(r);
}
END_TEST

UNIT_SUITE(redact)
{
	tcase_add_test(tc, the_rules_are_compiled_in_as_they_are_written);
	tcase_add_test(tc, the_rules_can_be_added_as_a_users);
	tcase_add_test(tc, every_rule_finds_its_texts_and_leaves_the_others);
	tcase_add_test(tc, the_special_rule_names_what_two_rules_find);
	tcase_add_test(tc, bytes_may_be_any);
	tcase_add_test(tc, findings_have_their_place);
	tcase_add_test(tc, trees_are_redacted_by_text_and_by_name);
	tcase_add_test(tc, own_rules_work_as_they_are_described);
	tcase_add_test(tc, a_pattern_that_fails_lets_nothing_pass);
	tcase_add_test(tc, rules_that_cannot_be_used_are_refused);
	tcase_add_test(tc, more_keywords_than_can_be_numbered_are_refused);
	tcase_add_test(tc, hostile_texts_cost_what_their_length_says);
}
