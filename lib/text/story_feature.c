#include <string.h>

#include "text/story_parts.h"

static struct span
text_span(const char *s, int line)
{
	return (struct span){ s, strlen(s), line };
}

static void
tags_copy(struct strings *to, const struct strings *from)
{
	vec_each (char **, tag, from)
		strings_add(to, (*tag)[0] == '@' ? *tag + 1 : *tag);
}

static void
table_copy(struct story *story, struct gherkin_table *to, const struct gherkin_table *from)
{
	vec_each (const struct gherkin_row *, row, from) {
		struct gherkin_row *copy = vec_add(to);

		copy->cells = mem_calloc(row->len ? row->len : 1, sizeof *copy->cells);
		copy->len = row->len;
		copy->line = row->line;
		for (size_t i = 0; i < row->len; i++)
			copy->cells[i] = arena_strdup(&story->arena, row->cells[i]);
	}
}

static void
scenario_copy(struct story_reader *r, const struct gherkin *g, const struct gherkin_scenario *from)
{
	struct story_scenario *to = vec_add(&r->story->scenarios);

	to->name = arena_strdup(&r->story->arena, from->name);
	if (from->rule >= 0)
		to->rule = arena_strdup(&r->story->arena, g->rules.at[from->rule].name);
	to->line = from->line;
	to->end_line = from->end_line;
	to->background = from->background;
	to->example_rows = from->example_rows;
	tags_copy(&to->tags, &from->tags);
	vec_each (const struct gherkin_step *, it, &from->steps) {
		struct story_step *step = vec_add(&to->steps);

		step->kind = it->kind;
		step->text = arena_strdup(&r->story->arena, it->text);
		step->line = it->line;
		if (it->doc_string)
			step->doc_string = arena_strdup(&r->story->arena, it->doc_string);
		table_copy(r->story, &step->table, &it->table);
	}
	vec_each (const struct gherkin_examples *, it, &from->examples) {
		struct story_examples *examples = vec_add(&to->examples);

		examples->name = arena_strdup(&r->story->arena, it->name);
		examples->line = it->line;
		tags_copy(&examples->tags, &it->tags);
		table_copy(r->story, &examples->rows, &it->rows);
		note_add(r, text_span(it->description, it->line), NULL);
	}
}

/* "Given a cart, when I pay, then ...": the text of a scenario without a name. */
static void
steps_text(const struct story_scenario *scenario, struct buf *text)
{
	vec_each (const struct story_step *, it, &scenario->steps) {
		if (text->len > 0)
			buf_str(text, ", ");
		buf_str(text, gherkin_step_names[it->kind]);
		buf_char(text, ' ');
		buf_str(text, it->text);
	}
	if (text->len > 0 && text->s[0] >= 'a' && text->s[0] <= 'z')
		text->s[0] = (char)(text->s[0] - 'a' + 'A');
}

/* An id among the tags ("@AC-3") is the id of the criterion. */
static void
tags_id(struct story_reader *r, struct story_item *item)
{
	vec_each (char **, tag, &item->tags) {
		struct story_id id;

		if (item->explicit_id || !story_id_at(r->lexicon, text_span(*tag, 1), &id) ||
		    id.kind != SECTION_CRITERIA || id.len != strlen(*tag))
			continue;
		item->id = story_id_text(r->story, &id);
		item->explicit_id = true;
	}
}

static void
scenario_read(struct story_reader *r, const struct gherkin *g, const struct gherkin_scenario *from)
{
	struct story_scenario *scenario;
	struct story_item *item;
	struct buf text;
	int index;

	if (r->story->scenarios.len >= STORY_MAX_ITEMS) {
		note_add(r, text_span(from->name, from->line), NULL);
		return;
	}
	scenario_copy(r, g, from);
	note_add(r, text_span(from->description, from->line), NULL);
	if (from->background || (from->steps.len == 0 && from->name[0] == '\0'))
		return;
	scenario = vec_last(&r->story->scenarios);
	buf_init(&text, BUF_DOCUMENT);
	if (from->name[0] == '\0')
		steps_text(scenario, &text);
	else
		buf_str(&text, from->name);
	index = r->owner >= 0 && r->story->criteria.at[r->owner].scenario < 0
		    ? r->owner
		    : criterion_add(r, (struct span){ text.s, text.len, from->line });
	buf_fini(&text);
	if (index < 0)
		return;
	item = &r->story->criteria.at[index];
	item->scenario = (int)r->story->scenarios.len - 1;
	item->end_line = from->end_line;
	tags_copy(&item->tags, &from->tags);
	tags_id(r, item);
}

