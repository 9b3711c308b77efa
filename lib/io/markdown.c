#include "io/markdown.h"

#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm-extension_api.h>
#include <cmark-gfm.h>
#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"

struct reader {
	struct blocks *blocks;
	int offset; /* added to cmark's lines */
	int lists, quotes;
	VEC_OF(int) numbers; /* of the next item, for each list around; 0 for bullets */
	struct buf text;
};

void
blocks_init(struct blocks *blocks)
{
	*blocks = (struct blocks){ 0 };
	arena_init(&blocks->arena);
}

void
blocks_fini(struct blocks *blocks)
{
	vec_fini(blocks);
	vec_fini(&blocks->codes);
	vec_fini(&blocks->links);
	arena_fini(&blocks->arena);
}

struct block *
blocks_add(struct blocks *blocks, enum block_kind kind, int line, int end_line)
{
	struct block *block = vec_add(blocks);

	block->kind = kind;
	block->line = line;
	block->end_line = end_line < line ? line : end_line;
	block->text = block->info = "";
	return block;
}

void
blocks_link(struct blocks *blocks, const char *url, const char *text, int line)
{
	*vec_add(&blocks->links) = (struct block_mark){
		.text = arena_strdup(&blocks->arena, text),
		.url = arena_strdup(&blocks->arena, url),
		.line = line,
	};
}

void
blocks_code(struct blocks *blocks, const char *text, int line)
{
	*vec_add(&blocks->codes) = (struct block_mark){
		.text = arena_strdup(&blocks->arena, text),
		.line = line,
	};
}

static int
newlines(const struct buf *text)
{
	int count = 0;

	for (size_t i = 0; i < text->len; i++)
		count += text->s[i] == '\n';
	return count;
}

/* Whether s starts with a tag of HTML: "<type of user>" is none, but a word of the story. */
static bool
is_tag(const char *s)
{
	static const char tags[] =
	    " a abbr b blockquote br center code dd del details div dl dt em font h1 h2 h3 h4 h5 "
	    "h6 hr i img input ins kbd li mark ol p pre s samp small span strike strong sub "
	    "summary sup table tbody td tfoot th thead tr tt u ul var ";
	char name[16] = " ";
	size_t len = 1;

	for (s += s[1] == '/' ? 2 : 1; len < sizeof name - 2 && isalnum((unsigned char)*s); s++)
		name[len++] = (char)tolower((unsigned char)*s);
	name[len++] = ' ';
	return len > 2 && strchr(" />\t\n", *s) && strstr(tags, name);
}

static const char *
literal(cmark_node *node)
{
	const char *s = cmark_node_get_literal(node);

	return s ? s : "";
}

/* One inline event: its words go to the text, links and code spans to their lists. */
static void
inline_event(struct reader *r, cmark_node *node, bool enter, int line, size_t *link_from)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
		buf_str(&r->text, literal(node));
		break;
	case CMARK_NODE_CODE:
		blocks_code(r->blocks, literal(node), line);
		buf_str(&r->text, literal(node));
		break;
	case CMARK_NODE_SOFTBREAK:
	case CMARK_NODE_LINEBREAK:
		buf_char(&r->text, '\n');
		break;
	case CMARK_NODE_HTML_INLINE:
		if (strncasecmp(literal(node), "<br", 3) == 0)
			buf_char(&r->text, ' ');
		else if (!is_tag(literal(node)))
			buf_str(&r->text, literal(node));
		break;
	default:
		if (cmark_node_get_type(node) != CMARK_NODE_LINK &&
		    cmark_node_get_type(node) != CMARK_NODE_IMAGE)
			break;
		if (enter)
			*link_from = r->text.len;
		else if (*link_from <= r->text.len)
			blocks_link(
			    r->blocks, cmark_node_get_url(node), r->text.s + *link_from, line);
	}
}

