#include <ctype.h>
#include <string.h>

#include "text/story_parts.h"

#define MOST_BLOCKS 50 /* of one scenario */

struct step {
	enum gherkin_step_kind kind;
	struct span text;
};

struct steps {
	VEC_OF(struct step) list;
	bool given, when, then;
};

static void
steps_clear(struct steps *steps)
{
	vec_fini(&steps->list);
	*steps = (struct steps){ 0 };
}

static bool
steps_valid(const struct steps *steps)
{
	return steps->then && (steps->given || steps->when);
}

static bool
is_capital(unsigned char c)
{
	return isupper(c) || c >= 0xc3;
}

/* Whether a keyword at `at` opens a step there: a new line, a comma, or a capital. */
static bool
opens_step(struct span span, size_t at, size_t len, enum gherkin_step_kind kind)
{
	bool capital = is_capital((unsigned char)span.s[at]), line = false, stop = false;
	size_t back = at;

	while (back > 0 && strchr(" \t\n\r", span.s[back - 1])) {
		back--;
		line = line || span.s[back] == '\n';
	}
	if (back == 0)
		return true;
	stop = strchr(",;.", span.s[back - 1]);
	if (kind == GHERKIN_AND || kind == GHERKIN_BUT)
		return line || (capital && stop && len > 3);
	if (kind == GHERKIN_THEN && len > 4)
		return true;
	return line || stop || (capital && len > 4);
}

/* Cut a text into steps of one language; it must begin with one. */
static void
steps_cut(struct story_reader *r, const char *language, struct span span, struct steps *steps)
{
	struct step *step = NULL;
	int line = span.line;

	for (size_t at = 0; at < span.n; at++) {
		enum gherkin_step_kind kind = GHERKIN_STAR;
		size_t len = 0;

		line += span.s[at] == '\n';
		if (at == 0 || strchr(" \n\t", span.s[at - 1]))
			len = gherkin_step_keyword(
			    r->gherkin, language, span.s + at, span.n - at, &kind);
		if (len > 0 && !opens_step(span, at, len, kind))
			len = 0;
		if (at == 0 && len == 0)
			return;
		if (len == 0)
			continue;
		if (step)
			step->text.n = (size_t)(span.s + at - step->text.s);
		step = vec_add(&steps->list);
		step->kind = kind;
		step->text = (struct span){ span.s + at + len, span.n - at - len, line };
		steps->given = steps->given || kind == GHERKIN_GIVEN;
		steps->when = steps->when || kind == GHERKIN_WHEN;
		steps->then = steps->then || kind == GHERKIN_THEN;
		at += len - 1;
	}
}

static struct span
step_text(struct span span)
{
	span = span_trim(span);
	while (span.n > 0 && strchr(",;:", span.s[span.n - 1]))
		span = span_trim((struct span){ span.s, span.n - 1, span.line });
	while (span.n > 0 && strchr(":*", span.s[0]))
		span = span_trim((struct span){ span.s + 1, span.n - 1, span.line });
	return span;
}

void
scenario_name_drop(struct story_reader *r)
{
	struct span name = { r->scenario_name, 0, r->scenario_line };

	if (r->scenario_name == NULL)
		return;
	name.n = strlen(r->scenario_name);
	if (r->section == SECTION_CRITERIA || r->section == SECTION_SCENARIOS)
		criterion_add(r, name);
	else
		note_add(r, name, NULL);
	r->scenario_name = NULL;
}

/* The criterion a new scenario belongs to: its owner's, or a new one. */
static int
criterion_for(struct story_reader *r, struct span text)
{
	struct span name = { r->scenario_name, 0, r->scenario_line };

	if (r->owner >= 0 && r->story->criteria.at[r->owner].scenario < 0)
		return r->owner;
	if (r->scenario_name == NULL)
		return criterion_add(r, text);
	name.n = strlen(r->scenario_name);
	return criterion_add(r, name);
}

static void
scenario_add(struct story_reader *r, const struct steps *steps, struct span text, int end_line,
    enum block_check check)
{
	int index = criterion_for(r, text);
	struct story_scenario *scenario;
	struct story_item *item;

