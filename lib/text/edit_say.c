#include "text/edit_private.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "base/vec.h"
#include "text/excerpt.h"

#define QUOTED ((size_t)80)
#define COMPARED ((size_t)64) /* lines of a search text that are held against the file */
#define ALIKE ((size_t)4)     /* bytes of a beginning that are more than chance */

/* A line, without its LF, and the hash of what is left without the white space around it. */
struct line {
	struct edit_text text;
	uint64_t hash; /* 0: nothing is left */
};

struct line_list {
	struct line *at;
	size_t len, cap;
};

/* A line of the file where the edit has another. */
struct difference {
	size_t number; /* 0: nothing is alike */
	bool ends;     /* the file has no such line */
	struct edit_text is, wanted;
};

void
edit_quote(struct buf *out, struct edit_text line, size_t at)
{
	size_t from = line.n > QUOTED && at > QUOTED / 2 ? at - QUOTED / 2 : 0, n, used = 0;

	while (from > 0 && from < line.n && (line.s[from] & 0xc0) == 0x80)
		from--;
	from = from < line.n ? from : line.n;
	n = excerpt_cut(line.s + from, line.n - from, QUOTED);
	buf_str(out, from > 0 ? "\"..." : "\"");
	for (size_t i = 0; i <= n; i++) {
		char c = i < n ? line.s[from + i] : '\0';

		if (i < n && c != '\t' && c != '\r' && c != '\n')
			continue;
		utf8_visible(out, line.s + from + used, i - used, false);
		used = i + 1;
		if (i < n)
			buf_str(out, c == '\t' ? "\\t" : c == '\r' ? "\\r" : "\\n");
	}
	buf_str(out, from + n < line.n ? "...\"" : "\"");
}

static uint64_t
hash_trimmed(struct edit_text line)
{
	size_t from = 0, to = line.n;
	uint64_t hash = 0xcbf29ce484222325u;

	while (from < to && strchr(" \t\r", line.s[from]) && line.s[from])
		from++;
	while (to > from && strchr(" \t\r", line.s[to - 1]) && line.s[to - 1])
		to--;
	for (size_t i = from; i < to; i++)
		hash = (hash ^ (unsigned char)line.s[i]) * 0x100000001b3u;
	return from == to ? 0 : hash | 1;
}

static void
split(struct edit_text text, size_t max, struct line_list *out)
{
	size_t from = 0;

	for (;;) {
		const char *end = from < text.n ? memchr(text.s + from, '\n', text.n - from) : NULL;
		size_t to = end ? (size_t)(end - text.s) : text.n;
		const struct edit_text line = { text.s + from, to - from };

		*vec_add(out) = (struct line){ line, hash_trimmed(line) };
		if (end == NULL || out->len == max)
			return;
		from = to + 1;
	}
}

/* The line of the file from which on most lines are those of the search text, white space around
   them aside; have->len where none is. */
static size_t
most_alike(const struct line_list *have, const struct line_list *want)
{
	size_t best = have->len, most = 0;

	for (size_t i = 0; i < have->len; i++) {
		size_t alike = 0;

		for (size_t k = 0; k < want->len && i + k < have->len; k++)
			alike += want->at[k].hash && want->at[k].hash == have->at[i + k].hash;
		if (alike > most) {
			best = i;
			most = alike;
		}
	}
	return best;
}

/* Its first line may begin, its last one end inside a line. */
static bool
fits(struct edit_text is, struct edit_text wanted, bool first, bool last)
{
	if (is.n < wanted.n || (!first && !last && is.n != wanted.n))
		return false;
	if (first && last)
		return false; /* a single line that is not found */
	return memcmp(first ? is.s + is.n - wanted.n : is.s, wanted.s, wanted.n) == 0;
}

static struct difference
by_lines(struct edit_text text, struct edit_text search)
{
	struct line_list have = { 0 }, want = { 0 };
	struct difference out = { 0 };
	size_t i;

	split(text, (size_t)-1, &have);
	split(search, COMPARED, &want);
	i = most_alike(&have, &want);
	for (size_t k = 0; i < have.len && k < want.len; k++) {
		out = (struct difference){ i + k + 1, true, { "", 0 }, want.at[k].text };
		if (i + k == have.len)
			break;
		out.is = have.at[i + k].text;
		out.ends = out.is.n == 0 && i + k + 1 == have.len; /* behind the last LF */
		if (!fits(out.is, out.wanted, k == 0, k + 1 == want.len && want.len < COMPARED))
			break;
		out = (struct difference){ 0 };
	}
	vec_fini(&have);
	vec_fini(&want);
	return out;
}

/* All of the line that holds byte `at`. */
static struct edit_text
line_at(struct edit_text text, size_t at)
{
	size_t from = at, to = at;

	while (from > 0 && text.s[from - 1] != '\n')
		from--;
	while (to < text.n && text.s[to] != '\n')
		to++;
	return (struct edit_text){ text.s + from, to - from };
}

/* Where the longest part of its beginning stands, if that is long enough to say something. */
static struct difference
by_beginning(struct edit_text text, struct edit_text search, const struct edit_found *found)
{
	size_t blank = 0, at = found->near + found->near_n;

	while (blank < search.n && strchr(" \t\r\n", search.s[blank]))
		blank++;
	if (found->near_n < blank + ALIKE)
		return (struct difference){ 0 };
	return (struct difference){ edit_line(text, at), at == text.n, line_at(text, at),
		line_at(search, found->near_n) };
}

/* The first byte that is another, or the end of the shorter. */
static size_t
common(struct edit_text a, struct edit_text b)
{
	size_t i = 0;

	while (i < a.n && i < b.n && a.s[i] == b.s[i])
		i++;
	return i;
}

enum status
edit_say_none(size_t number, struct edit_text text, struct edit_text search,
    const struct edit_found *found, struct err *err)
{
	struct difference d = by_lines(text, search);
	struct buf said;
	size_t at;

	if (d.number == 0)
		d = by_beginning(text, search, found);
	if (d.number == 0)
		d.wanted = line_at(search, 0);
	at = common(d.is, d.wanted);
	buf_init(&said, BUF_TEXT);
	if (d.number && !d.ends) {
		buf_printf(&said, "line %zu is ", d.number);
		edit_quote(&said, d.is, at);
		buf_str(&said, " where the search text has ");
	} else {
		buf_str(&said,
		    d.number ? "the text ends where the search text has " : "no line is like ");
	}
	edit_quote(&said, d.wanted, at);
	err_set(err, ST_DATA, "edit %zu: the search text is not there: %s", number, said.s);
	buf_fini(&said);
	return ST_DATA;
}

enum status
edit_say_many(size_t number, struct edit_text text, const struct edit_found *found, struct err *err)
{
	size_t shown = found->places < EDIT_SHOWN ? found->places : EDIT_SHOWN;
	struct buf lines;

	buf_init(&lines, BUF_TEXT);
	for (size_t i = 0; i < shown; i++)
		buf_printf(&lines, "%s%zu", i ? ", " : "", edit_line(text, found->at[i]));
	err_set(err, ST_DATA,
	    "edit %zu: the search text is there %zu times, at lines %s%s: take more lines with it",
	    number, found->places, lines.s, shown < found->places ? " and further on" : "");
	buf_fini(&lines);
	return ST_DATA;
}
