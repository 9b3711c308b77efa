#include "phase/rank_model.h"

#include <string.h>

#include "io/json.h"
#include "llm/prompt.h"
#include "phase/rank_reason.h"
#include "text/excerpt.h"

#define TEXT_MAX 300 /* bytes of a title, path, tag or reason */
#define TAGS_SHOWN 10

static void
set_line(struct json *to, const char *member, const char *text)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, text, TEXT_MAX);
	if (line.len)
		json_set_string(to, member, line.s);
	buf_fini(&line);
}

static void
set_lines(struct json *to, const char *member, const struct json *from)
{
	struct json *list = json_new_array();
	struct buf line;
	size_t n = 0;

	buf_init(&line, BUF_TEXT);
	json_each (it, from) {
		if (n++ == TAGS_SHOWN)
			break;
		buf_clear(&line);
		excerpt_line(&line, json_string(it) ? json_string(it) : "", TEXT_MAX);
		json_add_string(list, line.s);
	}
	buf_fini(&line);
	if (json_first(list))
		json_set(to, member, list);
	else
		json_free(list);
}

static void
show(const struct rank_tests *tests, size_t n, struct buf *out)
{
	struct json *list = json_new_array();
	struct buf reason;

	buf_init(&reason, BUF_TEXT);
	for (size_t i = 0; i < n; i++) {
		const struct rank_test *test = &tests->at[i];
		struct json *shown = json_add_object(list);

		json_set_string(shown, "test", test->id);
		set_line(shown, "title", json_get_string(test->test, "title"));
		set_line(shown, "file", json_get_string(test->test, "file"));
		set_lines(shown, "tags", json_get(test->test, "tags"));
		set_lines(shown, "names", json_get(test->test, "requirements"));
		json_set_number(shown, "found", test->score);
		rank_reason(tests, test, &reason);
		set_line(shown, "because", reason.s);
	}
	json_print_pretty(list, out);
	buf_fini(&reason);
	json_free(list);
}

/* Tests that something speaks for, and no more than the model is shown. */
static size_t
shown_of(const struct rank_tests *tests)
{
	size_t n = 0;

	while (n < tests->len && n < RANK_TESTS_SHOWN && tests->at[n].score > 0)
		n++;
	return n;
}

static struct rank_test *
test_called(struct rank_tests *tests, size_t n, const char *id)
{
	for (size_t i = 0; i < n; i++) {
		if (strcmp(tests->at[i].id, id) == 0)
			return &tests->at[i];
	}
	return NULL;
}

void
rank_merge(struct phase_env *env, struct rank_tests *tests, size_t n, const struct json *reply)
{
	json_each (it, json_get(reply, "tests")) {
		const char *id = json_get_string(it, "test");
		const struct json *score = json_get(it, "score");
		struct rank_test *test = test_called(tests, n, id);
		struct buf line;

		if (test == NULL || test->modelled || !phase_is_score(score)) {
			phase_drop(env, id, "The model's score for \"%.200s\" is dropped, %s.", id,
			    test == NULL     ? "it was not asked about that"
			    : test->modelled ? "it is the second"
					     : "it is not from 0 to 1");
			continue;
		}
		buf_init(&line, BUF_TEXT);
		excerpt_line(&line, json_get_string(it, "reason"), TEXT_MAX);
		test->modelled = true;
		test->value[RANK_MODEL] = json_number(score);
		test->model_reason = buf_take(&line);
		tests->said[RANK_MODEL] = true;
	}
}

enum status
rank_model(
    struct phase_env *env, const struct rank_args *args, struct rank_tests *tests, struct err *err)
{
	struct prompt_value values[3] = { { .name = NULL } };
	size_t n = shown_of(tests);
	struct json *reply = NULL;
	struct buf shown;
	enum status st;

	if (env->llm == NULL || n == 0 || json_get(env->doc, "story") == NULL ||
	    args->weights[RANK_MODEL] <= 0)
		return ST_OK;
	if (n < tests->len && tests->at[n].score > 0)
		phase_warn(env, "model-shown-part",
		    "The model was asked about the first %zu of %zu tests.", n, tests->len);
	buf_init(&shown, BUF_DOCUMENT);
	show(tests, n, &shown);
	values[0] = phase_story(env);
	values[1] = (struct prompt_value){ "tests", PROMPT_OUTSIDE, shown.s, shown.len };
	st = phase_ask(env, "ranking", values, &reply, err);
	if (st == ST_OK)
		rank_merge(env, tests, n, reply);
	json_free(reply);
	buf_fini(&shown);
	return st == ST_NO ? ST_OK : st;
}
