#include <ctype.h>
#include <string.h>

#include "text/story_parts.h"

#define LONGEST_MARK 24 /* bytes of pictures and marks in front of a heading */

/* Without "3.", "2.1", outer marks and pictures: what a heading says. */
static struct span
bare(struct span span)
{
	size_t i = 0;

	span = span_trim(span);
	while (i < span.n && strchr("0123456789.)", span.s[i]))
		i++;
	if (i > 0 && i < span.n && span.s[i] == ' ') {
		span.s += i;
		span.n -= i;
	}
	for (i = 0;
	     i < span.n && i < LONGEST_MARK && word_count(span.s, i + 1) == 0 && span.s[i] != '(';)
		i++;
	if (i < span.n && ((unsigned char)span.s[0] >= 0x80 || ispunct((unsigned char)span.s[0]))) {
		span.s += i;
		span.n -= i;
	}
	while (span.n > 0 && strchr(":*_#=-. ", span.s[span.n - 1]))
		span.n--;
	return span_trim(span);
}

/* The known phrase inside a short heading: several words anywhere, one word first or last. */
static const struct phrase *
phrase_inside(const struct lexicon *lexicon, struct span span)
{
	const struct phrase *best = NULL;
	size_t words = word_count(span.s, span.n), at, end = 0;

	if (words > 8)
		return NULL;
	for (size_t from = 0; from < span.n; from = end) {
		const struct phrase *found =
		    phrases_find(&lexicon->sections, span.s, span.n, from, &at, &end);
		bool several;

		if (found == NULL)
			break;
		several = word_count(span.s + at, end - at) > 1;
		if (!several && (words > 3 || (at > 0 && end < span.n)))
			continue;
		if (best == NULL || found->len > best->len)
			best = found;
	}
	return best;
}

enum story_section
heading_kind(const struct lexicon *lexicon, struct span span, bool loose, struct span *rest)
{
	const struct phrase *found;
	const char *colon;

	*rest = (struct span){ span.s + span.n, 0, span.line };
	span = bare(span);
	found = phrases_whole(&lexicon->sections, span.s, span.n);
	if (found)
		return (enum story_section)found->value;
	colon = memchr(span.s, ':', span.n < 60 ? span.n : 60);
	if (colon) {
		size_t n = (size_t)(colon - span.s), number = n;

		while (number > 0 && strchr("0123456789 #", span.s[number - 1]))
			number--;
		found = phrases_whole(&lexicon->sections, span.s, n);
		if (found == NULL && number > 0)
			found = phrases_whole(&lexicon->sections, span.s, number);
		if (found) {
			*rest = span_trim((struct span){ colon + 1, span.n - n - 1, span.line });
			return (enum story_section)found->value;
		}
	}
	found = loose ? phrase_inside(lexicon, span) : NULL;
	return found ? (enum story_section)found->value : SECTION_NONE;
}

/* End what a heading of this level ends. */
void
heading_close(struct story_reader *r, int level)
{
	scenario_name_drop(r);
	if (r->open >= 0 && level <= r->open_level) {
		struct story_item *item = &r->story->criteria.at[r->open];

		item->text = story_copy(r->story, r->open_text.s, r->open_text.len);
		buf_clear(&r->open_text);
		r->open = r->owner = -1;
	}
	if (level <= r->requirement_level) {
		r->requirement = -1;
		r->requirement_level = 0;
	}
}

void
section_set(struct story_reader *r, enum story_section section, int level)
{
	if (level > BOLD_LEVEL)
		level = BOLD_LEVEL;
	for (int i = level; i <= BOLD_LEVEL; i++)
		r->sections[i] = SECTION_NONE;
	r->sections[level] = section;
	r->section = section;
	r->heading = NULL;
}

static enum story_section
section_above(const struct story_reader *r, int level)
{
	for (int i = level - 1; i > 0; i--) {
		if (r->sections[i] != SECTION_NONE)
			return r->sections[i];
	}
	return SECTION_NONE;
}

static void
outline_add(struct story_reader *r, struct span span, enum story_section kind)
{
	struct story_heading *heading = vec_add(&r->story->headings);

	heading->name = story_copy(r->story, span.s, span.n);
	heading->line = span.line;
	heading->kind = kind;
}

void
title_set(struct story_reader *r, struct span span)
{
	r->story->title = story_copy(r->story, span.s, span.n);
	r->story->title_line = span.line;
	r->titled = true;
}

