#include "phase/cover_link.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static char *
fold(const char *s)
{
	char *out = mem_strdup(s);

	for (char *p = out; *p; p++)
		*p = lower(*p);
	return out;
}

static bool
same(const char *a, const char *b)
{
	while (*a && lower(*a) == lower(*b)) {
		a++;
		b++;
	}
	return lower(*a) == lower(*b);
}

static bool
names(const struct json *references, const char *id)
{
	json_each (it, references) {
		const char *s = json_string(it);

		if (s && same(s, id))
			return true;
	}
	return false;
}

static void
count_uses(struct cover_links *links, const struct json *criterion)
{
	json_each (it, json_get(criterion, "references")) {
		char *reference = fold(json_string(it) ? json_string(it) : "");

		++*map_slot(&links->uses, reference, strlen(reference), NULL);
		free(reference);
	}
}

static void
add_story(struct cover_links *links, const struct json *references)
{
	json_each (it, references) {
		const char *s = json_string(it);

		if (s && *s && links->story.len < COVER_STORY_REFERENCES &&
		    !strings_has(&links->story, s))
			strings_add(&links->story, s);
	}
}

void
cover_links_init(struct cover_links *links, const struct json *ingestion)
{
	*links = (struct cover_links){ 0 };
	map_init(&links->uses);
	json_each (it, json_get(ingestion, "criteria"))
		count_uses(links, it);
	add_story(links, json_get(ingestion, "references"));
	json_each (it, json_get(ingestion, "requirements"))
		add_story(links, json_get(it, "references"));
}

void
cover_links_fini(struct cover_links *links)
{
	map_fini(&links->uses);
	strings_fini(&links->story);
}

static size_t
uses_of(const struct cover_links *links, const char *reference)
{
	char *folded = fold(reference);
	const struct map_entry *entry = map_find(&links->uses, folded, strlen(folded));

	free(folded);
	return entry ? entry->value : 0;
}

static enum cover_link
by_reference(
    const struct cover_links *links, const struct json *references, const struct json *named)
{
	enum cover_link found = LINK_NONE;

	json_each (it, references) {
		const char *s = json_string(it);

		if (s == NULL || !names(named, s))
			continue;
		if (uses_of(links, s) == 1)
			return LINK_EXACT;
		found = LINK_HINT;
	}
	return found;
}

/* "SHOP-12/AC-3" or "SHOP-12-AC-3": a story's reference, one sign, the id. */
static bool
is_scoped(const char *named, const char *story, const char *id)
{
	size_t n = strlen(story);

	for (size_t i = 0; i < n; i++) {
		if (lower(named[i]) != lower(story[i]))
			return false;
	}
	return named[n] && strchr("/:.-_#", named[n]) && same(named + n + 1, id);
}

static enum cover_link
by_id(const struct cover_links *links, const char *id, const struct json *named)
{
	bool bare = names(named, id);

	for (size_t i = 0; i < links->story.len; i++) {
		if (bare && names(named, links->story.at[i]))
			return LINK_EXACT;
		json_each (it, named) {
			if (json_string(it) && is_scoped(json_string(it), links->story.at[i], id))
				return LINK_EXACT;
		}
	}
	return bare ? LINK_HINT : LINK_NONE;
}

enum cover_link
cover_link(const struct cover_links *links, const struct json *criterion, const struct json *test)
{
	const struct json *named = json_get(test, "requirements");
	enum cover_link a, b;

	if (json_len(named) == 0)
		return LINK_NONE;
	a = by_reference(links, json_get(criterion, "references"), named);
	b = by_id(links, json_get_string(criterion, "id"), named);
	return a > b ? a : b;
}
