#include <string.h>

#include "text/story_forms.h"
#include "text/story_parts.h"

static bool
has_column(const struct story_reader *r, int kind)
{
	for (size_t i = 0; i < STORY_COLUMNS; i++) {
		if (r->columns[i] == kind)
			return true;
	}
	return false;
}

static struct span
cell_of(const struct story_reader *r, const struct block *row, int kind)
{
	for (size_t i = 0; i < row->cell_count && i < STORY_COLUMNS; i++) {
		if (r->columns[i] == kind)
			return span_trim(
			    (struct span){ row->cells[i], strlen(row->cells[i]), row->line });
	}
	return (struct span){ "", 0, row->line };
}

/* A table of criteria or requirements without a column for them: its first free column is it. */
static void
main_column(struct story_reader *r, size_t count)
{
	bool requirements = r->section == SECTION_REQUIREMENTS;
	const int instead[] = { requirements ? COLUMN_TITLE : COLUMN_DESCRIPTION,
		requirements ? COLUMN_DESCRIPTION : COLUMN_TITLE, COLUMN_NONE };
	bool steps = has_column(r, COLUMN_WHEN) && has_column(r, COLUMN_THEN);

	if (has_column(r, COLUMN_CRITERIA) || has_column(r, COLUMN_REQUIREMENT) || steps)
		return;
	for (size_t k = 0; k < sizeof instead / sizeof instead[0]; k++) {
		for (size_t i = 0; i < count && i < STORY_COLUMNS; i++) {
			if (r->columns[i] != instead[k])
				continue;
			r->columns[i] = COLUMN_CRITERIA;
			return;
		}
	}
}

static void
header_read(struct story_reader *r, const struct block *block)
{
	bool wanted = r->section == SECTION_CRITERIA || r->section == SECTION_SCENARIOS ||
		      r->section == SECTION_REQUIREMENTS || r->section == SECTION_NONFUNCTIONAL;

	r->table = block;
	for (size_t i = 0; i < STORY_COLUMNS; i++) {
		const char *cell = i < block->cell_count ? block->cells[i] : "";
		const struct phrase *found =
		    phrases_whole(&r->lexicon->columns, cell, strlen(cell));

		r->columns[i] = found ? found->value : COLUMN_NONE;
		if (i > 0 && r->columns[i] != COLUMN_NONE)
			for (size_t k = 0; k < i; k++)
				if (r->columns[k] == r->columns[i])
					r->columns[i] = COLUMN_NONE;
	}
	if (wanted)
		main_column(r, block->cell_count);
}

static double
priority_of(struct story_reader *r, const struct block *row)
{
	struct span priority = cell_of(r, row, COLUMN_PRIORITY);

	return priority.n > 0 ? story_priority(r->lexicon, priority.s, priority.n) : -1;
}

/* The cells that have no place: "header: cell, header: cell". */
static void
rest_note(struct story_reader *r, const struct block *row, bool all)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	for (size_t i = 0; i < row->cell_count; i++) {
		int kind = i < STORY_COLUMNS ? r->columns[i] : COLUMN_NONE;

		if (!all && kind != COLUMN_NONE && kind != COLUMN_STATUS && kind != COLUMN_LABELS &&
		    (kind != COLUMN_PRIORITY || priority_of(r, row) >= 0))
			continue;
		if (row->cells[i][strspn(row->cells[i], " ")] == '\0')
			continue;
		if (text.len > 0)
			buf_str(&text, " | ");
		if (r->table && r->table != row && i < r->table->cell_count) {
			buf_str(&text, r->table->cells[i]);
			buf_str(&text, ": ");
		}
		buf_str(&text, row->cells[i]);
	}
	note_add(r, (struct span){ text.s, text.len, row->line }, "table");
	buf_fini(&text);
}

static void
put_step(struct buf *text, const char *keyword, struct span cell)
{
	if (cell.n == 0)
		return;
	if (text->len > 0)
		buf_char(text, '\n');
	buf_str(text, keyword);
	buf_char(text, ' ');
	buf_add(text, cell.s, cell.n);
}

static bool
steps_row(struct story_reader *r, const struct block *row)
{
	struct span given = cell_of(r, row, COLUMN_GIVEN), when = cell_of(r, row, COLUMN_WHEN);
	struct span then = cell_of(r, row, COLUMN_THEN), name = cell_of(r, row, COLUMN_CRITERIA);
	bool done = false;
	struct buf text;

	if (then.n == 0 || (given.n == 0 && when.n == 0))
		return false;
	if (name.n == 0)
		name = cell_of(r, row, COLUMN_TITLE);
	if (name.n == 0)
		name = cell_of(r, row, COLUMN_DESCRIPTION);
	buf_init(&text, BUF_DOCUMENT);
	put_step(&text, "Given", given);
	put_step(&text, "When", when);
	put_step(&text, "Then", then);
	if (name.n > 0) {
		r->scenario_name = story_copy(r->story, name.s, name.n);
		r->scenario_line = row->line;
	}
	done = steps_in(r, (struct span){ text.s, text.len, row->line }, CHECK_NONE);
	buf_fini(&text);
	r->scenario_name = NULL;
	return done;
}

