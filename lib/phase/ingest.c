#include "phase/ingest.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/share.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/ingest_model.h"
#include "phase/ingest_parts.h"
#include "redact/redact.h"
#include "text/story.h"

struct ingest_story *
ingest_add(struct ingest *ingest)
{
	struct ingest_story *story = mem_calloc(1, sizeof *story);

	ingest->stories =
	    vec_grow(ingest->stories, &ingest->cap, ++ingest->len, sizeof(struct ingest_story *));
	ingest->stories[ingest->len - 1] = story;
	blocks_init(&story->blocks);
	story->story = json_new_object();
	story->priority = "";
	story->ingest = ingest;
	return story;
}

void
ingest_text(struct ingest_story *story, const char *format, const struct ingest_options *options,
    const char *text, size_t n)
{
	char sha256[DIGEST_TEXT];

	digest_text(text, n, sha256);
	json_set(story->story, "text", json_new_stringn(text, n));
	json_set_string(story->story, "format", format);
	json_set_string(story->story, "source", options->source);
	json_set_string(story->story, "sha256", sha256);
	if (json_get(story->story, "metadata") == NULL)
		json_set_object(story->story, "metadata");
}

static int
line_of(const char *text, size_t at)
{
	int line = 1;

	for (size_t i = 0; i < at; i++)
		line += text[i] == '\n';
	return line;
}

/* The text without a byte-order mark, repaired into `clean` where that is asked for. */
static enum status
text_check(const char **text, size_t *n, const struct ingest_options *options, struct buf *clean,
    struct err *err)
{
	size_t bad, nul;

	if (*n >= 2 && (memcmp(*text, "\xff\xfe", 2) == 0 || memcmp(*text, "\xfe\xff", 2) == 0))
		return err_set(
		    err, ST_DATA, "the story is UTF-16: convert it with iconv -f UTF-16 -t UTF-8");
	if (*n >= 3 && memcmp(*text, "\xef\xbb\xbf", 3) == 0) {
		*text += 3;
		*n -= 3;
	}
	bad = utf8_check(*text, *n);
	nul = *n > 0 && memchr(*text, '\0', *n)
		  ? (size_t)((const char *)memchr(*text, '\0', *n) - *text)
		  : *n;
	if (bad == *n && nul == *n)
		return ST_OK;
	if (!options->repair && nul < bad)
		return err_set(err, ST_DATA,
		    "line %d: byte %zu is NUL: name a text file, or use --repair",
		    line_of(*text, nul), nul + 1);
	if (!options->repair)
		return err_set(err, ST_DATA,
		    "line %d: byte %zu is not UTF-8: convert the text with iconv, or use --repair",
		    line_of(*text, bad), bad + 1);
	for (size_t at = 0; at < *n;) {
		size_t len = strnlen(*text + at, *n - at);

		utf8_repair(clean, *text + at, len);
		at += len;
		if (at++ < *n)
			utf8_put(clean, 0xfffd);
	}
	*text = clean->s;
	*n = clean->len;
	return ST_OK;
}

static enum status
words_read(const struct share *share, struct ingest *ingest, struct err *err)
{
	struct json *headings = NULL, *words = NULL, *languages = NULL;

	if (share_yaml(share, "headings.yaml", &headings, err) == ST_OK &&
	    share_yaml(share, "story-words.yaml", &words, err) == ST_OK &&
	    share_yaml(share, "gherkin-languages.yaml", &languages, err) == ST_OK &&
	    lexicon_new(headings, words, &ingest->lexicon, err) == ST_OK)
		gherkin_words_new(languages, &ingest->gherkin, err);
	json_free(headings);
	json_free(words);
	json_free(languages);
	return ingest->gherkin ? ST_OK : err->status;
}

static enum status
stories_read(struct ingest *ingest, const struct ingest_options *options, const char *text,
    size_t n, struct err *err)
{
	enum story_format format = options->format;

	if (format == FORMAT_AUTO)
		format = story_detect(ingest->lexicon, ingest->gherkin, options->name, text, n);
	switch (format) {
	case FORMAT_CSV:
		return ingest_csv(ingest, options, text, n, err);
	case FORMAT_JIRA:
	case FORMAT_GITHUB:
		return ingest_issues(ingest, options, text, n, err);
	case FORMAT_GHERKIN:
		ingest_gherkin(ingest, options, text, n);
		break;
	case FORMAT_PLAIN:
		ingest_plain(ingest, options, text, n);
		break;
	default:
		ingest_markdown(ingest, options, text, n);
	}
	return ST_OK;
}

