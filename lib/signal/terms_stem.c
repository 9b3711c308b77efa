#include "signal/terms.h"

#include "base/utf8.h"
#include "text/letters.h"

size_t
ident_length(const char *s, size_t n)
{
	size_t count = 0, len;

	for (size_t at = 0; at < n && count <= IDENT_LENGTH; at += len, count++)
		utf8_next(s + at, n - at, &len);
	return count;
}

void
terms_fold(const char *s, size_t n, struct buf *out)
{
	size_t len;

	buf_clear(out);
	for (size_t at = 0; at < n; at += len) {
		len = 1;
		if ((unsigned char)s[at] < 0x80)
			buf_char(out, (char)letter_fold((unsigned char)s[at]));
		else
			utf8_put(out, letter_fold(utf8_next(s + at, n - at, &len)));
	}
}

static bool
ends(const char *s, size_t n, const char *suffix, size_t len)
{
	return n > len && memcmp(s + n - len, suffix, len) == 0;
}

/* What is left after -ing or -ed: a doubled letter becomes one, but not ll or ss. */
static size_t
cut_verb(const char *s, size_t n, size_t suffix, size_t *count)
{
	n -= suffix;
	*count -= suffix;
	if (s[n - 1] == s[n - 2] && s[n - 1] >= '0' && s[n - 1] <= 'z' && s[n - 1] != 'l' &&
	    s[n - 1] != 's') {
		n--;
		--*count;
	}
	return n;
}

void
terms_stem(const char *word, size_t n, struct buf *stem)
{
	size_t count = ident_length(word, n), start = stem->len;

	if (count > 4 && ends(word, n, "ies", 3)) {
		buf_add(stem, word, n - 3);
		buf_char(stem, 'y');
		return;
	}
	if (count > 3 && word[n - 1] == 's' && word[n - 2] != 's' && word[n - 2] != 'u') {
		n--;
		count--;
	}
	buf_add(stem, word, n);
	word = stem->s + start;
	if (count > 6 && ends(word, n, "ing", 3))
		n = cut_verb(word, n, 3, &count);
	if (count > 5 && ends(word, n, "ed", 2))
		n = cut_verb(word, n, 2, &count);
	if (count > 4 && word[n - 1] == 'e')
		n--;
	buf_cut(stem, start + n);
}
