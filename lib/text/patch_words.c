#include <string.h>

#include "base/utf8.h"
#include "text/letters.h"
#include "text/patch_private.h"

#define STRING_LEAST 3 /* characters */
#define STRING_MOST 80
#define HEADING_BYTES 2000
#define HEADING_WORDS 100

typedef void word_fn(struct patch_reader *r, void *arg, uint32_t word);

/* Bytes of the letter at s, 0 when there is none. */
static size_t
letter_at(const char *s, size_t n)
{
	unsigned char c = (unsigned char)*s;
	size_t len;

	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
		       c == '_';
	return letter_class(utf8_next(s, n, &len)) != LETTER_NONE ? len : 0;
}

/* UINT32_MAX: there is no room for another word. */
static uint32_t
number_of(struct map *map, bool full, const char *s, size_t n)
{
	bool added;
	size_t next = map->len, *slot;

	if (full) {
		const struct map_entry *known = map_find(map, s, n);

		return known ? (uint32_t)known->value : UINT32_MAX;
	}
	slot = map_slot(map, s, n, &added);
	if (added)
		*slot = next;
	return (uint32_t)*slot;
}

static void
each_word(struct patch_reader *r, const struct patch_text *text, word_fn *fn, void *arg)
{
	const char *s = r->words + (text->s - r->text);
	struct patch *patch = r->patch;
	size_t at = 0;

	while (at < text->n) {
		size_t from = at, len = letter_at(s + at, text->n - at);

		if (len == 0) {
			at++;
			continue;
		}
		while (len > 0) {
			at += len;
			len = at < text->n ? letter_at(s + at, text->n - at) : 0;
		}
		if (at - from <= PATCH_WORD)
			fn(r, arg,
			    number_of(
				&patch->words, patch->counts >= PATCH_COUNTS, s + from, at - from));
	}
}

static struct patch_mark *
mark_of(struct patch_marks *marks, uint32_t number)
{
	while (marks->len <= number)
		(void)vec_add(marks);
	return &marks->at[number];
}

struct patch_count *
patch_count_of(struct patch *patch, size_t file, enum patch_side side, uint32_t word)
{
	struct patch_file *of = &patch->files.at[file];
	struct patch_mark *mark;

	if (word == UINT32_MAX) {
		of->cut = true;
		return NULL;
	}
	mark = mark_of(&patch->marks[side], word);
	if (mark->file == file + 1)
		return &of->counts[side].at[mark->place];
	if (of->counts[side].len >= PATCH_WORDS || patch->counts >= PATCH_COUNTS) {
		of->cut = true;
		return NULL;
	}
	*mark = (struct patch_mark){ (uint32_t)file + 1, (uint32_t)of->counts[side].len };
	patch->counts++;
	vec_add(&of->counts[side])->word = word;
	return vec_last(&of->counts[side]);
}

struct counting {
	size_t file;
	enum patch_side side;
	uint32_t seen[HEADING_WORDS]; /* of a heading */
	size_t seen_len;
};

static void
count_word(struct patch_reader *r, void *arg, uint32_t word)
{
	const struct counting *counting = arg;
	struct patch_count *count = patch_count_of(r->patch, counting->file, counting->side, word);

	if (count && count->count < UINT32_MAX)
		count->count++;
}

static void
count_once(struct patch_reader *r, void *arg, uint32_t word)
{
	struct counting *counting = arg;

	for (size_t i = 0; i < counting->seen_len; i++) {
		if (counting->seen[i] == word)
			return;
	}
	if (counting->seen_len == HEADING_WORDS)
		return;
	counting->seen[counting->seen_len++] = word;
	count_word(r, arg, word);
}

void
patch_count_words(
    struct patch_reader *r, size_t file, enum patch_side side, const struct patch_text *text)
{
	struct counting counting = { .file = file, .side = side };

	each_word(r, text, count_word, &counting);
}

void
patch_count_heading(struct patch_reader *r, size_t file, const struct patch_text *text)
{
	struct counting counting = { .file = file, .side = PATCH_SIDE_HEADINGS };
	struct patch_text some = { text->s, text->n > HEADING_BYTES ? HEADING_BYTES : text->n };

	each_word(r, &some, count_once, &counting);
}

void
patch_string_of(struct patch *patch, size_t file, uint32_t string)
{
	struct patch_file *of = &patch->files.at[file];
	struct patch_mark *mark;

	if (string != UINT32_MAX) {
		mark = mark_of(&patch->string_marks, string);
		if (mark->file == file + 1)
			return;
		if (of->strings.len < PATCH_STRINGS && patch->strings_listed < PATCH_ALL_STRINGS) {
			mark->file = (uint32_t)file + 1;
			patch->strings_listed++;
			*vec_add(&of->strings) = string;
			return;
		}
	}
	of->cut = true;
}

/* The bytes of a string whose quote is before s, 0 when there is none. */
static size_t
string_at(const char *s, size_t n, char quote)
{
	size_t at = 0, characters = 0, len;

	for (; at < n && s[at] != quote; at += len) {
		if (++characters > STRING_MOST)
			return 0;
		utf8_next(s + at, n - at, &len);
	}
	return at < n && characters >= STRING_LEAST ? at : 0;
}

static bool
may_be_seen(const char *s, size_t n)
{
	return memchr(s, PATCH_HIDDEN, n) == NULL && memchr(s, '\0', n) == NULL;
}

void
patch_find_strings(struct patch_reader *r, size_t file, const struct patch_text *text)
{
	const char *words = r->words + (text->s - r->text);
	struct patch *patch = r->patch;
	bool full = patch->strings_listed >= PATCH_ALL_STRINGS;

	for (size_t at = 0; at < text->n; at++) {
		const char *s = words + at + 1;
		size_t n;

		if (words[at] != '"' && words[at] != '\'')
			continue;
		n = string_at(s, text->n - at - 1, words[at]);
		if (n == 0)
			continue;
		if (may_be_seen(s, n))
			patch_string_of(patch, file, number_of(&patch->strings, full, s, n));
		at += n + 1;
	}
}
