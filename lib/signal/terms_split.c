#include "signal/terms.h"

#include "base/utf8.h"
#include "text/letters.h"

#define TERM_MIN 2 /* characters */
#define TERM_MAX IDENT_LENGTH

/* An identifier's letters are lower-case, upper-case, digits, others, and `_`. */
enum letter_kind { KIND_NONE, KIND_LOWER, KIND_UPPER, KIND_DIGIT, KIND_OTHER, KIND_LINE };

/* Of ASCII, by byte; what is above is asked one by one. */
static const unsigned char kinds[128] = {
	['0'] = KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	KIND_DIGIT,
	['A'] = KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	KIND_UPPER,
	['_'] = KIND_LINE,
	['a'] = KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
	KIND_LOWER,
};

static enum letter_kind
kind_at(const char *s, size_t n, size_t *len)
{
	unsigned char c = (unsigned char)*s;
	enum letter class;

	*len = 1;
	if (c < 0x80)
		return (enum letter_kind)kinds[c];
	class = letter_class(utf8_next(s, n, len));
	if (class == LETTER_NONE)
		return KIND_NONE;
	return class == LETTER_DIGIT ? KIND_DIGIT : KIND_OTHER;
}

/* The next place where letters begin, or end. */
static size_t
next_edge(const char *text, size_t n, size_t at, bool letters)
{
	while (at < n) {
		unsigned char c = (unsigned char)text[at];
		size_t len = 1;
		enum letter_kind kind =
		    c < 0x80 ? (enum letter_kind)kinds[c] : kind_at(text + at, n - at, &len);

		if ((kind != KIND_NONE) == letters)
			break;
		at += len;
	}
	return at;
}

size_t
ident_next(const char *text, size_t n, size_t *from)
{
	size_t at = next_edge(text, n, *from, true);

	if (at >= n)
		return 0;
	*from = at;
	return next_edge(text, n, at, false);
}

/* The end of the run of one kind that begins at `at`. */
static size_t
run_end(const char *s, size_t n, size_t at, enum letter_kind kind)
{
	size_t len;

	while (at < n && kind_at(s + at, n - at, &len) == kind)
		at += len;
	return at;
}

/* The end of the part that begins at `at`: HTTP and Server of HTTPServer, get and User of getUser.
 */
static size_t
part_end(const char *s, size_t n, size_t at)
{
	size_t len, end;
	enum letter_kind kind = kind_at(s + at, n - at, &len);

	end = run_end(s, n, at, kind);
	if (kind != KIND_UPPER || end == n || s[end] < 'a' || s[end] > 'z')
		return end;
	return end - at > 1 ? end - 1 : run_end(s, n, end, KIND_LOWER);
}

static bool
is_term(const char *s, const struct ident_part *part)
{
	size_t n = part->to - part->from, count;

	if (n < TERM_MIN || n > 4 * (size_t)TERM_MAX)
		return false;
	count = ident_length(s + part->from, n);
	return count >= TERM_MIN && count <= TERM_MAX;
}

bool
ident_part_next(const char *s, size_t n, struct ident_part *part)
{
	while (!part->whole) {
		part->from = run_end(s, n, part->to, KIND_LINE);
		if (part->from < n) {
			part->to = part_end(s, n, part->from);
			part->parts++;
		} else {
			part->whole = true;
			if (part->parts < 2)
				break;
			part->from = run_end(s, n, 0, KIND_LINE);
			for (part->to = n; s[part->to - 1] == '_'; part->to--)
				;
		}
		if (is_term(s, part))
			return true;
	}
	return false;
}

bool
ident_word(const char *ident, size_t i, struct buf *word)
{
	struct ident_part part = { 0 };
	size_t n = strlen(ident);

	while (ident_part_next(ident, n, &part))
		if (i-- == 0) {
			buf_add(word, ident + part.from, part.to - part.from);
			return true;
		}
	return false;
}
