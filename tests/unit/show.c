#include "unit.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "io/file.h"
#include "io/json.h"
#include "view/heat.h"
#include "view/porcelain.h"
#include "view/table.h"
#include "view/views.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)

/* ESC, OSC, a right-to-left override, a zero width space, DEL, C1, newline and tab. */
#define HOSTILE "\033[2J\033]52;c;eA==\007\xe2\x80\xae\xe2\x80\x8b\x7f\xc2\x9b\r\n\t\\ \xe4\xb8\xad"

static struct err err;

static struct json *
parse(const char *text)
{
	struct json *json = NULL;

	OK(json_parse(text, strlen(text), &json, &err));
	return json;
}

static void
set(struct json *doc, const char *path, const char *key, const char *value)
{
	struct json *to = json_path(doc, path);

	ck_assert_msg(to != NULL, "%s", path);
	json_set(to, key, parse(value));
}

/* A phase whose output is a document that fits its schema. */
static void
add_phase(struct json *doc, const char *phase, const char *file)
{
	struct json *entry = json_new_object(), *output = NULL;
	struct buf text;
	char path[200];

	buf_init(&text, BUF_DOCUMENT);
	snprintf(path, sizeof path, "tests/data/schema/%s/%s", phase, file);
	ck_assert_msg(file_read(path, &text, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(json_parse(text.s, text.len, &output, &err) == ST_OK, "%s", err.text);
	json_set_string(entry, "status", "executed");
	json_set_array(entry, "warnings");
	json_set(entry, "output", output);
	json_set(json_get(doc, "phases"), phase, entry);
	buf_fini(&text);
}

/* The run document of the tests with what a model and a person add to one. */
static struct json *
document(void)
{
	struct json *doc = NULL;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	OK(file_read("tests/data/run-document.json", &text, &err));
	OK(json_parse(text.s, text.len, &doc, &err));
	buf_fini(&text);
	json_set(doc, "change",
	    parse("{\"base\":\"ab\",\"head\":\"\",\"source\":\"git\",\"sha256\":\"cd\",\"files\":["
		  "{\"path\":\"shop/cart.py\",\"old_path\":\"cart.py\",\"status\":\"renamed\","
		  "\"kind\":\"source\",\"language\":\"python\",\"added\":1,\"removed\":2,"
		  "\"symbols\":["
		  "{\"name\":\"total\",\"kind\":\"function\",\"line\":1,\"end_line\":3,"
		  "\"how\":\"pattern\"}]}]}"));
	json_set(json_get(doc, "phases"), "impact",
	    parse("{\"status\":\"executed\",\"warnings\":[{\"code\":\"wide\",\"text\":\"One.\"}],"
		  "\"output\":{\"files\":1,\"added\":1,\"removed\":2,\"kinds\":{\"source\":1},"
		  "\"languages\":[\"python\"],\"symbols\":1,\"wide\":[{\"path\":\"Makefile\","
		  "\"reason\":\"it builds\"}],\"missing\":[\"All else.\"]}}"));
	add_phase(doc, "verification", "good-failed.json");
	add_phase(doc, "healing", "good-stopped.json");
	set(doc, "phases.ranking", "edited",
	    "{\"by\":\"Jo\",\"at\":\"2026-11-20T10:00:00.000Z\",\"original_sha256\":\"ab\"}");
	set(doc, "phases.ranking", "warnings",
	    "[{\"code\":\"model-dropped\",\"text\":\"One test is not ours.\",\"about\":\"x\"}]");
	json_set(json_first(json_path(doc, "phases.coverage.output.criteria")), "model",
	    parse(
		"{\"status\":\"weak\",\"score\":0.5,\"tests\":[],\"reason\":\"It looks away.\"}"));
	json_set(json_first(json_path(doc, "phases.classification.output.domains")), "model",
	    parse("0.25"));
	set(doc, "phases.audit.output", "decisions",
	    "[{\"event\":\"generation_forced\",\"at\":\"2026-11-20T10:00:00.000Z\",\"by\":\"Jo\","
	    "\"score\":0.5,\"threshold\":0.7,\"reason\":\"it is late\"}]");
	json_set(json_first(json_path(doc, "phases.generation.output.tests")), "code",
	    parse("\"def test_a():\\n\\tpass  # \\\\ \\u001b\\n\""));
	return doc;
}

/* A copy whose every text has what is hostile behind it. */
static struct json *
spoiled(const struct json *json, const char *key)
{
	const char *s = json_string(json);
	struct json *copy;
	struct buf text;

	if (s && key && strcmp(key, "vector") == 0)
		return json_new_string(s);
	if (s) {
		buf_init(&text, BUF_TEXT);
		buf_printf(&text, "%s%s", s, HOSTILE);
		copy = json_new_string(text.s);
		buf_fini(&text);
		return copy;
	}
	if (json_kind(json) != JSON_ARRAY && json_kind(json) != JSON_OBJECT)
		return json_copy(json);
	copy = json_kind(json) == JSON_ARRAY ? json_new_array() : json_new_object();
	json_each (it, json) {
		if (json_key(it))
			json_set(copy, json_key(it), spoiled(it, json_key(it)));
		else
			json_add(copy, spoiled(it, NULL));
	}
	return copy;
}

/* "executed" and the like stay: without it a phase has no output. */
static struct json *
spoil_phases(const struct json *doc)
{
	struct json *phases = spoiled(json_get(doc, "phases"), NULL);

	json_each (entry, phases)
		json_set_string(entry, "status", "executed");
	return phases;
}

static void
show(const struct json *doc, const struct view_of *of, const struct view *view,
    const struct suite_args *args, struct buf *out)
{
	buf_clear(out);
	OK(of->show(doc, view, args, out, &err));
	OK(buf_check(out, of->name, &err));
}

/* Nothing but text, newlines and, off a terminal, tabs; colours where there may be some. */
static void
check_harmless(const char *name, const struct view *view, const struct buf *out)
{
	struct buf shown, text;

	buf_init(&shown, (size_t)16 << 20);
	buf_init(&text, (size_t)16 << 20);
	for (const char *s = out->s; *s; s++) {
		size_t n = *s == '\033' && view->color ? strspn(s + 1, "[0123456789;") : 0;

		if (n > 0 && s[1] == '[' && s[1 + n] == 'm')
			s += 1 + n;
		else
			buf_char(&text, *s);
	}
	ck_assert_msg(strlen(out->s) == out->len, "%s: a zero byte", name);
	utf8_visible(&shown, text.s, text.len, true);
	ck_assert_msg(strcmp(shown.s, text.s) == 0, "%s: not harmless", name);
	for (const char *line = text.s; view->columns && *line; line += strcspn(line, "\n") + 1)
		ck_assert_msg(utf8_width(line, strcspn(line, "\n")) <= (size_t)view->columns,
		    "%s: wider than %d: %.*s", name, view->columns, (int)strcspn(line, "\n"), line);
	buf_fini(&shown);
	buf_fini(&text);
}

static void
check_all(const struct json *doc, size_t widths, size_t depths)
{
	static const int columns[] = { 80, 0, 40, 200 };
	static const int colors[] = { 0, 16, 256 };
	const struct suite_args args = { 0 };
	struct buf out;

	buf_init(&out, (size_t)16 << 20);
	for (const struct view_of *of = views; of->name; of++) {
		for (size_t i = 0; i < widths; i++) {
			for (size_t k = 0; k < depths; k++) {
				struct view view = { columns[i], columns[i] ? colors[k] : 0,
					k > 0 };

				show(doc, of, &view, &args, &out);
				ck_assert(out.len > 0);
				check_harmless(of->name, &view, &out);
			}
		}
	}
	buf_fini(&out);
}

START_TEST(every_view_fits_and_is_harmless)
{
	struct json *doc = document(), *bad;

	check_all(doc, 4, 3);
	bad = spoiled(doc, NULL);
	json_set(bad, "phases", spoil_phases(doc));
	check_all(bad, 4, 3);
	json_free(bad);
	json_free(doc);
}
END_TEST

START_TEST(one_word_of_128_kib_is_shown)
{
	struct json *doc = document();
	struct buf word;

	buf_init(&word, (size_t)2 << 20);
	for (size_t i = 0; i < (size_t)1 << 15; i++)
		buf_str(&word, "a\xe2\x80\xae");
	json_set_string(json_path(doc, "phases.ingestion.output"), "title", word.s);
	json_set_string(
	    json_first(json_path(doc, "phases.ranking.output.suite")), "reason", word.s);
	json_set_string(
	    json_first(json_path(doc, "phases.coverage.output.criteria")), "status", word.s);
	check_all(doc, 1, 1);
	buf_fini(&word);
	json_free(doc);
}
END_TEST

START_TEST(a_missing_phase_is_named)
{
	struct json *doc = document();
	const struct suite_args args = { 0 };
	const struct view view = { .columns = 80 };
	struct buf out;

	buf_init(&out, BUF_TEXT);
	json_set(doc, "phases", json_new_object());
	for (const struct view_of *of = views; of->name; of++) {
		ck_assert_int_eq(of->show(doc, &view, &args, &out, &err), ST_DATA);
		ck_assert(strstr(err.text, "rsg-") != NULL);
		ck_assert_int_eq(of->porcelain(doc, &view, &args, &out, &err), ST_DATA);
		ck_assert_uint_eq(out.len, 0);
	}
	buf_fini(&out);
	json_free(doc);
}
END_TEST

static void
porcelain(const struct json *doc, const char *name, const struct suite_args *args, struct buf *out)
{
	const struct view view = { .columns = 33, .color = 16, .unicode = true };

	buf_clear(out);
	OK(view_find(name)->porcelain(doc, &view, args, out, &err));
}

static size_t
count(const struct buf *b, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < b->len; i++)
		n += b->s[i] == c;
	return n;
}

START_TEST(what_a_text_says_changes_no_porcelain_line)
{
	struct json *good = document(), *bad = spoiled(good, NULL);
	const struct suite_args args = { 0 };
	const struct view view = { 0 };
	struct buf a, b;

	json_set(bad, "phases", spoil_phases(good));
	json_set(bad, "change", spoiled(json_get(good, "change"), NULL));
	buf_init(&a, BUF_TEXT);
	buf_init(&b, BUF_TEXT);
	for (const struct view_of *of = views; of->name; of++) {
		porcelain(good, of->name, &args, &a);
		porcelain(bad, of->name, &args, &b);
		ck_assert_uint_eq(count(&a, '\n'), count(&b, '\n'));
		ck_assert_uint_eq(count(&a, '\t'), count(&b, '\t'));
		check_harmless(of->name, &view, &b);
	}
	buf_fini(&a);
	buf_fini(&b);
	json_free(good);
	json_free(bad);
}
END_TEST

START_TEST(porcelain_text_reads_back)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	porcelain_line(&out, "x");
	porcelain_text(&out, "a\\n\n\t\r\033\xe2\x80\xae\xc3\xa9");
	porcelain_number(&out, 0.1);
	porcelain_text(&out, "");
	porcelain_end(&out);
	ck_assert_str_eq(out.s, "x\ta\\\\n\\n\\t\\r\\x1b\\u{202e}\xc3\xa9\t0.1\t\n");
	buf_fini(&out);
}
END_TEST

