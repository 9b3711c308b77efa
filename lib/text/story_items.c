#include <ctype.h>
#include <string.h>

#include "text/story_parts.h"

/* "(REQ-1): " behind the id of a criterion: what it belongs to. */
static size_t
named_requirement(struct story_reader *r, struct story_item *item, struct span span)
{
	struct story_id id;

	if (!item->explicit_id || span.n == 0 || !strchr("([", span.s[0]) ||
	    !story_id_at(r->lexicon, span, &id) || id.len >= span.n)
		return 0;
	names_add(r->story, &item->references, id.s, id.n);
	return id.len;
}

/* Fill an item from text that may start with its id. */
static void
item_fill(struct story_reader *r, struct story_item *item, struct span span)
{
	struct story_id id;
	size_t skip = 0;
	bool has_id;

	span = span_trim(span);
	has_id = story_id_at(r->lexicon, span, &id);
	if (has_id) {
		item->id = story_id_text(r->story, &id);
		item->explicit_id = true;
		skip = id.len;
	}
	skip += named_requirement(r, item, (struct span){ span.s + skip, span.n - skip, 0 });
	item->line = item->end_line = span.line;
	for (size_t i = 0; i < span.n; i++)
		item->end_line += span.s[i] == '\n';
	item->text = story_copy(r->story, span.s + skip, span.n - skip);
	item->importance = -1;
	item->requirement = item->scenario = -1;
}

int
requirement_add(struct story_reader *r, struct span span, const char *kind)
{
	struct story_item *item;

	if (r->story->requirements.len >= STORY_MAX_ITEMS) {
		note_add(r, span, NULL);
		r->requirement = -1;
		return -1;
	}
	item = vec_add(&r->story->requirements);
	item_fill(r, item, span);
	item->kind = kind;
	r->requirement = (int)r->story->requirements.len - 1;
	return r->requirement;
}

int
section_requirement(struct story_reader *r, struct span span)
{
	return requirement_add(
	    r, span, r->section == SECTION_NONFUNCTIONAL ? "nonfunctional" : "functional");
}

int
criterion_add(struct story_reader *r, struct span span)
{
	struct story_item *item;

	if (r->story->criteria.len >= STORY_MAX_ITEMS) {
		note_add(r, span, NULL);
		return -1;
	}
	item = vec_add(&r->story->criteria);
	item_fill(r, item, span);
	item->requirement = r->requirement;
	return (int)r->story->criteria.len - 1;
}

void
open_append(struct story_reader *r, struct span span)
{
	struct story_item *item = &r->story->criteria.at[r->open];

	if (r->open_text.len > 0 && !strchr(".:;,!?", r->open_text.s[r->open_text.len - 1]))
		buf_char(&r->open_text, ';');
	if (r->open_text.len > 0)
		buf_char(&r->open_text, ' ');
	buf_add(&r->open_text, span.s, span.n);
	if (span.line > item->end_line)
		item->end_line = span.line;
}

static size_t
subtree_end(const struct blocks *blocks, size_t i, size_t stop)
{
	int level = blocks->at[i].level;
	size_t end = i + 1;

	while (end < stop &&
	       (blocks->at[end].level > level ||
		   (blocks->at[end].level == level && blocks->at[end].kind != BLOCK_ITEM)) &&
	       blocks->at[end].kind != BLOCK_HEADING)
		end++;
	return end;
}

enum nesting {
	NESTED_NONE,
	NESTED_PARTS,	 /* the items below complete the sentence: fold them in */
	NESTED_MARKED,	 /* they have ids or boxes of their own */
	NESTED_SENTENCES /* they are sentences of their own */
};

static enum nesting
nesting(struct story_reader *r, size_t i, size_t end)
{
	int level = r->blocks->at[i].level;
	size_t items = 0, words = 0;
	bool sentences = true;
	struct story_id id;

	for (size_t k = i + 1; k < end; k++) {
		const struct block *block = &r->blocks->at[k];
		struct span span = block_span(block);

		if (block->kind != BLOCK_ITEM || block->level != level + 1)
			continue;
		items++;
		words += word_count(span.s, span.n);
		sentences = sentences && span.n > 0 && !islower((unsigned char)span.s[0]);
		if (block->check != CHECK_NONE || story_id_at(r->lexicon, span, &id))
			return NESTED_MARKED;
	}
	if (items == 0)
		return end > i + 1 ? NESTED_PARTS : NESTED_NONE;
	return items >= 2 && words >= 4 * items && sentences ? NESTED_SENTENCES : NESTED_PARTS;
}

