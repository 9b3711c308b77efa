#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/gates.h"
#include "doc/doc.h"
#include "doc/generated.h"
#include "doc/schema.h"
#include "io/db.h"
#include "io/diff.h"
#include "io/json.h"
#include "io/place.h"
#include "io/terminal.h"
#include "review/edit.h"
#include "review/review_private.h"
#include "store/execution.h"
#include "store/store.h"

static enum status
check_phase(const char *phase, const struct json *output, struct err *err)
{
	const struct schema *schema = NULL;
	struct schema_set *set = NULL;
	enum status st = schema_builtin(phase, &set, &schema, err);

	if (st == ST_OK)
		st = schema_check(schema, output, err);
	schema_set_free(set);
	return st;
}

static enum status
record(struct review *review, const struct execution_edit *edit, struct err *err)
{
	struct store *store = review->cli->store;
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	st = execution_record_edit(store, edit, cli_gate_now_ms(), err);
	return db_finish(store_db(store), st, err);
}

/* Which phases were built on what is no more, and what makes them anew. */
static void
say_what_goes(struct review *review, const struct json *before, const struct json *after)
{
	struct buf gone, command;

	buf_init(&gone, BUF_TEXT);
	buf_init(&command, BUF_TEXT);
	for (int i = 0; doc_phases[i]; i++) {
		if (doc_output(before, doc_phases[i]) == NULL || doc_output(after, doc_phases[i]))
			continue;
		buf_printf(&gone, "%s%s", gone.len ? ", " : "", doc_phases[i]);
		buf_printf(&command, " | %s", doc_tool(i));
	}
	if (gone.len)
		review_say(review, STYLE_WARN,
		    "Built on the original, and dropped: %s.  To make it anew:\n"
		    "rsg-runs doc %s%s >run.json",
		    gone.s, review->run, command.s);
	buf_fini(&gone);
	buf_fini(&command);
}

/* The edited output (taken) in the place of the original, which stays in the store. */
static enum status
keep_edit(struct review *review, const char *phase, struct json *output, const char *diff,
    struct err *err)
{
	struct json *after = json_copy(review->cli->input);
	const struct execution_edit edit = { .before = review->cli->input,
		.after = after,
		.phase = phase,
		.author = review->who,
		.diff = diff };
	enum status st;

	doc_edit(after, phase, output, review->who, cli_gate_now_ms());
	st = check_phase(phase, doc_output(after, phase), err);
	if (st == ST_OK)
		st = record(review, &edit, err);
	if (st) {
		json_free(after);
		return st;
	}
	say_what_goes(review, review->cli->input, after);
	json_free(review->cli->input);
	review->cli->input = after;
	review_look(review);
	st = review_load(review, err);
	if (review->cli->text.max) /* the file stays as it is */
		review_say(review, STYLE_PLAIN,
		    "The edited document is in the store: rsg-review %s goes on with it.",
		    review->run);
	review_go(review, review->step, review->test);
	return st;
}

struct code_check {
	struct review *review;
	const char *file;
};

static enum status
check_code(void *arg, const struct buf *text, struct err *err)
{
	const struct code_check *check = arg;

	if (text->len == 0 || strlen(text->s) != text->len)
		return err_set(err, ST_DATA, "it is empty or holds a zero byte");
	if (utf8_check(text->s, text->len) < text->len)
		return err_set(
		    err, ST_DATA, "byte %zu of it is not UTF-8", utf8_check(text->s, text->len));
	return review_syntax(check->review, check->file, text, err);
}

/* The output with other code in one test: what was repaired has it in healing. */
static struct json *
with_code(const struct review *review, const char *phase, const char *id, const struct buf *code)
{
	struct json *output = json_copy(doc_output(review->cli->input, phase));
	struct json *test = NULL;
	char sha256[DIGEST_TEXT];

	json_each (it, json_get(output, "tests")) {
		if (strcmp(json_get_string(it, "id"), id) == 0 ||
		    strcmp(json_get_string(it, "test"), id) == 0)
			test = it;
	}
	json_remove(test, "code");
	json_set(test, "code", json_new_stringn(code->s, code->len));
	if (json_get(test, "sha256")) {
		digest_text(code->s, code->len, sha256);
		json_set_string(test, "sha256", sha256);
	}
	return output;
}

