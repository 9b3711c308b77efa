#include "doc/schema_uri.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct part {
	const char *s;
	size_t n;
	bool there;
};

struct uri {
	struct part scheme, authority, path, query, fragment;
};

static bool
is_alpha(char c)
{
	return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t
scheme_len(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.");

	return is_alpha(*s) && s[n] == ':' ? n : 0;
}

static const char *
take(struct part *part, const char *s, const char *until)
{
	part->there = true;
	part->s = s;
	part->n = strcspn(s, until);
	return s + part->n;
}

static struct uri
split(const char *s)
{
	struct uri u = { 0 };
	size_t n = scheme_len(s);

	if (n > 0)
		s = take(&u.scheme, s, ":") + 1;
	if (strncmp(s, "//", 2) == 0)
		s = take(&u.authority, s + 2, "/?#");
	s = take(&u.path, s, "?#");
	if (*s == '?')
		s = take(&u.query, s + 1, "#");
	if (*s == '#')
		take(&u.fragment, s + 1, "");
	return u;
}

/* Drop what is behind the last '/' at or after start, and that slash. */
static void
cut_segment(struct buf *out, size_t start)
{
	size_t n = out->len;

	while (n > start && out->s[n - 1] != '/')
		n--;
	buf_cut(out, n > start ? n - 1 : start);
}

static void
add_without_dots(const char *path, struct buf *out)
{
	size_t start = out->len;

	for (const char *p = path; *p;) {
		size_t n = strcspn(p + 1, "/") + 1;
		bool slash = *p == '/', last = p[n] == '\0';
		const char *name = p + slash;
		size_t len = n - slash;

		if (len == 1 && name[0] == '.') {
			if (slash && last)
				buf_char(out, '/');
		} else if (len == 2 && memcmp(name, "..", 2) == 0) {
			cut_segment(out, start);
			if (slash && last)
				buf_char(out, '/');
		} else {
			buf_add(out, p, n);
		}
		p += n;
	}
}

static void
add_path(const struct uri *base, const struct uri *ref, struct buf *out)
{
	struct buf merged;
	size_t keep = base->path.n;

	buf_init(&merged, BUF_TEXT);
	if (ref->path.s[0] != '/') {
		while (keep > 0 && base->path.s[keep - 1] != '/')
			keep--;
		if (keep == 0 && base->authority.there)
			buf_char(&merged, '/');
		buf_add(&merged, base->path.s, keep);
	}
	buf_add(&merged, ref->path.s, ref->path.n);
	add_without_dots(merged.s, out);
	buf_fini(&merged);
}

static void
add_front(const struct uri *u, struct buf *out)
{
	if (u->scheme.there) {
		buf_add(out, u->scheme.s, u->scheme.n);
		buf_char(out, ':');
	}
	if (u->authority.there) {
		buf_str(out, "//");
		buf_add(out, u->authority.s, u->authority.n);
	}
}

static void
add_behind(char mark, const struct part *part, struct buf *out)
{
	if (!part->there)
		return;
	buf_char(out, mark);
	buf_add(out, part->s, part->n);
}

void
schema_uri_resolve(const char *base_text, const char *ref_text, struct buf *out)
{
	struct uri base = split(base_text), ref = split(ref_text);

	if (ref.scheme.there) {
		buf_str(out, ref_text);
		return;
	}
	if (ref.authority.there)
		base.authority = ref.authority;
	add_front(&base, out);
	if (ref.authority.there || ref.path.n > 0) {
		if (ref.authority.there)
			buf_add(out, ref.path.s, ref.path.n);
		else
			add_path(&base, &ref, out);
		add_behind('?', &ref.query, out);
	} else {
		buf_add(out, base.path.s, base.path.n);
		add_behind('?', ref.query.there ? &ref.query : &base.query, out);
	}
	add_behind('#', &ref.fragment, out);
}

const char *
schema_uri_fragment(const char *uri, size_t *n)
{
	*n = strcspn(uri, "#");
	return uri[*n] == '#' ? uri + *n + 1 : "";
}

static int
hex(char c)
{
	const char *digits = "0123456789abcdef", *at = c ? strchr(digits, c | 32) : NULL;

	return at && (c <= '9' || c >= 'A') ? (int)(at - digits) : -1;
}

void
schema_uri_decode(const char *s, struct buf *out)
{
	for (; *s; s++) {
		int high = *s == '%' ? hex(s[1]) : -1, low = high < 0 ? -1 : hex(s[2]);

		if (low < 0) {
			buf_char(out, *s);
			continue;
		}
		buf_char(out, (char)(high * 16 + low));
		s += 2;
	}
}
