/* Each story in tests/data/stories is read and compared with what its .facts file says. */

#include "unit.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/schema.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "phase/ingest.h"
#include "text/letters.h"

#define STORIES "tests/data/stories"

struct reading {
	struct share *share;
	struct ingest *ingest;
	struct json *output, *warnings;
};

static struct share *
open_share(void)
{
	setenv("RSG_SHARE", "share", 1);
	return share_open(NULL);
}

static void
phase_of(struct reading *r, size_t i)
{
	struct phase_env env = { .warnings = json_new_array() };
	struct err err = ERR_INIT;

	ck_assert_int_eq(phase_ingest(&env, r->ingest->stories[i], &r->output, &err), ST_OK);
	r->warnings = env.warnings;
}

static void
reading_open(struct reading *r, const char *name, const char *text, size_t n, bool split)
{
	struct ingest_options options = { .name = name, .source = name, .split = split };
	struct err err = ERR_INIT;

	r->share = open_share();
	ck_assert_msg(ingest_open(r->share, text, n, &options, &r->ingest, &err) == ST_OK, "%s: %s",
	    name, err.text);
	phase_of(r, 0);
}

static void
reading_close(struct reading *r)
{
	json_free(r->output);
	json_free(r->warnings);
	ingest_close(r->ingest);
	share_close(r->share);
}

static const char *
or_dash(const char *s)
{
	return s[0] ? s : "-";
}

static void
join(struct buf *out, const struct json *texts, const char *member, const char *gap)
{
	bool first = true;

	json_each (it, texts) {
		if (!first)
			buf_str(out, gap);
		buf_str(out, member ? json_get_string(it, member) : json_string(it));
		first = false;
	}
}

static void
add_buf(struct json *array, struct buf *text)
{
	json_add_string(array, text->s);
	buf_clear(text);
}

static void
add_number(struct buf *out, const struct json *object, const char *key)
{
	char text[JSON_NUMBER_TEXT];

	json_number_text(json_get_number(object, key), text);
	buf_str(out, json_get(object, key) ? text : "-");
}

static const char *
check_word(const struct json *item)
{
	const struct json *checked = json_get(item, "checked");

	return checked == NULL ? "-" : json_bool(checked) ? "done" : "open";
}

static void
add_items(struct json *facts, const struct json *output)
{
	struct json *requirements = json_set_array(facts, "requirements");
	struct json *criteria = json_set_array(facts, "criteria");
	struct json *texts = json_set_array(facts, "texts");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_each (it, json_get(output, "requirements")) {
		buf_printf(&text, "%s %.0f %s ", json_get_string(it, "id"),
		    json_get_number(it, "line"), json_get_string(it, "kind"));
		add_number(&text, it, "importance");
		buf_char(&text, ' ');
		join(&text, json_get(it, "criteria"), NULL, ",");
		add_buf(requirements, &text);
	}
	json_each (it, json_get(output, "criteria")) {
		buf_printf(&text, "%s %.0f-%.0f %s ", json_get_string(it, "id"),
		    json_get_number(it, "line"), json_get_number(it, "end_line"),
		    or_dash(json_get_string(it, "requirement")));
		add_number(&text, it, "importance");
		buf_printf(&text, " %s %s %s", or_dash(json_get_string(it, "scenario")),
		    check_word(it), json_get_bool(it, "derived") ? "derived" : "written");
		add_buf(criteria, &text);
		json_add_string(texts, json_get_string(it, "text"));
	}
	buf_fini(&text);
}

static void
add_scenarios(struct json *facts, const struct json *output)
{
	struct json *scenarios = json_set_array(facts, "scenarios");
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_each (it, json_get(output, "scenarios")) {
		buf_printf(&text, "%s %.0f-%.0f ", json_get_string(it, "id"),
		    json_get_number(it, "line"), json_get_number(it, "end_line"));
		join(&text, json_get(it, "steps"), "keyword", " ");
		buf_printf(&text, " x%.0f ", json_get_number(it, "examples"));
		join(&text, json_get(it, "tags"), NULL, ",");
		add_buf(scenarios, &text);
	}
	buf_fini(&text);
}

