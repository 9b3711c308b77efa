#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "text/story_parts.h"

#define LONGEST_TITLE 120 /* bytes of a title taken from running text */

static const char *
cut_title(struct story *story, const char *s)
{
	size_t n = strlen(s);

	if (n <= LONGEST_TITLE)
		return s;
	for (n = LONGEST_TITLE; n > 0 && s[n] != ' ';)
		n--;
	return arena_strndup(&story->arena, s, n > 0 ? n : LONGEST_TITLE);
}

static const char *
first_heading(const struct story *story)
{
	vec_each (const struct story_heading *, it, &story->headings) {
		if (it->kind == SECTION_OTHER)
			return it->name;
	}
	return "";
}

/* No heading is the title: the goal, the first note that is short, else the first item. */
static void
title_find(struct story *story)
{
	if (story->title[0] != '\0')
		return;
	if (story->notes.len > 0 && story->notes.at[0].kind == NULL &&
	    strlen(story->notes.at[0].text) <= LONGEST_TITLE &&
	    (story->role_line == 0 || story->notes.at[0].line < story->role_line)) {
		story->title = story->notes.at[0].text;
		story->title_line = story->notes.at[0].line;
		story->notes.len--;
		memmove(story->notes.at, story->notes.at + 1,
		    story->notes.len * sizeof *story->notes.at);
		return;
	}
	if (first_heading(story)[0] != '\0')
		story->title = first_heading(story);
	else if (story->goal[0] != '\0')
		story->title = cut_title(story, story->goal);
	else if (story->requirements.len > 0)
		story->title = cut_title(story, story->requirements.at[0].text);
	else if (story->criteria.len > 0)
		story->title = cut_title(story, story->criteria.at[0].text);
	else if (story->notes.len > 0)
		story->title = cut_title(story, story->notes.at[0].text);
}

/* The requirement that was written under a heading, when there is just one; else -1. */
static int
only_requirement(const struct story *story)
{
	int found = -1;

	for (size_t i = 0; i < story->requirements.len; i++) {
		if (story->requirements.at[i].prose)
			continue;
		if (found >= 0)
			return -1;
		found = (int)i;
	}
	return found;
}

/* Put the story itself in front of the requirements. */
static void
story_requirement_add(struct story *story, const char *text)
{
	struct story_item *item;

	(void)vec_add(&story->requirements);
	item = story->requirements.at;
	memmove(item + 1, item, (story->requirements.len - 1) * sizeof *item);
	*item = (struct story_item){ .text = text, .kind = "story", .importance = -1 };
	item->line = story->role_text ? story->role_line : story->title_line;
	if (item->line < 1)
		item->line = 1;
	item->end_line = item->line;
	item->requirement = item->scenario = -1;
	for (size_t i = 0; i < story->own_references; i++)
		names_add(story, &item->references, story->references.at[i],
		    strlen(story->references.at[i]));
	vec_each (struct story_item *, it, &story->criteria) {
		if (it->requirement >= 0)
			it->requirement++;
	}
}

/* The story itself is the requirement of the criteria that have none. */
static void
story_requirement(struct story *story)
{
	const char *text = story->role_text ? story->role_text : story->title;
	int index = only_requirement(story);
	size_t loose = 0;

	vec_each (const struct story_item *, it, &story->criteria)
		loose += it->requirement < 0;
	if (index < 0) {
		bool several = story->roles > 1 && story->criteria.len == 0;

		if (text[0] == '\0' || (loose == 0 && story->requirements.len > 0 && !several))
			return;
		story_requirement_add(story, text);
		index = 0;
	}
	vec_each (struct story_item *, it, &story->criteria) {
		if (it->requirement < 0)
			it->requirement = index;
	}
}

/* Where no criterion is written each requirement is its own. */
static void
criteria_derive(struct story *story)
{
	if (story->criteria.len > 0)
		return;
	for (size_t i = 0; i < story->requirements.len; i++) {
		const struct story_item *from = &story->requirements.at[i];
		struct story_item *item = vec_add(&story->criteria);

		*item = (struct story_item){ .text = from->text,
			.line = from->line,
			.end_line = from->end_line,
			.importance = from->importance,
			.fixed = from->fixed,
			.check = from->check,
			.requirement = (int)i,
			.scenario = -1,
			.derived = true };
	}
}

