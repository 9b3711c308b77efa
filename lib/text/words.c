#include "text/words.h"

#include <string.h>

#include "base/utf8.h"
#include "text/letters.h"

#define MIN_LETTERS 2
#define MAX_LETTERS 40
#define WORD_BYTES (MAX_LETTERS * 4)

/* Part of an identifier, or the whole of it; too long ones are counted but not kept. */
struct piece {
	char s[WORD_BYTES + 4];
	size_t n, letters, from;
};

struct splitter {
	words_fn *fn;
	void *arg;
	struct piece part, whole;
	size_t parts, to;
	enum letter last;
	size_t last_n, last_from; /* where the last letter begins: in part.s, in the text */
	size_t uppers;		  /* upper-case letters at the end of the part */
};

static size_t
put_code_point(char *s, uint32_t c)
{
	if (c < 0x80) {
		s[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		s[0] = (char)(0xc0 | c >> 6);
		s[1] = (char)(0x80 | (c & 0x3f));
		return 2;
	}
	if (c < 0x10000) {
		s[0] = (char)(0xe0 | c >> 12);
		s[1] = (char)(0x80 | (c >> 6 & 0x3f));
		s[2] = (char)(0x80 | (c & 0x3f));
		return 3;
	}
	s[0] = (char)(0xf0 | c >> 18);
	s[1] = (char)(0x80 | (c >> 12 & 0x3f));
	s[2] = (char)(0x80 | (c >> 6 & 0x3f));
	s[3] = (char)(0x80 | (c & 0x3f));
	return 4;
}

static void
piece_add(struct piece *piece, const char *s, size_t n, size_t from)
{
	if (piece->letters == 0)
		piece->from = from;
	if (piece->letters++ < MAX_LETTERS) {
		memcpy(piece->s + piece->n, s, n);
		piece->n += n;
	}
}

static void
piece_add_run(struct piece *piece, const char *s, size_t n)
{
	size_t room = piece->letters < MAX_LETTERS ? MAX_LETTERS - piece->letters : 0;
	size_t kept = n < room ? n : room;

	memcpy(piece->s + piece->n, s, kept);
	piece->n += kept;
	piece->letters += n;
}

static void
piece_emit(struct splitter *sp, struct piece *piece, size_t to)
{
	if (piece->letters >= MIN_LETTERS && piece->letters <= MAX_LETTERS) {
		piece->s[piece->n] = '\0';
		sp->fn(sp->arg, piece->s, piece->n, piece->from, to);
	}
	piece->n = piece->letters = 0;
}

static void
end_part(struct splitter *sp, size_t to)
{
	if (sp->part.letters == 0)
		return;
	sp->parts++;
	piece_emit(sp, &sp->part, to);
	sp->uppers = 0;
}

static void
end_token(struct splitter *sp)
{
	end_part(sp, sp->to);
	if (sp->parts > 1)
		piece_emit(sp, &sp->whole, sp->to);
	sp->whole.n = sp->whole.letters = sp->parts = 0;
	sp->last = LETTER_NONE;
}

/* "HTTPServer": the last capital of a run begins the next part. */
static void
carry_capital(struct splitter *sp)
{
	struct piece *part = &sp->part;
	size_t n = part->n - sp->last_n, from = sp->last_from;
	char s[4];

	if (part->letters > MAX_LETTERS) {
		end_part(sp, from);
		return;
	}
	memcpy(s, part->s + sp->last_n, n);
	part->n = sp->last_n;
	part->letters--;
	end_part(sp, from);
	piece_add(part, s, n, from);
}

static bool
is_plural_s(uint32_t c, const char *rest, size_t n)
{
	size_t len;

	return c == 's' && (n == 0 || letter_class(utf8_next(rest, n, &len)) != LETTER_LOWER);
}

/* Small letters of ASCII behind a first one: nothing can split them. */
static size_t
add_run(struct splitter *sp, const char *text, size_t n, size_t at)
{
	size_t end = at;

	while (end < n && text[end] >= 'a' && text[end] <= 'z')
		end++;
	if (end == at)
		return 0;
	piece_add_run(&sp->part, text + at, end - at);
	piece_add_run(&sp->whole, text + at, end - at);
	sp->to = end;
	return end - at;
}

static void
add_letter(struct splitter *sp, enum letter class, const char *s, size_t n, size_t at)
{
	sp->last_n = sp->part.n;
	sp->last_from = at;
	piece_add(&sp->part, s, n, at);
	piece_add(&sp->whole, s, n, at);
	sp->uppers = class == LETTER_UPPER ? sp->uppers + 1 : 0;
	sp->last = class;
}

/* A script without spaces: pairs of neighbours are the words. */
static void
add_ideograph(struct splitter *sp, const char *s, size_t n, size_t at)
{
	char pair[9];
	size_t first = sp->part.n;

	if (sp->last != LETTER_IDEOGRAPH)
		end_token(sp);
	else if (first > 0 && first <= 4) {
		memcpy(pair, sp->part.s, first);
		memcpy(pair + first, s, n);
		pair[first + n] = '\0';
		sp->fn(sp->arg, pair, first + n, sp->part.from, at + n);
	}
	sp->part.n = sp->part.letters = 0;
	piece_add(&sp->part, s, n, at);
	sp->last = LETTER_IDEOGRAPH;
}

static void
end_ideographs(struct splitter *sp)
{
	sp->part.n = sp->part.letters = 0;
	sp->last = LETTER_NONE;
}

static void
take(struct splitter *sp, uint32_t c, const char *text, size_t n, size_t at, size_t len)
{
	enum letter class = letter_class(c);
	char s[4];
	size_t bytes;

	if (sp->last == LETTER_IDEOGRAPH && class != LETTER_IDEOGRAPH)
		end_ideographs(sp);
	if (class == LETTER_NONE) {
		bool joins =
		    (c == '_' || (c == '-' && sp->part.letters > 0)) && sp->whole.letters > 0;

		if (joins)
			end_part(sp, sp->to);
		else
			end_token(sp);
		return;
	}
	bytes = put_code_point(s, letter_fold(c));
	if (class == LETTER_IDEOGRAPH) {
		add_ideograph(sp, s, bytes, at);
		sp->to = at + len;
		return;
	}
	if (sp->part.letters > 0 && class != sp->last) {
		if (class == LETTER_DIGIT || class == LETTER_UPPER || sp->last == LETTER_DIGIT)
			end_part(sp, sp->to);
		else if (sp->uppers > 1 && !is_plural_s(c, text + at + len, n - at - len))
			carry_capital(sp);
	}
	add_letter(sp, class, s, bytes, at);
	sp->to = at + len;
}

void
words_split(const char *text, size_t n, words_fn *fn, void *arg)
{
	struct splitter sp = { .fn = fn, .arg = arg };
	size_t len;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = (unsigned char)text[i];

		len = 1;
		if (c >= 0x80)
			c = utf8_next(text + i, n - i, &len);
		take(&sp, c, text, n, i, len);
		if (c >= 'a' && c <= 'z')
			len += add_run(&sp, text, n, i + 1);
	}
	if (sp.last == LETTER_IDEOGRAPH)
		end_ideographs(&sp);
	end_token(&sp);
}
