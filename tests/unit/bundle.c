#include "store/bundle.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/file.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store/gate.h"
#include "store/run.h"
#include "store/verify.h"
#include "store_dir.h"
#include "unit.h"

#define OK(call) ck_assert_msg((call) == ST_OK, "%s", err.text)
#define RUN "01934b2e-7c00-7000-8000-000000000001"

/* A person edits the ranking and approves what became of it. */
static void
decide(struct store *store, struct json *doc)
{
	struct json *after = json_copy(doc), *output = json_copy(doc_output(doc, "ranking"));
	const struct execution_edit edit = { .before = doc,
		.after = after,
		.phase = "ranking",
		.author = "Jo",
		.diff = "-a\n+b\n" };
	struct gate_subject subject;
	struct err err = ERR_INIT;

	json_set_number(output, "score", 0.125);
	doc_edit(after, "ranking", output, "Jo", 2001);
	OK(execution_record_edit(store, &edit, 2001, &err));
	OK(gate_subject(after, "ranking", &subject, &err));
	OK(gate_ask(store, after, &subject, 1000, 2002, &err));
	OK(gate_decide(store, &subject,
	    &(struct gate_decision){ .approve = true, .by = "Jo", .how = "tty", .reason = "good" },
	    2003, &err));
	json_free(after);
}

static void
expect_decisions(struct store *store, bool imported)
{
	const struct gate_filter filter = { .run = RUN };
	struct json *gates = NULL, *edits = NULL, *gate;
	struct verify_result result;
	struct err err = ERR_INIT;

	OK(gate_list(store, &filter, 5000, &gates, &err));
	gate = json_first(gates);
	ck_assert_uint_eq(json_len(gates), 1);
	ck_assert_str_eq(json_get_string(gate, "status"), "approved");
	ck_assert_str_eq(json_get_string(gate, "by"), "Jo");
	ck_assert_str_eq(json_get_string(gate, "reason"), "good");
	ck_assert(json_get_bool(gate, "imported") == imported);
	OK(execution_edits(store, RUN, &edits, &err));
	ck_assert_uint_eq(json_len(edits), 1);
	ck_assert_str_eq(json_get_string(json_first(edits), "author"), "Jo");
	ck_assert_str_eq(json_get_string(json_first(edits), "diff"), "-a\n+b\n");
	OK(verify_store(store, NULL, 0, &result, &err));
	json_free(gates);
	json_free(edits);
}

/* What was approved elsewhere is asked here all the same. */
static void
expect_not_approved(struct store *store)
{
	struct gate_subject subject;
	struct json *doc = NULL;
	struct err err = ERR_INIT;

	OK(run_doc(store, RUN, "ranking", &doc, &err));
	ck_assert(json_get_number(doc_output(doc, "ranking"), "score") == 0.125);
	OK(gate_subject(doc, "ranking", &subject, &err));
	ck_assert(gate_check(store, &subject, 5000, &err) == ST_NO);
	json_free(doc);
}

/* A store whose run was recorded phase by phase, with a failure among them. */
static struct store *
filled(const struct store_dir *dir)
{
	struct store *store = store_dir_open(dir);
	struct err err = ERR_INIT, cause = { .status = ST_DATA, .text = "no criteria: add some" };
	struct json *doc = NULL;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	OK(file_read("tests/data/run-document.json", &text, &err));
	OK(json_parse(text.s, text.len, &doc, &err));
	buf_fini(&text);
	json_each (entry, json_get(doc, "phases")) {
		char hash[DIGEST_TEXT];

		buf_init(&text, BUF_DOCUMENT);
		json_print(json_get(entry, "output"), &text);
		digest_text(text.s, text.len, hash);
		json_set_string(entry, "output_sha256", hash);
		buf_fini(&text);
	}
	OK(db_begin(store_db(store), &err));
	OK(execution_record(store, doc, NULL, "ingestion", 1000, &err));
	OK(execution_record_failure(store,
	    &(struct execution_failure){ .run = RUN,
		.doc = doc,
		.phase = "coverage",
		.engine = "builtin",
		.input_sha256 = "",
		.cause = &cause },
	    1000, &err));
	json_set_string(json_get(doc, "story"), "source", "elsewhere.md");
	OK(execution_record(store, doc, NULL, "ranking", 1000, &err));
	OK(execution_record(store, doc, NULL, "audit", 2000, &err));
	decide(store, doc);
	OK(db_commit(store_db(store), &err));
	json_free(doc);
	return store;
}

/* Feed a bundle's text; the status of the first line that is refused. */
static enum status
feed(struct bundle *bundle, const struct buf *text, struct err *err)
{
	const char *at = text->s, *end = text->s + text->len;

	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct json *line = NULL;

		ck_assert(json_parse(at, (size_t)(stop - at), &line, err) == ST_OK);
		if (bundle_line(bundle, line, at, (size_t)(stop - at), err))
			return err->status;
		at = stop + 1;
	}
	return ST_OK;
}

