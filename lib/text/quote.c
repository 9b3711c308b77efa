#include "text/quote.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define SPACE " \t\n\v\f\r"

static bool
is_space(char c)
{
	return c && strchr(SPACE, c);
}

/* A byte of a word; each of a character beyond ASCII is one. */
static bool
is_word(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 0x80 || (u >= '0' && u <= '9') || (u >= 'a' && u <= 'z') ||
	       (u >= 'A' && u <= 'Z');
}

void
quotes_init(struct quotes *quotes, const char *text, size_t n)
{
	int line = 1;
	bool gap = false;

	buf_init(&quotes->text, n + 1);
	quotes->lines = mem_calloc(n + 1, sizeof *quotes->lines);
	for (size_t i = 0; i < n; i++) {
		if (text[i] == '\0' || is_space(text[i])) {
			gap = true;
			line += text[i] == '\n';
			continue;
		}
		if (gap && quotes->text.len) {
			quotes->lines[quotes->text.len] = line;
			buf_char(&quotes->text, ' ');
		}
		gap = false;
		quotes->lines[quotes->text.len] = line;
		buf_char(&quotes->text, text[i]);
	}
}

void
quotes_fini(struct quotes *quotes)
{
	buf_fini(&quotes->text);
	free(quotes->lines);
	quotes->lines = NULL;
}

/* The passage with single spaces; free() it, NULL when no letter is in it. */
static char *
spaced(const char *passage)
{
	struct buf out;
	bool gap = false, words = false;

	buf_init(&out, strlen(passage) + 1);
	for (; *passage; passage++) {
		if (is_space(*passage)) {
			gap = true;
			continue;
		}
		if (gap && out.len)
			buf_char(&out, ' ');
		gap = false;
		words = words || is_word(*passage);
		buf_char(&out, *passage);
	}
	if (words)
		return buf_take(&out);
	buf_fini(&out);
	return NULL;
}

/* The next place of `part` in `whole` that begins and ends between words. */
static const char *
find_whole(const char *whole, const char *from, const char *part, size_t n)
{
	for (const char *at = strstr(from, part); at; at = strstr(at + 1, part)) {
		bool begins = at == whole || !is_word(at[-1]) || !is_word(part[0]);
		bool ends = !is_word(at[n]) || !is_word(part[n - 1]);

		if (begins && ends)
			return at;
	}
	return NULL;
}

bool
quotes_find(const struct quotes *quotes, const char *passage, struct quote *out)
{
	const char *text = quotes->text.s, *at;
	char *part = spaced(passage);
	size_t n;

	if (part == NULL)
		return false;
	n = strlen(part);
	at = find_whole(text, text, part, n);
	free(part);
	if (at == NULL)
		return false;
	*out = (struct quote){ .text = at,
		.n = n,
		.line = quotes->lines[at - text],
		.end_line = quotes->lines[at - text + (ptrdiff_t)n - 1] };
	return true;
}

size_t
quotes_count(const struct quotes *quotes, const char *passage)
{
	const char *text = quotes->text.s;
	char *part = spaced(passage);
	size_t count = 0, n = part ? strlen(part) : 0;

	for (const char *at = text; part && (at = find_whole(text, at, part, n)) != NULL; at += n)
		count++;
	free(part);
	return count;
}

char *
quote_fold(const char *text, size_t n)
{
	struct buf out;
	bool gap = false;

	buf_init(&out, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		char c = text[i];

		if (!is_word(c)) {
			gap = true;
			continue;
		}
		if (gap && out.len)
			buf_char(&out, ' ');
		gap = false;
		buf_char(&out, (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c));
	}
	return buf_take(&out);
}

bool
quote_folded_in(const char *part, const char *whole)
{
	return *part && find_whole(whole, whole, part, strlen(part));
}

bool
quote_words_in(const char *words, const char *whole)
{
	bool all = *words != '\0';

	while (all && *words) {
		size_t n = strcspn(words, " ");
		char *word = mem_strndup(words, n);

		all = quote_folded_in(word, whole);
		free(word);
		words += n + (words[n] == ' ');
	}
	return all;
}