/* What the row says beside the text; its id only where the item is what the id names. */
static void
item_label(struct story_reader *r, const struct block *row, struct story_item *item, bool has_id)
{
	struct span id = cell_of(r, row, COLUMN_ID);
	double value = priority_of(r, row);

	if (has_id && id.n > 0 && id.n < 64 && !item->explicit_id) {
		struct story_id written = { .s = id.s, .n = id.n };

		item->id = story_id_text(r->story, &written);
		item->explicit_id = true;
	}
	if (value >= 0) {
		item->importance = value;
		item->fixed = true;
	}
	item->line = item->end_line = row->line;
}

static void
scenario_line_set(struct story *story, const struct story_item *item, int line)
{
	struct story_scenario *scenario;

	if (item->scenario < 0)
		return;
	scenario = &story->scenarios.at[item->scenario];
	scenario->line = scenario->end_line = line;
	vec_each (struct story_step *, it, &scenario->steps)
		it->line = line;
}

/* A cell with several lines: a criterion a line, or what a little text of its own says. */
static bool
lines_row(struct story_reader *r, const struct block *row, struct span text)
{
	size_t before = r->story->criteria.len, from;
	struct blocks lines;

	if (!memchr(text.s, '\n', text.n) &&
	    (text.n < 2 || !strchr("-*", text.s[0]) || text.s[1] != ' '))
		return false;
	blocks_init(&lines);
	story_plain(&lines, text.s, text.n, row->line);
	blocks_read(r, &lines);
	blocks_fini(&lines);
	for (from = before; from < r->story->criteria.len; from++) {
		double value = priority_of(r, row);

		if (value >= 0) {
			r->story->criteria.at[from].importance = value;
			r->story->criteria.at[from].fixed = true;
		}
	}
	return r->story->criteria.len > before;
}

static bool
criterion_row(struct story_reader *r, const struct block *row, bool has_id)
{
	struct span text = cell_of(r, row, COLUMN_CRITERIA);
	struct story_item *item;

	if (!steps_row(r, row)) {
		if (text.n == 0)
			return false;
		if (lines_row(r, row, text))
			return true;
		if (criterion_add(r, text) < 0)
			return false;
	}
	item = vec_last(&r->story->criteria);
	item_label(r, row, item, has_id);
	scenario_line_set(r->story, item, row->line);
	return true;
}

/* The requirement a row names: a new one, or the one the row above named. */
static void
requirement_row(struct story_reader *r, const struct block *row, struct span text, bool has_id)
{
	struct story_item *last =
	    r->requirement >= 0 ? &r->story->requirements.at[r->requirement] : NULL;
	const char *copy = story_copy(r->story, text.s, text.n);

	if (!has_id && last &&
	    (strcmp(last->text, copy) == 0 || (last->explicit_id && strcmp(last->id, copy) == 0)))
		return;
	if (section_requirement(r, text) >= 0)
		item_label(r, row, vec_last(&r->story->requirements), has_id);
}

void
row_read(struct story_reader *r, const struct block *row)
{
	bool requirements =
	    r->section == SECTION_REQUIREMENTS || r->section == SECTION_NONFUNCTIONAL;
	struct span requirement, criterion;
	bool used = false, story, own_id;
	struct story_id id;

	if (row->header || r->table == NULL) {
		header_read(r, row);
		if (row->header)
			return;
	}
	requirement = cell_of(r, row, COLUMN_REQUIREMENT);
	criterion = cell_of(r, row, COLUMN_CRITERIA);
	story = requirement.n == 0 && criterion.n > 0 && has_column(r, COLUMN_TITLE);
	if (story)
		requirement = cell_of(r, row, COLUMN_TITLE);
	if (requirements && requirement.n == 0 && !has_column(r, COLUMN_REQUIREMENT)) {
		requirement = criterion;
		criterion.n = 0;
	}
	own_id = criterion.n > 0 &&
		 (!story || (story_id_at(r->lexicon, cell_of(r, row, COLUMN_ID), &id) &&
				id.kind == SECTION_CRITERIA));
	if (requirement.n > 0) {
		requirement_row(r, row, requirement, !own_id);
		used = true;
	}
	prose_read(r, cell_of(r, row, COLUMN_DESCRIPTION), false);
	if (!requirements || criterion.n > 0)
		used = criterion_row(r, row, own_id || requirement.n == 0) || used;
	rest_note(r, row, !used);
}