/* An id that no other has: as written, else with a number behind it, else PREFIX-n. */
static void
id_give(struct story *story, struct map *ids, const char **id, const char *prefix, size_t *next)
{
	char text[80];
	bool added;

	if (*id && **id != '\0') {
		size_t n = strlen(*id) > 48 ? 48 : strlen(*id), k;

		*id = arena_strndup(&story->arena, *id, n);
		k = ++*map_slot(ids, *id, n, &added); /* the value: how often it was given */
		while (!added) {
			snprintf(text, sizeof text, "%s-%zu", *id, k++);
			map_slot(ids, text, strlen(text), &added);
			if (added)
				*id = arena_strdup(&story->arena, text);
		}
		return;
	}
	do {
		snprintf(text, sizeof text, "%s-%zu", prefix, ++*next);
		map_slot(ids, text, strlen(text), &added);
	} while (!added);
	*id = arena_strdup(&story->arena, text);
}

static void
ids_give(struct story *story)
{
	size_t requirements = 0, criteria = 0, scenarios = 0;
	struct map ids;

	map_init(&ids);
	vec_each (struct story_item *, it, &story->requirements) {
		if (it->explicit_id)
			id_give(story, &ids, &it->id, "REQ", &requirements);
	}
	vec_each (struct story_item *, it, &story->criteria) {
		if (it->explicit_id)
			id_give(story, &ids, &it->id, "AC", &criteria);
	}
	vec_each (struct story_item *, it, &story->requirements) {
		if (!it->explicit_id)
			id_give(story, &ids, &it->id, "REQ", &requirements);
	}
	vec_each (struct story_item *, it, &story->criteria) {
		if (!it->explicit_id)
			id_give(story, &ids, &it->id, "AC", &criteria);
	}
	vec_each (struct story_scenario *, it, &story->scenarios)
		id_give(story, &ids, &it->id, "SC", &scenarios);
	map_fini(&ids);
}

/* A criterion that names a requirement ("REQ-4") belongs to it. */
static void
link_named(struct story *story)
{
	struct map ids;

	map_init(&ids);
	for (size_t i = 0; i < story->requirements.len; i++) {
		const char *id = story->requirements.at[i].id;

		if (id && story->requirements.at[i].explicit_id)
			*map_slot(&ids, id, strlen(id), NULL) = i;
	}
	vec_each (struct story_item *, it, &story->criteria) {
		for (size_t k = 0; k < it->references.len; k++) {
			const char *name = it->references.at[k];
			const struct map_entry *found = map_find(&ids, name, strlen(name));

			if (found)
				it->requirement = (int)found->value;
		}
	}
	map_fini(&ids);
}

static void
importance_set(struct story_reader *r, struct story_item *item)
{
	bool said = false;
	double value;

	if (item->text[0] == '\0')
		item->text = item->id ? item->id : "?";
	if (item->fixed)
		return;
	value = story_importance(r->lexicon, item->text, strlen(item->text), &said);
	if (!said && value == IMPORTANCE_PLAIN / 10.0 && r->story->importance >= 0)
		value = r->story->importance;
	item->importance = value;
}

/*
 * A named scenario says what it is about in its name and what it demands from When on: both are the
 * text of the criterion, so that it can be compared with tests.
 */
static void
scenario_text(struct story *story, struct story_item *item)
{
	const struct story_scenario *scenario = &story->scenarios.at[item->scenario];
	bool acts = false;
	struct buf text;

	if (scenario->name[0] == '\0')
		return;
	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, item->text);
	vec_each (const struct story_step *, it, &scenario->steps) {
		bool begins = !acts;

		acts = acts || it->kind == GHERKIN_WHEN || it->kind == GHERKIN_THEN ||
		       it->kind == GHERKIN_STAR;
		if (!acts || it->text[0] == '\0')
			continue;
		buf_str(&text, begins ? ": " : ", ");
		if (it->kind != GHERKIN_STAR)
			buf_printf(&text, "%s ", gherkin_step_names[it->kind]);
		buf_str(&text, it->text);
	}
	item->text = story_copy(story, text.s, text.len);
	buf_fini(&text);
}

void
story_finish(struct story_reader *r)
{
	struct story *story = r->story;

	vec_each (struct story_item *, it, &story->criteria) {
		if (it->scenario >= 0)
			scenario_text(story, it);
	}
	title_find(story);
	story_references(r);
	link_named(story);
	story_requirement(story);
	criteria_derive(story);
	ids_give(story);
	vec_each (struct story_item *, it, &story->requirements)
		importance_set(r, it);
	vec_each (struct story_item *, it, &story->criteria)
		importance_set(r, it);
	story_entities(r);
	story_warnings(r);
}