/* "### AC-1: text", "## REQ-2 text": what it names stays open until the next such heading. */
static bool
heading_with_id(struct story_reader *r, struct span span, int level)
{
	enum story_section kind;
	struct story_id id;

	if (!story_id_at(r->lexicon, span, &id))
		return false;
	kind = id.kind != SECTION_NONE ? id.kind : section_above(r, level);
	if (kind == SECTION_STORY) {
		if (!r->titled && id.len < span.n)
			return false; /* "# US-12: Guest checkout" is a title */
		kind = SECTION_REQUIREMENTS;
	}
	if (kind == SECTION_REQUIREMENTS || kind == SECTION_NONFUNCTIONAL) {
		requirement_add(r, span, "functional");
		r->requirement_level = level;
		section_set(r, SECTION_REQUIREMENTS, level);
	} else if (kind == SECTION_CRITERIA || kind == SECTION_SCENARIOS) {
		r->open = r->owner = criterion_add(r, span);
		r->open_level = level;
		if (r->open >= 0)
			buf_str(&r->open_text, vec_last(&r->story->criteria)->text);
		section_set(r, SECTION_CRITERIA, level);
	} else {
		return false;
	}
	outline_add(r, span, kind);
	return true;
}

/* A heading that no list knows: the title, a group of criteria, or just a heading. */
static void
heading_unknown(struct story_reader *r, struct span span, int level)
{
	enum story_section above = section_above(r, level);

	if (!r->titled && above == SECTION_NONE && level < BOLD_LEVEL) {
		outline_add(r, span, SECTION_TITLE);
		title_set(r, span);
		section_set(r, SECTION_NONE, level);
		return;
	}
	section_set(r, above == SECTION_NONE ? SECTION_OTHER : above, level);
	outline_add(r, span, r->section);
	if (above == SECTION_CRITERIA || above == SECTION_SCENARIOS) {
		requirement_add(r, span, "functional");
		r->requirement_level = level;
	}
	r->heading = story_copy(r->story, span.s, span.n);
}

void
heading_line(struct story_reader *r, struct span span, int level)
{
	bool first = !r->titled && level == 1;
	enum story_section kind;
	struct span rest;

	span = span_trim(span);
	heading_close(r, level);
	if (span.n == 0 || heading_with_id(r, span, level))
		return;
	kind = heading_kind(r->lexicon, span, !first, &rest);
	if (rest.n > 0 && (kind == SECTION_STORY || kind == SECTION_TITLE)) {
		outline_add(r, span, kind);
		section_set(r, kind, level);
		if (!r->titled)
			title_set(r, rest);
		else
			note_add(r, rest, NULL);
		return;
	}
	if (kind == SECTION_NONE) {
		heading_unknown(r, span, level);
		return;
	}
	outline_add(r, span, kind);
	section_set(r, kind, level);
	if (rest.n > 0 && kind == SECTION_SCENARIOS) {
		r->scenario_name = story_copy(r->story, rest.s, rest.n);
		r->scenario_line = span.line;
	}
}

void
heading_read(struct story_reader *r, const struct block *block)
{
	heading_line(r, block_span(block), block->level);
}

static bool
opens_criteria(struct story_reader *r, const struct block *block)
{
	struct span rest, line, span = block_span(block);
	enum story_section kind;
	struct story_id id;

	if (block->kind == BLOCK_CODE)
		return strcmp(block->info, "gherkin") == 0 ||
		       gherkin_looks_like(r->gherkin, span.s, span.n, NULL);
	if (block->section == SECTION_CRITERIA)
		return true;
	if (!span_line(&span, &line))
		return false;
	if (story_id_at(r->lexicon, line, &id) && id.kind == SECTION_CRITERIA)
		return true;
	kind = heading_kind(r->lexicon, line, block->kind == BLOCK_HEADING, &rest);
	return kind == SECTION_CRITERIA || kind == SECTION_SCENARIOS;
}

/* Look over all blocks: are criteria marked, and which headings have lists under them. */
void
story_survey(struct story_reader *r)
{
	bool *listed = arena_alloc(&r->story->arena, r->blocks->len + 1);
	size_t from = 0;

	for (size_t i = 0; i < r->blocks->len; i++) {
		const struct block *block = &r->blocks->at[i];

		if (!r->has_criteria)
			r->has_criteria = opens_criteria(r, block);
		if (block->kind == BLOCK_HEADING ||
		    (block->kind == BLOCK_PARAGRAPH && block->strong > 0))
			from = i;
		if (block->kind != BLOCK_ITEM && block->kind != BLOCK_ROW && !listed[i])
			continue;
		for (; from <= i; from++)
			listed[from] = true;
		from = i + 1;
		if (i + 1 < r->blocks->len && r->blocks->at[i + 1].kind != BLOCK_HEADING)
			listed[i + 1] = true;
	}
	r->listed = listed;
}
