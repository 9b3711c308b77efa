/*
 * story_detect - which format a story is written in.
 *
 * The content decides; the file's name only where it is unambiguous (.feature, .md, .csv, .txt).
 */
#ifndef TEXT_STORY_DETECT_H
#define TEXT_STORY_DETECT_H

#include <stddef.h>

#include "text/gherkin.h"
#include "text/story_lexicon.h"

enum story_format {
	FORMAT_AUTO,
	FORMAT_MARKDOWN,
	FORMAT_GHERKIN,
	FORMAT_PLAIN,
	FORMAT_JIRA, /* JSON: which of the two is for the reader of the tree to say */
	FORMAT_GITHUB,
	FORMAT_CSV,
	FORMAT_COUNT
};

extern const char *const story_format_names[]; /* "auto" "markdown" ... */

enum story_format story_detect(const struct lexicon *lexicon, const struct gherkin_words *gherkin,
    const char *name, const char *text, size_t n);

#endif
