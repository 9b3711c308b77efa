#include "text/story_lexicon.h"

#include <string.h>

#include "io/json.h"

const char *const story_section_names[] = { NULL, "title", "story", "criteria", "requirements",
	"nonfunctional", "scenarios", "in-scope", "out-of-scope", "questions", "background",
	"notes", "other" };

static const char *const column_names[] = { NULL, "id", "title", "description", "criteria",
	"requirement", "priority", "given", "when", "then", "status", "labels" };

static const char *
key_of(const struct json *member)
{
	return json_key(member) ? json_key(member) : "";
}

static int
index_of(const char *name, const char *const *names, int count)
{
	for (int i = 1; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return 0;
}

static enum status
headings_read(struct lexicon *lexicon, const struct json *headings, struct err *err)
{
	json_each (section, json_get(headings, "sections")) {
		int kind = index_of(key_of(section), story_section_names, SECTION_COUNT);

		if (kind == SECTION_NONE || kind == SECTION_OTHER)
			return err_set(err, ST_CONFIG,
			    "headings.yaml: sections.%s is no section: see rsg-ingest(1)",
			    key_of(section));
		json_each (language, section) {
			phrases_add_all(&lexicon->sections, language,
			    arena_strdup(&lexicon->arena, key_of(language)), kind);
		}
	}
	json_each (column, json_get(headings, "columns")) {
		int kind = index_of(key_of(column), column_names, COLUMN_COUNT);

		if (kind == COLUMN_NONE)
			return err_set(err, ST_CONFIG,
			    "headings.yaml: columns.%s is no column: see rsg-ingest(1)",
			    key_of(column));
		phrases_add_all(&lexicon->columns, column, "", kind);
	}
	return ST_OK;
}

static void
benefits_read(struct story_pattern *pattern, const char *list)
{
	while (*list) {
		size_t n = strcspn(list, ",");

		phrases_add(vec_add(&pattern->benefit), list, n, pattern->language, 0);
		list += n;
		list += strspn(list, ", ");
	}
}

static void
patterns_read(struct lexicon *lexicon, const struct json *stories)
{
	json_each (it, stories) {
		struct story_pattern *pattern = vec_add(&lexicon->patterns);

		pattern->language = arena_strdup(&lexicon->arena, key_of(it));
		phrases_add_all(&pattern->role, json_get(it, "role"), pattern->language, 0);
		phrases_add_all(&pattern->goal, json_get(it, "goal"), pattern->language, 0);
		benefits_read(pattern, json_get_string(it, "benefit"));
	}
}

static void
ids_add(struct lexicon *lexicon, const struct json *ids, const char *name, int section)
{
	phrases_add_all(&lexicon->ids, json_get(ids, name), "", section);
}

static void
levels_add(struct phrases *set, const struct json *levels)
{
	phrases_add_all(set, json_get(levels, "must"), "", IMPORTANCE_MUST);
	phrases_add_all(set, json_get(levels, "should"), "", IMPORTANCE_SHOULD);
	phrases_add_all(set, json_get(levels, "may"), "", IMPORTANCE_MAY);
}

static void
words_read(struct lexicon *lexicon, const struct json *words)
{
	const struct json *ids = json_get(words, "ids");

	patterns_read(lexicon, json_get(words, "stories"));
	levels_add(&lexicon->obligations, json_get(words, "obligations"));
	levels_add(&lexicon->priorities, json_get(words, "priorities"));
	ids_add(lexicon, ids, "criteria", SECTION_CRITERIA);
	ids_add(lexicon, ids, "requirements", SECTION_REQUIREMENTS);
	ids_add(lexicon, ids, "stories", SECTION_STORY);
	ids_add(lexicon, ids, "scenarios", SECTION_SCENARIOS);
	phrases_add_all(&lexicon->not_references, json_get(words, "not_references"), "", 0);
	phrases_add_all(&lexicon->placeholders, json_get(words, "placeholders"), "", 0);
	phrases_add_all(&lexicon->negatives, json_get(words, "negatives"), "", 0);
	phrases_add_all(&lexicon->unobservable, json_get(words, "unobservable"), "", 0);
	phrases_add_all(&lexicon->joins, json_get(words, "joins"), "", 0);
	json_each (it, json_get(words, "ambiguous"))
		phrases_add_all(
		    &lexicon->ambiguous, it, arena_strdup(&lexicon->arena, key_of(it)), 0);
	json_each (it, json_get(words, "stops"))
		phrases_add_all(&lexicon->stops, it, "", 0);
}

enum status
lexicon_new(
    const struct json *headings, const struct json *words, struct lexicon **out, struct err *err)
{
	struct lexicon *lexicon;
	enum status st;

	if (json_len(json_get(headings, "sections")) == 0)
		return err_set(err, ST_CONFIG, "headings.yaml has no sections: restore the file");
	if (json_len(json_get(words, "stories")) == 0)
		return err_set(err, ST_CONFIG, "story-words.yaml has no stories: restore the file");
	lexicon = mem_calloc(1, sizeof *lexicon);
	arena_init(&lexicon->arena);
	st = headings_read(lexicon, headings, err);
	if (st != ST_OK) {
		lexicon_free(lexicon);
		return st;
	}
	words_read(lexicon, words);
	*out = lexicon;
	return ST_OK;
}

void
lexicon_free(struct lexicon *lexicon)
{
	if (lexicon == NULL)
		return;
	vec_each (struct story_pattern *, it, &lexicon->patterns) {
		phrases_fini(&it->role);
		phrases_fini(&it->goal);
		vec_each (struct phrases *, benefit, &it->benefit)
			phrases_fini(benefit);
		vec_fini(&it->benefit);
	}
	vec_fini(&lexicon->patterns);
	phrases_fini(&lexicon->sections);
	phrases_fini(&lexicon->columns);
	phrases_fini(&lexicon->obligations);
	phrases_fini(&lexicon->priorities);
	phrases_fini(&lexicon->ids);
	phrases_fini(&lexicon->not_references);
	phrases_fini(&lexicon->ambiguous);
	phrases_fini(&lexicon->placeholders);
	phrases_fini(&lexicon->negatives);
	phrases_fini(&lexicon->unobservable);
	phrases_fini(&lexicon->joins);
	phrases_fini(&lexicon->stops);
	arena_fini(&lexicon->arena);
	free(lexicon);
}