	if (index < 0)
		return;
	item = &r->story->criteria.at[index];
	scenario = vec_add(&r->story->scenarios);
	scenario->name = r->scenario_name ? r->scenario_name : r->owner == index ? item->text : "";
	scenario->line = text.line;
	scenario->end_line = end_line;
	vec_each (const struct step *, it, &steps->list) {
		struct story_step *step = vec_add(&scenario->steps);
		struct span words = step_text(it->text);

		step->kind = it->kind;
		step->text = story_copy(r->story, words.s, words.n);
		step->line = it->text.line;
	}
	item->scenario = (int)r->story->scenarios.len - 1;
	if (end_line > item->end_line)
		item->end_line = end_line;
	if (check != CHECK_NONE)
		item->check = check;
	r->scenario_name = NULL;
}

/* The kind of step that a text starts with in a language; GHERKIN_STAR for none. */
static enum gherkin_step_kind
first_kind(struct story_reader *r, const char *language, struct span span)
{
	enum gherkin_step_kind kind = GHERKIN_STAR;

	if (gherkin_step_keyword(r->gherkin, language, span.s, span.n, &kind) == 0)
		return GHERKIN_STAR;
	return kind;
}

static bool
is_step_block(const struct block *first, const struct block *block)
{
	return (block->kind == BLOCK_ITEM || block->kind == BLOCK_PARAGRAPH) &&
	       block->level >= first->level && block->level <= first->level + 1;
}

/* Whether a block that starts with this kind goes on with the scenario so far. */
static bool
goes_on(const struct steps *steps, enum gherkin_step_kind kind)
{
	if (kind == GHERKIN_STAR || steps->list.len == 0)
		return false;
	if (kind == GHERKIN_GIVEN)
		return !steps->then && !steps->when;
	if (kind == GHERKIN_WHEN)
		return !steps->then;
	return true;
}

static size_t
steps_gather(struct story_reader *r, const char *language, size_t i, size_t stop,
    struct steps *steps, struct buf *text)
{
	const struct block *first = &r->blocks->at[i];
	size_t at = i;

	if (stop - i > MOST_BLOCKS)
		stop = i + MOST_BLOCKS;
	while (at < stop && is_step_block(first, &r->blocks->at[at])) {
		struct span span = span_trim(block_span(&r->blocks->at[at]));

		if (at > i && !goes_on(steps, first_kind(r, language, span)))
			break;
		steps_cut(r, language, span, steps);
		if (at > i)
			buf_char(text, ' ');
		buf_add(text, span.s, span.n);
		at++;
	}
	return at - i;
}

size_t
steps_read(struct story_reader *r, size_t i, size_t stop)
{
	const struct block *block = &r->blocks->at[i];
	struct span span = span_trim(block_span(block));
	struct steps steps = { 0 };
	const char *language;
	size_t used = 0;
	struct buf text;

	if (r->section == SECTION_QUESTIONS || r->section == SECTION_NOTES || span.n == 0)
		return 0;
	buf_init(&text, BUF_DOCUMENT);
	for (size_t k = 0; used == 0; k++) {
		enum gherkin_step_kind kind;

		language = gherkin_language(r->gherkin, k);
		if (language == NULL)
			break;
		kind = first_kind(r, language, span);
		if (kind != GHERKIN_GIVEN && kind != GHERKIN_WHEN)
			continue;
		used = steps_gather(r, language, i, stop, &steps, &text);
		if (!steps_valid(&steps)) {
			used = 0;
			steps_clear(&steps);
			buf_clear(&text);
		}
	}
	if (used > 0)
		scenario_add(r, &steps, (struct span){ text.s, text.len, span.line },
		    r->blocks->at[i + used - 1].end_line, block->check);
	steps_clear(&steps);
	buf_fini(&text);
	return used;
}

bool
steps_in(struct story_reader *r, struct span span, enum block_check check)
{
	struct steps steps = { 0 };
	const char *language;
	bool valid = false;
	int end_line;

	span = span_trim(span);
	end_line = span.line;
	if (r->section == SECTION_QUESTIONS || r->section == SECTION_NOTES)
		return false;
	for (size_t k = 0; !valid; k++) {
		enum gherkin_step_kind kind;

		language = gherkin_language(r->gherkin, k);
		if (language == NULL)
			break;
		kind = first_kind(r, language, span);
		if (kind != GHERKIN_GIVEN && kind != GHERKIN_WHEN)
			continue;
		steps_cut(r, language, span, &steps);
		valid = steps_valid(&steps);
		if (!valid)
			steps_clear(&steps);
	}
	for (size_t i = 0; i < span.n; i++)
		end_line += span.s[i] == '\n';
	if (valid)
		scenario_add(r, &steps, span, end_line, check);
	steps_clear(&steps);
	return valid;
}
