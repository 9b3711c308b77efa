#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "text/letters.h"
#include "text/story_parts.h"
#include "text/words.h"

#define LONGEST_ENTITY 60 /* bytes */
#define SHORTEST_NOUN 3	  /* bytes */

struct finder {
	struct story_reader *r;
	struct map index; /* folded name to number in the story's entities, + 1 */
	struct map nouns; /* folded word to how often */
	bool names;	  /* capitals mean names: not in German */
};

static const char *const openers[] = { "\"", "\xe2\x80\x9c", "\xe2\x80\x9e", "\xc2\xab",
	"\xe2\x80\x98" };
static const char *const closers[] = { "\"", "\xe2\x80\x9d", "\xe2\x80\x9c", "\xc2\xbb",
	"\xe2\x80\x99" };

static void
fold(struct buf *out, const char *s, size_t n)
{
	for (size_t at = 0, len; at < n; at += len)
		utf8_put(out, letter_fold(utf8_next(s + at, n - at, &len)));
}

/* "SHOP-12" is a reference, not a thing of the story. */
static bool
is_reference(struct story *story, const char *s, size_t n)
{
	for (size_t i = 0; i < story->references.len && i < 200; i++) {
		if (strlen(story->references.at[i]) == n &&
		    memcmp(story->references.at[i], s, n) == 0)
			return true;
	}
	return false;
}

static void
entity_add(struct finder *f, const char *s, size_t n, const char *kind)
{
	struct story *story = f->r->story;
	struct buf key;
	size_t *slot;
	bool added;

	while (n > 0 && (*s == ' ' || *s == '\n'))
		s++, n--;
	while (n > 0 && (s[n - 1] == ' ' || s[n - 1] == '\n'))
		n--;
	if (n == 0 || n > LONGEST_ENTITY || word_count(s, n) == 0 || is_reference(story, s, n))
		return;
	buf_init(&key, BUF_TEXT);
	fold(&key, s, n);
	slot = map_slot(&f->index, key.s, key.len, &added);
	if (added) {
		struct story_entity *entity = vec_add(&story->entities);

		entity->name = story_copy(story, s, n);
		entity->kind = kind;
		*slot = story->entities.len;
	}
	story->entities.at[*slot - 1].count++;
	buf_fini(&key);
}

static bool
is_stop(struct finder *f, const char *s, size_t n)
{
	struct buf key;
	bool stop;

	if (phrases_whole(&f->r->lexicon->stops, s, n))
		return true;
	buf_init(&key, BUF_TEXT);
	fold(&key, s, n);
	stop = words_is_stop(key.s, key.len);
	buf_fini(&key);
	return stop;
}

static void
quoted_find(struct finder *f, const char *s, size_t n)
{
	for (size_t at = 0; at < n; at++) {
		for (size_t k = 0; k < sizeof openers / sizeof openers[0]; k++) {
			size_t open = strlen(openers[k]), close = strlen(closers[k]), end;

			if (at + open > n || memcmp(s + at, openers[k], open) != 0)
				continue;
			for (end = at + open; end + close <= n && end < at + LONGEST_ENTITY;
			     end++) {
				if (memcmp(s + end, closers[k], close) != 0)
					continue;
				if (word_count(s + at + open, end - at - open) <= 6)
					entity_add(f, s + at + open, end - at - open, "quoted");
				at = end + close - 1;
				break;
			}
			break;
		}
	}
}

/* The end of the word at s; *capital and *letters say what it is like. */
static size_t
word_end(const char *s, size_t n, size_t at, bool *capital, bool *all_capital)
{
	bool first = true;
	size_t len;

	*capital = *all_capital = false;
	while (at < n) {
		enum letter class = letter_class(utf8_next(s + at, n - at, &len));

		if (class == LETTER_NONE && s[at] != '-' && s[at] != '_')
			break;
		if (first)
			*capital = *all_capital = class == LETTER_UPPER;
		else if (class == LETTER_LOWER)
			*all_capital = false;
		first = false;
		at += len;
	}
	return at;
}

