#include <string.h>

#include "io/json.h"
#include "phase/ingest_parts.h"
#include "text/csv.h"
#include "text/story.h"
#include "text/story_forms.h"

struct sheet {
	struct ingest *ingest;
	const struct ingest_options *options;
	struct csv csv;
	struct strings header;
	int columns[COLUMN_COUNT]; /* index of the field + 1, 0 for none */
};

static const char *
field(const struct sheet *sheet, enum story_column column)
{
	int at = sheet->columns[column];

	return at > 0 && (size_t)at <= sheet->csv.fields.len ? sheet->csv.fields.at[at - 1] : "";
}

static enum status
header_read(struct sheet *sheet, struct err *err)
{
	enum status st = csv_next(&sheet->csv, err);
	int i = 0;

	if (st != ST_OK)
		return st == ST_NO ? err_set(err, ST_DATA, "the table is empty: add a header") : st;
	vec_each (char **, it, &sheet->csv.fields) {
		const struct phrase *found =
		    phrases_whole(&sheet->ingest->lexicon->columns, *it, strlen(*it));

		i++;
		strings_add(&sheet->header, *it);
		if (found && sheet->columns[found->value] == 0)
			sheet->columns[found->value] = i;
	}
	if (sheet->columns[COLUMN_TITLE] || sheet->columns[COLUMN_DESCRIPTION] ||
	    sheet->columns[COLUMN_CRITERIA] || sheet->columns[COLUMN_REQUIREMENT] ||
	    sheet->columns[COLUMN_THEN])
		return ST_OK;
	return err_set(err, ST_DATA,
	    "the table has no column for a title, description, requirement or criterion: "
	    "add its header to headings.yaml");
}

/* A field may be a little text of its own, with bullets and paragraphs. */
static void
field_put(struct blocks *blocks, const char *text, int line)
{
	story_plain(blocks, text, strlen(text), line);
}

static void
heading_put(struct blocks *blocks, const char *text, int level, int section, int line)
{
	struct block *block = blocks_add(blocks, BLOCK_HEADING, line, line);

	block->level = level;
	block->text = arena_strdup(&blocks->arena, text);
	if (section != SECTION_NONE)
		blocks_add(blocks, BLOCK_RULE, line, line)->section = section;
}

/* Fields that have no place of their own are kept as "header: field". */
static void
rest_put(const struct sheet *sheet, struct blocks *blocks)
{
	static const enum story_column used[] = { COLUMN_ID, COLUMN_TITLE, COLUMN_DESCRIPTION,
		COLUMN_CRITERIA, COLUMN_REQUIREMENT };

	for (size_t i = 0; i < sheet->csv.fields.len; i++) {
		const char *name = i < sheet->header.len ? sheet->header.at[i] : "";
		struct block *block;
		bool taken = false;
		struct buf text;

		for (size_t k = 0; k < sizeof used / sizeof used[0]; k++)
			taken = taken || sheet->columns[used[k]] == (int)i + 1;
		if (taken || sheet->csv.fields.at[i][0] == '\0')
			continue;
		buf_init(&text, BUF_DOCUMENT);
		buf_printf(&text, "%s: %s", name, sheet->csv.fields.at[i]);
		block = blocks_add(blocks, BLOCK_PARAGRAPH, sheet->csv.line, sheet->csv.line);
		block->text = arena_strndup(&blocks->arena, text.s, text.len);
		buf_fini(&text);
	}
}

/* A record as a story: title, description, criteria. */
static void
record_story(const struct sheet *sheet, struct ingest_story *story)
{
	struct json *metadata = json_set_object(story->story, "metadata");
	struct blocks *blocks = &story->blocks;
	int line = sheet->csv.line;

	if (field(sheet, COLUMN_ID)[0] != '\0') {
		json_set_string(metadata, "key", field(sheet, COLUMN_ID));
		strings_add(&story->references, field(sheet, COLUMN_ID));
	}
	if (field(sheet, COLUMN_PRIORITY)[0] != '\0')
		json_set_string(metadata, "priority", field(sheet, COLUMN_PRIORITY));
	story->priority = json_get_string(metadata, "priority");
	if (field(sheet, COLUMN_TITLE)[0] != '\0')
		heading_put(blocks, field(sheet, COLUMN_TITLE), 1, SECTION_NONE, line);
	field_put(blocks, field(sheet, COLUMN_DESCRIPTION), line);
	rest_put(sheet, blocks);
	if (field(sheet, COLUMN_REQUIREMENT)[0] != '\0') {
		heading_put(blocks, "Requirements", 2, SECTION_REQUIREMENTS, line);
		field_put(blocks, field(sheet, COLUMN_REQUIREMENT), line);
	}
	if (field(sheet, COLUMN_CRITERIA)[0] != '\0') {
		heading_put(blocks, "Acceptance criteria", 2, SECTION_CRITERIA, line);
		field_put(blocks, field(sheet, COLUMN_CRITERIA), line);
	}
}

static enum status
rows_as_stories(struct sheet *sheet, const char *text, size_t n, struct err *err)
{
	enum status st;

	while ((st = csv_next(&sheet->csv, err)) == ST_OK) {
		struct ingest_story *story = ingest_add(sheet->ingest);

		record_story(sheet, story);
		ingest_text(story, "csv", sheet->options, text, n);
		json_set_number(json_get(story->story, "metadata"), "first_line", sheet->csv.line);
	}
	return st == ST_NO ? ST_OK : st;
}

static void
row_add(struct blocks *blocks, const struct strings *fields, int line, bool header)
{
	struct block *block = blocks_add(blocks, BLOCK_ROW, line, line);

	block->header = header;
	block->cells = arena_alloc(&blocks->arena, (fields->len + 1) * sizeof *block->cells);
	block->cell_count = fields->len;
	for (size_t i = 0; i < fields->len; i++)
		block->cells[i] = arena_strdup(&blocks->arena, fields->at[i]);
}

static enum status
rows_as_table(struct sheet *sheet, const char *text, size_t n, struct err *err)
{
	struct ingest_story *story = ingest_add(sheet->ingest);
	struct block *block = blocks_add(&story->blocks, BLOCK_RULE, 1, 1);
	enum status st;

	block->section = sheet->columns[COLUMN_CRITERIA] ? SECTION_CRITERIA : SECTION_REQUIREMENTS;
	row_add(&story->blocks, &sheet->header, 1, true);
	while ((st = csv_next(&sheet->csv, err)) == ST_OK)
		row_add(&story->blocks, &sheet->csv.fields, sheet->csv.line, false);
	ingest_text(story, "csv", sheet->options, text, n);
	return st == ST_NO ? ST_OK : st;
}

static size_t
records(const char *text, size_t n)
{
	struct err ignored = ERR_INIT;
	size_t count = 0;
	struct csv csv;

	csv_init(&csv, text, n);
	while (count < 3 && csv_next(&csv, &ignored) == ST_OK)
		count++;
	csv_fini(&csv);
	return count;
}

enum status
ingest_csv(struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n,
    struct err *err)
{
	struct sheet sheet = { .ingest = ingest, .options = options };
	enum status st;

	csv_init(&sheet.csv, text, n);
	st = header_read(&sheet, err);
	if (st == ST_OK && records(text, n) < 2)
		st = err_set(err, ST_DATA, "the table has a header and no rows: add some");
	if (st == ST_OK)
		st = options->split || records(text, n) == 2 ? rows_as_stories(&sheet, text, n, err)
							     : rows_as_table(&sheet, text, n, err);
	csv_fini(&sheet.csv);
	strings_fini(&sheet.header);
	return st;
}
