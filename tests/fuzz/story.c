/* Any text, read as Markdown (first byte 'm') or plain text, gives an output that fits the schema.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "doc/schema.h"
#include "doc/share.h"
#include "io/json.h"
#include "text/story.h"
#include "text/story_forms.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Read once: the data files are not what is fuzzed. */
static struct lexicon *lexicon;
static struct gherkin_words *gherkin;
static const struct schema *schema;

static void
open_once(void)
{
	struct json *headings = NULL, *words = NULL, *languages = NULL;
	static struct schema_set *set;
	struct err err = ERR_INIT;
	struct share *share;

	if (lexicon)
		return;
	setenv("RSG_SHARE", "share", 1);
	share = share_open(NULL);
	if (share_yaml(share, "headings.yaml", &headings, &err) ||
	    share_yaml(share, "story-words.yaml", &words, &err) ||
	    share_yaml(share, "gherkin-languages.yaml", &languages, &err) ||
	    lexicon_new(headings, words, &lexicon, &err) ||
	    gherkin_words_new(languages, &gherkin, &err) ||
	    schema_builtin("ingestion", &set, &schema, &err))
		abort();
	json_free(headings);
	json_free(words);
	json_free(languages);
	share_close(share);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *output;
	struct blocks blocks;
	struct story story;
	struct buf text;

	if (n == 0)
		return 0;
	open_once();
	buf_init(&text, BUF_DOCUMENT);
	utf8_repair(&text, (const char *)data + 1, n - 1);
	for (size_t i = 0; i < text.len; i++) {
		if (text.s[i] == '\0')
			text.s[i] = ' ';
	}
	blocks_init(&blocks);
	(data[0] == 'm' ? markdown_read : story_plain)(&blocks, text.s, text.len, 1);
	story_init(&story);
	story_read(&story, lexicon, gherkin, &blocks);
	blocks_fini(&blocks);
	output = story_json(&story);
	if (schema_check(schema, output, &err)) {
		fprintf(stderr, "%s\n", err.text);
		abort();
	}
	json_free(output);
	story_fini(&story);
	buf_fini(&text);
	return 0;
}
