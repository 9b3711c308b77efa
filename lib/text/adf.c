#include "text/adf.h"

#include <stdint.h>
#include <string.h>

#include "base/time.h"
#include "io/json.h"

struct writer {
	struct blocks *blocks;
	struct buf *text; /* what people see */
	struct buf words; /* of the block being read */
	int *line;
	int depth; /* of nodes */
	int lists; /* around the node */
	bool quoted;
};
struct item { /* what the first paragraph of a list item is */
	const char *mark;
	int number;
	enum block_check check;
};

static void node_read(struct writer *w, const struct json *node, struct item *item);

bool
adf_is(const struct json *node)
{
	return strcmp(json_get_string(node, "type"), "doc") == 0 &&
	       json_kind(json_get(node, "content")) == JSON_ARRAY;
}

static bool
has_mark(const struct json *node, const char *name)
{
	json_each (it, json_get(node, "marks")) {
		if (strcmp(json_get_string(it, "type"), name) == 0)
			return true;
	}
	return false;
}

static void
date_put(struct buf *out, const struct json *attrs)
{
	char text[TIME_TEXT];
	int64_t ms = 0;

	for (const char *c = json_get_string(attrs, "timestamp"); *c >= '0' && *c <= '9'; c++) {
		if (ms > INT64_MAX / 1000)
			break;
		ms = ms * 10 + (*c - '0');
	}
	time_format(ms, text);
	buf_add(out, text, strnlen(text, 10));
}

static int
line_now(const struct writer *w)
{
	int line = *w->line;

	for (size_t i = 0; i < w->words.len; i++)
		line += w->words.s[i] == '\n';
	return line;
}

static void
text_node(struct writer *w, const struct json *node)
{
	const char *text = json_get_string(node, "text");

	if (has_mark(node, "code"))
		blocks_code(w->blocks, text, *w->line);
	json_each (it, json_get(node, "marks")) {
		const char *url = json_get_string(json_get(it, "attrs"), "href");

		if (strcmp(json_get_string(it, "type"), "link") == 0 && url[0] != '\0')
			blocks_link(w->blocks, url, text, line_now(w));
	}
	buf_str(&w->words, text);
}

/* What a node says by its attributes: a mention, an emoji, a status, a card, a title. */
static void
attributes(struct writer *w, const struct json *attrs)
{
	static const char *const keys[] = { "text", "title", "shortName", "url", "alt" };

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *value = json_get_string(attrs, keys[i]);

		if (value[0] == '\0')
			continue;
		if (strcmp(keys[i], "url") == 0)
			blocks_link(w->blocks, value, "", line_now(w));
		buf_str(&w->words, value);
		return;
	}
}

/* The words of everything below a node. */
static void
words_read(struct writer *w, const struct json *node, int depth)
{
	const char *type = json_get_string(node, "type");

	if (strcmp(type, "text") == 0)
		text_node(w, node);
	else if (strcmp(type, "hardBreak") == 0)
		buf_char(&w->words, '\n');
	else if (strcmp(type, "date") == 0)
		date_put(&w->words, json_get(node, "attrs"));
	else
		attributes(w, json_get(node, "attrs"));
	if (depth > 2 * ADF_MAX_DEPTH)
		return;
	json_each (it, json_get(node, "content")) {
		bool block = json_get(it, "content") && w->words.len > 0 && depth > 0;

		if (block && w->words.s[w->words.len - 1] != ' ')
			buf_char(&w->words, ' ');
		words_read(w, it, depth + 1);
	}
}

static void
line_add(struct writer *w, const char *s, size_t n)
{
	buf_add(w->text, s, n);
	buf_char(w->text, '\n');
	++*w->line;
}

static void
blank_line(struct writer *w)
{
	if (w->text->len > 1 && memcmp(w->text->s + w->text->len - 2, "\n\n", 2) != 0)
		line_add(w, "", 0);
}