static void
children_read(struct story_reader *r, size_t from, size_t end)
{
	r->depth++;
	while (from < end) {
		const struct block *block = &r->blocks->at[from];

		if (r->depth <= STORY_MAX_NESTING || block->kind != BLOCK_ITEM)
			from = block_read(r, from, end);
		else
			passage_read(r, block_span(&r->blocks->at[from++]), CHECK_NONE);
	}
	r->depth--;
}

/* The texts below an item join its own; steps and code find their places. */
static void
fold(struct story_reader *r, struct buf *text, size_t from, size_t end)
{
	while (from < end) {
		const struct block *block = &r->blocks->at[from];
		size_t used = 0;

		r->at = from;
		if (block->kind == BLOCK_ITEM || block->kind == BLOCK_PARAGRAPH)
			used = steps_read(r, from, end);
		if (used == 0 && (block->kind == BLOCK_CODE || block->kind == BLOCK_ROW))
			used = block_read(r, from, end) - from;
		if (used == 0) {
			if (text->len > 0 && !strchr(".:;,!?", text->s[text->len - 1]))
				buf_char(text, from > 0 ? ';' : ' ');
			buf_char(text, ' ');
			buf_str(text, block->text);
			used = 1;
		}
		from += used;
	}
}

static int
last_line(const struct story_reader *r, size_t end)
{
	return r->blocks->at[end - 1].end_line;
}

static void
criterion_item(struct story_reader *r, size_t i, size_t end, struct span span)
{
	const struct block *block = &r->blocks->at[i];
	int owner = r->owner, requirement = r->requirement, index;
	enum nesting nested = nesting(r, i, end);
	struct story_id id;
	struct buf text;
	bool leads = span.n > 0 && span.s[span.n - 1] == ':';

	if (nested >= NESTED_MARKED && !story_id_at(r->lexicon, span, &id) &&
	    (leads || nested == NESTED_MARKED)) {
		if (leads)
			span.n--;
		requirement_add(r, span, "functional");
		children_read(r, i + 1, end);
		r->requirement = requirement;
		return;
	}
	index = criterion_add(r, span);
	if (index < 0)
		return;
	r->story->criteria.at[index].check = block->check;
	if (nested >= NESTED_MARKED) {
		children_read(r, i + 1, end);
		return;
	}
	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, r->story->criteria.at[index].text);
	r->owner = index;
	fold(r, &text, i + 1, end);
	r->owner = owner;
	r->story->criteria.at[index].text = story_copy(r->story, text.s, text.len);
	r->story->criteria.at[index].end_line = last_line(r, end);
	buf_fini(&text);
}

static void
requirement_item(struct story_reader *r, size_t i, size_t end, struct span span)
{
	enum story_section section = r->section;
	enum nesting nested = nesting(r, i, end);
	int outer = r->requirement, index;
	struct buf text;

	index = section_requirement(r, span);
	if (index < 0)
		return;
	r->story->requirements.at[index].check = r->blocks->at[i].check;
	if (nested >= NESTED_MARKED) {
		r->section = SECTION_CRITERIA;
		children_read(r, i + 1, end);
		r->section = section;
	} else {
		buf_init(&text, BUF_DOCUMENT);
		buf_str(&text, r->story->requirements.at[index].text);
		fold(r, &text, i + 1, end);
		r->story->requirements.at[index].text = story_copy(r->story, text.s, text.len);
		r->story->requirements.at[index].end_line = last_line(r, end);
		buf_fini(&text);
	}
	r->requirement = outer;
}

