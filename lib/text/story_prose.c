#include <string.h>

#include "text/story_parts.h"

#define LONGEST_REQUIREMENT 2000 /* bytes that a story told under it is added to */

static void
requirement_of_prose(struct story_reader *r, struct span span)
{
	int outer = r->requirement;

	if (requirement_add(r, span, "functional") >= 0)
		vec_last(&r->story->requirements)->prose = true;
	r->requirement = outer;
}

/* "Weekly digest: As a reader I want ...": the sentence says more of an open requirement. */
static bool
requirement_extend(struct story_reader *r, struct span span)
{
	struct story_item *item;
	struct buf text;

	if (r->requirement < 0 ||
	    (r->requirement != r->told && !r->story->requirements.at[r->requirement].explicit_id))
		return false;
	item = &r->story->requirements.at[r->requirement];
	if (strlen(item->text) > LONGEST_REQUIREMENT)
		return false;
	buf_init(&text, BUF_DOCUMENT);
	buf_str(&text, item->text);
	if (text.len > 0)
		buf_str(&text, ": ");
	buf_add(&text, span.s, span.n);
	item->text = story_copy(r->story, text.s, text.len);
	buf_fini(&text);
	return true;
}

static void
role_set(struct story_reader *r, const struct story_role *role)
{
	struct story *story = r->story;
	bool extended = requirement_extend(r, role->whole);

	story->roles++;
	if (story->role_line > 0) {
		if (!extended)
			requirement_of_prose(r, role->whole);
		return;
	}
	story->role = story_copy(story, role->role.s, role->role.n);
	story->goal = story_copy(story, role->goal.s, role->goal.n);
	story->benefit = story_copy(story, role->benefit.s, role->benefit.n);
	story->language = arena_strdup(&story->arena, role->language);
	story->role_line = role->whole.line;
	story->role_text = story_copy(story, role->whole.s, role->whole.n);
}

static bool
ends_in_question(struct span span)
{
	while (span.n > 0 && strchr(")\"'* ", span.s[span.n - 1]))
		span.n--;
	return span.n > 0 && span.s[span.n - 1] == '?';
}

/* Questions and obligations of free text have their place; the rest is a note. */
void
sentences_read(struct story_reader *r, struct span span)
{
	struct span sentence, note = { span.s, 0, span.line };
	bool notes_only = r->section == SECTION_BACKGROUND || r->section == SECTION_NOTES;

	while (span_sentence(&span, &sentence)) {
		bool question = ends_in_question(sentence), binding = false;

		if (!question && !notes_only && word_count(sentence.s, sentence.n) > 3)
			story_importance(r->lexicon, sentence.s, sentence.n, &binding);
		if (!question && !binding) {
			if (note.n == 0)
				note = sentence;
			note.n = (size_t)(sentence.s + sentence.n - note.s);
			continue;
		}
		note_add(r, note, NULL);
		note.n = 0;
		if (question) {
			texts_add(r->story, &r->story->questions, sentence, CHECK_NONE);
		} else {
			requirement_of_prose(r, sentence);
		}
	}
	note_add(r, note, NULL);
}

/* Every sentence or, where lines end like sentences, every line: an item of its own. */
static void
prose_items(struct story_reader *r, struct span span)
{
	struct span rest = span, sentence;
	bool separate = true;

	while (separate && span_sentence(&rest, &sentence))
		separate = word_count(sentence.s, sentence.n) >= 3;
	for (rest = span; separate && span_sentence(&rest, &sentence);) {
		if (ends_in_question(sentence))
			texts_add(r->story, &r->story->questions, sentence, CHECK_NONE);
		else if (r->section == SECTION_CRITERIA)
			criterion_add(r, sentence);
		else
			section_requirement(r, sentence);
	}
	if (!separate && r->section == SECTION_CRITERIA)
		criterion_add(r, span);
	else if (!separate)
		section_requirement(r, span);
}

static bool
introduces(struct span span)
{
	return span.n > 0 && span.s[span.n - 1] == ':';
}

void
passage_read(struct story_reader *r, struct span span, enum block_check check)
{
	switch (r->section) {
	case SECTION_IN:
		texts_add(r->story, &r->story->in, span, check);
		break;
	case SECTION_OUT:
		texts_add(r->story, &r->story->out, span, check);
		break;
	case SECTION_QUESTIONS:
		texts_add(r->story, &r->story->questions, span, check);
		break;
	default:
		note_add(r, span, NULL);
	}
}

static bool
id_run(struct story_reader *r, struct span span)
{
	enum story_section kind;
	struct story_id id;

	if (!story_id_at(r->lexicon, span, &id))
		return false;
	kind = id.kind != SECTION_NONE ? id.kind : r->section;
	if (kind == SECTION_REQUIREMENTS || kind == SECTION_NONFUNCTIONAL || kind == SECTION_STORY)
		section_requirement(r, span);
	else if (kind == SECTION_CRITERIA || kind == SECTION_SCENARIOS)
		criterion_add(r, span);
	else
		return false;
	return true;
}

