#include "phase/verify_record.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/digest.h"
#include "io/json.h"
#include "text/excerpt.h"

#define OUTPUT_HEAD ((size_t)4 * 1024)
#define OUTPUT_TAIL ((size_t)12 * 1024)

/* stage: what it is called; got: the column of the survival table. */
static const struct {
	const char *name, *got;
} stages[VERIFY_STAGES] = {
	{ "parses", "parsed" },
	{ "builds", "built" },
	{ "passes", "passed" },
	{ "stable", "stable" },
	{ "unique", "unique" },
	{ "tied", "tied" },
	{ "proven", "proven" },
};

static const char *const verdicts[] = { "skipped", "ok", "failed" };

void
verify_record_init(struct verify_record *record)
{
	*record = (struct verify_record){ .outcome = "not-run" };
	buf_init(&record->output, BUF_DOCUMENT);
}

void
verify_record_fini(struct verify_record *record)
{
	buf_fini(&record->output);
	json_free(record->failure);
}

void
verify_record_set(struct verify_record *record, enum verify_stage stage,
    enum verify_verdict verdict, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(record->stages[stage].why, sizeof record->stages[stage].why, fmt, ap);
	va_end(ap);
	record->stages[stage].verdict = verdict;
	record->stopped |= verdict == VERIFY_FAILED;
}

bool
verify_record_survived(const struct verify_record *record)
{
	for (int i = 0; i < VERIFY_STAGES; i++) {
		if (record->stages[i].verdict == VERIFY_FAILED)
			return false;
	}
	return record->stages[VERIFY_STAGE_PASSES].verdict == VERIFY_OK &&
	       record->stages[VERIFY_STAGE_STABLE].verdict == VERIFY_OK;
}

/* Why a stage was not come to: the one before that failed, or could not be done. */
static void
say_skipped(const struct verify_record *record, int stage, struct buf *out)
{
	int last = -1;

	for (int i = 0; i < stage; i++) {
		if (record->stages[i].verdict == VERIFY_FAILED) {
			buf_printf(out, "\"%s\" failed", stages[i].name);
			return;
		}
		if (record->stages[i].why[0] && record->stages[i].verdict == VERIFY_SKIPPED)
			last = i;
	}
	if (last < 0)
		buf_str(out, "it was not come to");
	else
		buf_printf(out, "\"%s\" could not be done", stages[last].name);
}

static void
add_stage(const struct verify_record *record, int i, struct json *list)
{
	struct json *stage = json_add_object(list);
	struct buf why;

	buf_init(&why, BUF_TEXT);
	if (record->stages[i].why[0])
		excerpt_line(&why, record->stages[i].why, sizeof record->stages[i].why);
	else
		say_skipped(record, i, &why);
	json_set_string(stage, "stage", stages[i].name);
	json_set_string(stage, "verdict", verdicts[record->stages[i].verdict]);
	json_set_string(stage, "why", why.len ? why.s : "-");
	buf_fini(&why);
}

/* Head and tail, and what no terminal command is. */
static void
set_output(const struct buf *output, struct json *entry)
{
	struct buf text, cut;
	size_t n, head;

	buf_init(&text, BUF_DOCUMENT);
	buf_init(&cut, BUF_TEXT);
	utf8_repair(&text, output->s, output->len);
	n = text.len;
	for (size_t i = 0; i < n; i++) {
		if (text.s[i] == '\0') /* which would be the end of it */
			text.s[i] = '?';
	}
	if (n <= OUTPUT_HEAD + OUTPUT_TAIL) {
		buf_add(&cut, text.s, n);
	} else {
		head = excerpt_cut(text.s, n, OUTPUT_HEAD);
		buf_add(&cut, text.s, head);
		buf_printf(&cut, "\n[%zu bytes are left out]\n", n - head - OUTPUT_TAIL);
		utf8_repair(&cut, text.s + n - OUTPUT_TAIL, OUTPUT_TAIL);
	}
	json_set_string(entry, "output", cut.s);
	buf_fini(&cut);
	buf_fini(&text);
}

struct json *
verify_record_json(struct verify_record *record, const struct json *test)
{
	struct json *entry = json_new_object(), *list;
	const char *code = json_get_string(test, "code"), *model = json_get_string(test, "model");
	char sha256[DIGEST_TEXT];

	digest_text(code, strlen(code), sha256);
	json_set_string(entry, "test", json_get_string(test, "id"));
	json_set_string(entry, "framework", json_get_string(test, "framework"));
	if (*model)
		json_set_string(entry, "model", model);
	json_set_string(entry, "sha256", sha256);
	list = json_set_array(entry, "stages");
	for (int i = 0; i < VERIFY_STAGES; i++)
		add_stage(record, i, list);
	json_set_bool(entry, "survived", verify_record_survived(record));
	json_set_string(entry, "outcome", record->outcome);
	json_set_number(entry, "failing", (double)record->failing);
	if (record->failure)
		json_set(entry, "failure", record->failure);
	record->failure = NULL;
	if (record->output.len && !verify_record_survived(record))
		set_output(&record->output, entry);
	return entry;
}

static bool
is_ok(const struct json *entry, enum verify_stage stage)
{
	json_each (it, json_get(entry, "stages")) {
		if (strcmp(json_get_string(it, "stage"), stages[stage].name) == 0)
			return strcmp(json_get_string(it, "verdict"), "ok") == 0;
	}
	return false;
}

static struct json *
row_of(struct json *table, const struct json *entry)
{
	const char *framework = json_get_string(entry, "framework");
	const char *model = json_get_string(entry, "model");
	struct json *row;

	json_each (it, table) {
		if (strcmp(json_get_string(it, "framework"), framework) == 0 &&
		    strcmp(json_get_string(it, "model"), model) == 0)
			return it;
	}
	row = json_add_object(table);
	json_set_string(row, "framework", framework);
	json_set_string(row, "model", model);
	json_set_number(row, "generated", 0);
	for (int i = 0; i < VERIFY_STAGES; i++)
		json_set_number(row, stages[i].got, 0);
	json_set_number(row, "survived", 0);
	return row;
}

static void
count(struct json *row, const char *key, bool one)
{
	if (one)
		json_set_number(row, key, json_get_number(row, key) + 1);
}

struct json *
verify_survival(const struct json *tests)
{
	struct json *table = json_new_array();

	json_each (entry, tests) {
		struct json *row;

		if (*json_get_string(entry, "model") == '\0')
			continue;
		row = row_of(table, entry);
		count(row, "generated", true);
		/* what builds parses, also where no parser was asked */
		count(row, "parsed",
		    is_ok(entry, VERIFY_STAGE_PARSES) || is_ok(entry, VERIFY_STAGE_BUILDS));
		for (int i = VERIFY_STAGE_BUILDS; i < VERIFY_STAGES; i++)
			count(row, stages[i].got, is_ok(entry, (enum verify_stage)i));
		count(row, "survived", json_get_bool(entry, "survived"));
	}
	return table;
}
