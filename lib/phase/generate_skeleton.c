#include "phase/generate_skeleton.h"

#include <stdlib.h>
#include <string.h>

#include "doc/share.h"
#include "io/json.h"
#include "io/yaml.h"
#include "phase/generate_escape.h"

#define WRAP 92 /* columns of a comment */
#define NAME_MAX_BYTES 32

struct filler {
	const struct skeleton_value *values;
	size_t n;
	struct buf *out;
	size_t line;   /* of the code, from 1 */
	bool left_out; /* the line before, which stood behind a blank one */
};

struct place {		       /* {{name|escape}} in a line */
	const char *from, *to; /* the braces included */
	const struct skeleton_value *value;
	char escape[NAME_MAX_BYTES];
};

static bool
copy_word(char *to, const char *s, size_t n)
{
	if (n == 0 || n >= NAME_MAX_BYTES)
		return false;
	memcpy(to, s, n);
	to[n] = '\0';
	return true;
}

static const struct skeleton_value *
find_value(const struct filler *f, const char *name)
{
	for (size_t i = 0; i < f->n; i++) {
		if (strcmp(f->values[i].name, name) == 0)
			return &f->values[i];
	}
	return NULL;
}

static enum status
check_place(const struct filler *f, const struct place *p, const char *name, struct err *err)
{
	if (p->value == NULL)
		return err_set(err, ST_CONFIG, "line %zu: there is no value {{%s}}", f->line, name);
	if (*p->escape && !escape_known(p->escape))
		return err_set(
		    err, ST_CONFIG, "line %zu: there is no escape \"%s\"", f->line, p->escape);
	if (!p->value->safe && *p->escape == '\0')
		return err_set(err, ST_CONFIG,
		    "line %zu: {{%s}} is text from outside: say how to escape it, {{%s|comment}} "
		    "or {{%s|double}}",
		    f->line, name, name, name);
	return ST_OK;
}

/* ST_NO when the line has no more placeholders. */
static enum status
next_place(const struct filler *f, const char *s, size_t n, struct place *p, struct err *err)
{
	const char *close, *bar;
	char name[NAME_MAX_BYTES];
	size_t i = 0, inner;

	while (i + 1 < n && !(s[i] == '{' && s[i + 1] == '{'))
		i++;
	if (i + 1 >= n)
		return ST_NO;
	*p = (struct place){ .from = s + i };
	close = memchr(s + i, '}', n - i);
	if (close == NULL || close + 1 >= s + n || close[1] != '}')
		return err_set(err, ST_CONFIG, "line %zu: {{ is not closed by }}", f->line);
	p->to = close + 2;
	inner = (size_t)(close - (s + i + 2));
	bar = memchr(s + i + 2, '|', inner);
	if (!copy_word(name, s + i + 2, bar ? (size_t)(bar - (s + i + 2)) : inner) ||
	    (bar && !copy_word(p->escape, bar + 1, (size_t)(close - bar) - 1)))
		return err_set(
		    err, ST_CONFIG, "line %zu: write {{name}} or {{name|escape}}", f->line);
	p->value = find_value(f, name);
	return check_place(f, p, name, err);
}

/* Whether any value of the line has text; ST_NO when it has placeholders and none has. */
static enum status
look_at_line(const struct filler *f, const char *s, size_t n, struct err *err)
{
	bool any = false, text = false;
	struct place p;
	enum status st;
	const char *at = s, *end = s + n;

	while ((st = next_place(f, at, (size_t)(end - at), &p, err)) == ST_OK) {
		any = true;
		text |= *p.value->text != '\0';
		at = p.to;
	}
	if (st != ST_NO)
		return st;
	return any && !text ? ST_NO : ST_OK;
}

static void
put_value(struct filler *f, const struct place *p, const char *s, size_t n)
{
	if (*p->escape)
		escape_text(f->out, p->escape, s, n);
	else
		buf_add(f->out, s, n);
}

/* Where to break a long line of a comment; n when it fits. */
static size_t
wrap_at(const char *s, size_t n, size_t room)
{
	size_t i = room;

	if (n <= room)
		return n;
	while (i > 0 && s[i] != ' ')
		i--;
	while (i == 0 && room < n && s[room] != ' ')
		room++;
	return i ? i : room;
}

/* Comments are wrapped; every line of the value gets what stands before it. */
static void
put_lines(struct filler *f, const struct place *p, const char *before, size_t before_n)
{
	bool comment = strcmp(p->escape, "comment") == 0 || strcmp(p->escape, "braced") == 0;
	size_t room = before_n + 40 < WRAP ? WRAP - before_n : 40;
	const char *s = p->value->text;
	bool first = true;

	while (*s) {
		size_t n = strcspn(s, "\n"), part;
		bool more = false;

		for (; n > 0; n -= part, s += part) {
			while (more && n > 1 && *s == ' ')
				s++, n--;
			part = comment ? wrap_at(s, n, more ? room - 2 : room) : n;
			if (!first) {
				buf_char(f->out, '\n');
				buf_add(f->out, before, before_n);
			}
			if (more)
				buf_str(f->out, "  ");
			put_value(f, p, s, part);
			first = false;
			more = true;
		}
		s += *s == '\n';
	}
}

static bool
is_blank_before(const struct buf *out)
{
	return out->len == 0 || (out->len > 1 && memcmp(out->s + out->len - 2, "\n\n", 2) == 0);
}

