#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "text/letters.h"
#include "text/story_parts.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

const char *
story_copy(struct story *story, const char *s, size_t n)
{
	char *copy = arena_alloc(&story->arena, n + 1);
	size_t len = 0;

	for (size_t i = 0; i < n; i++) {
		if (!is_space(s[i]))
			copy[len++] = s[i];
		else if (len > 0 && copy[len - 1] != ' ')
			copy[len++] = ' ';
	}
	while (len > 0 && copy[len - 1] == ' ')
		len--;
	copy[len] = '\0';
	return copy;
}

struct span
span_trim(struct span span)
{
	while (span.n > 0 && is_space(span.s[span.n - 1]))
		span.n--;
	while (span.n > 0 && is_space(span.s[0])) {
		span.line += span.s[0] == '\n';
		span.s++;
		span.n--;
	}
	return span;
}

bool
span_is_blank(struct span span)
{
	return span_trim(span).n == 0;
}

bool
span_line(struct span *rest, struct span *line)
{
	const char *end;

	if (rest->n == 0)
		return false;
	end = memchr(rest->s, '\n', rest->n);
	*line = *rest;
	if (end == NULL) {
		rest->s += rest->n;
		rest->n = 0;
		return true;
	}
	line->n = (size_t)(end - rest->s);
	rest->n -= line->n + 1;
	rest->s = end + 1;
	rest->line++;
	return true;
}

static bool
is_one_of(const char *s, size_t n, const char *const *words)
{
	for (; *words; words++) {
		if (strlen(*words) == n && strncasecmp(*words, s, n) == 0)
			return true;
	}
	return false;
}

/* The dot at s[at] belongs to "e.g.", "z. B.", "No. 5" or an initial; next stands behind it. */
static bool
is_abbreviation(const char *s, size_t at, const char *next)
{
	static const char *const always[] = { "e.g", "i.e", "etc", "vs", "approx", "incl", "resp",
		"z.b", "d.h", "bzw", "ggf", "usw", "u.a", "p.ex", "ej", "np", "tzn", "bijv", "dr",
		"mr", "mrs", "cf", "sr", "sra", NULL };
	static const char *const before_number[] = { "no", "nr", "ca", "max", "min", "fig", "ref",
		"p", "pp", "art", "nro", "n", NULL };
	size_t from = at;

	while (from > 0 && !is_space(s[from - 1]) && !strchr("([{\"", s[from - 1]))
		from--;
	while (is_space(*next))
		next++;
	if (*next >= '0' && *next <= '9' && is_one_of(s + from, at - from, before_number))
		return true;
	if (at - from == 1 && letter_class((unsigned char)s[from]) != LETTER_DIGIT)
		return true;
	return is_one_of(s + from, at - from, always);
}

bool
span_sentence(struct span *rest, struct span *sentence)
{
	size_t i = 0;

	*rest = span_trim(*rest);
	if (rest->n == 0)
		return false;
	*sentence = *rest;
	for (; i < rest->n; i++) {
		size_t end = i + 1;

		if (!strchr(".!?", rest->s[i]))
			continue;
		while (end < rest->n && strchr(".!?)\"'", rest->s[end]))
			end++;
		if (end < rest->n && !is_space(rest->s[end]))
			continue;
		if (rest->s[i] == '.' && end == i + 1 && end < rest->n &&
		    is_abbreviation(rest->s, i, rest->s + end))
			continue;
		i = end;
		break;
	}
	sentence->n = i;
	for (size_t k = 0; k < i; k++)
		rest->line += rest->s[k] == '\n';
	rest->s += i;
	rest->n -= i;
	return true;
}

size_t
word_count(const char *s, size_t n)
{
	bool inside = false;
	size_t count = 0, len;

	for (size_t i = 0; i < n; i += len) {
		bool word = letter_class(utf8_next(s + i, n - i, &len)) != LETTER_NONE;

		count += word && !inside;
		inside = word || (inside && s[i] == '\'');
	}
	return count;
}

void
names_add(struct story *story, struct story_names *names, const char *s, size_t n)
{
	for (size_t i = 0; i < names->len; i++) {
		if (strlen(names->at[i]) == n && memcmp(names->at[i], s, n) == 0)
			return;
	}
	*vec_add(names) = story_copy(story, s, n);
}

void
texts_add(struct story *story, struct story_texts *texts, struct span span, enum block_check check)
{
	struct story_text *text;

	span = span_trim(span);
	if (span.n == 0)
		return;
	text = vec_add(texts);
	text->text = story_copy(story, span.s, span.n);
	text->line = span.line;
	text->check = check;
}

struct story_text *
note_add(struct story_reader *r, struct span span, const char *kind)
{
	struct story_text *note;

	span = span_trim(span);
	if (span.n == 0)
		return NULL;
	note = vec_add(&r->story->notes);
	note->text = kind && strcmp(kind, "code") == 0
			 ? arena_strndup(&r->story->arena, span.s, span.n)
			 : story_copy(r->story, span.s, span.n);
	note->line = span.line;
	note->section = r->heading;
	note->kind = kind;
	if (kind == NULL && r->section == SECTION_BACKGROUND)
		note->kind = "background";
	return note;
}