/* "LINE VALUE" of each, the value being a member or a dash. */
static void
add_lines(struct json *facts, const char *name, const struct json *array, const char *member)
{
	struct json *lines = json_set_array(facts, name);
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_each (it, array) {
		add_number(&text, it, "line");
		buf_printf(&text, " %s", or_dash(json_get_string(it, member)));
		add_buf(lines, &text);
	}
	buf_fini(&text);
}

static struct json *
facts_of(const struct reading *r)
{
	static const char *const texts[] = { "title", "role", "goal", "benefit", "language" };
	const struct json *scope = json_get(r->output, "scope");
	struct json *facts = json_new_object(), *warnings;
	struct buf text;

	json_set_string(facts, "format", json_get_string(r->ingest->stories[0]->story, "format"));
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		json_set_string(facts, texts[i], json_get_string(r->output, texts[i]));
	add_items(facts, r->output);
	add_scenarios(facts, r->output);
	add_lines(facts, "in", json_get(scope, "in"), "text");
	add_lines(facts, "out", json_get(scope, "out"), "text");
	add_lines(facts, "questions", json_get(r->output, "questions"), "text");
	add_lines(facts, "notes", json_get(r->output, "notes"), "kind");
	json_set(facts, "references",
	    json_get(r->output, "references") ? json_copy(json_get(r->output, "references"))
					      : json_new_array());
	warnings = json_set_array(facts, "warnings");
	buf_init(&text, BUF_TEXT);
	json_each (it, r->warnings) {
		buf_printf(&text, "%s ", json_get_string(it, "code"));
		add_number(&text, it, "line");
		buf_printf(&text, " %s", or_dash(json_get_string(it, "about")));
		add_buf(warnings, &text);
	}
	buf_fini(&text);
	return facts;
}

typedef void story_fn(const char *path, const struct buf *text);

static void
each_story(story_fn *fn)
{
	struct strings names = { 0 };
	struct err err = ERR_INIT;
	size_t count = 0;

	ck_assert_int_eq(file_list(STORIES, &names, &err), ST_OK);
	vec_each (char **, name, &names) {
		size_t n = strlen(*name);
		struct buf text;
		char *path;

		if (n > 6 && strcmp(*name + n - 6, ".facts") == 0)
			continue;
		path = file_join(STORIES, *name);
		buf_init(&text, BUF_TEXT);
		ck_assert_msg(file_read(path, &text, &err) == ST_OK, "%s", err.text);
		fn(path, &text);
		buf_fini(&text);
		free(path);
		count++;
	}
	ck_assert_uint_ge(count, 25);
	strings_fini(&names);
}

