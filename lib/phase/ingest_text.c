#include <limits.h>
#include <string.h>

#include "io/json.h"
#include "io/yaml.h"
#include "phase/ingest_parts.h"
#include "text/story.h"
#include "text/story_forms.h"

#define LONGEST_FRONT ((size_t)64 * 1024)

/* The offset behind "---" YAML "---" at the start, 0 for none; *tree is its content. */
static size_t
front_matter(const char *text, size_t n, struct json **tree)
{
	struct err ignored = ERR_INIT;
	size_t at, from;

	if (n < 8 || memcmp(text, "---", 3) != 0 || (text[3] != '\n' && text[3] != '\r'))
		return 0;
	from = at = text[3] == '\r' ? 5 : 4;
	while (at < n && at < LONGEST_FRONT) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t next = end ? (size_t)(end - text) + 1 : n, len = next - at;

		if (len >= 3 && len <= 5 &&
		    (memcmp(text + at, "---", 3) == 0 || memcmp(text + at, "...", 3) == 0)) {
			if (at == from || yaml_parse(text + from, at - from, tree, &ignored))
				return 0;
			if (json_kind(*tree) == JSON_OBJECT)
				return next;
			json_free(*tree);
			*tree = NULL;
			return 0;
		}
		at = next;
	}
	return 0;
}

static int
lines_in(const char *text, size_t n)
{
	int lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += text[i] == '\n';
	return lines;
}

/* What the front matter says about the story as a whole. */
static void
front_use(struct ingest_story *story, const struct json *front)
{
	static const char *const keys[] = { "id", "key", "issue", "ticket", "jira" };
	const char *title = json_get_string(front, "title");

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		const char *value = json_get_string(front, keys[i]);

		if (value[0] != '\0')
			strings_add(&story->references, value);
	}
	story->priority = json_get_string(front, "priority");
	if (title[0] != '\0') {
		struct block *block = blocks_add(&story->blocks, BLOCK_HEADING, 1, 1);

		block->level = 1;
		block->text = arena_strdup(&story->blocks.arena, title);
	}
}

/* The offset of line number `line` in the text. */
static size_t
offset_of(const char *text, size_t n, int line)
{
	size_t at = 0;

	while (line > 1 && at < n) {
		const char *end = memchr(text + at, '\n', n - at);

		if (end == NULL)
			return n;
		at = (size_t)(end - text) + 1;
		line--;
	}
	return at;
}

typedef void blocks_fn(struct blocks *blocks, const char *text, size_t n, int first_line);

static void
whole(struct ingest *ingest, const struct ingest_options *options, enum story_format format,
    const char *text, size_t n)
{
	bool markdown = format == FORMAT_MARKDOWN;
	struct ingest_story *story = ingest_add(ingest);
	struct json *front = NULL;
	size_t skip = markdown ? front_matter(text, n, &front) : 0;

	ingest_text(story, story_format_names[format], options, text, n);
	if (front) {
		json_set(json_get(story->story, "metadata"), "front_matter", front);
		front_use(story, front);
	}
	(markdown ? markdown_read : story_plain)(
	    &story->blocks, text + skip, n - skip, 1 + lines_in(text, skip));
}

/* What stands before the first story gives it no title. */
static void
preamble_lower(struct blocks *blocks, size_t n)
{
	for (size_t i = 0; i < n && i < blocks->len; i++) {
		if (blocks->at[i].kind == BLOCK_HEADING) {
			blocks->at[i].kind = BLOCK_PARAGRAPH;
			blocks->at[i].level = 0;
		}
	}
}

/* Each story from its first line to the line before the next one. */
static void
parts(struct ingest *ingest, const struct ingest_options *options, enum story_format format,
    const char *text, size_t n)
{
	blocks_fn *read = format == FORMAT_MARKDOWN ? markdown_read : story_plain;
	struct story_starts starts = { 0 };
	struct json *front = NULL;
	struct blocks blocks;
	size_t from = 0, skip;
	int line = 1;

	skip = format == FORMAT_MARKDOWN ? front_matter(text, n, &front) : 0;
	json_free(front);
	blocks_init(&blocks);
	read(&blocks, text + skip, n - skip, 1 + lines_in(text, skip));
	story_split(ingest->lexicon, &blocks, &starts);
	for (size_t i = 0; i < starts.len; i++) {
		int next = i + 1 < starts.len ? blocks.at[starts.at[i + 1]].line : INT_MAX;
		size_t to = from + offset_of(text + from, n - from, next - line + 1);
		struct ingest_story *story;

		whole(ingest, options, format, text + from, to - from);
		story = ingest->stories[ingest->len - 1];
		if (i == 0)
			preamble_lower(&story->blocks, starts.first);
		if (starts.len > 1)
			json_set_number(json_get(story->story, "metadata"), "first_line", line);
		line = next;
		from = to;
	}
	vec_fini(&starts);
	blocks_fini(&blocks);
}

void
ingest_markdown(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n)
{
	(options->split ? parts : whole)(ingest, options, FORMAT_MARKDOWN, text, n);
}

void
ingest_plain(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n)
{
	(options->split ? parts : whole)(ingest, options, FORMAT_PLAIN, text, n);
}

static struct ingest_story *
gherkin_part(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n)
{
	struct ingest_story *story = ingest_add(ingest);
	struct block *block = blocks_add(&story->blocks, BLOCK_CODE, 1, 1 + lines_in(text, n));

	ingest_text(story, "gherkin", options, text, n);
	block->text = arena_strndup(&story->blocks.arena, text, n);
	block->info = "gherkin";
	return story;
}

void
ingest_gherkin(
    struct ingest *ingest, const struct ingest_options *options, const char *text, size_t n)
{
	size_t from = 0;
	int line = 1;
	struct gherkin g;

	gherkin_init(&g);
	if (options->split)
		gherkin_read(&g, ingest->gherkin, text, n, 1, NULL);
	for (size_t i = 1; i <= g.features.len; i++) {
		int next = i < g.features.len ? g.features.at[i].first_line : INT_MAX;
		size_t to = from + offset_of(text + from, n - from, next - line + 1);
		struct ingest_story *story = gherkin_part(ingest, options, text + from, to - from);

		if (g.features.len > 1)
			json_set_number(json_get(story->story, "metadata"), "first_line", line);
		line = next;
		from = to;
	}
	if (g.features.len == 0)
		gherkin_part(ingest, options, text, n);
	gherkin_fini(&g);
}
