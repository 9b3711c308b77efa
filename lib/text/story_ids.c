#include <ctype.h>
#include <string.h>

#include "text/story_parts.h"

static size_t
letters(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && i < 16 && (isalpha((unsigned char)s[i]) || (unsigned char)s[i] >= 0x80))
		i++;
	return i;
}

/* "1", "1.2", "12a", "1-2": the length, 0 when it does not start with a digit. */
static size_t
digits(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && i < 12 && isdigit((unsigned char)s[i]))
		i++;
	while (i > 0 && i + 1 < n && i < 24 && strchr(".-_", s[i]) &&
	       isdigit((unsigned char)s[i + 1])) {
		for (i++; i < n && isdigit((unsigned char)s[i]);)
			i++;
	}
	if (i > 0 && i < n && islower((unsigned char)s[i]) &&
	    (i + 1 == n || !isalnum((unsigned char)s[i + 1])))
		i++;
	return i;
}

static bool
all_upper(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isupper((unsigned char)s[i]))
			return false;
	}
	return n > 0;
}

/* What separates the id from the text: ": ", ") ", " - ", "."; *marked unless it is only space. */
static size_t
separator(const char *s, size_t n, bool *marked)
{
	size_t i = 0;

	*marked = false;
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	if (i < n && strchr(":.)]|", s[i])) {
		*marked = true;
		i++;
		if (i < n && s[i] == ':')
			i++;
	} else if (i + 1 < n && s[i] == '-' && s[i + 1] == ' ') {
		*marked = true;
		i++;
	} else if (i + 2 < n && memcmp(s + i, "\xe2\x80", 2) == 0 &&
		   ((unsigned char)s[i + 2] == 0x93 || (unsigned char)s[i + 2] == 0x94)) {
		*marked = true;
		i += 3;
	} else if (i == 0 && n > 0 && s[0] != '\n') {
		return 0;
	}
	if (i < n && *marked && !strchr(" \t\n", s[i]) && s[i - 1] != ']' && s[i - 1] != ')')
		return 0;
	while (i < n && strchr(" \t\n", s[i]))
		i++;
	return i;
}

bool
story_id_at(const struct lexicon *lexicon, struct span span, struct story_id *id)
{
	const struct phrase *known;
	size_t at = 0, prefix, gap, number, end;
	bool bracket, marked, spaced;

	bracket = span.n > 0 && strchr("([", span.s[0]);
	at += bracket;
	prefix = letters(span.s + at, span.n - at);
	if (prefix == 0 || at + prefix >= span.n)
		return false;
	known = phrases_whole(&lexicon->ids, span.s + at, prefix);
	gap = strchr("-_. #", span.s[at + prefix]) ? 1 : 0;
	spaced = gap && span.s[at + prefix] == ' ';
	number = digits(span.s + at + prefix + gap, span.n - at - prefix - gap);
	if (number == 0)
		return false;
	end = at + prefix + gap + number;
	if (bracket && (end >= span.n || !strchr(")]", span.s[end])))
		return false;
	*id = (struct story_id){ .s = span.s + at, .n = end - at, .kind = SECTION_NONE };
	end += bracket;
	end += separator(span.s + end, span.n - end, &marked);
	if (end == id->n + at + bracket && end < span.n && !bracket)
		return false;
	marked = marked || bracket;
	id->len = end;
	if (known) {
		id->kind = (enum story_section)known->value;
		return marked || end == span.n || (!spaced && all_upper(id->s, prefix));
	}
	return marked && !spaced && gap && prefix >= 2 && all_upper(id->s, prefix) &&
	       !phrases_whole(&lexicon->not_references, id->s, prefix);
}

/* The id with spaces and '#' as hyphens. */
const char *
story_id_text(struct story *story, const struct story_id *id)
{
	char *text = arena_strndup(&story->arena, id->s, id->n);

	for (char *c = text; *c; c++) {
		if (*c == ' ' || *c == '#')
			*c = '-';
	}
	return text;
}

double
story_priority(const struct lexicon *lexicon, const char *s, size_t n)
{
	const struct phrase *found = phrases_whole(&lexicon->priorities, s, n);
	size_t end;

	if (found == NULL) { /* "P1 - urgent", "1 (high)", "High priority" */
		while (n > 0 && *s == ' ')
			s++, n--;
		found = phrases_at(&lexicon->priorities, s, n, 0, &end);
		if (found && end < n && !strchr(" (-:,", s[end]))
			found = NULL;
		if (found && word_count(s, n) > 3)
			found = NULL;
	}
	return found ? found->value / 10.0 : -1;
}

/* A priority in brackets: "(must)", "[P1]", "(Priority: high)"; -1 for none. */
static double
bracket_priority(const struct lexicon *lexicon, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *close, *from = s + i + 1, *colon;
		const struct phrase *found;
		size_t len;

		if (s[i] != '(' && s[i] != '[')
			continue;
		close = memchr(from, s[i] == '(' ? ')' : ']', n - i - 1 < 40 ? n - i - 1 : 40);
		if (close == NULL)
			continue;
		colon = memchr(from, ':', (size_t)(close - from));
		if (colon)
			from = colon + 1;
		len = (size_t)(close - from);
		found = len >= 2 ? phrases_whole(&lexicon->priorities, from, len) : NULL;
		if (found)
			return found->value / 10.0;
	}
	return -1;
}

double
story_importance(const struct lexicon *lexicon, const char *s, size_t n, bool *said)
{
	double label = bracket_priority(lexicon, s, n);
	size_t at, end = 0;
	int best = 0;

	for (size_t from = 0; label < 0 && from < n; from = end) {
		const struct phrase *found =
		    phrases_find(&lexicon->obligations, s, n, from, &at, &end);

		if (found == NULL)
			break;
		if (at > 0 && isupper((unsigned char)s[at]) && !isupper((unsigned char)s[at + 1]))
			continue; /* "3 May", "Will" */
		if (found->value > best)
			best = found->value;
	}
	if (said)
		*said = best >= IMPORTANCE_SHOULD;
	if (label >= 0)
		return label;
	return best > 0 ? best / 10.0 : IMPORTANCE_PLAIN / 10.0;
}
