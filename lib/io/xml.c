#include "io/xml.h"

#include <expat.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

#define MAX_LEVELS 64
#define MAX_ELEMENTS 2000000

struct reader {
	XML_Parser parser;
	struct xml *xml;
	struct xml_node *open[MAX_LEVELS];
	struct buf texts[MAX_LEVELS];
	size_t level, elements;
	const char *refused; /* why the rest is not read */
};

static void
refuse(struct reader *r, const char *why)
{
	if (r->refused == NULL)
		r->refused = why;
	XML_StopParser(r->parser, XML_FALSE);
}

static const char *
local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

static void
add_attributes(struct reader *r, struct xml_node *node, const char **attributes)
{
	struct xml_attribute **to = &node->attributes;

	for (; attributes[0]; attributes += 2) {
		struct xml_attribute *a = arena_alloc(&r->xml->arena, sizeof *a);

		a->name = arena_strdup(&r->xml->arena, local_name(attributes[0]));
		a->value = arena_strdup(&r->xml->arena, attributes[1]);
		*to = a;
		to = &a->next;
	}
}

static void XMLCALL
start(void *arg, const char *name, const char **attributes)
{
	struct reader *r = arg;
	struct xml_node *node, *parent = r->level ? r->open[r->level - 1] : NULL;

	if (r->level == MAX_LEVELS || r->elements++ == MAX_ELEMENTS) {
		refuse(r, r->level == MAX_LEVELS ? "more than 64 levels of elements"
						 : "more than 2,000,000 elements");
		return;
	}
	node = arena_alloc(&r->xml->arena, sizeof *node);
	node->name = arena_strdup(&r->xml->arena, local_name(name));
	node->text = "";
	node->line = (int)XML_GetCurrentLineNumber(r->parser);
	add_attributes(r, node, attributes);
	if (parent == NULL)
		r->xml->root = node;
	else if (parent->last)
		parent->last->next = node;
	else
		parent->first = node;
	if (parent)
		parent->last = node;
	buf_clear(&r->texts[r->level]);
	r->open[r->level++] = node;
}

static void XMLCALL
text(void *arg, const char *s, int n)
{
	struct reader *r = arg;

	if (r->level > 0 && r->refused == NULL)
		buf_add(&r->texts[r->level - 1], s, (size_t)n);
}

static void XMLCALL
end(void *arg, const char *name)
{
	struct reader *r = arg;
	const struct buf *b;
	size_t from = 0, to;

	(void)name;
	if (r->refused)
		return;
	b = &r->texts[--r->level];
	to = b->len;
	while (from < to && strchr(" \t\r\n", b->s[from]))
		from++;
	while (to > from && strchr(" \t\r\n", b->s[to - 1]))
		to--;
	r->open[r->level]->end_line = (int)XML_GetCurrentLineNumber(r->parser);
	if (to > from)
		r->open[r->level]->text = arena_strndup(&r->xml->arena, b->s + from, to - from);
}

static void XMLCALL
doctype(void *arg, const char *name, const char *system_id, const char *public_id, int internal)
{
	(void)name;
	(void)system_id;
	(void)public_id;
	(void)internal;
	refuse(arg, "a document type declaration is not accepted: take it out");
}

/* The one encoding beside expat's own that reports come in: Windows-1252. */
static int XMLCALL
other_encoding(void *arg, const char *name, XML_Encoding *encoding)
{
	static const int upper[32] = { 0x20ac, -1, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021,
		0x2c6, 0x2030, 0x160, 0x2039, 0x152, -1, 0x17d, -1, -1, 0x2018, 0x2019, 0x201c,
		0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, -1, 0x17e,
		0x178 };

	(void)arg;
	if (strcasecmp(name, "windows-1252") != 0 && strcasecmp(name, "cp1252") != 0)
		return XML_STATUS_ERROR;
	for (int i = 0; i < 256; i++)
		encoding->map[i] = i >= 0x80 && i < 0xa0 ? upper[i - 0x80] : i;
	encoding->convert = NULL;
	encoding->release = NULL;
	encoding->data = NULL;
	return XML_STATUS_OK;
}

static enum status
explain(const struct reader *r, struct err *err)
{
	return err_set(err, ST_DATA, "line %lu, column %lu: %s",
	    (unsigned long)XML_GetCurrentLineNumber(r->parser),
	    (unsigned long)XML_GetCurrentColumnNumber(r->parser) + 1,
	    r->refused ? r->refused : XML_ErrorString(XML_GetErrorCode(r->parser)));
}

/* expat takes its length as an int. */
static bool
feed(struct reader *r, const char *s, size_t n)
{
	const size_t piece = (size_t)1024 * 1024;

	do {
		size_t now = n < piece ? n : piece;

		if (XML_Parse(r->parser, s, (int)now, (int)(now == n)) != XML_STATUS_OK)
			return false;
		s += now;
		n -= now;
	} while (n > 0);
	return true;
}

enum status
xml_parse(const char *s, size_t n, struct xml *out, struct err *err)
{
	struct reader r = { .xml = out };
	enum status st = ST_OK;

	*out = (struct xml){ 0 };
	arena_init(&out->arena);
	r.parser = XML_ParserCreate(NULL);
	if (r.parser == NULL)
		mem_exhausted();
	for (size_t i = 0; i < MAX_LEVELS; i++)
		buf_init(&r.texts[i], BUF_DOCUMENT);
	XML_SetUserData(r.parser, &r);
	XML_SetElementHandler(r.parser, start, end);
	XML_SetCharacterDataHandler(r.parser, text);
	XML_SetStartDoctypeDeclHandler(r.parser, doctype);
	XML_SetUnknownEncodingHandler(r.parser, other_encoding, NULL);
	if (!feed(&r, s, n)) {
		if (XML_GetErrorCode(r.parser) == XML_ERROR_NO_MEMORY)
			mem_exhausted();
		st = explain(&r, err);
	}
	for (size_t i = 0; i < MAX_LEVELS; i++)
		buf_fini(&r.texts[i]);
	XML_ParserFree(r.parser);
	if (st)
		xml_fini(out);
	return st;
}

void
xml_fini(struct xml *xml)
{
	arena_fini(&xml->arena);
	xml->root = NULL;
}

const char *
xml_get(const struct xml_node *node, const char *attribute)
{
	for (const struct xml_attribute *a = node ? node->attributes : NULL; a; a = a->next) {
		if (strcmp(a->name, attribute) == 0)
			return a->value;
	}
	return "";
}

const struct xml_node *
xml_child(const struct xml_node *node, const char *name)
{
	for (const struct xml_node *c = node ? node->first : NULL; c; c = c->next) {
		if (strcmp(c->name, name) == 0)
			return c;
	}
	return NULL;
}

const char *
xml_text(const struct xml_node *node, const char *child)
{
	const struct xml_node *c = xml_child(node, child);

	return c ? c->text : "";
}
