/* Tags and requirement ids of a case. */

#include <string.h>

#include "phase/scan_case.h"

#define MAX_TAG ((size_t)200)

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
scan_is_requirement(const char *s, size_t n)
{
	size_t dash = 0;

	if (n < 3 || n > 60 || !(s[0] >= 'A' && s[0] <= 'Z') || !is_digit(s[n - 1]))
		return false;
	for (size_t i = 0; i < n; i++) {
		if (s[i] == '-')
			dash = i;
		else if (!((s[i] >= 'A' && s[i] <= 'Z') || is_digit(s[i]) || s[i] == '_' ||
			     (s[i] == '.' && dash > 0)))
			return false;
	}
	for (size_t i = dash + 1; i < n; i++) {
		if (!is_digit(s[i]) && s[i] != '.')
			return false;
	}
	return dash > 0 && dash + 1 < n && is_digit(s[dash + 1]);
}

/* "AC-1, AC-2 and AC-3": the parts that hold a digit. */
static void
add_ids(const char *s, size_t n, bool strict, struct text_list *out)
{
	for (size_t i = 0; i < n;) {
		size_t from = i, end;
		bool digit = false;

		while (i < n && !strchr(" \t\r\n,;|()[]\"'`@", s[i]))
			digit |= is_digit(s[i++]);
		for (end = i; end > from && strchr(".-:", s[end - 1]); end--)
			;
		if (digit && (!strict || scan_is_requirement(s + from, end - from)))
			text_list_add(out, s + from, end - from, MAX_TAG);
		i += i == from;
	}
}

/* One tag, or a list: "[fast][unit]" or "a,b" in a string, words and strings in code. */
static void
add_tags(const char *s, size_t n, char quote, struct text_list *out)
{
	const char *between = strchr("\"'`", quote) ? "[]," : "[], \t\"'{}";

	for (size_t i = 0; i < n;) {
		size_t from = i;

		while (i < n && !strchr(between, s[i]))
			i++;
		text_list_add(out, s + from, i - from, MAX_TAG);
		i += i == from;
	}
}

static bool
worth_searching(const char *s, size_t n)
{
	return memchr(s, ':', n) || memchr(s, '@', n) || memchr(s, '[', n) || memchr(s, '(', n) ||
	       memchr(s, '#', n);
}

enum status
scan_links(const struct scan_file *file, enum place place, const char *s, size_t n,
    struct text_list *out, struct err *err)
{
	if (!worth_searching(s, n))
		return ST_OK;
	vec_each (const struct search *, search, &file->all->requirements) {
		int group = search->pattern.value < 0 ? 0 : search->pattern.value;
		struct regex_match m;
		enum status st;
		size_t at = 0;

		if (search->place != place)
			continue;
		while ((st = regex_match(search->pattern.regex, s, n, at, &m, err)) == ST_OK) {
			if (m.from[group] != (size_t)-1)
				add_ids(s + m.from[group], m.to[group] - m.from[group], false, out);
			at = m.to[0] > at ? m.to[0] : at + 1;
		}
		if (st != ST_NO)
			return st;
	}
	return ST_OK;
}

/* What the framework's own searches find in the header or body. */
static enum status
search_code(const struct scan_file *file, const struct search *search, const struct item *item,
    bool links, struct text_list *out, struct err *err)
{
	struct source *s = file->source;
	size_t at = search->place == PLACE_BODY ? item->header_end : item->from;
	size_t end = search->place == PLACE_BODY ? item->to : item->header_end;
	int group = search->pattern.value < 0 ? 0 : search->pattern.value;
	struct regex_match m;
	struct buf value;
	enum status st;

	if (item->rule->container && end > at + SCAN_OUTER)
		end = at + SCAN_OUTER;
	buf_init(&value, BUF_TEXT);
	while ((st = regex_match(search->pattern.regex, s->code, end, at, &m, err)) == ST_OK) {
		if (m.from[group] != (size_t)-1) {
			buf_clear(&value);
			scan_value(s, m.from[group], m.to[group], &value);
			if (links)
				add_ids(value.s, value.len, search->place == PLACE_BODY, out);
			else
				add_tags(value.s, value.len, s->code[m.from[group]], out);
		}
		at = m.to[0] > at ? m.to[0] : at + 1;
	}
	buf_fini(&value);
	return st == ST_NO ? ST_OK : st;
}

static enum status
own_tags(const struct scan_file *file, const struct item *item, bool inner, struct record *r,
    struct err *err)
{
	const struct framework *f = file->framework;

	for (size_t i = 0; i < item->rule->tags.len; i++)
		text_list_add(
		    &r->tags, item->rule->tags.at[i], strlen(item->rule->tags.at[i]), MAX_TAG);
	vec_each (const struct search *, t, &f->tags) {
		if ((inner || t->place == PLACE_HEADER) &&
		    search_code(file, t, item, false, &r->tags, err))
			return err->status;
	}
	vec_each (const struct search *, q, &f->requirements) {
		if ((inner || q->place == PLACE_HEADER) &&
		    search_code(file, q, item, true, &r->requirements, err))
			return err->status;
	}
	return scan_links(file, PLACE_NAME, item->name, strlen(item->name), &r->requirements, err);
}

static void
tagged_requirements(struct record *r)
{
	for (const char *t = text_list_next(&r->tags, NULL); t; t = text_list_next(&r->tags, t)) {
		size_t at = *t == '@';

		if (scan_is_requirement(t + at, strlen(t + at)))
			text_list_add(&r->requirements, t + at, strlen(t + at), MAX_TAG);
	}
}

/* Those of the containers around. */
enum status
scan_outer_tags(
    const struct scan_file *file, const struct item *item, struct record *r, struct err *err)
{
	enum status st = ST_OK;

	for (int i = item->parent; st == ST_OK && i >= 0; i = file->items->at[i].parent)
		st = own_tags(file, &file->items->at[i], false, r, err);
	tagged_requirements(r);
	return st;
}

enum status
scan_tags(const struct scan_file *file, const struct item *item, struct record *r, struct err *err)
{
	enum status st = own_tags(file, item, true, r, err);

	return st ? st : scan_outer_tags(file, item, r, err);
}
