#include "text/story_forms.h"

#include <string.h>

#include "text/story_parts.h"

/* What says that a story is told under a heading. */
static bool
tells_story(const struct lexicon *lexicon, const struct block *block)
{
	struct span rest, line, span = block_span(block);
	struct story_role role;

	if (block->kind == BLOCK_CODE || block->kind == BLOCK_ROW || block->kind == BLOCK_RULE)
		return false;
	if (block->kind != BLOCK_HEADING && story_role_find(lexicon, span, &role))
		return true;
	if (!span_line(&span, &line))
		return false;
	return heading_kind(lexicon, line, block->kind == BLOCK_HEADING, &rest) == SECTION_CRITERIA;
}

static bool
is_section(const struct lexicon *lexicon, const struct block *block)
{
	enum story_section kind;
	struct story_id id;
	struct span rest;

	if (story_id_at(lexicon, block_span(block), &id))
		return false;
	kind = heading_kind(lexicon, block_span(block), true, &rest);
	return kind != SECTION_NONE && !(kind == SECTION_STORY && rest.n > 0);
}

/* The headings of one level under each of which a story is told; fewer than two count as none. */
static void
starts_at_level(const struct lexicon *lexicon, const struct blocks *blocks, int level,
    struct story_starts *starts)
{
	size_t candidate = 0, found = 0;
	bool open = false, told = false;

	for (size_t i = 0; i <= blocks->len; i++) {
		const struct block *block = &blocks->at[i];
		bool end =
		    i == blocks->len || (block->kind == BLOCK_HEADING && block->level <= level);

		if (end && open && told) {
			*vec_add(starts) = candidate;
			found++;
		}
		if (i == blocks->len)
			break;
		if (end) {
			open = block->level == level && !is_section(lexicon, block);
			candidate = i;
			told = false;
		} else if (open && !told) {
			told = tells_story(lexicon, block);
		}
	}
	if (found < 2)
		starts->len = 0;
}

/* Without headings: a rule or the sentence "As a ..." begins the next story. */
static void
starts_at_roles(
    const struct lexicon *lexicon, const struct blocks *blocks, struct story_starts *starts)
{
	size_t begin = 0;
	struct story_role role;

	for (size_t i = 0; i < blocks->len; i++) {
		const struct block *block = &blocks->at[i];
		struct span span = block_span(block);

		if (block->kind == BLOCK_RULE && i + 1 < blocks->len)
			begin = i + 1;
		else if (block->kind == BLOCK_HEADING)
			begin = i;
		if (block->kind == BLOCK_CODE || block->kind == BLOCK_ROW ||
		    block->kind == BLOCK_RULE || !story_role_find(lexicon, span, &role))
			continue;
		if (begin == 0 || (starts->len > 0 && begin <= *vec_last(starts)))
			begin = i;
		*vec_add(starts) = begin;
	}
}

void
story_split(const struct lexicon *lexicon, const struct blocks *blocks, struct story_starts *starts)
{
	for (int level = 1; level <= 6 && starts->len == 0; level++)
		starts_at_level(lexicon, blocks, level, starts);
	if (starts->len == 0)
		starts_at_roles(lexicon, blocks, starts);
	if (starts->len == 0)
		*vec_add(starts) = 0;
	starts->first = starts->at[0];
	starts->at[0] = 0;
}