/* Text without role, id or steps: what it is depends on the section. */
static void
run_rest(struct story_reader *r, struct span span)
{
	span = span_trim(span);
	if (span.n == 0)
		return;
	switch (r->section) {
	case SECTION_TITLE:
		if (r->titled)
			note_add(r, span, NULL);
		else
			title_set(r, span);
		break;
	case SECTION_CRITERIA:
	case SECTION_REQUIREMENTS:
	case SECTION_NONFUNCTIONAL:
		if (r->listed[r->at] || introduces(span))
			sentences_read(r, span);
		else
			prose_items(r, span);
		break;
	case SECTION_IN:
	case SECTION_OUT:
	case SECTION_QUESTIONS:
		if (introduces(span))
			note_add(r, span, NULL);
		else
			passage_read(r, span, CHECK_NONE);
		break;
	case SECTION_NOTES:
		note_add(r, span, NULL);
		break;
	default:
		sentences_read(r, span);
	}
}

bool
role_read(struct story_reader *r, struct span span)
{
	struct span before = span, after = span;
	struct story_role role;

	if (r->section == SECTION_NOTES || !story_role_find(r->lexicon, span, &role))
		return false;
	before.n = (size_t)(role.whole.s - span.s);
	after.s = role.whole.s + role.whole.n;
	after.n = span.n - (size_t)(after.s - span.s);
	after.line = role.whole.line;
	for (const char *c = role.whole.s; c < after.s; c++)
		after.line += *c == '\n';
	while (after.n > 0 && strchr(" .,;!*", after.s[0]))
		after.s++, after.n--;
	run_rest(r, before);
	role_set(r, &role);
	run_rest(r, after);
	return true;
}

/* A run of lines that belong together. */
static void
run_read(struct story_reader *r, struct span span, enum story_section section)
{
	enum story_section before = r->section;

	span = span_trim(span);
	if (span.n == 0)
		return;
	r->section = section;
	if (r->owner < 0 && role_read(r, span)) {
		r->section = before;
		return;
	}
	if (!steps_in(r, span, CHECK_NONE)) {
		if (r->open >= 0)
			open_append(r, span);
		else if (!id_run(r, span))
			run_rest(r, span);
	}
	r->section = before;
}

/* "Priority: high" speaks of the whole story. */
static void
priority_line(struct story_reader *r, struct span line)
{
	const char *colon = memchr(line.s, ':', line.n < 40 ? line.n : 40);
	const struct phrase *key;
	double value;

	if (colon == NULL)
		return;
	key = phrases_whole(&r->lexicon->columns, line.s, (size_t)(colon - line.s));
	if (key == NULL || key->value != COLUMN_PRIORITY)
		return;
	value = story_priority(r->lexicon, colon + 1, line.n - (size_t)(colon + 1 - line.s));
	if (value >= 0)
		r->story->importance = value;
}

/* Whether a line is a label of a section: alone on its line, or with text behind a colon. */
static enum story_section
label_kind(struct story_reader *r, struct span line, bool first, struct span *rest)
{
	enum story_section kind = heading_kind(r->lexicon, line, false, rest);

	line = span_trim(line);
	if (kind == SECTION_NONE || rest->n > 0 || first || line.s[line.n - 1] == ':')
		return kind;
	return SECTION_NONE;
}

static bool
starts_item(struct story_reader *r, struct span line)
{
	struct story_id id;

	return story_id_at(r->lexicon, line, &id) &&
	       (id.kind != SECTION_NONE || r->section == SECTION_CRITERIA ||
		   r->section == SECTION_REQUIREMENTS);
}

static bool
is_bold_heading(struct story_reader *r, struct span span)
{
	struct span rest;

	if (memchr(span.s, '\n', span.n))
		return false;
	if (heading_kind(r->lexicon, span, false, &rest) != SECTION_NONE)
		return rest.n == 0;
	return word_count(span.s, span.n) <= 8 && !strchr(".!?", span.s[span.n - 1]);
}

void
prose_read(struct story_reader *r, struct span span, bool strong)
{
	struct span rest, line, run = { span.s, 0, span.line };
	enum story_section section = r->section;
	bool first = true;

	span = span_trim(span);
	if (span.n == 0)
		return;
	if (strong && is_bold_heading(r, span)) {
		heading_line(r, span, BOLD_LEVEL);
		return;
	}
	while (span_line(&span, &line)) {
		enum story_section kind = label_kind(r, line, first, &rest);

		priority_line(r, line);
		if (kind != SECTION_NONE || starts_item(r, line)) {
			run_read(r, run, section);
			run = (struct span){ line.s, 0, line.line };
			section = r->section;
		}
		first = false;
		if (kind != SECTION_NONE && (rest.n == 0 || kind == SECTION_SCENARIOS)) {
			heading_line(r, line, BOLD_LEVEL);
			section = r->section;
			run = (struct span){ span.s, 0, span.line };
			continue;
		}
		if (kind != SECTION_NONE) {
			section = kind;
			run = rest;
			continue;
		}
		run.n = (size_t)(line.s + line.n - run.s);
	}
	run_read(r, run, section);
}
