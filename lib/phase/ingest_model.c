#include "phase/ingest_model.h"

#include "io/json.h"
#include "llm/prompt.h"
#include "phase/ingest_merge.h"
#include "text/excerpt.h"

#define SHOWN_MAX 200 /* items of a list */
#define TEXT_MAX 600  /* bytes of an item */

/* Some members of the first items of a list; the number of items left out. */
static size_t
show(struct json *to, const char *name, const struct json *list, const char *member, bool with_id)
{
	struct json *shown = json_set_array(to, name);
	size_t n = 0;
	struct buf text;

	buf_init(&text, BUF_TEXT);
	json_each (it, list) {
		struct json *item;

		if (n++ >= SHOWN_MAX)
			continue;
		buf_clear(&text);
		excerpt_line(&text, json_get_string(it, member), TEXT_MAX);
		if (!with_id) {
			json_add_string(shown, text.s);
			continue;
		}
		item = json_add_object(shown);
		json_set_string(item, "id", json_get_string(it, "id"));
		json_set_string(item, "text", text.s);
	}
	buf_fini(&text);
	return n > SHOWN_MAX ? n - SHOWN_MAX : 0;
}

/* As JSON; a warning says what there was no room for. */
static void
put_found(struct phase_env *env, const struct json *output, struct buf *out)
{
	static const char *const members[] = { "title", "role", "goal", "benefit" };
	struct json *found = json_new_object();
	size_t left = 0;

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
		json_set_string(found, members[i], json_get_string(output, members[i]));
	left += show(found, "requirements", json_get(output, "requirements"), "text", true);
	left += show(found, "criteria", json_get(output, "criteria"), "text", true);
	left += show(found, "out_of_scope", json_path(output, "scope.out"), "text", false);
	left += show(found, "entities", json_get(output, "entities"), "name", false);
	left += show(found, "questions", json_get(output, "questions"), "text", false);
	if (left)
		phase_warn(env, "model-shown-part",
		    "The story has very many items: the model did not see %zu of them.", left);
	json_print_pretty(found, out);
	json_free(found);
}

enum status
ingest_model(struct phase_env *env, const struct lexicon *lexicon, double importance,
    struct json *output, struct err *err)
{
	struct prompt_value values[3] = { { .name = NULL } };
	struct ingest_source source = { .lexicon = lexicon, .importance = importance };
	struct json *reply = NULL;
	struct buf found;
	enum status st;

	if (env->llm == NULL)
		return ST_OK;
	buf_init(&found, BUF_DOCUMENT);
	put_found(env, output, &found);
	values[0] = phase_story(env);
	values[1] = (struct prompt_value){ "found", PROMPT_OUTSIDE, found.s, found.len };
	st = phase_ask(env, "ingestion", values, &reply, err);
	if (st == ST_OK) {
		source.text = values[0].text;
		source.n = values[0].n;
		ingest_merge(env, &source, reply, output);
	}
	json_free(reply);
	buf_fini(&found);
	return st == ST_NO ? ST_OK : st;
}