/* A ranking of five tests: name, file, line, priority, criteria. */
static struct json *
ranking(void)
{
	static const struct {
		const char *id, *file, *priority, *criterion;
		int line;
	} tests[] = { { "Beta", "b.py", "low", "AC-2", 9 },
		{ "alpha", "b.py", "high", "AC-10", 10 }, { "gamma", "a.py", "medium", NULL, 3 },
		{ "delta", "c.py", "high", "AC-2", 1 }, { "eps", "b.py", "medium", "AC-10", 2 } };
	struct json *doc = parse(
	    "{\"phases\":{\"retrieval\":{\"status\":\"executed\",\"output\":{\"tests\":[]}},"
	    "\"coverage\":{\"status\":\"executed\",\"output\":{\"criteria\":[{\"id\":\"AC-2\"},"
	    "{\"id\":\"AC-10\"}]}},\"ranking\":{\"status\":\"executed\",\"output\":{\"suite\":[]}}}"
	    "}");

	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
		struct json *test =
		    json_add_object(json_path(doc, "phases.retrieval.output.tests"));
		struct json *row = json_add_object(json_path(doc, "phases.ranking.output.suite"));
		struct json *criteria = json_set_array(row, "criteria");

		json_set_string(test, "id", tests[i].id);
		json_set_string(test, "name", tests[i].id);
		json_set_string(test, "file", tests[i].file);
		json_set_number(test, "line", tests[i].line);
		json_set_string(row, "test", tests[i].id);
		json_set_number(row, "rank", (double)i + 1);
		json_set_number(row, "score", 0.9 - 0.1 * (double)i);
		json_set_string(row, "priority", tests[i].priority);
		json_set_string(row, "reason", i == 2 ? "Shares \"VAT\"." : "Nothing.");
		if (tests[i].criterion)
			json_add_string(criteria, tests[i].criterion);
	}
	return doc;
}

