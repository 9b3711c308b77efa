/*
 * markdown - a text as a flat list of blocks, over libcmark-gfm with tables and task lists.
 *
 * Inline markup is gone from the texts: emphasis and links leave their words, code spans their
 * code, a line break is '\n', so that line i of a block's text stands on source line block.line + i
 * (but for code blocks with a fence, where it is block.line + 1 + i, and for table cells).  Code
 * spans and links are listed beside the blocks.
 *
 * Other readers (plain text, Atlassian documents, CSV) give the same list: blocks_add().
 *
 * Ownership: a `blocks` owns all texts; blocks_init() before, blocks_fini() after.
 *
 * Limits: nesting is flattened, so its depth has none.  A text whose tables would have more than
 * MARKDOWN_MAX_CELLS cells is read without tables.
 *
 * Source: https://github.github.com/gfm.
 */
#ifndef IO_MARKDOWN_H
#define IO_MARKDOWN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/mem.h"
#include "base/vec.h"

#define MARKDOWN_MAX_CELLS 400000

enum block_kind {
	BLOCK_HEADING,
	BLOCK_PARAGRAPH,
	BLOCK_ITEM, /* the first paragraph of a list item */
	BLOCK_CODE,
	BLOCK_ROW, /* of a table: cells */
	BLOCK_HTML,
	BLOCK_RULE
};

enum block_check { CHECK_NONE, CHECK_OPEN, CHECK_DONE };

struct block {
	enum block_kind kind;
	int level;  /* of a heading, 1 to 6; else the number of lists around it, 0 outside */
	int number; /* of an item of a numbered list, else 0 */
	int line, end_line;
	enum block_check check;
	bool quoted;
	bool header;	  /* the first row of a table */
	int section;	  /* 0, or an enum story_section that the reader knows it belongs to */
	size_t strong;	  /* so many bytes at the start of the text are bold */
	const char *text; /* never NULL */
	const char *info; /* the language of a code block, "" for none */
	char **cells;
	size_t cell_count;
};

struct block_mark { /* a code span or a link */
	const char *text, *url;
	int line;
};

struct blocks {
	struct arena arena;
	struct block *at;
	size_t len, cap;
	VEC_OF(struct block_mark) codes, links;
};

void blocks_init(struct blocks *blocks);
void blocks_fini(struct blocks *blocks);
struct block *blocks_add(struct blocks *blocks, enum block_kind kind, int line, int end_line);
void blocks_link(struct blocks *blocks, const char *url, const char *text, int line);
void blocks_code(struct blocks *blocks, const char *text, int line);

/* Append the blocks of a text whose first line is number first_line. */
void markdown_read(struct blocks *blocks, const char *text, size_t n, int first_line);

#endif
