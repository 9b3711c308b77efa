#include "phase/ingest_merge.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/json.h"
#include "text/excerpt.h"
#include "text/quote.h"
#include "text/story.h"
#include "text/story_parts.h"

#define ITEMS_MAX 100 /* of one kind, from one answer */
#define QUOTE_MAX 2000
#define LEAST_WORDS 3 /* of a criterion */
#define NAME_MAX 60   /* bytes of an entity */
#define TITLE_MAX 120
#define ASK_MAX 500 /* bytes of a question */

struct merge {
	struct phase_env *env;
	const struct ingest_source *source;
	struct json *output;
	struct quotes quotes;
	struct strings criteria, out, questions, entities; /* folded */
};

static void
fold_add(struct strings *list, const char *text)
{
	char *folded = quote_fold(text, strlen(text));

	if (*folded)
		strings_add(list, folded);
	free(folded);
}

static void
fold_all(struct strings *list, const struct json *items, const char *member)
{
	json_each (it, items)
		fold_add(list, json_get_string(it, member));
}

static void
merge_init(
    struct merge *m, struct phase_env *env, const struct ingest_source *source, struct json *output)
{
	*m = (struct merge){ .env = env, .source = source, .output = output };
	quotes_init(&m->quotes, source->text, source->n);
	fold_all(&m->criteria, json_get(output, "criteria"), "text");
	fold_all(&m->out, json_path(output, "scope.out"), "text");
	fold_all(&m->questions, json_get(output, "questions"), "text");
	fold_all(&m->entities, json_get(output, "entities"), "name");
}

static void
merge_fini(struct merge *m)
{
	quotes_fini(&m->quotes);
	strings_fini(&m->criteria);
	strings_fini(&m->out);
	strings_fini(&m->questions);
	strings_fini(&m->entities);
}

/* The quote of an item, found in the story; or a warning. */
static bool
quoted(struct merge *m, const char *what, const char *passage, struct quote *out)
{
	if (strlen(passage) <= QUOTE_MAX && quotes_find(&m->quotes, passage, out))
		return true;
	phase_drop(m->env, NULL, "The model's %s is dropped, the story does not say \"%.200s\".",
	    what, passage);
	return false;
}

/* What stands in front of an item of a list is not of its text. */
static struct quote
without_bullet(struct quote q)
{
	size_t skip = strspn(q.text, "-*+>#| "), digits;

	skip = skip < q.n ? skip : 0;
	digits = strspn(q.text + skip, "0123456789");
	if (digits && skip + digits + 2 < q.n && strchr(".)", q.text[skip + digits]) &&
	    q.text[skip + digits + 1] == ' ')
		skip += digits + 2;
	if (skip + 4 < q.n && q.text[skip] == '[' && q.text[skip + 2] == ']')
		skip += 4; /* a box */
	q.text += skip;
	q.n -= skip;
	while (q.n > 1 && strchr(" |", q.text[q.n - 1]))
		q.n--;
	return q;
}

static size_t
words_in(const char *folded)
{
	size_t n = *folded != '\0';

	for (; *folded; folded++)
		n += *folded == ' ';
	return n;
}

/* Part of what is there, or what is there with a little around it. */
static bool
is_known(const struct strings *known, const char *folded)
{
	vec_each (char **, it, known) {
		if (quote_folded_in(folded, *it) ||
		    (quote_folded_in(*it, folded) && 2 * strlen(*it) >= strlen(folded)))
			return true;
	}
	return false;
}

static bool
is_excluded(const struct strings *out, const char *folded)
{
	vec_each (char **, it, out) {
		if (quote_folded_in(folded, *it) || quote_folded_in(*it, folded))
			return true;
	}
	return false;
}