START_TEST(the_ranking_is_sorted_filtered_and_cut)
{
	static const struct {
		struct suite_args args;
		const char *order;
		size_t total;
	} cases[] = {
		{ { .sort = SUITE_SCORE }, "Beta alpha gamma delta eps ", 5 },
		{ { .sort = SUITE_TEST }, "Beta alpha delta eps gamma ", 5 },
		{ { .sort = SUITE_PRIORITY }, "alpha delta gamma eps Beta ", 5 },
		{ { .sort = SUITE_CRITERIA }, "Beta delta alpha eps gamma ", 5 },
		{ { .sort = SUITE_FILE }, "gamma eps Beta alpha delta ", 5 },
		{ { .filter = "B.PY" }, "Beta alpha eps ", 3 },
		{ { .filter = "vat" }, "gamma ", 1 },
		{ { .filter = "ac-10", .top = 1 }, "alpha ", 2 },
		{ { .filter = "medium", .sort = SUITE_FILE }, "gamma eps ", 2 },
		{ { .filter = "nothing at all" }, "", 0 },
		{ { .top = 2, .sort = SUITE_FILE }, "gamma eps ", 5 },
	};
	struct json *doc = ranking();

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct suite_rows rows;
		struct buf order;

		buf_init(&order, BUF_TEXT);
		suite_select(doc, &cases[i].args, &rows);
		vec_each (const struct suite_row *, it, &rows.at)
			buf_printf(&order, "%s ", json_get_string(it->row, "test"));
		ck_assert_str_eq(order.s, cases[i].order);
		ck_assert_uint_eq(rows.total, cases[i].total);
		buf_fini(&order);
		suite_rows_fini(&rows);
	}
	json_free(doc);
}
END_TEST