/* What all stories of one input have in common. */
static void
metadata_add(struct ingest *ingest, const char *text, size_t n, bool repaired)
{
	char sha256[DIGEST_TEXT];

	digest_text(text, n, sha256);
	for (size_t i = 0; i < ingest->len; i++) {
		struct ingest_story *story = ingest->stories[i];
		struct json *metadata = json_get(story->story, "metadata");

		story->repaired = repaired;
		if (strcmp(json_get_string(story->story, "sha256"), sha256) != 0)
			json_set_string(metadata, "input_sha256", sha256);
		if (ingest->len > 1) {
			json_set_number(metadata, "part", (double)i + 1);
			json_set_number(metadata, "parts", (double)ingest->len);
		}
	}
}

/* JSON (Jira, GitHub) by its texts, so that it stays JSON. */
static void
redact_input(struct redactor *r, struct buf *text)
{
	struct err ignored = ERR_INIT;
	struct json *tree = NULL, *clean = NULL;
	struct buf out;

	buf_init(&out, SIZE_MAX / 2);
	if (json_parse(text->s, text->len, &tree, &ignored) == ST_OK) {
		clean = redact_json(r, tree);
		if (clean)
			json_print(clean, &out);
	} else {
		redact_text(r, text->s, text->len, &out);
	}
	json_free(tree);
	json_free(clean);
	if (out.len) {
		buf_clear(text);
		buf_add(text, out.s, out.len);
	}
	buf_fini(&out);
}

static bool
is_blank(const char *text, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strchr(" \t\r\n", text[i]) == NULL)
			return false;
	}
	return true;
}

static enum status
open_text(const struct share *share, const char *text, size_t n,
    const struct ingest_options *options, struct ingest **out, struct err *err)
{
	struct ingest *ingest = mem_calloc(1, sizeof *ingest);
	const char *clean = text;
	struct buf repaired;
	size_t len = n;
	enum status st;

	buf_init(&repaired, SIZE_MAX / 2);
	st = text_check(&clean, &len, options, &repaired, err);
	if (st == ST_OK && is_blank(clean, len))
		st = err_set(err, ST_DATA, "the story is empty: write one");
	if (st == ST_OK)
		st = words_read(share, ingest, err);
	if (st == ST_OK)
		st = stories_read(ingest, options, clean, len, err);
	if (st == ST_OK) {
		metadata_add(ingest, text, n, repaired.len > 0);
		*out = ingest;
	} else {
		ingest_close(ingest);
	}
	buf_fini(&repaired);
	return st;
}

enum status
ingest_open(const struct share *share, const char *text, size_t n,
    const struct ingest_options *options, struct ingest **out, struct err *err)
{
	struct buf clean;
	enum status st;

	if (options->redactor == NULL)
		return open_text(share, text, n, options, out, err);
	buf_init(&clean, SIZE_MAX / 2);
	buf_add(&clean, text, n);
	redact_input(options->redactor, &clean);
	st = open_text(share, clean.s, clean.len, options, out, err);
	buf_fini(&clean);
	return st;
}

void
ingest_close(struct ingest *ingest)
{
	if (ingest == NULL)
		return;
	for (size_t i = 0; i < ingest->len; i++) {
		blocks_fini(&ingest->stories[i]->blocks);
		strings_fini(&ingest->stories[i]->references);
		json_free(ingest->stories[i]->story);
		free(ingest->stories[i]);
	}
	free(ingest->stories);
	lexicon_free(ingest->lexicon);
	gherkin_words_free(ingest->gherkin);
	free(ingest);
}

enum status
phase_ingest(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	const struct ingest_story *from = args;
	const struct lexicon *lexicon = from->ingest->lexicon;
	struct json *made;
	struct story story;
	enum status st;

	story_init(&story);
	vec_each (char **, it, &from->references)
		story_reference(&story, *it);
	if (from->priority[0] != '\0')
		story.importance = story_priority(lexicon, from->priority, strlen(from->priority));
	story_read(&story, lexicon, from->ingest->gherkin, &from->blocks);
	if (from->repaired)
		phase_warn(env, "repaired-bytes",
		    "Bytes that are not UTF-8 were replaced: look for \xef\xbf\xbd in the story.");
	vec_each (const struct story_warning *, it, &story.warnings) {
		struct json *warning = phase_warn(env, it->code, "%s", it->text);

		if (it->line > 0)
			json_set_number(warning, "line", it->line);
		if (it->about)
			json_set_string(warning, "about", it->about);
	}
	made = story_json(&story);
	st = ingest_model(env, lexicon, story.importance, made, err);
	story_fini(&story);
	if (st == ST_OK)
		*output = made;
	else
		json_free(made);
	return st;
}