static void
expect_same_doc(struct store *a, struct store *b, const char *phase)
{
	struct json *x = NULL, *y = NULL;
	struct err err = ERR_INIT;
	struct buf s, t;

	OK(run_doc(a, RUN, phase, &x, &err));
	OK(run_doc(b, RUN, phase, &y, &err));
	buf_init(&s, BUF_DOCUMENT);
	buf_init(&t, BUF_DOCUMENT);
	json_print(x, &s);
	json_print(y, &t);
	ck_assert_msg(strcmp(s.s, t.s) == 0, "the document at %s differs", phase);
	buf_fini(&s);
	buf_fini(&t);
	json_free(x);
	json_free(y);
}

START_TEST(a_run_is_the_same_in_the_other_store)
{
	struct store_dir here = store_dir_new(), there = store_dir_new(), third = store_dir_new();
	struct store *a = filled(&here), *b = store_dir_open(&there), *c = store_dir_open(&third);
	struct store *const way[] = { a, b, c };
	struct err err = ERR_INIT;

	expect_decisions(a, false);
	for (int i = 0; i < 2; i++) {
		struct bundle bundle;
		struct audit_check check;
		struct execution_check broken;
		struct buf text;

		buf_init(&text, BUF_DOCUMENT);
		bundle_init(&bundle);
		OK(bundle_export(way[i], RUN, 5000, &text, &err));
		OK(feed(&bundle, &text, &err));
		ck_assert(bundle.complete);
		OK(db_begin(store_db(way[i + 1]), &err));
		OK(bundle_import(way[i + 1], &bundle, 5000, &err));
		OK(db_commit(store_db(way[i + 1]), &err));
		ck_assert(bundle_import(way[i + 1], &bundle, 5000, &err) == ST_NO);
		OK(audit_verify(way[i + 1], 0, &check, &err));
		OK(execution_verify(way[i + 1], &broken, &err));
		expect_same_doc(a, way[i + 1], NULL);
		expect_same_doc(a, way[i + 1], "ingestion");
		expect_same_doc(a, way[i + 1], "coverage");
		expect_same_doc(a, way[i + 1], "ranking");
		expect_decisions(way[i + 1], true);
		expect_not_approved(way[i + 1]);
		bundle_fini(&bundle);
		buf_fini(&text);
	}
	store_close(a);
	store_close(b);
	store_close(c);
	store_dir_free(&here);
	store_dir_free(&there);
	store_dir_free(&third);
}
END_TEST

START_TEST(no_changed_byte_gets_through)
{
	struct store_dir dir = store_dir_new();
	struct store *store = filled(&dir);
	struct err err = ERR_INIT;
	struct buf text;
	int tried = 0;

	buf_init(&text, BUF_DOCUMENT);
	OK(bundle_export(store, RUN, 5000, &text, &err));
	for (size_t i = 0; i < text.len; i += 97) {
		struct bundle bundle;
		char was = text.s[i];

		/* Letters and digits only, so that it stays JSON. */
		if (!strchr("0123456789abcdef", was) || !strchr("0123456789abcdef", text.s[i + 1]))
			continue;
		text.s[i] = was == '7' ? '8' : '7';
		bundle_init(&bundle);
		feed(&bundle, &text, &err);
		ck_assert_msg(!bundle.complete, "byte %zu", i);
		bundle_fini(&bundle);
		text.s[i] = was;
		tried++;
	}
	ck_assert_int_gt(tried, 50);
	buf_fini(&text);
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(an_edit_or_a_gate_of_something_else_is_refused)
{
	static const char *const lines[] = {
		"{\"kind\":\"run\",\"base\":{\"run\":{\"id\":\"" RUN "\"}}}",
		"{\"kind\":\"edit\",\"edit\":{\"execution\":2,\"original\":1}}",
		"{\"kind\":\"gate\",\"gate\":{\"run\":\"another\"}}",
	};

	for (size_t i = 1; i < 3; i++) {
		struct err err = ERR_INIT;
		struct json *run = NULL, *line = NULL;
		struct bundle bundle;

		bundle_init(&bundle);
		OK(json_parse(lines[0], strlen(lines[0]), &run, &err));
		OK(json_parse(lines[i], strlen(lines[i]), &line, &err));
		OK(bundle_line(&bundle, run, lines[0], strlen(lines[0]), &err));
		ck_assert(bundle_line(&bundle, line, lines[i], strlen(lines[i]), &err) == ST_DATA);
		bundle_fini(&bundle);
	}
}
END_TEST

START_TEST(lines_out_of_order_are_refused)
{
	static const char *const lines[] = {
		"{\"kind\":\"end\",\"run\":\"x\",\"sha256\":\"\"}",
		"{\"kind\":\"execution\",\"id\":1}",
		"{\"kind\":\"event\",\"event\":{}}",
	};
	struct err err = ERR_INIT;

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct bundle bundle;
		struct json *line = NULL;

		OK(json_parse(lines[i], strlen(lines[i]), &line, &err));
		bundle_init(&bundle);
		ck_assert(bundle_line(&bundle, line, lines[i], strlen(lines[i]), &err) == ST_DATA);
		bundle_fini(&bundle);
	}
}
END_TEST

UNIT_SUITE(bundle)
{
	tcase_add_test(tc, a_run_is_the_same_in_the_other_store);
	tcase_add_test(tc, no_changed_byte_gets_through);
	tcase_add_test(tc, an_edit_or_a_gate_of_something_else_is_refused);
	tcase_add_test(tc, lines_out_of_order_are_refused);
}
