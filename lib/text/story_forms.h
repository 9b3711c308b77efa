/*
 * story_forms - other forms of a story brought to blocks or Markdown, and texts of several stories.
 */
#ifndef TEXT_STORY_FORMS_H
#define TEXT_STORY_FORMS_H

#include <stddef.h>

#include "base/buf.h"
#include "io/markdown.h"
#include "text/story_lexicon.h"

/* Append the blocks of plain text: paragraphs, bullets and numbers nested by indentation. */
void story_plain(struct blocks *blocks, const char *text, size_t n, int first_line);

/*
 * Append wiki markup of Jira as Markdown.
 *
 * Source: https://jira.atlassian.com/secure/WikiRendererHelpAction.jspa?section=all.
 */
void story_wiki(const char *text, size_t n, struct buf *markdown);

/* Where the stories of a text begin: indices into blocks, the first always 0; vec_fini() it. */
struct story_starts {
	size_t *at;
	size_t len, cap;
	size_t first; /* where the first story is told: what is before belongs to none */
};

void story_split(
    const struct lexicon *lexicon, const struct blocks *blocks, struct story_starts *starts);

#endif