START_TEST(a_test_goes_by_its_id_or_its_rank)
{
	struct json *doc = ranking();
	enum suite_sort sort = SUITE_SCORE;

	ck_assert_str_eq(json_get_string(suite_row_of(doc, "gamma"), "test"), "gamma");
	ck_assert_str_eq(json_get_string(suite_row_of(doc, "4"), "test"), "delta");
	ck_assert(suite_row_of(doc, "6") == NULL && suite_row_of(doc, "") == NULL);
	ck_assert(suite_row_of(doc, "4x") == NULL && suite_row_of(doc, "GAMMA") == NULL);
	ck_assert(suite_sort_read("file", &sort) && sort == SUITE_FILE);
	ck_assert(!suite_sort_read("files", &sort) && sort == SUITE_FILE);
	json_free(doc);
}
END_TEST

START_TEST(an_id_picks_what_it_names)
{
	struct json *doc = document();
	const struct json *item = NULL;

	OK(view_pick(view_find("coverage"), doc, "AC-2", &item, &err));
	ck_assert_str_eq(json_get_string(item, "status"), "gap");
	OK(view_pick(view_find("suite"), doc, "1", &item, &err));
	ck_assert(json_get(item, "factors") != NULL);
	OK(view_pick(view_find("ranking"), doc, NULL, &item, &err));
	ck_assert(json_get(item, "suite") != NULL);
	ck_assert_int_eq(view_pick(view_find("audit"), doc, "x", &item, &err), ST_USAGE);
	ck_assert_int_eq(view_pick(view_find("generation"), doc, "x", &item, &err), ST_USAGE);
	ck_assert(view_find("rank") == NULL && view_find("") == NULL);
	json_free(doc);
}
END_TEST

START_TEST(each_cell_of_the_risk_map_has_its_number)
{
	struct json *risks = parse("[{\"severity\":0.9,\"importance\":0.9},"
				   "{\"severity\":0.9,\"importance\":1},"
				   "{\"severity\":0.5,\"importance\":0.1},"
				   "{\"severity\":0.5,\"importance\":0.2},"
				   "{\"severity\":0.1,\"importance\":0.5}]");
	const struct view plain = { .columns = 80 }, few = { 80, 16, true },
			  many = { 80, 256, true }, none = { 0 };
	const struct heat heat = heat_count(risks);
	struct buf out;

	buf_init(&out, BUF_TEXT);
	ck_assert(heat.count[2][2] == 2 && heat.count[1][0] == 2 && heat.count[0][1] == 1);
	view_heat(risks, &plain, &out);
	ck_assert_str_eq(out.s, "                low   medium     high\n"
				"  high            0        0  ###   2\n"
				"  medium    ...   2        0        0\n"
				"  low             0  ...   1        0\n");
	buf_clear(&out);
	view_heat(risks, &few, &out);
	ck_assert(strstr(out.s, "\033[41;30m ███   2\033[0m") != NULL);
	buf_clear(&out);
	view_heat(risks, &many, &out);
	ck_assert(strstr(out.s, "\033[48;5;124m ███   2\033[0m") != NULL);
	buf_clear(&out);
	view_heat(risks, &none, &out);
	ck_assert_uint_eq(out.len, 0);
	buf_fini(&out);
	json_free(risks);
}
END_TEST

UNIT_SUITE(show)
{
	tcase_add_test(tc, every_view_fits_and_is_harmless);
	tcase_add_test(tc, one_word_of_128_kib_is_shown);
	tcase_add_test(tc, a_missing_phase_is_named);
	tcase_add_test(tc, what_a_text_says_changes_no_porcelain_line);
	tcase_add_test(tc, porcelain_text_reads_back);
	tcase_add_test(tc, the_ranking_is_sorted_filtered_and_cut);
	tcase_add_test(tc, a_test_goes_by_its_id_or_its_rank);
	tcase_add_test(tc, an_id_picks_what_it_names);
	tcase_add_test(tc, each_cell_of_the_risk_map_has_its_number);
}
