/*
 * adf - the Atlassian Document Format as blocks, and as Markdown for people.
 *
 * Text and blocks are made together, so that the lines of the blocks are lines of that text.  Nodes
 * that are not known keep their words.
 *
 * Limits: ADF_MAX_DEPTH levels of nodes; deeper ones keep their words in one paragraph.
 *
 * Source: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/.
 */
#ifndef TEXT_ADF_H
#define TEXT_ADF_H

#include <stdbool.h>

#include "base/buf.h"
#include "io/markdown.h"

#define ADF_MAX_DEPTH 200

struct json;

bool adf_is(const struct json *node); /* an object of type "doc" with content */

/* Append a document to the text, whose next line is number *line, and its blocks. */
void adf_read(struct blocks *blocks, struct buf *text, int *line, const struct json *doc);

#endif
