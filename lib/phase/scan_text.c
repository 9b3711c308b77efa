/* What a file's bytes say before a framework looks at them: for whom, by whom, in what encoding. */

#include <string.h>

#include "base/utf8.h"
#include "phase/scan_state.h"

#define LONG_LINE ((size_t)5000) /* nobody writes such a line by hand */

static bool
holds(const struct buf *text, size_t n, const char *what)
{
	size_t len = strlen(what);

	for (const char *at = text->s; at && (size_t)(at - text->s) + len <= n; at++) {
		at = memchr(at, what[0], n - (size_t)(at - text->s));
		if (at == NULL || (size_t)(at - text->s) + len > n)
			return false;
		if (at[len - 1] == what[len - 1] && at[len / 2] == what[len / 2] &&
		    memcmp(at, what, len) == 0)
			return true;
	}
	return false;
}

/* One of the words, where there are any. */
bool
scan_holds_any(const struct buf *text, size_t n, const struct strings *words, bool otherwise)
{
	for (size_t i = 0; i < words->len; i++) {
		if (holds(text, n, words->at[i]))
			return true;
	}
	return words->len == 0 && otherwise;
}

/* A stretch of 5,000 bytes without a newline. */
bool
scan_is_minified(const struct buf *text)
{
	for (size_t at = 0; at + LONG_LINE <= text->len; at += LONG_LINE) {
		if (!memchr(text->s + at, '\n', LONG_LINE))
			return true;
	}
	return false;
}

/* UTF-8 without NUL, so that everything copied from it is. */
const struct buf *
scan_valid_text(struct scan *scan)
{
	const struct buf *text = &scan->text;

	if (utf8_check(text->s, text->len) == text->len && !memchr(text->s, '\0', text->len))
		return text;
	buf_clear(&scan->repaired);
	utf8_repair(&scan->repaired, text->s, text->len);
	for (size_t i = 0; i < scan->repaired.len; i++) {
		if (scan->repaired.s[i] == '\0')
			scan->repaired.s[i] = ' ';
	}
	return &scan->repaired;
}
