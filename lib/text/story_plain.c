#include "text/story_forms.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

#define MOST_DEPTH 32 /* indentations that are told apart */

struct plain {
	struct blocks *blocks;
	struct block *block; /* being filled, NULL between paragraphs; moves with blocks */
	struct buf text;
	size_t indents[MOST_DEPTH];
	int depth; /* of the item being filled, 0 outside a list */
};

/* A bullet or number at s: its length with the space behind it, 0 for none. */
static size_t
bullet(const char *s, size_t n, int *number)
{
	static const char *const marks[] = { "-", "*", "+", "o", "\xe2\x80\xa2", "\xe2\x80\x93",
		"\xc2\xb7", "\xe2\x96\xaa", "\xe2\x97\xa6", "\xe2\x80\xa3", "\xe2\x97\x8f",
		"\xe2\x9e\xa4", "\xe2\x9c\x93", "\xe2\x9c\x94" };
	size_t i = 0;

	*number = 0;
	for (size_t k = 0; k < sizeof marks / sizeof marks[0]; k++) {
		size_t len = strlen(marks[k]);

		if (n > len + 1 && memcmp(s, marks[k], len) == 0 &&
		    (s[len] == ' ' || s[len] == '\t'))
			return len + 1;
	}
	while (i < n && i < 4 && isdigit((unsigned char)s[i]))
		*number = *number * 10 + (s[i++] - '0');
	if (i == 0 && n > 3 && islower((unsigned char)s[0]) && s[1] == ')')
		i = 1;
	if (i > 0 && i + 2 < n && strchr(".)", s[i]) && (s[i + 1] == ' ' || s[i + 1] == '\t'))
		return i + 2;
	return 0;
}

static void
block_end(struct plain *p)
{
	if (p->block == NULL)
		return;
	p->block->text = arena_strndup(&p->blocks->arena, p->text.s, p->text.len);
	buf_clear(&p->text);
	p->block = NULL;
}

static void
block_begin(struct plain *p, enum block_kind kind, int line)
{
	block_end(p);
	p->block = blocks_add(p->blocks, kind, line, line);
	p->block->level = kind == BLOCK_ITEM ? p->depth : 0;
}

/* The depth of an item with this indentation among those open. */
static void
depth_set(struct plain *p, size_t indent)
{
	while (p->depth > 0 && p->indents[p->depth - 1] >= indent)
		p->depth--;
	if (p->depth < MOST_DEPTH)
		p->indents[p->depth++] = indent;
}

/* "[ ] ", "[x] " behind the bullet. */
static size_t
checkbox(const char *s, size_t n, enum block_check *check)
{
	if (n < 4 || s[0] != '[' || s[2] != ']' || s[3] != ' ' || !strchr(" xX", s[1]))
		return 0;
	*check = s[1] == ' ' ? CHECK_OPEN : CHECK_DONE;
	return 4;
}

static void
line_read(struct plain *p, const char *s, size_t n, int line)
{
	size_t indent = 0, mark;
	int number;

	while (n > 0 && strchr(" \t\r", s[n - 1]))
		n--;
	while (indent < n && (s[indent] == ' ' || s[indent] == '\t'))
		indent++;
	s += indent;
	n -= indent;
	if (n == 0) {
		block_end(p);
		return;
	}
	mark = bullet(s, n, &number);
	if (mark > 0) {
		depth_set(p, indent);
		block_begin(p, BLOCK_ITEM, line);
		p->block->number = number;
		mark += checkbox(s + mark, n - mark, &p->block->check);
	} else if (p->block == NULL || (p->block->kind == BLOCK_ITEM && indent == 0)) {
		if (indent == 0)
			p->depth = 0;
		block_begin(p, BLOCK_PARAGRAPH, line);
	} else {
		buf_char(&p->text, '\n');
	}
	buf_add(&p->text, s + mark, n - mark);
	p->block->end_line = line;
}

void
story_plain(struct blocks *blocks, const char *text, size_t n, int first_line)
{
	struct plain p = { .blocks = blocks };
	size_t from = 0, at;

	buf_init(&p.text, SIZE_MAX / 2);
	for (at = 0; at <= n; at++) {
		if (at < n && text[at] != '\n' && text[at] != '\r')
			continue;
		if (at > from || at < n)
			line_read(&p, text + from, at - from, first_line);
		if (at + 1 < n && text[at] == '\r' && text[at + 1] == '\n')
			at++;
		from = at + 1;
		first_line++;
	}
	block_end(&p);
	buf_fini(&p.text);
}
