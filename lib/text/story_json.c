#include <string.h>

#include "io/json.h"
#include "text/story.h"

static void
names_json(struct json *object, const char *key, const struct story_names *names)
{
	struct json *array;

	if (names->len == 0)
		return;
	array = json_set_array(object, key);
	for (size_t i = 0; i < names->len; i++)
		json_add_string(array, names->at[i]);
}

static void
tags_json(struct json *object, const struct strings *tags, bool always)
{
	struct json *array;

	if (tags->len == 0 && !always)
		return;
	array = json_set_array(object, "tags");
	vec_each (char **, tag, tags)
		json_add_string(array, *tag);
}

static void
texts_json(struct json *array, const struct story_texts *texts)
{
	vec_each (const struct story_text *, it, texts) {
		struct json *object = json_add_object(array);

		json_set_string(object, "text", it->text);
		json_set_number(object, "line", it->line);
		if (it->check != CHECK_NONE)
			json_set_bool(object, "resolved", it->check == CHECK_DONE);
	}
}

static void
notes_json(struct json *array, const struct story_texts *notes)
{
	vec_each (const struct story_text *, it, notes) {
		struct json *object = json_add_object(array);

		json_set_string(object, "text", it->text);
		json_set_number(object, "line", it->line);
		if (it->kind)
			json_set_string(object, "kind", it->kind);
		if (it->section)
			json_set_string(object, "section", it->section);
	}
}

static void
requirement_json(struct json *object, const struct story_item *item)
{
	json_set_string(object, "id", item->id);
	json_set_string(object, "text", item->text);
	json_set_number(object, "line", item->line);
	json_set_number(object, "end_line", item->end_line);
	json_set_string(object, "kind", item->kind);
	json_set_number(object, "importance", json_round(item->importance, 4));
	json_set_array(object, "criteria");
	names_json(object, "references", &item->references);
	if (item->check != CHECK_NONE)
		json_set_bool(object, "checked", item->check == CHECK_DONE);
}

static void
criterion_json(const struct story *story, struct json *object, const struct story_item *item)
{
	json_set_string(object, "id", item->id);
	json_set_string(object, "text", item->text);
	json_set_number(object, "line", item->line);
	json_set_number(object, "end_line", item->end_line);
	if (item->requirement >= 0)
		json_set_string(
		    object, "requirement", story->requirements.at[item->requirement].id);
	json_set_number(object, "importance", json_round(item->importance, 4));
	names_json(object, "references", &item->references);
	if (item->scenario >= 0)
		json_set_string(object, "scenario", story->scenarios.at[item->scenario].id);
	tags_json(object, &item->tags, false);
	if (item->check != CHECK_NONE)
		json_set_bool(object, "checked", item->check == CHECK_DONE);
	if (item->derived)
		json_set_bool(object, "derived", true);
}

static void
table_json(struct json *object, const char *key, const struct gherkin_table *table)
{
	struct json *rows = json_set_array(object, key);

	vec_each (const struct gherkin_row *, row, table) {
		struct json *cells = json_add(rows, json_new_array());

		for (size_t i = 0; i < row->len; i++)
			json_add_string(cells, row->cells[i]);
	}
}

static void
steps_json(struct json *array, const struct story_scenario *scenario)
{
	vec_each (const struct story_step *, it, &scenario->steps) {
		struct json *object = json_add_object(array);

		json_set_string(object, "keyword", gherkin_step_names[it->kind]);
		json_set_string(object, "text", it->text);
		json_set_number(object, "line", it->line);
		if (it->table.len > 0)
			table_json(object, "table", &it->table);
		if (it->doc_string)
			json_set_string(object, "doc_string", it->doc_string);
	}
}

static void
scenario_json(struct json *object, const struct story_scenario *scenario)
{
	struct json *tables;

	json_set_string(object, "id", scenario->id);
	json_set_string(object, "name", scenario->name);
	json_set_number(object, "line", scenario->line);
	json_set_number(object, "end_line", scenario->end_line);
	if (scenario->background)
		json_set_bool(object, "background", true);
	if (scenario->rule)
		json_set_string(object, "rule", scenario->rule);
	steps_json(json_set_array(object, "steps"), scenario);
	tags_json(object, &scenario->tags, true);
	json_set_number(object, "examples", scenario->example_rows);
	if (scenario->examples.len == 0)
		return;
	tables = json_set_array(object, "example_tables");
	vec_each (const struct story_examples *, it, &scenario->examples) {
		struct json *table = json_add_object(tables);

		if (it->name[0] != '\0')
			json_set_string(table, "name", it->name);
		json_set_number(table, "line", it->line);
		tags_json(table, &it->tags, false);
		table_json(table, "rows", &it->rows);
	}
}

static void
items_json(const struct story *story, struct json *output)
{
	struct json *array = json_set_array(output, "requirements");
	struct json **lists = mem_calloc(story->requirements.len + 1, sizeof *lists);

	for (size_t i = 0; i < story->requirements.len; i++) {
		struct json *object = json_add_object(array);

		requirement_json(object, &story->requirements.at[i]);
		lists[i] = json_get(object, "criteria");
	}
	array = json_set_array(output, "criteria");
	vec_each (const struct story_item *, it, &story->criteria) {
		criterion_json(story, json_add_object(array), it);
		if (it->requirement >= 0)
			json_add_string(lists[it->requirement], it->id);
	}
	free(lists);
	array = json_set_array(output, "scenarios");
	vec_each (const struct story_scenario *, it, &story->scenarios)
		scenario_json(json_add_object(array), it);
}

static void
rest_json(const struct story *story, struct json *output)
{
	struct json *scope = json_set_object(output, "scope"), *array;

	texts_json(json_set_array(scope, "in"), &story->in);
	texts_json(json_set_array(scope, "out"), &story->out);
	array = json_set_array(output, "entities");
	vec_each (const struct story_entity *, it, &story->entities) {
		struct json *object = json_add_object(array);

		json_set_string(object, "name", it->name);
		json_set_string(object, "kind", it->kind);
		json_set_number(object, "count", it->count);
	}
	texts_json(json_set_array(output, "questions"), &story->questions);
	notes_json(json_set_array(output, "notes"), &story->notes);
	names_json(output, "references", &story->references);
}

static void
outline_json(const struct story *story, struct json *output)
{
	struct json *array;

	if (story->links.len > 0) {
		array = json_set_array(output, "links");
		vec_each (const struct block_mark *, it, &story->links) {
			struct json *object = json_add_object(array);

			json_set_string(object, "url", it->url);
			if (it->text[0] != '\0' && strcmp(it->text, it->url) != 0)
				json_set_string(object, "text", it->text);
			json_set_number(object, "line", it->line);
		}
	}
	if (story->headings.len == 0)
		return;
	array = json_set_array(output, "sections");
	vec_each (const struct story_heading *, it, &story->headings) {
		struct json *object = json_add_object(array);

		json_set_string(object, "name", it->name);
		json_set_string(object, "kind", story_section_names[it->kind]);
		json_set_number(object, "line", it->line);
	}
}

struct json *
story_json(const struct story *story)
{
	struct json *output = json_new_object();

	json_set_string(output, "title", story->title);
	json_set_string(output, "role", story->role);
	json_set_string(output, "goal", story->goal);
	json_set_string(output, "benefit", story->benefit);
	if (story->language[0] != '\0')
		json_set_string(output, "language", story->language);
	items_json(story, output);
	rest_json(story, output);
	outline_json(story, output);
	return output;
}