static enum status
fill_line(struct filler *f, const char *s, size_t n, struct err *err)
{
	const char *at = s, *end = s + n;
	struct place p;
	enum status st = look_at_line(f, s, n, err);

	if (st == ST_NO) {
		f->left_out = is_blank_before(f->out);
		return ST_OK;
	}
	if (n == 0 && f->left_out) { /* the two blank lines around it become one */
		f->left_out = false;
		return st;
	}
	f->left_out = false;
	while (st == ST_OK && (st = next_place(f, at, (size_t)(end - at), &p, err)) == ST_OK) {
		buf_add(f->out, at, (size_t)(p.from - at));
		if (p.value->safe || at != s)
			put_value(f, &p, p.value->text, strlen(p.value->text));
		else
			put_lines(f, &p, s, (size_t)(p.from - s));
		at = p.to;
	}
	if (st != ST_NO)
		return st;
	buf_add(f->out, at, (size_t)(end - at));
	buf_char(f->out, '\n');
	return ST_OK;
}

enum status
skeleton_fill(const char *code, const struct skeleton_value *values, size_t n, struct buf *out,
    struct err *err)
{
	struct filler f = { .values = values, .n = n, .out = out };

	while (*code) {
		size_t len = strcspn(code, "\n");

		f.line++;
		if (fill_line(&f, code, len, err))
			return err->status;
		code += len + (code[len] == '\n');
	}
	return buf_check(out, "the generated test", err);
}

static enum status
read_files(struct skeleton *skeleton, struct err *err)
{
	json_each (it, json_get(skeleton->tree, "files")) {
		const char *pattern = json_string(it),
			   *star = pattern ? strchr(pattern, '*') : NULL;

		if (star == NULL || strchr(star + 1, '*') || strchr(pattern, '/'))
			return err_set(err, ST_CONFIG,
			    "files: a pattern has one '*' and no '/', as \"test_*.py\"");
		strings_add(&skeleton->files, pattern);
	}
	if (skeleton->files.len == 0)
		return err_set(err, ST_CONFIG, "files is missing: name the pattern of test files");
	return ST_OK;
}

static enum status
check(const struct skeleton *s, const char *name, struct err *err)
{
	if (*s->code == '\0' || *s->language == '\0' || *s->pending == '\0')
		return err_set(err, ST_CONFIG, "language, pending and code are needed");
	if (s->words == NAME_STYLES)
		return err_set(err, ST_CONFIG, "words: expected snake, kebab, camel or pascal");
	if (s->name == NAME_STYLES && strcmp(name, "title") != 0)
		return err_set(
		    err, ST_CONFIG, "name: expected snake, kebab, camel, pascal or title");
	return ST_OK;
}

enum status
skeleton_build(struct json *tree, const char *framework, struct skeleton *out, struct err *err)
{
	struct skeleton s = { .tree = tree };
	const char *name = json_get_string(tree, "name");
	enum status st;

	snprintf(s.framework, sizeof s.framework, "%s", framework);
	s.language = json_get_string(tree, "language");
	s.prefix = json_get_string(tree, "prefix");
	s.pending = json_get_string(tree, "pending");
	s.code = json_get_string(tree, "code");
	s.grouped = json_get_string(tree, "grouped");
	s.note = json_get_string(tree, "note");
	s.words = name_style_parse(json_get_string(tree, "words"));
	s.name = name_style_parse(name);
	st = read_files(&s, err);
	if (st == ST_OK)
		st = check(&s, name, err);
	if (st) {
		skeleton_free(&s);
		return err_context(err, "skeletons/%s.yaml", framework);
	}
	*out = s;
	return ST_OK;
}

void
skeleton_free(struct skeleton *skeleton)
{
	json_free(skeleton->tree);
	strings_fini(&skeleton->files);
	*skeleton = (struct skeleton){ 0 };
}

static bool
is_framework(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-");

	return n > 0 && n < 50 && s[n] == '\0';
}

enum status
skeleton_read(
    const struct share *share, const char *framework, struct skeleton *out, struct err *err)
{
	struct strings names = { 0 };
	struct json *tree = NULL;
	char file[80];
	bool there;

	if (!is_framework(framework))
		return ST_NO;
	if (share_list(share, "skeletons", &names, err))
		return err->status;
	snprintf(file, sizeof file, "skeletons/%s.yaml", framework);
	there = strings_has(&names, file);
	strings_fini(&names);
	if (!there)
		return ST_NO;
	if (share_yaml(share, file, &tree, err))
		return err->status;
	return skeleton_build(tree, framework, out, err);
}

enum status
skeleton_read_trusted(const struct share *share, const char *framework, struct json **tree)
{
	struct err err = ERR_INIT;
	struct buf text;
	char file[80];
	enum status st = is_framework(framework) ? ST_OK : ST_NO;

	snprintf(file, sizeof file, "skeletons/%s.yaml", framework);
	buf_init(&text, BUF_TEXT);
	if (st == ST_OK)
		st = share_read_trusted(share, file, &text, &err);
	if (st == ST_OK)
		st = yaml_parse(text.s, text.len, tree, &err);
	buf_fini(&text);
	return st;
}

const char *
skeleton_instead(const struct skeleton *skeleton, const struct json *imports)
{
	json_each (it, json_get(skeleton->tree, "instead")) {
		const char *wanted = json_string(it);

		json_each (import, imports) {
			const char *have = json_string(import);

			if (wanted && have && strncmp(have, wanted, strlen(wanted)) == 0)
				return json_key(it);
		}
	}
	return NULL;
}

void
skeleton_place(const struct skeleton *skeleton, const char *dir, struct buf *out)
{
	for (const char *s = dir; *s;) {
		size_t n = strcspn(s, "/");
		char part[NAME_MAX_BYTES];
		const char *other = copy_word(part, s, n)
					? json_get_string(json_get(skeleton->tree, "place"), part)
					: "";

		if (*other) { /* what is below the other directory is new there */
			buf_printf(out, "%s/", other);
			return;
		}
		buf_add(out, s, n + (s[n] == '/'));
		s += n + (s[n] == '/');
	}
}