static void
compare_facts(const char *path, const struct buf *text)
{
	struct json *facts, *expected = NULL;
	struct buf is, wanted, file;
	struct reading r = { 0 };
	struct err err = ERR_INIT;
	char *name = mem_printf("%s.facts", path);

	buf_init(&is, BUF_TEXT);
	buf_init(&wanted, BUF_TEXT);
	buf_init(&file, BUF_TEXT);
	reading_open(&r, path, text->s, text->len, false);
	facts = facts_of(&r);
	ck_assert_msg(file_read(name, &file, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(
	    json_parse(file.s, file.len, &expected, &err) == ST_OK, "%s: %s", name, err.text);
	json_print_pretty(facts, &is);
	json_print_pretty(expected, &wanted);
	ck_assert_msg(strcmp(is.s, wanted.s) == 0, "%s: read\n%s", name, is.s);
	json_free(facts);
	json_free(expected);
	buf_fini(&is);
	buf_fini(&wanted);
	buf_fini(&file);
	reading_close(&r);
	free(name);
}

START_TEST(each_story_gives_its_facts)
{
	each_story(compare_facts);
}
END_TEST

static const struct schema *schema;

static void
check_schema(const char *path, const struct buf *text)
{
	struct reading r = { 0 };
	struct err err = ERR_INIT;

	reading_open(&r, path, text->s, text->len, false);
	ck_assert_msg(schema_check(schema, r.output, &err) == ST_OK, "%s: %s", path, err.text);
	reading_close(&r);
}

START_TEST(each_output_fits_the_schema)
{
	struct schema_set *set = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(schema_builtin("ingestion", &set, &schema, &err) == ST_OK, "%s", err.text);
	each_story(check_schema);
	schema_set_free(set);
}
END_TEST

/* All strings of a tree, one behind the other. */
static void
gather(const struct json *value, struct buf *out)
{
	if (json_string(value)) {
		buf_char(out, ' ');
		buf_str(out, json_string(value));
	}
	json_each (it, value)
		gather(it, out);
}

/* The words of structure: what the data files know as headings, columns, keywords and phrases. */
static void
gather_markers(struct buf *out)
{
	static const struct {
		const char *file, *part;
	} lists[] = { { "headings.yaml", "sections" }, { "headings.yaml", "columns" },
		{ "story-words.yaml", "stories" }, { "story-words.yaml", "priorities" },
		{ "gherkin-languages.yaml", NULL } };
	struct share *share = open_share();
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		struct json *tree = NULL;

		ck_assert_int_eq(share_yaml(share, lists[i].file, &tree, &err), ST_OK);
		gather(lists[i].part ? json_get(tree, lists[i].part) : tree, out);
		json_free(tree);
	}
	buf_str(out, " language gherkin json details summary br x b labels security id");
	share_close(share);
}

/* The next word, folded; false at the end. */
static bool
next_word(const struct buf *text, size_t *at, struct buf *word)
{
	size_t len;

	buf_clear(word);
	while (*at < text->len) {
		uint32_t c = utf8_next(text->s + *at, text->len - *at, &len);

		*at += len;
		if (letter_class(c) != LETTER_NONE)
			utf8_put(word, letter_fold(c));
		else if (word->len > 0)
			return true;
	}
	return word->len > 0;
}

static void
check_words(const char *path, const struct buf *text)
{
	struct buf all, folded, word, whole;
	struct reading r = { 0 };
	size_t at = 0;

	buf_init(&all, BUF_TEXT);
	buf_init(&folded, BUF_TEXT);
	buf_init(&word, BUF_TEXT);
	buf_init(&whole, BUF_TEXT);
	reading_open(&r, path, text->s, text->len, false);
	gather(r.output, &all);
	gather(json_get(r.ingest->stories[0]->story, "metadata"), &all);
	gather_markers(&all);
	buf_str(&whole, json_get_string(r.ingest->stories[0]->story, "text"));
	buf_char(&folded, ' ');
	while (next_word(&all, &at, &word)) {
		buf_add(&folded, word.s, word.len);
		buf_char(&folded, ' ');
	}
	at = 0;
	while (next_word(&whole, &at, &word)) {
		char *wanted = mem_printf(" %s ", word.s);

		ck_assert_msg(strstr(folded.s, wanted), "%s: \"%s\" is lost", path, word.s);
		free(wanted);
	}
	buf_fini(&all);
	buf_fini(&folded);
	buf_fini(&word);
	buf_fini(&whole);
	reading_close(&r);
}

START_TEST(no_word_of_a_story_is_lost)
{
	each_story(check_words);
}
END_TEST

START_TEST(each_story_of_a_text_is_one_with_split)
{
	static const struct {
		const char *path;
		size_t parts, criteria;
		const char *first, *last;
	} cases[] = {
		{ STORIES "/21-several.md", 2, 2, "US-1: Weekly digest", "US-2: Unsubscribe" },
		{ STORIES "/31-spec-style.md", 2, 3, "Requirements Document", "block a member" },
		{ STORIES "/20-backlog.csv", 2, 2, "Sign in", "Sign out" },
		{ STORIES "/01-classic.md", 1, 4, "Password reset by e-mail",
		    "Password reset by e-mail" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct reading r = { 0 };
		struct err err = ERR_INIT;
		struct buf text;

		buf_init(&text, BUF_TEXT);
		ck_assert_int_eq(file_read(cases[i].path, &text, &err), ST_OK);
		reading_open(&r, cases[i].path, text.s, text.len, true);
		ck_assert_uint_eq(r.ingest->len, cases[i].parts);
		ck_assert_uint_eq(json_len(json_get(r.output, "criteria")), cases[i].criteria);
		ck_assert_str_eq(json_get_string(r.output, "title"), cases[i].first);
		json_free(r.output);
		json_free(r.warnings);
		phase_of(&r, cases[i].parts - 1);
		ck_assert_str_eq(json_get_string(r.output, "title"), cases[i].last);
		reading_close(&r);
		buf_fini(&text);
	}
}
END_TEST

START_TEST(a_table_of_one_row_is_one_story)
{
	static const char text[] = "Key;Summary;Acceptance criteria;Sprint\n"
				   "SHOP-5;Keep the cart;\"- It is kept for a day\n- It is emptied "
				   "after that\";12\n";
	struct reading r = { 0 };

	reading_open(&r, "-", text, strlen(text), false);
	ck_assert_str_eq(json_get_string(r.output, "title"), "Keep the cart");
	ck_assert_uint_eq(json_len(json_get(r.output, "criteria")), 2);
	ck_assert_str_eq(json_string(json_first(json_get(r.output, "references"))), "SHOP-5");
	ck_assert_str_eq(
	    json_get_string(json_first(json_get(r.output, "notes")), "text"), "Sprint: 12");
	reading_close(&r);
}
END_TEST

START_TEST(bad_text_is_refused_with_its_place)
{
	static const struct {
		const char *text;
		size_t n;
		enum story_format format;
		const char *says;
	} cases[] = {
		{ " \n\t", 3, FORMAT_AUTO, "the story is empty" },
		{ "one\ntwo \xff", 9, FORMAT_AUTO, "line 2: byte 9 is not UTF-8" },
		{ "a\0b", 3, FORMAT_AUTO, "line 1: byte 2 is NUL" },
		{ "\xff\xfe"
		  "a\0",
		    4, FORMAT_AUTO, "UTF-16" },
		{ "{\"a\":1}", 7, FORMAT_AUTO, "no story in this JSON" },
		{ "{\"a\":", 5, FORMAT_AUTO, "line 1" },
		{ "[]", 2, FORMAT_JIRA, "the list of issues is empty" },
		{ "[{\"title\":\"a\"},{\"title\":\"b\"}]", 29, FORMAT_AUTO, "2 issues" },
		{ "{\"fields\":{}}", 13, FORMAT_GITHUB, "no GitHub issue" },
		{ "foo,bar\n1,2\n", 12, FORMAT_CSV, "no column" },
		{ "title,description\n", 18, FORMAT_CSV, "no rows" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct ingest_options options = { .format = cases[i].format, .source = "-" };
		struct share *share = open_share();
		struct ingest *ingest = NULL;
		struct err err = ERR_INIT;

		ck_assert_msg(ingest_open(share, cases[i].text, cases[i].n, &options, &ingest,
				  &err) == ST_DATA,
		    "%zu", i);
		ck_assert_msg(strstr(err.text, cases[i].says), "%zu: %s", i, err.text);
		share_close(share);
	}
}
END_TEST

START_TEST(bad_bytes_can_be_repaired)
{
	struct ingest_options options = { .source = "-", .repair = true };
	struct share *share = open_share();
	struct ingest *ingest = NULL;
	struct err err = ERR_INIT;

	ck_assert_int_eq(ingest_open(share, "a\xff\0b", 4, &options, &ingest, &err), ST_OK);
	ck_assert_str_eq(json_get_string(ingest->stories[0]->story, "text"),
	    "a\xef\xbf\xbd\xef\xbf\xbd"
	    "b");
	ck_assert(ingest->stories[0]->repaired);
	ingest_close(ingest);
	share_close(share);
}
END_TEST

UNIT_SUITE(stories)
{
	tcase_add_test(tc, each_story_gives_its_facts);
	tcase_add_test(tc, each_output_fits_the_schema);
	tcase_add_test(tc, no_word_of_a_story_is_lost);
	tcase_add_test(tc, each_story_of_a_text_is_one_with_split);
	tcase_add_test(tc, a_table_of_one_row_is_one_story);
	tcase_add_test(tc, bad_text_is_refused_with_its_place);
	tcase_add_test(tc, bad_bytes_can_be_repaired);
}