/* Write the words as a block with a mark in front of its first line. */
static struct block *
block_write(struct writer *w, enum block_kind kind, const char *mark)
{
	size_t indent = w->lists > 0 ? 2 * (size_t)(w->lists - 1) : 0, from = 0;
	struct block *block = blocks_add(w->blocks, kind, *w->line, *w->line);
	bool first = true;

	block->level = w->lists;
	block->quoted = w->quoted;
	block->text = arena_strndup(&w->blocks->arena, w->words.s, w->words.len);
	do {
		const char *end = memchr(w->words.s + from, '\n', w->words.len - from);
		size_t n = end ? (size_t)(end - w->words.s) - from : w->words.len - from;

		for (size_t i = 0; i < indent; i++)
			buf_char(w->text, ' ');
		if (first)
			buf_str(w->text, mark);
		else
			for (size_t i = 0; i < strlen(mark); i++)
				buf_char(w->text, ' ');
		block->end_line = *w->line;
		line_add(w, w->words.s + from, n);
		from += n + 1;
		first = false;
	} while (from <= w->words.len);
	buf_clear(&w->words);
	return block;
}

static bool
all_strong(const struct json *node)
{
	bool any = false;

	json_each (it, json_get(node, "content")) {
		if (json_get_string(it, "text")[strspn(json_get_string(it, "text"), " :")] == '\0')
			continue;
		if (!has_mark(it, "strong"))
			return false;
		any = true;
	}
	return any;
}

static void
paragraph(struct writer *w, const struct json *node, struct item *item)
{
	struct block *block;
	size_t strong;

	words_read(w, node, 0);
	if (w->words.s[strspn(w->words.s, " \n")] == '\0') {
		buf_clear(&w->words);
		return;
	}
	strong = all_strong(node) ? w->words.len : 0;
	if (item && item->mark) {
		block = block_write(w, BLOCK_ITEM, item->mark);
		block->number = item->number;
		block->check = item->check;
		item->mark = NULL;
	} else {
		if (w->lists == 0)
			blank_line(w);
		block = block_write(w, BLOCK_PARAGRAPH, w->quoted ? "> " : "");
	}
	block->strong = strong;
}

static void
heading(struct writer *w, const struct json *node)
{
	static const char *const marks[] = { "# ", "## ", "### ", "#### ", "##### ", "###### " };
	double given = json_get_number(json_get(node, "attrs"), "level");
	int level = given >= 1 && given <= 6 ? (int)given : 1;
	struct block *block;

	words_read(w, node, 0);
	for (size_t i = 0; i < w->words.len; i++) {
		if (w->words.s[i] == '\n')
			w->words.s[i] = ' ';
	}
	blank_line(w);
	block = block_write(w, BLOCK_HEADING, marks[level - 1]);
	block->level = level;
}

static void
code(struct writer *w, const struct json *node)
{
	const char *language = json_get_string(json_get(node, "attrs"), "language");
	struct block *block;

	words_read(w, node, 0);
	blank_line(w);
	block = blocks_add(w->blocks, BLOCK_CODE, *w->line, *w->line);
	block->level = w->lists;
	block->number = 1;
	block->info = arena_strdup(&w->blocks->arena, language);
	block->text = arena_strndup(&w->blocks->arena, w->words.s, w->words.len);
	buf_str(w->text, "```");
	line_add(w, language, strlen(language));
	for (size_t i = 0; i < w->words.len; i++)
		*w->line += w->words.s[i] == '\n';
	line_add(w, w->words.s, w->words.len);
	block->end_line = *w->line;
	line_add(w, "```", 3);
	buf_clear(&w->words);
}

static void
table_row(struct writer *w, const struct json *node, bool first)
{
	size_t count = json_len(json_get(node, "content")), i = 0;
	struct block *block = blocks_add(w->blocks, BLOCK_ROW, *w->line, *w->line);

	block->level = w->lists;
	block->header = first;
	block->cells = arena_alloc(&w->blocks->arena, (count + 1) * sizeof *block->cells);
	buf_char(w->text, '|');
	json_each (cell, json_get(node, "content")) {
		if (strcmp(json_get_string(cell, "type"), "tableHeader") != 0 && i == 0)
			block->header = false;
		words_read(w, cell, 0);
		block->cells[i++] = arena_strndup(&w->blocks->arena, w->words.s, w->words.len);
		for (size_t k = 0; k < w->words.len; k++) {
			if (w->words.s[k] == '\n')
				w->words.s[k] = ' ';
		}
		buf_printf(w->text, " %s |", w->words.s);
		buf_clear(&w->words);
	}
	block->cell_count = i;
	line_add(w, "", 0);
	if (!first)
		return;
	buf_char(w->text, '|');
	for (size_t k = 0; k < i; k++)
		buf_str(w->text, "---|");
	line_add(w, "", 0);
}