/* "- **Out of scope:** invoices" or "- Acceptance criteria:" with items below. */
static bool
label_item(struct story_reader *r, size_t i, size_t end, struct span span)
{
	enum story_section kind, section = r->section;
	struct span rest;

	kind = heading_kind(r->lexicon, span, false, &rest);
	if (kind == SECTION_NONE || kind == SECTION_STORY || kind == SECTION_TITLE)
		return false;
	if (rest.n == 0 && end == i + 1)
		return false;
	r->section = kind;
	if (kind == SECTION_SCENARIOS && rest.n > 0) {
		r->scenario_name = story_copy(r->story, rest.s, rest.n);
		r->scenario_line = rest.line;
	} else if (rest.n > 0) {
		prose_read(r, rest, false);
	}
	children_read(r, i + 1, end);
	scenario_name_drop(r);
	r->section = section;
	return true;
}

static enum story_section
item_kind(struct story_reader *r, const struct block *block, struct span span)
{
	struct story_id id;

	if (story_id_at(r->lexicon, span, &id) && id.kind != SECTION_NONE)
		return id.kind == SECTION_SCENARIOS ? SECTION_CRITERIA
		       : id.kind == SECTION_STORY   ? SECTION_REQUIREMENTS
						    : id.kind;
	switch (r->section) {
	case SECTION_SCENARIOS:
		return SECTION_CRITERIA;
	case SECTION_NONFUNCTIONAL:
		return SECTION_REQUIREMENTS;
	case SECTION_NONE:
	case SECTION_STORY:
	case SECTION_OTHER:
		if (block->check != CHECK_NONE && !r->has_criteria)
			return SECTION_CRITERIA;
		return SECTION_NONE;
	default:
		return r->section;
	}
}

static bool
ends_in_question(struct span span)
{
	return span.n > 0 && span.s[span.n - 1] == '?';
}

/* "1. **Deposit** As an owner I want ... Acceptance criteria:" with its criteria below. */
static bool
told_item(struct story_reader *r, size_t i, size_t end, struct span span)
{
	enum story_section section = r->section, bold = r->sections[BOLD_LEVEL];
	int outer = r->requirement;
	struct span head = span, rest = span;
	struct story_role role;

	if (!story_role_find(r->lexicon, span, &role))
		return false;
	head.n = (size_t)(role.whole.s - span.s);
	rest.s = role.whole.s + role.whole.n;
	rest.n = span.n - (size_t)(rest.s - span.s);
	rest.line = role.whole.line;
	for (const char *c = role.whole.s; c < rest.s; c++)
		rest.line += *c == '\n';
	while (rest.n > 0 && strchr(".!,; ", rest.s[0]))
		rest.s++, rest.n--;
	r->told = requirement_add(r, head, "functional");
	role_read(r, role.whole);
	r->told = -1;
	prose_read(r, rest, false);
	children_read(r, i + 1, end);
	section_set(r, section, BOLD_LEVEL);
	r->sections[BOLD_LEVEL] = bold;
	r->requirement = outer;
	return true;
}

size_t
item_read(struct story_reader *r, size_t i, size_t stop)
{
	const struct block *block = &r->blocks->at[i];
	size_t end = subtree_end(r->blocks, i, stop), used = steps_read(r, i, stop);
	struct span span = span_trim(block_span(block));
	enum story_section kind;

	if (used > 0)
		return i + used;
	if (span.n == 0)
		return i + 1;
	if (r->open >= 0) {
		open_append(r, span);
		return i + 1;
	}
	if (label_item(r, i, end, span))
		return end;
	kind = item_kind(r, block, span);
	if (kind == SECTION_CRITERIA && !ends_in_question(span)) {
		criterion_item(r, i, end, span);
		return end;
	}
	if (kind == SECTION_REQUIREMENTS && !ends_in_question(span)) {
		requirement_item(r, i, end, span);
		return end;
	}
	if (end > i + 1 && told_item(r, i, end, span))
		return end;
	if (role_read(r, span))
		return i + 1;
	if (kind == SECTION_IN || kind == SECTION_OUT || kind == SECTION_QUESTIONS)
		passage_read(r, span, block->check);
	else
		sentences_read(r, span);
	return i + 1;
}
