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

UNIT_SUITE(redact)
{
	tcase_add_test(tc, the_rules_are_compiled_in_as_they_are_written);
	tcase_add_test(tc, the_rules_can_be_added_as_a_users);
	tcase_add_test(tc, every_rule_finds_its_texts_and_leaves_the_others);
}