/* Capitalised words inside sentences, joined when they follow each other. */
static void
names_find(struct finder *f, const char *s, size_t n)
{
	size_t from = 0, end = 0, len;
	bool start = true, running = false;

	for (size_t at = 0; at < n;) {
		bool capital, all, keyword;
		size_t to = word_end(s, n, at, &capital, &all);
		enum gherkin_step_kind kind;

		if (to == at) {
			if (strchr(".!?:;,()\n\"", s[at]) && running) {
				entity_add(f, s + from, end - from, "name");
				running = false;
			}
			start = start || strchr(".!?:;\n\"", s[at]);
			utf8_next(s + at, n - at, &len);
			at += len;
			continue;
		}
		keyword = gherkin_step_keyword(f->r->gherkin, "en", s + at, n - at, &kind) > 0;
		capital = capital && !keyword && (!start || (all && to - at > 1)) && to - at > 1 &&
			  !is_stop(f, s + at, to - at);
		if (running && !capital)
			entity_add(f, s + from, end - from, "name");
		if (capital && !running)
			from = at;
		running = capital;
		end = to;
		start = keyword;
		at = to;
	}
	if (running)
		entity_add(f, s + from, end - from, "name");
}

static void
noun_count(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct finder *f = arg;

	(void)from;
	(void)to;
	if (n < SHORTEST_NOUN || n > LONGEST_ENTITY || (word[0] >= '0' && word[0] <= '9'))
		return;
	++*map_slot(&f->nouns, word, n, NULL);
}

static void
text_find(struct finder *f, const char *s)
{
	size_t n = strlen(s);

	quoted_find(f, s, n);
	if (f->names)
		names_find(f, s, n);
	words_split(s, n, noun_count, f);
}

static void
nouns_add(struct finder *f)
{
	struct story *story = f->r->story;

	for (size_t i = 0; i < f->nouns.len; i++) {
		const struct map_entry *it = &f->nouns.at[i];
		struct story_entity *entity;

		if (it->value < 2 || is_stop(f, it->key, it->key_len) ||
		    phrases_whole(&f->r->lexicon->obligations, it->key, it->key_len) ||
		    map_find(&f->index, it->key, it->key_len))
			continue;
		entity = vec_add(&story->entities);
		entity->name = arena_strndup(&story->arena, it->key, it->key_len);
		entity->kind = "noun";
		entity->count = (int)it->value;
	}
}

static int
by_count(const void *a, const void *b)
{
	const struct story_entity *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return strcmp(x->name, y->name);
}

void
story_entities(struct story_reader *r)
{
	struct story *story = r->story;
	struct finder f = { .r = r, .names = strcmp(story->language, "de") != 0 };

	map_init(&f.index);
	map_init(&f.nouns);
	vec_each (const struct block_mark *, it, &story->codes)
		entity_add(&f, it->text, strlen(it->text), "code");
	words_split(story->title, strlen(story->title), noun_count, &f);
	text_find(&f, story->goal);
	text_find(&f, story->benefit);
	vec_each (const struct story_item *, it, &story->requirements) {
		if (strcmp(it->kind, "story") != 0)
			text_find(&f, it->text);
	}
	vec_each (const struct story_item *, it, &story->criteria) {
		if (it->scenario >= 0)
			text_find(&f, story->scenarios.at[it->scenario].name);
		else if (!it->derived)
			text_find(&f, it->text);
	}
	vec_each (const struct story_scenario *, it, &story->scenarios) {
		vec_each (const struct story_step *, step, &it->steps)
			text_find(&f, step->text);
	}
	nouns_add(&f);
	vec_sort(&story->entities, by_count);
	if (story->entities.len > STORY_MAX_ENTITIES)
		story->entities.len = STORY_MAX_ENTITIES;
	map_fini(&f.index);
	map_fini(&f.nouns);
}