static void
feature_head(struct story_reader *r, const struct gherkin_feature *feature)
{
	struct buf tags;

	if (feature->name[0] != '\0' && !r->titled) {
		title_set(r, text_span(feature->name, feature->line));
		r->story->language = arena_strdup(&r->story->arena, feature->language);
	} else {
		note_add(r, text_span(feature->name, feature->line), NULL);
	}
	buf_init(&tags, BUF_DOCUMENT);
	vec_each (char **, tag, &feature->tags) {
		if (tags.len > 0)
			buf_char(&tags, ' ');
		buf_str(&tags, *tag);
	}
	note_add(r, (struct span){ tags.s, tags.len, feature->line }, "tags");
	buf_fini(&tags);
	prose_read(r, text_span(feature->description, feature->description_line), false);
}

static void
gherkin_story(struct story_reader *r, const struct gherkin *g)
{
	size_t rule = 0, feature = 0;
	int outer = r->requirement;

	vec_each (const struct gherkin_scenario *, it, &g->scenarios) {
		for (; feature <= (size_t)it->feature; feature++)
			feature_head(r, &g->features.at[feature]);
		r->requirement = it->rule < 0 ? outer : r->requirement;
		for (; it->rule >= 0 && rule <= (size_t)it->rule; rule++) {
			const struct gherkin_rule *at = &g->rules.at[rule];

			requirement_add(r, text_span(at->name, at->line), "functional");
			note_add(r, text_span(at->description, at->line), NULL);
			vec_each (char **, tag, &at->tags)
				strings_add(&vec_last(&r->story->requirements)->tags, *tag);
		}
		scenario_read(r, g, it);
	}
	for (; feature < g->features.len; feature++)
		feature_head(r, &g->features.at[feature]);
	for (; rule < g->rules.len; rule++)
		requirement_add(
		    r, text_span(g->rules.at[rule].name, g->rules.at[rule].line), "functional");
	r->requirement = outer;
	vec_each (const struct gherkin_text *, it, &g->comments)
		note_add(r, text_span(it->text, it->line), "comment");
	vec_each (const struct gherkin_text *, it, &g->problems)
		note_add(r, text_span(it->text, it->line), NULL);
}

/* The language in which bare steps are written, NULL when the text does not begin with one. */
static const char *
steps_language(const struct gherkin_words *words, struct span span)
{
	enum gherkin_step_kind kind;
	const char *language;

	span = span_trim(span);
	for (size_t i = 0; span.n > 0; i++) {
		language = gherkin_language(words, i);
		if (language == NULL ||
		    gherkin_step_keyword(words, language, span.s, span.n, &kind) > 0)
			return language;
	}
	return NULL;
}

bool
feature_read(struct story_reader *r, const struct block *code)
{
	struct span span = block_span(code);
	const char *language = NULL;
	struct gherkin g;
	bool marked;

	marked = strncmp(code->info, "gherkin", 7) == 0 || strcmp(code->info, "feature") == 0 ||
		 strcmp(code->info, "cucumber") == 0;
	if (!gherkin_looks_like(r->gherkin, span.s, span.n, &language)) {
		language = steps_language(r->gherkin, span);
		if (language == NULL || (!marked && code->info[0] != '\0'))
			return false;
	}
	gherkin_init(&g);
	gherkin_read(&g, r->gherkin, span.s, span.n, span.line + code->number, language);
	if (g.scenarios.len > 0 || g.features.len > 0)
		gherkin_story(r, &g);
	marked = g.scenarios.len > 0 || g.features.len > 0;
	gherkin_fini(&g);
	return marked;
}