/* The words of all inlines below node, in r->text; *strong as in struct block. */
static void
inlines(struct reader *r, cmark_node *node, int line, size_t *strong)
{
	cmark_iter *iter = cmark_iter_new(node);
	cmark_event_type event;
	size_t link_from = 0, count_from = 0;

	buf_clear(&r->text);
	*strong = 0;
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
		cmark_node *at = cmark_iter_get_node(iter);

		if (at == node)
			continue;
		for (; count_from < r->text.len; count_from++)
			line += r->text.s[count_from] == '\n';
		inline_event(r, at, event == CMARK_EVENT_ENTER, line, &link_from);
		if (event == CMARK_EVENT_EXIT && cmark_node_get_type(at) == CMARK_NODE_STRONG &&
		    at == cmark_node_first_child(node))
			*strong = r->text.len;
	}
	cmark_iter_free(iter);
}

static char *
text_take(struct reader *r)
{
	return arena_strndup(&r->blocks->arena, r->text.s, r->text.len);
}

static bool
type_is(cmark_node *node, const char *name)
{
	return node && strcmp(cmark_node_get_type_string(node), name) == 0;
}

/* cmark has no line for text that stood before a table without a blank line: it is the table's. */
static int
first_line(cmark_node *node)
{
	int line = 0;

	for (; node && line == 0; node = cmark_node_next(node))
		line = cmark_node_get_start_line(node);
	return line > 0 ? line : 1;
}

static struct block *
node_block(struct reader *r, enum block_kind kind, cmark_node *node)
{
	int line = first_line(node), end = cmark_node_get_end_line(node);
	struct block *block =
	    blocks_add(r->blocks, kind, line + r->offset, (end > line ? end : line) + r->offset);

	block->level = r->lists;
	block->quoted = r->quotes > 0;
	return block;
}

static void
paragraph(struct reader *r, cmark_node *node)
{
	cmark_node *item = cmark_node_parent(node);
	bool task = type_is(item, "tasklist");
	struct block *block;
	size_t strong;

	if ((task || cmark_node_get_type(item) == CMARK_NODE_ITEM) &&
	    cmark_node_first_child(item) == node) {
		block = node_block(r, BLOCK_ITEM, node);
		block->number = *vec_last(&r->numbers);
		if (task)
			block->check = cmark_gfm_extensions_get_tasklist_item_checked(item)
					   ? CHECK_DONE
					   : CHECK_OPEN;
	} else {
		block = node_block(r, BLOCK_PARAGRAPH, node);
	}
	inlines(r, node, block->line, &strong);
	block->text = text_take(r);
	block->strong = strong;
	block->end_line = block->line + newlines(&r->text);
}

static void
heading(struct reader *r, cmark_node *node)
{
	struct block *block = node_block(r, BLOCK_HEADING, node);
	size_t strong;

	block->level = cmark_node_get_heading_level(node);
	inlines(r, node, block->line, &strong);
	block->text = text_take(r);
	block->end_line = block->line + newlines(&r->text);
}

static void
code(struct reader *r, cmark_node *node)
{
	struct block *block = node_block(r, BLOCK_CODE, node);
	const char *info = cmark_node_get_fence_info(node);
	int length, offset;
	char character;

	block->text = arena_strdup(&r->blocks->arena, literal(node));
	block->info = arena_strdup(&r->blocks->arena, info ? info : "");
	block->number = cmark_node_get_fenced(node, &length, &offset, &character) ? 1 : 0;
}

/* The words of raw HTML without its tags; newlines stay. */
static void
html(struct reader *r, cmark_node *node)
{
	struct block *block = node_block(r, BLOCK_HTML, node);
	const char *s = literal(node);
	bool comment = strncmp(s, "<!--", 4) == 0, inside = false;

	buf_clear(&r->text);
	for (; *s; s++) {
		if (strncmp(s, "<!--", 4) == 0 || strncmp(s, "-->", 3) == 0)
			s += *s == '<' ? 3 : 2;
		else if (!comment && !inside && *s == '<' && is_tag(s))
			inside = true;
		else if (!comment && inside && *s == '>')
			inside = false;
		else if (!inside || *s == '\n')
			buf_char(&r->text, *s);
	}
	block->text = text_take(r);
	block->info = comment ? "comment" : "";
	block->end_line = block->line + newlines(&r->text) - (r->text.len > 0);
}