static void
table(struct writer *w, const struct json *node)
{
	const struct json *first = json_first(json_get(node, "content"));

	blank_line(w);
	json_each (row, json_get(node, "content"))
		table_row(w, row, row == first);
}

/* The items of a bullet, ordered, task or decision list. */
static void
list(struct writer *w, const struct json *node, const char *type)
{
	bool ordered = strcmp(type, "orderedList") == 0;
	int number = ordered ? 1 : 0;

	if (w->lists == 0)
		blank_line(w);
	w->lists++;
	json_each (it, json_get(node, "content")) {
		const char *state = json_get_string(json_get(it, "attrs"), "state");
		struct item item = { .mark = "- ", .number = number };

		if (ordered)
			item.mark = "1. ";
		if (strcmp(json_get_string(it, "type"), "taskItem") == 0) {
			item.check = strcmp(state, "DONE") == 0 ? CHECK_DONE : CHECK_OPEN;
			item.mark = item.check == CHECK_DONE ? "- [x] " : "- [ ] ";
			paragraph(w, it, &item);
		} else if (strcmp(json_get_string(it, "type"), "decisionItem") == 0) {
			paragraph(w, it, &item);
		} else {
			node_read(w, it, &item);
		}
		number += ordered;
	}
	w->lists--;
}

static void
container(struct writer *w, const struct json *node, struct item *item)
{
	const char *title = json_get_string(json_get(node, "attrs"), "title");

	if (title[0] != '\0') {
		struct block *block;

		buf_str(&w->words, title);
		blank_line(w);
		block = block_write(w, BLOCK_PARAGRAPH, "");
		block->strong = strlen(block->text);
	}
	w->depth++;
	json_each (it, json_get(node, "content"))
		node_read(w, it, item);
	w->depth--;
}

static bool
is_container(const char *type)
{
	static const char *const names[] = { "doc", "panel", "expand", "nestedExpand",
		"layoutSection", "layoutColumn", "listItem", "bodiedExtension", "mediaSingle",
		"mediaGroup" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], type) == 0)
			return true;
	}
	return false;
}

static void
node_read(struct writer *w, const struct json *node, struct item *item)
{
	const char *type = json_get_string(node, "type");

	if (w->depth + w->lists > ADF_MAX_DEPTH) {
		paragraph(w, node, item);
	} else if (strcmp(type, "heading") == 0) {
		heading(w, node);
	} else if (strcmp(type, "codeBlock") == 0) {
		code(w, node);
	} else if (strcmp(type, "table") == 0) {
		table(w, node);
	} else if (strcmp(type, "rule") == 0) {
		blank_line(w);
		blocks_add(w->blocks, BLOCK_RULE, *w->line, *w->line);
		line_add(w, "---", 3);
	} else if (strcmp(type, "blockquote") == 0) {
		bool outer = w->quoted;

		w->quoted = true;
		container(w, node, item);
		w->quoted = outer;
	} else if (strlen(type) > 4 && strcmp(type + strlen(type) - 4, "List") == 0) {
		list(w, node, type);
	} else if (is_container(type)) {
		container(w, node, item);
	} else {
		paragraph(w, node, item);
	}
}

void
adf_read(struct blocks *blocks, struct buf *text, int *line, const struct json *doc)
{
	struct writer w = { .blocks = blocks, .text = text, .line = line };

	buf_init(&w.words, SIZE_MAX / 2);
	node_read(&w, doc, NULL);
	buf_fini(&w.words);
}