static enum status
keep_code(struct review *review, const struct json *test, const struct buf *code, struct err *err)
{
	const char *old = json_get_string(test, "code"), *file = json_get_string(test, "file");
	const char *id = json_get_string(test, "id");
	const char *phase = doc_healed(review->cli->input, id) ? "healing" : "generation";
	char *from = mem_printf("a/%s", file), *to = mem_printf("b/%s", file);
	const struct diff_side before = { from, old, strlen(old) };
	const struct diff_side after = { to, code->s, code->len };
	struct buf diff;
	enum status st;

	buf_init(&diff, DIFF_BYTES);
	st = diff_unified(&before, &after, &diff, err);
	if (st == ST_OK)
		st = keep_edit(review, phase, with_code(review, phase, id, code), diff.s, err);
	buf_fini(&diff);
	free(from);
	free(to);
	return st;
}

/* The editor's file is named as the test's, so that the editor knows the language. */
static enum status
edit_code(struct review *review, struct err *err)
{
	const struct json *test = review_test(review, review->test);
	const char *file = json_get_string(test, "file"), *slash = strrchr(file, '/');
	struct code_check check = { .review = review, .file = file };
	struct buf code;
	enum status st = place_check(file, err);

	if (st)
		return st;
	buf_init(&code, REVIEW_CODE);
	buf_str(&code, json_get_string(test, "code"));
	st = edit_text(review->terminal, slash ? slash + 1 : file, check_code, &check, &code, err);
	if (st == ST_OK)
		st = keep_code(review, test, &code, err);
	buf_fini(&code);
	return st;
}

static enum status
edit_step(struct review *review, const char *phase, struct err *err)
{
	struct json *output = NULL;
	struct buf diff;
	enum status st;

	buf_init(&diff, DIFF_BYTES);
	st = edit_output(review->terminal, review->cli->input, phase, &output, err);
	if (st == ST_OK)
		st = edit_diff(phase, doc_output(review->cli->input, phase), output, &diff, err);
	if (st == ST_OK && diff.len == 0)
		st = err_set(err, ST_NO, "Nothing was changed, and nothing is decided.");
	if (st == ST_OK) {
		st = keep_edit(review, phase, output, diff.s, err);
		output = NULL;
	}
	json_free(output);
	buf_fini(&diff);
	return st;
}

bool
review_key_edit(struct review *review, int key)
{
	const char *phase = review_step_phase(review, review->step);
	struct err err = ERR_INIT;
	enum status st;

	if (key != 'e' || phase == NULL || doc_output(review->cli->input, phase) == NULL)
		return false;
	st = review_need_store(review, &err);
	if (st == ST_OK && review_at(review, REVIEW_GENERATION) && review_test(review, 0))
		st = edit_code(review, &err);
	else if (st == ST_OK)
		st = edit_step(review, phase, &err);
	if (st)
		review_fault(review, &err);
	return true;
}

/* What people changed in this run, the oldest first. */
void
review_show_edits(struct review *review)
{
	struct err err = ERR_INIT;
	struct json *edits = NULL;
	struct buf out;

	if (review->cli->store && execution_edits(review->cli->store, review->run, &edits, &err)) {
		review_fault(review, &err);
		return;
	}
	buf_init(&out, SIZE_MAX / 4);
	json_each (edit, edits) {
		const char *diff = json_get_string(edit, "diff");

		view_text(&review->view, &out, STYLE_BOLD, json_get_string(edit, "phase"));
		buf_str(&out, ", ");
		view_text(&review->view, &out, STYLE_PLAIN, json_get_string(edit, "author"));
		buf_printf(&out, ", %s\n", json_get_string(edit, "at"));
		edit_show_diff(&review->view, diff, strlen(diff), &out);
		buf_char(&out, '\n');
	}
	if (out.len && terminal_page(review->terminal, out.s, out.len, &err))
		review_fault(review, &err);
	else if (out.len == 0)
		review_say(review, STYLE_PLAIN, "nothing was changed by hand in this run");
	json_free(edits);
	buf_fini(&out);
}
