#include "text/story_phrases.h"

#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "text/letters.h"

static bool
is_gap(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '-' || c == 0xa0 ||
	       c == 0x2010 || c == 0x2011;
}

static uint32_t
letter_at(const char *s, size_t n, size_t *len)
{
	unsigned char byte = (unsigned char)*s;
	uint32_t c;

	if (byte >= 'a' && byte <= 'z') { /* most of them */
		*len = 1;
		return byte;
	}
	c = utf8_next(s, n, len);
	if (c == 0x2019) /* a typographic apostrophe is an apostrophe */
		return '\'';
	return is_gap(c) ? ' ' : letter_fold(c);
}

static bool
is_word(uint32_t c)
{
	return letter_class(c) != LETTER_NONE;
}

void
phrases_add(struct phrases *set, const char *text, size_t n, const char *language, int value)
{
	size_t from = set->letters.len, len;
	struct phrase *phrase;
	uint32_t first;

	if (n == 0)
		return;
	for (size_t at = 0; at < n; at += len) {
		uint32_t c = letter_at(text + at, n - at, &len);

		if (c != ' ' || set->letters.len == from || *vec_last(&set->letters) != ' ')
			*vec_add(&set->letters) = c;
	}
	first = set->letters.at[from];
	phrase = vec_add(set);
	phrase->from = from;
	phrase->len = set->letters.len - from;
	phrase->language = language;
	phrase->value = value;
	phrase->next = set->bucket[first % PHRASES_BUCKETS];
	set->bucket[first % PHRASES_BUCKETS] = set->len;
}

static void
add_listed(struct phrases *set, const char *list, const char *language, int value)
{
	while (*list) {
		size_t n = strcspn(list, ","), end = n;

		while (end > 0 && list[end - 1] == ' ')
			end--;
		phrases_add(set, list, end, language, value);
		list += n;
		list += strspn(list, ", ");
	}
}

void
phrases_add_all(struct phrases *set, const struct json *texts, const char *language, int value)
{
	if (json_string(texts))
		add_listed(set, json_string(texts), language, value);
	json_each (it, texts) {
		if (json_string(it))
			phrases_add(set, json_string(it), strlen(json_string(it)), language, value);
	}
}

void
phrases_fini(struct phrases *set)
{
	vec_fini(&set->letters);
	vec_fini(set);
	memset(set->bucket, 0, sizeof set->bucket);
}

/* The offset behind the phrase when it stands at s, else 0. */
static size_t
phrase_match(const struct phrases *set, const struct phrase *phrase, const char *s, size_t n)
{
	const uint32_t *letters = set->letters.at + phrase->from;
	uint32_t last = letters[phrase->len - 1];
	size_t at = 0, len;

	for (size_t i = 0; i < phrase->len; i++) {
		if (at >= n || letter_at(s + at, n - at, &len) != letters[i])
			return 0;
		at += len;
		while (letters[i] == ' ' && at < n && letter_at(s + at, n - at, &len) == ' ')
			at += len;
	}
	if (at < n && is_word(last) && is_word(utf8_next(s + at, n - at, &len)))
		return 0;
	return at;
}

static bool
at_border(const char *s, size_t at)
{
	size_t back = 1, len;

	if (at == 0)
		return true;
	while (back < 4 && back < at && ((unsigned char)s[at - back] & 0xc0) == 0x80)
		back++;
	return !is_word(utf8_next(s + at - back, back, &len));
}

const struct phrase *
phrases_at(const struct phrases *set, const char *s, size_t n, size_t at, size_t *end)
{
	const struct phrase *best = NULL;
	uint32_t first;
	size_t len;

	if (at >= n)
		return NULL;
	first = letter_at(s + at, n - at, &len);
	if (is_word(first) && !at_border(s, at))
		return NULL;
	for (size_t i = set->bucket[first % PHRASES_BUCKETS]; i; i = set->at[i - 1].next) {
		size_t match = phrase_match(set, &set->at[i - 1], s + at, n - at);

		if (match == 0 || (best && at + match < *end))
			continue;
		best = &set->at[i - 1];
		*end = at + match;
	}
	return best;
}

const struct phrase *
phrases_find(
    const struct phrases *set, const char *s, size_t n, size_t from, size_t *at, size_t *end)
{
	bool word = false;

	for (size_t i = from, len; i < n; i += len) {
		uint32_t c = utf8_next(s + i, n - i, &len);
		const struct phrase *found;

		if (is_word(c) && word)
			continue;
		word = is_word(c);
		found = phrases_at(set, s, n, i, end);
		if (found) {
			*at = i;
			return found;
		}
	}
	return NULL;
}

const struct phrase *
phrases_whole(const struct phrases *set, const char *s, size_t n)
{
	const struct phrase *found;
	size_t from = 0, end = 0;

	while (n > 0 && strchr(" \t\r\n", s[n - 1]))
		n--;
	while (from < n && strchr(" \t\r\n", s[from]))
		from++;
	found = phrases_at(set, s, n, from, &end);
	return found && end == n ? found : NULL;
}
