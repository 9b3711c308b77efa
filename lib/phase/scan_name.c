/* Ids, names and titles from a framework's forms. */

#include <string.h>

#include "phase/scan_case.h"

struct placeholder { /* {path| > } or {module+.} */
	const char *word, *more;
	size_t word_n, more_n;
	char sign; /* '|', '+' or 0 */
};

struct naming {
	const struct scan_file *file;
	const struct item *item;
};

static void
spaced(const struct framework *f, const char *s, struct buf *out)
{
	size_t n = f->spaces ? strcspn(s, " ") : strlen(s);

	buf_add(out, s, n);
	for (s += n; *s; s += n) {
		buf_str(out, f->spaces);
		s++;
		n = strcspn(s, " ");
		buf_add(out, s, n);
	}
}

/* The names from the outermost container to the item, or to the one around it. */
static void
join(const struct naming *n, const struct placeholder *p, bool with_name, struct buf *out)
{
	const struct items *items = n->file->items;
	const struct item *chain[SCAN_LEVELS + 1];
	size_t len = 0, start = out->len;

	chain[len++] = n->item;
	for (int i = n->item->parent; i >= 0 && len <= SCAN_LEVELS; i = items->at[i].parent)
		chain[len++] = &items->at[i];
	while (len-- > 0) {
		if (chain[len]->klass) {
			if (out->len > start)
				buf_add(out, p->more, p->more_n);
			spaced(n->file->framework, chain[len]->klass, out);
		}
		if ((len == 0 && !with_name) || chain[len]->name[0] == '\0')
			continue;
		if (out->len > start)
			buf_add(out, p->more, p->more_n);
		spaced(n->file->framework, chain[len]->name, out);
	}
}

static void
dotted(const char *path, struct buf *out)
{
	const char *dot = strrchr(path, '.'), *slash = strrchr(path, '/');
	size_t n = dot && (slash == NULL || dot > slash) ? (size_t)(dot - path) : strlen(path);

	while (n > 0 && (*path == '/' || *path == '.'))
		path++, n--;
	for (size_t i = 0; i < n; i++)
		buf_char(out, path[i] == '/' ? '.' : path[i]);
}

static void
stem(const char *path, struct buf *out)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	const char *dot = strchr(base, '.');

	buf_add(out, base, dot && dot > base ? (size_t)(dot - base) : strlen(base));
}

/* The part of the path that the framework counts, each part followed by the separator. */
static void
under(const struct scan_file *file, const struct placeholder *p, struct buf *out)
{
	const struct pattern *pattern = &file->framework->under;
	struct regex_match m;
	struct err err;

	if (pattern->regex == NULL || pattern->value < 0 ||
	    regex_match(pattern->regex, file->path, strlen(file->path), 0, &m, &err) ||
	    m.from[pattern->value] == (size_t)-1 || m.from[pattern->value] == m.to[pattern->value])
		return;
	for (size_t i = m.from[pattern->value]; i < m.to[pattern->value]; i++) {
		if (file->path[i] == '/')
			buf_add(out, p->more, p->more_n);
		else
			buf_char(out, file->path[i]);
	}
	buf_add(out, p->more, p->more_n);
}

static bool
is(const struct placeholder *p, const char *word)
{
	return strlen(word) == p->word_n && memcmp(p->word, word, p->word_n) == 0;
}

static void
put(const struct naming *n, const struct placeholder *p, struct buf *out)
{
	size_t before = out->len;

	if (is(p, "file"))
		buf_str(out, n->file->path);
	else if (is(p, "dotted"))
		dotted(n->file->path, out);
	else if (is(p, "stem"))
		stem(n->file->path, out);
	else if (is(p, "under"))
		under(n->file, p, out);
	else if (is(p, "module"))
		buf_add(out, n->file->module.s, n->file->module.len);
	else if (is(p, "name"))
		spaced(n->file->framework, n->item->name, out);
	else if (is(p, "class"))
		join(n, p, false, out);
	else if (is(p, "path"))
		join(n, p, true, out);
	if (p->sign == '+' && out->len > before)
		buf_add(out, p->more, p->more_n);
}

static void
fill(const struct naming *n, const char *form, struct buf *out)
{
	while (*form) {
		struct placeholder p = { .word = form + 1 };
		size_t end = strcspn(form, *form == '{' ? "}" : "{");

		if (*form != '{' || form[end] != '}') {
			buf_add(out, form, end);
			form += end;
			continue;
		}
		p.word_n = strcspn(p.word, "|+}");
		p.sign = p.word[p.word_n] == '}' ? '\0' : p.word[p.word_n];
		if (p.sign) {
			p.more = p.word + p.word_n + 1;
			p.more_n = (size_t)(form + end - p.more);
		}
		put(n, &p, out);
		form += end + 1;
	}
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

void
scan_sentence(const char *name, struct buf *out)
{
	size_t start = out->len;

	if (strchr(name, ' ')) {
		buf_str(out, name);
		while (out->len > start && out->s[out->len - 1] == ' ')
			buf_cut(out, out->len - 1);
		return;
	}
	for (const char *c = name; *c; c++) {
		bool hump = c > name && is_upper(*c) &&
			    ((c[-1] >= 'a' && c[-1] <= 'z') || (c[1] >= 'a' && c[1] <= 'z'));

		if (strchr("_-:.$", *c) || hump) {
			if (out->len > start && out->s[out->len - 1] != ' ')
				buf_char(out, ' ');
			if (!hump)
				continue;
		}
		buf_char(out, is_upper(*c) ? (char)(*c | 32) : *c);
	}
	if (out->len > start && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

/* The name without what the framework wants in front of it ("test_"), as words. */
static void
add_sentence(const struct framework *f, const struct item *item, struct buf *out)
{
	const char *name = item->title ? item->title : item->name;
	struct regex_match m;
	struct err err;
	size_t from = 0, n = strlen(name), start = out->len;

	if (n == 0)
		return;
	if (f->strip.regex && regex_match(f->strip.regex, name, n, 0, &m, &err) == ST_OK &&
	    m.from[0] == 0 && m.to[0] < n)
		from = m.to[0];
	while ((name[from] & 0xc0) == 0x80 || name[from] == ' ')
		from++;
	if (start > 0)
		buf_char(out, ' ');
	scan_sentence(name + from, out);
	if (out->len == start + (start > 0))
		buf_str(out, name);
}

static void
title(const struct naming *n, struct record *r)
{
	const struct framework *f = n->file->framework;
	const struct items *items = n->file->items;
	const struct item *chain[SCAN_LEVELS + 1];
	size_t len = 0;

	chain[len++] = n->item;
	for (int i = n->item->parent; f->title_from_path && i >= 0 && len <= SCAN_LEVELS;
	     i = items->at[i].parent)
		chain[len++] = &items->at[i];
	while (len-- > 0)
		add_sentence(f, chain[len], &r->title);
	if (r->title.len == 0)
		stem(n->file->path, &r->title);
}

void
scan_names(const struct scan_file *file, const struct item *item, struct record *r)
{
	const struct framework *f = file->framework;
	struct naming n = { file, item };

	buf_str(&r->file, file->path);
	buf_printf(&r->id, "%s:", f->name);
	fill(&n, f->id_form, &r->id);
	fill(&n, f->name_form, &r->name);
	fill(&n, f->class_form, &r->classname);
	r->class_is_full = strstr(f->class_form, "{module") || strstr(f->class_form, "{dotted");
	title(&n, r);
}
