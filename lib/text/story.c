#include "text/story.h"

#include <stdint.h>
#include <string.h>

#include "text/story_parts.h"

void
story_init(struct story *story)
{
	*story = (struct story){ .importance = -1 };
	arena_init(&story->arena);
	story->title = story->role = story->goal = story->benefit = story->language = "";
}

static void
items_fini(struct story_item *items, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		strings_fini(&items[i].tags);
		vec_fini(&items[i].references);
	}
}

static void
scenario_fini(struct story_scenario *scenario)
{
	vec_each (struct story_step *, step, &scenario->steps)
		gherkin_table_fini(&step->table);
	vec_each (struct story_examples *, it, &scenario->examples) {
		strings_fini(&it->tags);
		gherkin_table_fini(&it->rows);
	}
	vec_fini(&scenario->steps);
	vec_fini(&scenario->examples);
	strings_fini(&scenario->tags);
}

void
story_fini(struct story *story)
{
	items_fini(story->requirements.at, story->requirements.len);
	items_fini(story->criteria.at, story->criteria.len);
	vec_fini(&story->requirements);
	vec_fini(&story->criteria);
	vec_each (struct story_scenario *, it, &story->scenarios)
		scenario_fini(it);
	vec_fini(&story->scenarios);
	vec_fini(&story->in);
	vec_fini(&story->out);
	vec_fini(&story->questions);
	vec_fini(&story->notes);
	vec_fini(&story->links);
	vec_fini(&story->codes);
	vec_fini(&story->headings);
	vec_fini(&story->entities);
	vec_fini(&story->warnings);
	vec_fini(&story->references);
	arena_fini(&story->arena);
}

static void
marks_copy(struct story *story, const struct blocks *blocks)
{
	vec_each (const struct block_mark *, it, &blocks->links)
		*vec_add(&story->links) = (struct block_mark){
			.text = story_copy(story, it->text, strlen(it->text)),
			.url = arena_strdup(&story->arena, it->url),
			.line = it->line,
		};
	vec_each (const struct block_mark *, it, &blocks->codes)
		*vec_add(&story->codes) = (struct block_mark){
			.text = story_copy(story, it->text, strlen(it->text)),
			.line = it->line,
		};
}

struct span
block_span(const struct block *block)
{
	return (struct span){ block->text, strlen(block->text), block->line };
}

static void
code_read(struct story_reader *r, const struct block *block)
{
	struct span span = block_span(block);

	span.line += block->number;
	if (!feature_read(r, block))
		note_add(r, span, "code");
}

static size_t
paragraph_read(struct story_reader *r, size_t i, size_t stop)
{
	const struct block *block = &r->blocks->at[i];
	struct span span = block_span(block);
	size_t used = steps_read(r, i, stop);

	if (used > 0)
		return i + used;
	prose_read(r, span, block->strong > 0 && block->strong + 1 >= span.n);
	return i + 1;
}

size_t
block_read(struct story_reader *r, size_t i, size_t stop)
{
	const struct block *block = &r->blocks->at[i];

	r->at = i;
	if (block->kind != BLOCK_ROW)
		r->table = NULL;
	if (block->section)
		section_set(r, (enum story_section)block->section, 1);
	switch (block->kind) {
	case BLOCK_HEADING:
		heading_read(r, block);
		break;
	case BLOCK_ITEM:
		return item_read(r, i, stop);
	case BLOCK_PARAGRAPH:
		return paragraph_read(r, i, stop);
	case BLOCK_CODE:
		code_read(r, block);
		break;
	case BLOCK_ROW:
		row_read(r, block);
		break;
	case BLOCK_HTML:
		if (strcmp(block->info, "comment") == 0)
			note_add(r, block_span(block), "comment");
		else
			prose_read(r, block_span(block), false);
		break;
	case BLOCK_RULE:
		break;
	}
	return i + 1;
}

void
blocks_read(struct story_reader *r, const struct blocks *blocks)
{
	const struct blocks *outer = r->blocks;
	const struct block *table = r->table;
	size_t at = r->at, i = 0;
	const bool *listed = r->listed;
	int depth = r->depth;

	if (depth > STORY_MAX_NESTING)
		return;
	r->blocks = blocks;
	story_survey(r);
	r->depth++;
	while (i < blocks->len)
		i = block_read(r, i, blocks->len);
	r->depth = depth;
	r->blocks = outer;
	r->listed = listed;
	r->table = table;
	r->at = at;
}

void
story_read(struct story *story, const struct lexicon *lexicon, const struct gherkin_words *gherkin,
    const struct blocks *blocks)
{
	struct story_reader r = { .story = story,
		.lexicon = lexicon,
		.gherkin = gherkin,
		.blocks = blocks,
		.requirement = -1,
		.open = -1,
		.told = -1,
		.owner = -1 };
	size_t i = 0;

	buf_init(&r.open_text, SIZE_MAX / 2);
	marks_copy(story, blocks);
	story_survey(&r);
	vec_each (const struct block *, it, blocks)
		r.words += word_count(it->text, strlen(it->text));
	while (i < blocks->len)
		i = block_read(&r, i, blocks->len);
	heading_close(&r, 0);
	if (blocks->len > 0)
		story->last_line = blocks->at[blocks->len - 1].end_line;
	story_finish(&r);
	buf_fini(&r.open_text);
}
