#include <ctype.h>
#include <string.h>

#include "base/map.h"
#include "text/story_parts.h"

/* "SHOP-12", "#123", "org/repo#4" in s at `at`: the length, 0 for none. */
static size_t
reference_at(const struct lexicon *lexicon, const char *s, size_t n, size_t at)
{
	size_t i = at, letters;

	if (at > 0 && (isalnum((unsigned char)s[at - 1]) || strchr("-_/&#", s[at - 1])))
		return 0;
	if (s[i] == '#') {
		for (i++; i < n && i < at + 9 && isdigit((unsigned char)s[i]);)
			i++;
		return i > at + 1 && (i == n || !isalnum((unsigned char)s[i])) ? i - at : 0;
	}
	while (i < n && i < at + 12 &&
	       (isupper((unsigned char)s[i]) ||
		   (i > at && (isdigit((unsigned char)s[i]) || s[i] == '_'))))
		i++;
	letters = i - at;
	if (letters < 1 || i >= n || s[i] != '-' || !isupper((unsigned char)s[at]))
		return 0;
	if (phrases_whole(&lexicon->not_references, s + at, letters))
		return 0;
	for (i++; i < n && i < at + 24 && isdigit((unsigned char)s[i]);)
		i++;
	if (i == at + letters + 1 || (i < n && (isalnum((unsigned char)s[i]) || s[i] == '_')))
		return 0;
	return i - at;
}

static void
references_in(struct story_reader *r, struct story_names *names, const char *s, const char *own)
{
	size_t n = strlen(s);

	for (size_t at = 0; at < n && names->len < 64; at++) {
		size_t len;

		if (s[at] != '#' && !isupper((unsigned char)s[at]))
			continue;
		len = reference_at(r->lexicon, s, n, at);
		if (len == 0)
			continue;
		if (own == NULL || strlen(own) != len || memcmp(own, s + at, len) != 0)
			names_add(r->story, names, s + at, len);
		at += len - 1;
	}
}

static void
tags_in(struct story_reader *r, struct story_item *item)
{
	vec_each (char **, tag, &item->tags)
		references_in(r, &item->references, *tag, item->id);
}

static void
item_references(struct story_reader *r, struct story_item *item)
{
	references_in(r, &item->references, item->text, item->id);
	tags_in(r, item);
	for (size_t i = 0; i < item->references.len; i++)
		names_add(r->story, &r->story->references, item->references.at[i],
		    strlen(item->references.at[i]));
}

/* A link whose address names an issue counts where it stands. */
static void
link_references(struct story_reader *r, const struct block_mark *link)
{
	struct story_names found = { 0 };

	references_in(r, &found, link->url, NULL);
	for (size_t i = 0; i < found.len; i++) {
		size_t n = strlen(found.at[i]);

		names_add(r->story, &r->story->references, found.at[i], n);
		vec_each (struct story_item *, it, &r->story->criteria) {
			if (it->line <= link->line && link->line <= it->end_line)
				names_add(r->story, &it->references, found.at[i], n);
		}
	}
	vec_fini(&found);
}

static void
texts_references(struct story_reader *r, const struct story_texts *texts)
{
	vec_each (const struct story_text *, it, texts)
		references_in(r, &r->story->references, it->text, NULL);
}

/* Ids of the story's own criteria and requirements point nowhere else. */
static void
own_ids_drop(struct story *story)
{
	size_t kept = 0;
	struct map ids;

	map_init(&ids);
	vec_each (const struct story_item *, it, &story->criteria) {
		if (it->explicit_id)
			map_slot(&ids, it->id, strlen(it->id), NULL);
	}
	vec_each (const struct story_item *, it, &story->requirements) {
		if (it->explicit_id)
			map_slot(&ids, it->id, strlen(it->id), NULL);
	}
	for (size_t i = 0; i < story->references.len; i++) {
		const char *name = story->references.at[i];

		if (i < story->own_references || !map_find(&ids, name, strlen(name)))
			story->references.at[kept++] = name;
	}
	story->references.len = kept;
	map_fini(&ids);
}

void
story_references(struct story_reader *r)
{
	struct story *story = r->story;

	references_in(r, &story->references, story->title, NULL);
	if (story->role_text)
		references_in(r, &story->references, story->role_text, NULL);
	vec_each (const struct story_text *, it, &story->notes) {
		if (it->kind && strcmp(it->kind, "tags") == 0)
			references_in(r, &story->references, it->text, NULL);
	}
	story->own_references = story->references.len;
	vec_each (struct story_item *, it, &story->requirements)
		item_references(r, it);
	vec_each (struct story_item *, it, &story->criteria)
		item_references(r, it);
	vec_each (struct story_scenario *, it, &story->scenarios) {
		vec_each (char **, tag, &it->tags)
			references_in(r, &story->references, *tag, NULL);
	}
	vec_each (const struct story_heading *, it, &story->headings)
		references_in(r, &story->references, it->name, NULL);
	texts_references(r, &story->notes);
	texts_references(r, &story->questions);
	texts_references(r, &story->in); /* what is out of scope is for others */
	for (size_t i = 0; i < story->links.len && i < 1000; i++)
		link_references(r, &story->links.at[i]);
	own_ids_drop(story);
}

void
story_reference(struct story *story, const char *id)
{
	size_t n = strlen(id);

	if (n > 0 && n <= 64)
		names_add(story, &story->references, id, n);
}
