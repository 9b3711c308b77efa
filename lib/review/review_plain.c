#include <unistd.h>

#include "doc/doc.h"
#include "io/json.h"
#include "io/tty.h"
#include "review/review_private.h"

static enum status
need_tests(const struct review *review, struct err *err)
{
	return doc_require(review->cli->input, (const char *const[]){ "generation", NULL }, err);
}

enum status
review_list(struct review *review, struct err *err)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "id", 0 }, { "decision", 0 }, { "criterion", 0 }, { "file", COLUMN_FLEX },
		{ "name", COLUMN_FLEX }, { "by", COLUMN_SPARE } };
	struct table table;

	if (need_tests(review, err))
		return err->status;
	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags);
	json_each (test, review_tests(review)) {
		const struct json *decision = NULL;
		enum review_status status = review_status(review, test, &decision);

		table_cell(&table, STYLE_BOLD, "%s", json_get_string(test, "id"));
		table_cell(&table, review_style(status), "%s", review_word(status));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(test, "criterion"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(test, "file"));
		table_cell(&table, STYLE_PLAIN, "%s", json_get_string(test, "name"));
		table_cell(
		    &table, STYLE_DIM, "%s", decision ? json_get_string(decision, "by") : "-");
	}
	table_print(&table, &review->view, &review->cli->out);
	table_fini(&table);
	return ST_OK;
}

static void
add_test(const struct review *review, const struct json *test, struct json *tests)
{
	static const char *const keys[] = { "path", "before_sha256", "after_sha256", "by", "at",
		"how", NULL };
	const struct json *decision = NULL;
	enum review_status status = review_status(review, test, &decision);
	struct json *entry = json_add_object(tests);
	char sha256[DIGEST_TEXT];

	review_code_sha256(test, sha256);
	json_set_string(entry, "id", json_get_string(test, "id"));
	json_set_string(entry, "criterion", json_get_string(test, "criterion"));
	json_set_string(entry, "file", json_get_string(test, "file"));
	json_set_string(entry, "code_sha256", sha256);
	json_set_string(entry, "status", review_word(status));
	for (const char *const *key = keys; decision && *key; key++) {
		const struct json *value = json_get(decision, *key);

		if (value)
			json_set(entry, *key, json_copy(value));
	}
}

enum status
review_json(struct review *review, struct err *err)
{
	const struct json *edited = json_path(review->cli->input, "phases.generation.edited");
	struct json *all, *tests;
	enum status st;

	if (need_tests(review, err))
		return err->status;
	all = json_new_object();
	json_set_string(all, "run", review->run);
	if (edited)
		json_set(all, "edited", json_copy(edited));
	tests = json_set_array(all, "tests");
	json_each (test, review_tests(review))
		add_test(review, test, tests);
	st = cli_emit(review->cli, all, err);
	json_free(all);
	return st;
}

/* All steps, and of the generation all tests. */
enum status
review_linear(struct review *review, struct err *err)
{
	size_t tests = json_len(review_tests(review));
	enum status st = ST_OK;

	review->view.columns = tty_columns(STDOUT_FILENO);
	for (review->step = 0; st == ST_OK && review->step < review_steps(review); review->step++) {
		review->test = 0;
		do {
			st = review_render(review, &review->cli->out, err);
			review->test++;
		} while (
		    st == ST_OK && review_at(review, REVIEW_GENERATION) && review->test < tests);
	}
	return st;
}
