#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/map.h"
#include "base/utf8.h"
#include "text/story_doubts.h"
#include "text/story_parts.h"
#include "text/words.h"

#define MANY_WORDS 1500
#define MANY_CRITERIA 20
#define MOST_WARNINGS 200
#define FEW_FOR_NEGATIVE 5 /* fewer criteria than this need no negative one */

void
doubt(struct story_reader *r, const char *code, int line, const char *about, const char *fmt, ...)
{
	struct story_warning *warning;
	char text[512];
	va_list ap;

	if (r->story->warnings.len >= MOST_WARNINGS)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	text[utf8_check(text, strlen(text))] = '\0'; /* cut inside a character */
	warning = vec_add(&r->story->warnings);
	warning->code = code;
	warning->text = arena_strdup(&r->story->arena, text);
	warning->line = line;
	warning->about = about;
}

static void
story_doubts(struct story_reader *r)
{
	struct story *story = r->story;

	if (story->criteria.len == 0 && story->notes.len == 0 && story->role_line == 0)
		doubt(r, "empty", 0, NULL, "The story says nothing that could be tested.");
	else if (story->criteria.len == 0)
		doubt(r, "no-criteria", 0, NULL, "The story has no acceptance criteria.");
	else if (story->criteria.at[0].derived)
		doubt(r, "no-criteria", story->criteria.at[0].line, NULL,
		    "The story names no acceptance criteria: its requirements are taken for them.");
	if (story->role_line == 0)
		doubt(r, "no-role", story->title_line, NULL,
		    "The story does not say who wants this, and why.");
	else if (story->benefit[0] == '\0')
		doubt(r, "no-benefit", story->role_line, NULL,
		    "The story does not say why the %s wants this.", story->role);
	if (story->roles > 1)
		doubt(r, "several-stories", story->role_line, NULL,
		    "%d sentences say who wants what: read them one by one with --split.",
		    story->roles);
	if (story->criteria.len > MANY_CRITERIA)
		doubt(r, "many-criteria", story->criteria.at[MANY_CRITERIA].line, NULL,
		    "The story has %zu criteria: it may be several stories.", story->criteria.len);
	if (r->words > MANY_WORDS)
		doubt(r, "very-long", 0, NULL, "The story has %zu words: what matters may drown.",
		    r->words);
}

static void
open_questions(struct story_reader *r)
{
	size_t open = 0;
	int line = 0;

	vec_each (const struct story_text *, it, &r->story->questions) {
		if (it->check == CHECK_DONE)
			continue;
		if (open++ == 0)
			line = it->line;
	}
	if (open == 1)
		doubt(r, "open-questions", line, NULL, "A question is not answered yet.");
	else if (open > 1)
		doubt(r, "open-questions", line, NULL, "%zu questions are not answered yet.", open);
}

static bool
has_negative(struct story_reader *r, const char *s)
{
	size_t at, end;

	return phrases_find(&r->lexicon->negatives, s, strlen(s), 0, &at, &end) != NULL;
}

static void
negative_case(struct story_reader *r)
{
	const struct story *story = r->story;

	if (story->criteria.len < FEW_FOR_NEGATIVE || story->criteria.at[0].derived)
		return;
	vec_each (const struct story_item *, it, &story->criteria) {
		if (has_negative(r, it->text))
			return;
	}
	vec_each (const struct story_scenario *, it, &story->scenarios) {
		vec_each (const struct story_step *, step, &it->steps) {
			if (has_negative(r, step->text))
				return;
		}
	}
	doubt(r, "no-negative-case", story->criteria.at[0].line, NULL,
	    "No criterion says what happens when something goes wrong.");
}

struct key {
	struct buf exact, loose; /* with and without the numbers */
};

static void
key_word(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct key *key = arg;
	bool number = isdigit((unsigned char)word[0]);

	(void)from;
	(void)to;
	buf_add(&key->exact, word, n);
	buf_char(&key->exact, ' ');
	buf_add(&key->loose, number ? "#" : word, number ? 1 : n);
	buf_char(&key->loose, ' ');
}

/* Single digits are no words to words_split(), so numbers are added by hand. */
static void
key_make(struct key *key, const struct story *story, const struct story_item *item)
{
	buf_clear(&key->exact);
	buf_clear(&key->loose);
	words_split(item->text, strlen(item->text), key_word, key);
	for (const char *c = item->text; *c; c++) {
		if (isdigit((unsigned char)*c))
			buf_char(&key->exact, *c);
	}
	if (item->scenario < 0)
		return;
	vec_each (const struct story_step *, it, &story->scenarios.at[item->scenario].steps) {
		words_split(it->text, strlen(it->text), key_word, key);
		for (const char *c = it->text; *c; c++) {
			if (isdigit((unsigned char)*c))
				buf_char(&key->exact, *c);
		}
	}
}

static bool
has_digit(const char *s)
{
	return s[strcspn(s, "0123456789")] != '\0';
}

static void
duplicates(struct story_reader *r)
{
	struct story *story = r->story;
	struct map exact, loose;
	struct key key;

	map_init(&exact);
	map_init(&loose);
	buf_init(&key.exact, BUF_TEXT);
	buf_init(&key.loose, BUF_TEXT);
	for (size_t i = 0; i < story->criteria.len; i++) {
		const struct story_item *item = &story->criteria.at[i], *other;
		size_t *same, *near;

		key_make(&key, story, item);
		if (key.exact.over || key.loose.over ||
		    word_count(item->text, strlen(item->text)) < 3)
			continue;
		same = map_slot(&exact, key.exact.s, key.exact.len, NULL);
		near = map_slot(&loose, key.loose.s, key.loose.len, NULL);
		other = *same	? &story->criteria.at[*same - 1]
			: *near ? &story->criteria.at[*near - 1]
				: NULL;
		if (*same)
			doubt(r, "duplicate-criteria", item->line, item->id,
			    "%s says the same as %s.", item->id, other->id);
		else if (other && item->scenario < 0 && has_digit(item->text))
			doubt(r, "contradiction", item->line, item->id,
			    "%s and %s differ only in a number: which one holds?", item->id,
			    other->id);
		*same = *near = i + 1;
	}
	buf_fini(&key.exact);
	buf_fini(&key.loose);
	map_fini(&exact);
	map_fini(&loose);
}

/* Criteria that name a requirement which is not there, where requirements have ids. */
static void
unknown_references(struct story_reader *r)
{
	struct story *story = r->story;
	bool written = false;
	struct map ids;

	map_init(&ids);
	vec_each (const struct story_item *, it, &story->requirements) {
		written = written || it->explicit_id;
		map_slot(&ids, it->id, strlen(it->id), NULL);
	}
	vec_each (const struct story_item *, it, &story->criteria) {
		for (size_t k = 0; written && k < it->references.len; k++) {
			const char *name = it->references.at[k];
			struct span span = { name, strlen(name), 1 };
			struct story_id id;

			if (!story_id_at(r->lexicon, span, &id) ||
			    id.kind != SECTION_REQUIREMENTS || map_find(&ids, name, strlen(name)))
				continue;
			doubt(r, "unknown-reference", it->line, it->id,
			    "%s names %s, which the story does not have.", it->id, name);
		}
	}
	map_fini(&ids);
}

void
story_warnings(struct story_reader *r)
{
	story_doubts(r);
	vec_each (const struct story_item *, it, &r->story->criteria)
		criterion_doubts(r, it);
	duplicates(r);
	unknown_references(r);
	negative_case(r);
	placeholder_doubts(r);
	open_questions(r);
}