/* The id that the next criterion without one of its own gets. */
static void
next_id(const struct json *output, char *id, size_t size)
{
	static const char *const lists[] = { "requirements", "criteria", "scenarios" };
	struct map ids;
	size_t n = 0;

	map_init(&ids);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		json_each (it, json_get(output, lists[i])) {
			const char *known = json_get_string(it, "id");

			map_slot(&ids, known, strlen(known), NULL);
		}
	}
	do
		snprintf(id, size, "AC-%zu", ++n);
	while (map_find(&ids, id, strlen(id)));
	map_fini(&ids);
}

/* The requirement that the model names, else the last one that begins before the line. */
static struct json *
requirement_for(struct merge *m, const char *named, int line)
{
	struct json *found = NULL;

	json_each (it, json_get(m->output, "requirements")) {
		if (strcmp(json_get_string(it, "id"), named) == 0)
			return it;
		if (found == NULL || json_get_number(it, "line") <= line)
			found = it;
	}
	if (*named)
		phase_drop(
		    m->env, named, "The story has no requirement %.60s, as the model says.", named);
	return found;
}

static double
importance_of(const struct merge *m, const struct quote *q)
{
	bool said = false;
	double value = story_importance(m->source->lexicon, q->text, q->n, &said);

	if (!said && value == IMPORTANCE_PLAIN / 10.0 && m->source->importance >= 0)
		return m->source->importance;
	return value;
}

static void
criterion_put(struct merge *m, const struct quote *q, const char *named)
{
	struct json *criterion, *requirement = requirement_for(m, named, q->line);
	char id[40];

	next_id(m->output, id, sizeof id);
	criterion = json_add_object(json_get(m->output, "criteria"));
	json_set_string(criterion, "id", id);
	json_set(criterion, "text", json_new_stringn(q->text, q->n));
	json_set_number(criterion, "line", q->line);
	json_set_number(criterion, "end_line", q->end_line);
	if (requirement) {
		json_set_string(criterion, "requirement", json_get_string(requirement, "id"));
		json_add_string(json_get(requirement, "criteria"), id);
	}
	json_set_number(criterion, "importance", json_round(importance_of(m, q), 4));
	json_set_bool(criterion, "derived", true);
	json_set_string(criterion, "by", "model");
}

static void
criterion_merge(struct merge *m, const struct json *item)
{
	const char *passage = json_get_string(item, "quote");
	struct quote q;
	char *folded;

	if (!quoted(m, "criterion", passage, &q))
		return;
	q = without_bullet(q);
	folded = quote_fold(q.text, q.n);
	if (is_excluded(&m->out, folded)) {
		phase_drop(m->env, NULL,
		    "The model's criterion is dropped, it is out of scope: \"%.200s\".", passage);
	} else if (words_in(folded) < LEAST_WORDS) {
		phase_drop(m->env, NULL,
		    "The model's criterion is dropped, it says too little: \"%.200s\".", passage);
	} else if (!is_known(&m->criteria, folded)) {
		criterion_put(m, &q, json_get_string(item, "requirement"));
		strings_add(&m->criteria, folded);
	}
	free(folded);
}

/* In front of the first that is rarer: the list stays sorted by how often a name occurs. */
static void
entity_put(struct merge *m, struct json *entity)
{
	const struct json *old = json_get(m->output, "entities");
	struct json *list = json_new_array();
	double count = json_get_number(entity, "count");

	json_each (it, old) {
		if (entity && json_get_number(it, "count") < count) {
			json_add(list, entity);
			entity = NULL;
		}
		json_add(list, json_copy(it));
	}
	if (entity)
		json_add(list, entity);
	json_set(m->output, "entities", list);
}

static void
entity_merge(struct merge *m, const struct json *item)
{
	const char *name = json_get_string(item, "quote");
	struct json *entity;
	struct quote q;
	char *folded;

	if (!quoted(m, "entity", name, &q))
		return;
	folded = quote_fold(q.text, q.n);
	if (q.n > NAME_MAX) {
		phase_drop(m->env, NULL,
		    "The model's entity is dropped, it is no name: \"%.200s\".", name);
	} else if (!strings_has(&m->entities, folded) &&
		   json_len(json_get(m->output, "entities")) < STORY_MAX_ENTITIES) {
		strings_add(&m->entities, folded);
		entity = json_new_object();
		json_set(entity, "name", json_new_stringn(q.text, q.n));
		json_set_string(entity, "kind", json_get_string(item, "kind"));
		json_set_number(entity, "count", (double)quotes_count(&m->quotes, name));
		json_set_string(entity, "by", "model");
		entity_put(m, entity);
	}
	free(folded);
}

