/*
 * xml - a small XML document as a tree, over expat.
 *
 * Names lose their namespace prefix; text is what stands directly in an element, pieces joined,
 * outer white space removed.  A document type declaration is refused, and with it every entity that
 * could grow or fetch something.  Encodings: UTF-8, UTF-16, ISO-8859-1, US-ASCII, Windows-1252.
 *
 * Ownership: xml_parse() fills, xml_fini() ends; nodes and strings are lent by the tree.
 * Errors: ST_DATA with line and column.
 * Limits: 64 levels, 2,000,000 elements; the text is bounded by the caller.
 */
#ifndef IO_XML_H
#define IO_XML_H

#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"

struct xml_attribute {
	const char *name, *value;
	struct xml_attribute *next;
};

struct xml_node {
	const char *name, *text;
	struct xml_attribute *attributes;
	struct xml_node *first, *last, *next;
	int line, end_line;
};

struct xml {
	struct arena arena;
	struct xml_node *root;
};

enum status xml_parse(const char *text, size_t n, struct xml *out, struct err *err);
void xml_fini(struct xml *xml);

/* All accept NULL. */
const char *xml_get(const struct xml_node *node, const char *attribute); /* "" when absent */
const struct xml_node *xml_child(const struct xml_node *node, const char *name); /* the first */
const char *xml_text(const struct xml_node *node, const char *child); /* of a child, "" if none */

#endif
