#include "phase/cover_model.h"

#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "phase/cover_merge.h"
#include "store/corpus.h"
#include "text/excerpt.h"

#define TEXT_MAX 1200  /* bytes of a criterion, and of a test's assertions */
#define TITLE_MAX 300  /* of a title, path or tag */
#define ASSERT_MAX 200 /* of one assertion */
#define ASSERTS_SHOWN 12
#define TAGS_SHOWN 10

struct asking {
	struct phase_env *env;
	const struct cover_context *context;
	struct corpus *corpus; /* NULL when there is none: then no assertions are shown */
	struct prompt_value story;
	struct cover_questions questions; /* of this batch */
	struct json *criteria, *tests;
	struct map shown; /* ids of tests in this batch */
	size_t bytes;
};

static void
batch_init(struct asking *a)
{
	a->criteria = json_new_array();
	a->tests = json_new_array();
	map_init(&a->shown);
	a->bytes = 0;
}

static void
batch_fini(struct asking *a)
{
	vec_each (struct cover_question *, it, &a->questions) {
		strings_fini(&it->tests);
		vec_fini(&it->shares);
	}
	vec_fini(&a->questions);
	json_free(a->criteria);
	json_free(a->tests);
	map_fini(&a->shown);
}

static void
set_line(struct asking *a, struct json *to, const char *member, const char *text, size_t max)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, text, max);
	if (line.len)
		json_set_string(to, member, line.s);
	a->bytes += line.len + 20;
	buf_fini(&line);
}

static void
set_lines(struct asking *a, struct json *to, const char *member, const struct json *from,
    size_t most, size_t max)
{
	struct json *list = json_new_array();
	size_t n = 0, left = TEXT_MAX;
	struct buf line;

	buf_init(&line, BUF_TEXT);
	json_each (it, from) {
		if (n++ == most || json_string(it) == NULL)
			break;
		buf_clear(&line);
		excerpt_line(&line, json_string(it), max);
		if (line.len > left)
			break;
		left -= line.len;
		json_add_string(list, line.s);
	}
	buf_fini(&line);
	a->bytes += TEXT_MAX - left + 20;
	if (json_first(list))
		json_set(to, member, list);
	else
		json_free(list);
}

/* Its record in the store has what retrieval leaves out. */
static void
set_assertions(struct asking *a, struct json *to, const char *id)
{
	struct json *record = NULL;
	struct err err = ERR_INIT;
	struct buf text;
	int64_t row;

	if (a->corpus == NULL || corpus_row(a->corpus, id, &row, &err))
		return;
	buf_init(&text, BUF_DOCUMENT);
	if (corpus_record(a->corpus, row, &text, &err) == ST_OK &&
	    json_parse(text.s, text.len, &record, &err) == ST_OK) {
		set_lines(
		    a, to, "asserts", json_get(record, "assertions"), ASSERTS_SHOWN, ASSERT_MAX);
		if (json_get(to, "asserts") == NULL)
			set_line(a, to, "words", json_get_string(record, "words"), TEXT_MAX / 2);
	}
	json_free(record);
	buf_fini(&text);
}

static void
add_test(struct asking *a, const struct json *test)
{
	const char *id = json_get_string(test, "id");
	struct json *shown;
	bool added;

	map_slot(&a->shown, id, strlen(id), &added);
	if (!added)
		return;
	shown = json_add_object(a->tests);
	json_set_string(shown, "id", id);
	a->bytes += strlen(id);
	set_line(a, shown, "title", json_get_string(test, "title"), TITLE_MAX);
	set_line(a, shown, "file", json_get_string(test, "file"), TITLE_MAX);
	set_lines(a, shown, "tags", json_get(test, "tags"), TAGS_SHOWN, TITLE_MAX);
	set_lines(a, shown, "names", json_get(test, "requirements"), TAGS_SHOWN, TITLE_MAX);
	set_assertions(a, shown, id);
}

/* The tests of a criterion that are run, best first. */
static void
add_matches(struct asking *a, struct cover_question *question, struct json *ids)
{
	const struct cover_context *context = a->context;
	struct cover_words words;

	cover_words_init(&words, question->result->query, context->args->pairs);
	json_each (match, json_get(question->result->query, "matches")) {
		const char *id = json_get_string(match, "test");
		const struct map_entry *entry = map_find(context->test_index, id, strlen(id));
		const struct json *test = entry ? context->tests[entry->value] : NULL;

		if (question->tests.len == COVER_TESTS_SHOWN)
			break;
		if (test == NULL || cover_is_pending(test))
			continue;
		strings_add(&question->tests, id);
		*vec_add(&question->shares) = cover_share(&words, match, false);
		json_add_string(ids, id);
		add_test(a, test);
	}
	cover_words_fini(&words);
}

static void
add_question(struct asking *a, struct cover_result *result)
{
	struct cover_question *question = vec_add(&a->questions);
	struct json *shown = json_add_object(a->criteria);
	const char *text = json_get_string(result->subject, "text");

	question->result = result;
	json_set_string(shown, "id", result->id);
	set_line(a, shown, "text", *text ? text : "the story as a whole", TEXT_MAX);
	json_set_string(shown, "found", cover_status_name(result->status));
	add_matches(a, question, json_set_array(shown, "tests"));
}

static enum status
ask(struct asking *a, struct err *err)
{
	struct prompt_value values[3] = { { .name = NULL } };
	struct json *given = json_new_object(), *reply = NULL;
	struct buf text;
	enum status st;

	json_set(given, "criteria", a->criteria);
	json_set(given, "tests", a->tests);
	a->criteria = a->tests = NULL;
	buf_init(&text, BUF_DOCUMENT);
	json_print_pretty(given, &text);
	values[0] = a->story;
	values[1] = (struct prompt_value){ "criteria", PROMPT_OUTSIDE, text.s, text.len };
	st = phase_ask(a->env, "coverage", values, &reply, err);
	if (st == ST_OK)
		cover_merge(a->env, a->context->args, &a->questions, reply);
	json_free(reply);
	json_free(given);
	buf_fini(&text);
	return st;
}

/* The next batch, from result number *at on. */
static enum status
ask_batch(struct asking *a, struct cover_results *results, size_t *at, struct err *err)
{
	enum status st = ST_OK;

	batch_init(a);
	for (; *at < results->len && a->questions.len < COVER_BATCH; ++*at) {
		if (a->bytes >= COVER_BATCH_BYTES)
			break;
		if (json_first(json_get(results->at[*at].query, "matches")))
			add_question(a, &results->at[*at]);
	}
	if (a->questions.len)
		st = ask(a, err);
	batch_fini(a);
	return st;
}

enum status
cover_model(struct phase_env *env, const struct cover_context *context,
    struct cover_results *results, struct err *err)
{
	const char *corpus = json_get_string(doc_output(env->doc, "retrieval"), "corpus");
	struct asking a = { .env = env, .context = context };
	struct err ignored = ERR_INIT;
	enum status st = ST_OK;
	size_t at = 0;

	if (env->llm == NULL)
		return ST_OK;
	a.story = phase_story(env);
	if (env->store && *corpus)
		corpus_open(env->store, corpus, &a.corpus, &ignored);
	for (int i = 0; st == ST_OK && at < results->len && i < COVER_BATCHES; i++)
		st = ask_batch(&a, results, &at, err);
	if (st == ST_OK && at < results->len)
		phase_warn(env, "model-shown-part",
		    "The story has very many criteria: the model was not asked about the last %zu.",
		    results->len - at);
	if (a.corpus)
		corpus_close(a.corpus);
	return st == ST_NO ? ST_OK : st;
}
