#include "phase/generate_names.h"

#include <string.h>

#include "base/utf8.h"
#include "text/words.h"

static const char *const styles[NAME_STYLES] = { "snake", "kebab", "camel", "pascal" };

/* U+00C0 to U+017F without their accents, two characters each; '.' for none. */
static const char bare[] = "a.a.a.a.a.a.aec.e.e.e.e.i.i.i.i.d.n.o.o.o.o.o...o.u.u.u.u.y.thss"
			   "a.a.a.a.a.a.aec.e.e.e.e.i.i.i.i.d.n.o.o.o.o.o...o.u.u.u.u.y.thy."
			   "a.a.a.a.a.a.c.c.c.c.c.c.c.c.d.d.d.d.e.e.e.e.e.e.e.e.e.e.g.g.g.g."
			   "g.g.g.g.h.h.h.h.i.i.i.i.i.i.i.i.i.i.ijijj.j.k.k.k.l.l.l.l.l.l.l."
			   "l.l.l.n.n.n.n.n.n.n.n.n.o.o.o.o.o.o.oeoer.r.r.r.r.r.s.s.s.s.s.s."
			   "s.s.t.t.t.t.t.t.u.u.u.u.u.u.u.u.u.u.u.u.w.w.y.y.y.z.z.z.z.z.z.s.";

enum name_style
name_style_parse(const char *s)
{
	size_t i = 0;

	while (i < NAME_STYLES && strcmp(styles[i], s) != 0)
		i++;
	return (enum name_style)i;
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum name_style
name_style_of(const char *s, size_t n, enum name_style otherwise)
{
	bool inner = false;

	if (n == 0)
		return otherwise;
	if (memchr(s, '_', n))
		return NAME_SNAKE;
	if (memchr(s, '-', n))
		return NAME_KEBAB;
	for (size_t i = 1; i < n; i++)
		inner |= is_upper(s[i]) && is_lower(s[i - 1]);
	if (is_upper(s[0]))
		return NAME_PASCAL;
	return inner ? NAME_CAMEL : otherwise;
}

struct namer {
	struct buf *out;
	enum name_style style;
	size_t from, max; /* where the name begins in out; characters */
	bool full;
};

/* A word in ASCII; false when too little is left of it. */
static bool
to_ascii(const char *word, size_t n, struct buf *out)
{
	size_t len, letters = 0;

	for (size_t i = 0; i < n; i += len) {
		uint32_t c = utf8_next(word + i, n - i, &len);

		letters++;
		if (c < 0x80) {
			buf_char(out, (char)c);
		} else if (c >= 0xc0 && c < 0x180) {
			const char *pair = bare + (c - 0xc0) * 2;

			for (size_t k = 0; k < 2; k++) {
				if (pair[k] != '.')
					buf_char(out, pair[k]);
			}
		}
	}
	return out->len > 0 && out->len * 2 >= letters;
}

static void
join(struct namer *namer, struct buf *word)
{
	bool first = namer->out->len == namer->from;
	bool separate = namer->style == NAME_SNAKE || namer->style == NAME_KEBAB;

	if (namer->out->len - namer->from + word->len + 1 > namer->max) {
		namer->full = true;
		return;
	}
	if (separate && !first)
		buf_char(namer->out, namer->style == NAME_SNAKE ? '_' : '-');
	if (!separate && is_lower(word->s[0]) && (namer->style == NAME_PASCAL || !first))
		word->s[0] = (char)(word->s[0] - 'a' + 'A');
	if (!separate && !first && is_digit(word->s[0]) &&
	    is_digit(namer->out->s[namer->out->len - 1]))
		buf_char(namer->out, '_');
	buf_add(namer->out, word->s, word->len);
}

static void
take_word(struct namer *namer, const char *word, size_t n)
{
	struct buf ascii;

	buf_init(&ascii, BUF_TEXT);
	if (to_ascii(word, n, &ascii))
		join(namer, &ascii);
	buf_fini(&ascii);
}

static bool
is_word_byte(char c)
{
	return is_lower(c) || is_upper(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

/* Not words_split(), which leaves out single letters and digits: a name needs them ("3 items"). */
void
name_make(struct buf *out, const char *text, enum name_style style, size_t max_chars)
{
	struct namer namer = { .out = out, .style = style, .from = out->len, .max = max_chars };

	for (const char *s = text; *s && !namer.full; s++) {
		char word[NAME_CHARS * 2];
		size_t n = 0;

		for (; is_word_byte(*s); s++) {
			if (n < sizeof word)
				word[n++] = (char)(is_upper(*s) ? *s - 'A' + 'a' : *s);
		}
		if (n > 0)
			take_word(&namer, word, n);
		if (*s == '\0')
			break;
	}
}

/* A word that nothing may end with. */
static bool
dangles(const char *word, size_t n)
{
	static const char *const words[] = { "unless", "except", "yet", "whenever", "although" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if (strlen(words[i]) == n && memcmp(words[i], word, n) == 0)
			return true;
	}
	return words_is_stop(word, n);
}

static size_t
last_word(const char *s, size_t n)
{
	while (n > 0 && s[n - 1] != ' ')
		n--;
	return n;
}

void
name_title(struct buf *out, const char *text, size_t max_chars)
{
	size_t n = strlen(text), from;

	if (n > max_chars) {
		n = last_word(text, max_chars + 1);
		if (n == 0) {
			n = max_chars;
			while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
				n--;
		}
		while ((from = last_word(text, n > 0 ? n - 1 : 0)) > 0) {
			if (!dangles(text + from, n - 1 - from))
				break;
			n = from;
		}
	}
	while (n > 0 && strchr(" ,;:.-", text[n - 1]))
		n--;
	buf_add(out, text, n);
}

/* The part of base that the '*' of a pattern stands for, or false. */
static bool
fit(const char *pattern, const char *base, const char **star, size_t *n)
{
	const char *at = strchr(pattern, '*');
	size_t head = at ? (size_t)(at - pattern) : 0, tail = at ? strlen(at + 1) : 0,
	       len = strlen(base);

	if (at == NULL || len < head + tail || memcmp(pattern, base, head) != 0 ||
	    memcmp(at + 1, base + len - tail, tail) != 0)
		return false;
	*star = base + head;
	*n = len - head - tail;
	return true;
}

void
name_file(struct buf *out, const char *file, const struct strings *patterns, const char *words,
    enum name_style otherwise)
{
	const char *slash = strrchr(file, '/'), *base = slash ? slash + 1 : file, *star = "";
	const char *pattern = patterns->at[0], *at;
	size_t n = 0;

	for (size_t i = 0; i < patterns->len; i++) {
		if (fit(patterns->at[i], base, &star, &n)) {
			pattern = patterns->at[i];
			break;
		}
	}
	at = strchr(pattern, '*');
	buf_add(out, file, (size_t)(base - file));
	buf_add(out, pattern, (size_t)(at - pattern));
	name_make(out, words, name_style_of(star, n, otherwise), NAME_CHARS);
	buf_str(out, at + 1);
}
