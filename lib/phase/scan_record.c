#include "phase/scan_record.h"

#include <string.h>

#include "io/json_write.h"
#include "text/source.h"

#define MAX_WORD ((size_t)60)

void
text_list_init(struct text_list *list, size_t max)
{
	*list = (struct text_list){ .max = max };
	buf_init(&list->text, BUF_TEXT);
}

void
text_list_fini(struct text_list *list)
{
	buf_fini(&list->text);
}

void
text_list_clear(struct text_list *list)
{
	buf_clear(&list->text);
	list->len = 0;
}

const char *
text_list_next(const struct text_list *list, const char *before)
{
	const char *at = before ? before + strlen(before) + 1 : list->text.s;

	return at < list->text.s + list->text.len ? at : NULL;
}

/* Among the strings before offset `end`. */
static bool
has_before(const struct text_list *list, size_t end, const char *s, size_t n)
{
	for (size_t at = 0; at < end; at += strlen(list->text.s + at) + 1) {
		if (strlen(list->text.s + at) == n && memcmp(list->text.s + at, s, n) == 0)
			return true;
	}
	return false;
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/* Bytes of s that are copied: whole characters, up to max. */
static size_t
cut(const char *s, size_t n, size_t max)
{
	if (n <= max)
		return n;
	while (max > 0 && (s[max] & 0xc0) == 0x80)
		max--;
	return max;
}

void
text_list_add(struct text_list *list, const char *s, size_t n, size_t max_bytes)
{
	size_t start = list->text.len, len;
	bool blank = false;

	if (list->len >= list->max)
		return;
	for (size_t i = 0; i < n && list->text.len - start <= max_bytes; i++) {
		if (is_space(s[i])) {
			blank = list->text.len > start;
			continue;
		}
		if (blank)
			buf_char(&list->text, ' ');
		blank = false;
		buf_char(&list->text, s[i]);
	}
	len = cut(list->text.s + start, list->text.len - start, max_bytes);
	if (len == 0 || has_before(list, start, list->text.s + start, len)) {
		buf_cut(&list->text, start);
		return;
	}
	buf_cut(&list->text, start + len);
	buf_char(&list->text, '\0');
	list->len++;
}

void
record_init(struct record *r)
{
	struct buf *bufs[] = { &r->id, &r->name, &r->classname, &r->title, &r->file, &r->words };

	*r = (struct record){ .parameters = 1 };
	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_init(bufs[i], BUF_TEXT);
	text_list_init(&r->tags, 100);
	text_list_init(&r->requirements, 100);
	text_list_init(&r->literals, RECORD_LITERALS);
	text_list_init(&r->assertions, RECORD_ASSERTIONS);
}

void
record_fini(struct record *r)
{
	struct buf *bufs[] = { &r->id, &r->name, &r->classname, &r->title, &r->file, &r->words };

	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_fini(bufs[i]);
	text_list_fini(&r->tags);
	text_list_fini(&r->requirements);
	text_list_fini(&r->literals);
	text_list_fini(&r->assertions);
}

void
record_clear(struct record *r)
{
	struct buf *bufs[] = { &r->id, &r->name, &r->classname, &r->title, &r->file, &r->words };

	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_clear(bufs[i]);
	text_list_clear(&r->tags);
	text_list_clear(&r->requirements);
	text_list_clear(&r->literals);
	text_list_clear(&r->assertions);
	r->line = r->end_line = 0;
	r->manual = r->class_is_full = false;
	r->parameters = 1;
	r->imports = NULL;
	r->word_count = 0;
	r->generation++;
}

void
record_word(struct record *r, const char *word, size_t n, const struct source *code)
{
	unsigned hash = 2166136261u, slot;
	char *to;

	n = cut(word, n, MAX_WORD);
	if (n < 2 || r->word_count >= RECORD_WORDS)
		return;
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)word[i]) * 16777619u;
	for (slot = hash % WORD_SLOTS;; slot = (slot + 1) % WORD_SLOTS) {
		const struct record_word *w = &r->slots[slot];

		if (w->generation != r->generation)
			break;
		if (w->hash == hash && w->n == n && memcmp(r->words.s + w->at, word, n) == 0)
			return;
	}
	if (code && source_is_keyword(code, word, n))
		return;
	to = buf_reserve(&r->words, n + 1);
	if (to == NULL)
		return;
	if (r->words.len > 0) {
		*to++ = ' ';
		r->words.len++;
	}
	memcpy(to, word, n);
	to[n] = '\0';
	r->slots[slot] = (struct record_word){ r->generation, hash, r->words.len, n };
	r->words.len += n;
	r->word_count++;
}

void
record_cut(struct record *r)
{
	struct buf *bufs[] = { &r->id, &r->name, &r->classname, &r->title };

	for (size_t i = 0; i < sizeof bufs / sizeof bufs[0]; i++)
		buf_cut(bufs[i], cut(bufs[i]->s, bufs[i]->len, RECORD_NAME));
	if (r->name.len == 0)
		buf_str(&r->name, r->title.s);
}

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c & 0x80);
}

void
record_prose(struct record *r, const char *s, size_t n)
{
	for (size_t i = 0; i < n && r->word_count < RECORD_PROSE;) {
		size_t from = i;

		while (i < n && (is_letter(s[i]) || (s[i] >= '0' && s[i] <= '9')))
			i++;
		if (i > from) {
			if (r->words.len > 0)
				buf_char(&r->words, ' ');
			buf_add(&r->words, s + from, cut(s + from, i - from, MAX_WORD));
			r->word_count++;
		}
		i += i == from;
	}
}

static void
put_list(struct buf *out, const char *key, const struct text_list *list)
{
	json_write_array(out, key);
	for (const char *at = text_list_next(list, NULL); at; at = text_list_next(list, at))
		json_write_element(out, at, strlen(at));
	json_write_array_close(out);
}

static void
put(struct buf *out, const char *key, const char *s)
{
	json_write_string(out, key, s, strlen(s));
}

void
record_print(const struct record *r, struct buf *out)
{
	json_write_open(out);
	json_write_whole(out, "rsg_test", 1);
	put(out, "id", r->id.s);
	put(out, "name", r->name.s);
	if (r->classname.len > 0)
		put(out, "classname", r->classname.s);
	put(out, "title", r->title.s);
	put(out, "file", r->file.s);
	if (r->line > 0) {
		json_write_whole(out, "line", (size_t)r->line);
		json_write_whole(out, "end_line", (size_t)r->end_line);
	}
	put(out, "language", r->language);
	put(out, "framework", r->framework);
	put(out, "kind", r->manual ? "manual" : "automated");
	json_write_whole(out, "parameters", r->parameters);
	put_list(out, "tags", &r->tags);
	put_list(out, "requirements", &r->requirements);
	put(out, "words", r->words.s);
	put_list(out, "literals", &r->literals);
	put_list(out, "assertions", &r->assertions);
	if (r->imports)
		put_list(out, "imports", r->imports);
	put(out, "sha256", r->sha256);
	json_write_close(out);
}