static void
table_row(struct reader *r, cmark_node *node)
{
	struct block *block = node_block(r, BLOCK_ROW, node);
	size_t strong, len = 0;

	block->header = type_is(node, "table_header");
	for (cmark_node *it = cmark_node_first_child(node); it; it = cmark_node_next(it))
		len++;
	block->cells = arena_alloc(&r->blocks->arena, len * sizeof *block->cells);
	block->cell_count = len;
	len = 0;
	for (cmark_node *it = cmark_node_first_child(node); it; it = cmark_node_next(it)) {
		inlines(r, it, block->line, &strong);
		block->cells[len++] = text_take(r);
	}
}

static void
block_event(struct reader *r, cmark_node *node, bool enter)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_LIST:
		r->lists += enter ? 1 : -1;
		if (enter)
			*vec_add(&r->numbers) = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
						    ? cmark_node_get_list_start(node)
						    : 0;
		else
			r->numbers.len--;
		break;
	case CMARK_NODE_BLOCK_QUOTE:
		r->quotes += enter ? 1 : -1;
		break;
	case CMARK_NODE_PARAGRAPH:
		if (enter)
			paragraph(r, node);
		break;
	case CMARK_NODE_HEADING:
		if (enter)
			heading(r, node);
		break;
	case CMARK_NODE_CODE_BLOCK:
		code(r, node);
		break;
	case CMARK_NODE_HTML_BLOCK:
		html(r, node);
		break;
	case CMARK_NODE_THEMATIC_BREAK:
		node_block(r, BLOCK_RULE, node);
		break;
	default:
		if (enter && (type_is(node, "table_row") || type_is(node, "table_header")))
			table_row(r, node);
		else if (!enter &&
			 (type_is(node, "tasklist") ||
			     cmark_node_get_type(node) == CMARK_NODE_ITEM) &&
			 *vec_last(&r->numbers) > 0)
			++*vec_last(&r->numbers);
	}
}

/* Whether the cells that short rows are filled up with would fit in MARKDOWN_MAX_CELLS. */
static bool
tables_fit(const char *text, size_t n)
{
	size_t lines = 1, bars = 0, most = 0;
	bool delimiter = true;

	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\n' || text[i] == '\r') {
			if (delimiter && bars > most)
				most = bars;
			lines++;
			bars = 0;
			delimiter = true;
		} else if (text[i] == '|') {
			bars++;
		} else if (!strchr("-: \t>", text[i])) {
			delimiter = false;
		}
	}
	return most == 0 || lines <= MARKDOWN_MAX_CELLS / (most + 1);
}

static void *
grow(void *p, size_t n)
{
	return mem_realloc(p, n, 1);
}

/* cmark's own allocator ends the process in its own way when memory runs out. */
static void
use_our_memory(void)
{
	cmark_mem *memory = cmark_get_default_mem_allocator();

	memory->calloc = mem_calloc;
	memory->realloc = grow;
}

void
markdown_read(struct blocks *blocks, const char *text, size_t n, int first_line)
{
	struct reader r = { .blocks = blocks, .offset = first_line - 1 };
	cmark_event_type event;
	cmark_parser *parser;
	cmark_node *root;
	cmark_iter *iter;

	use_our_memory();
	cmark_gfm_core_extensions_ensure_registered();
	parser = cmark_parser_new(CMARK_OPT_DEFAULT);
	if (tables_fit(text, n))
		cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
	cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("tasklist"));
	cmark_parser_feed(parser, text, n);
	root = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	buf_init(&r.text, SIZE_MAX / 2);
	iter = cmark_iter_new(root);
	while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE)
		block_event(&r, cmark_iter_get_node(iter), event == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	cmark_node_free(root);
	vec_fini(&r.numbers);
	buf_fini(&r.text);
}