static void
question_merge(struct merge *m, const struct json *item)
{
	struct json *question;
	struct buf text;
	struct quote q;

	if (!quoted(m, "question", json_get_string(item, "quote"), &q))
		return;
	buf_init(&text, BUF_TEXT);
	excerpt_line(&text, json_get_string(item, "question"), ASK_MAX);
	if (text.len == 0) {
		phase_drop(m->env, NULL, "The model's question is dropped, it asks nothing.");
	} else {
		char *folded = quote_fold(text.s, text.len);

		if (!strings_has(&m->questions, folded)) {
			strings_add(&m->questions, folded);
			question = json_add_object(json_get(m->output, "questions"));
			json_set_string(question, "text", text.s);
			json_set_number(question, "line", q.line);
			json_set_string(question, "by", "model");
		}
		free(folded);
	}
	buf_fini(&text);
}

static void
merge_list(struct merge *m, const struct json *reply, const char *name,
    void (*one)(struct merge *, const struct json *))
{
	size_t n = 0;

	json_each (it, json_get(reply, name)) {
		if (n++ == ITEMS_MAX) {
			phase_drop(m->env, NULL, "The model's %s beyond the first %d are dropped.",
			    name, ITEMS_MAX);
			return;
		}
		one(m, it);
	}
}

static void
replace(struct merge *m, const char *member, const char *text, size_t n)
{
	char *old = mem_strdup(json_get_string(m->output, member)), *new = mem_strndup(text, n);

	if (strcmp(old, new) != 0) {
		json_set_string(m->output, member, new);
		json_set_string(
		    phase_warn(m->env, "model-replaced",
			"The %s is the model's; the rules had \"%.300s\".", member, old),
		    "about", member);
	}
	free(new);
	free(old);
}

/* A sentence part is a quote; role and benefit that the form of the story gives are not touched. */
static void
sentence_merge(struct merge *m, const struct json *reply, const char *member, bool keep)
{
	const char *said = json_get_string(reply, member);
	struct quote q;

	if (*said == '\0' || (keep && *json_get_string(m->output, member)) ||
	    !quoted(m, member, said, &q))
		return;
	if (q.n > ASK_MAX)
		phase_drop(m->env, member, "The model's %s is dropped, it is too long.", member);
	else
		replace(m, member, q.text, q.n);
}

static void
title_merge(struct merge *m, const struct json *reply)
{
	const char *said = json_get_string(reply, "title");
	char *folded, *story;
	struct buf title;

	if (*said == '\0')
		return;
	buf_init(&title, BUF_TEXT);
	excerpt_line(&title, said, TITLE_MAX);
	folded = quote_fold(title.s, title.len);
	story = quote_fold(m->source->text, m->source->n);
	if (quote_words_in(folded, story))
		replace(m, "title", title.s, title.len);
	else
		phase_drop(m->env, "title",
		    "The model's title is dropped, it has words that the story has not: "
		    "\"%.200s\".",
		    title.s);
	free(folded);
	free(story);
	buf_fini(&title);
}

void
ingest_merge(struct phase_env *env, const struct ingest_source *source, const struct json *reply,
    struct json *output)
{
	struct merge m;

	merge_init(&m, env, source, output);
	title_merge(&m, reply);
	sentence_merge(&m, reply, "role", true);
	sentence_merge(&m, reply, "goal", false);
	sentence_merge(&m, reply, "benefit", true);
	merge_list(&m, reply, "criteria", criterion_merge);
	merge_list(&m, reply, "entities", entity_merge);
	merge_list(&m, reply, "questions", question_merge);
	merge_fini(&m);
}
