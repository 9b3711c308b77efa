#include "phase/scan_manual.h"

#include <string.h>

#include "base/utf8.h"
#include "io/file.h"
#include "phase/scan_case.h"
#include "phase/scan_state.h"

#define MAX_FIELD ((size_t)256 * 1024)

const char *const manual_fields[] = { "id", "title", "section", "steps", "data", "expected",
	"preconditions", "description", "tags", "requirements", NULL };

void
manual_init(struct manual *m)
{
	*m = (struct manual){ 0 };
	for (int i = 0; i < MANUAL_FIELDS; i++)
		buf_init(&m->fields[i], MAX_FIELD);
}

void
manual_fini(struct manual *m)
{
	for (int i = 0; i < MANUAL_FIELDS; i++)
		buf_fini(&m->fields[i]);
}

void
manual_clear(struct manual *m)
{
	for (int i = 0; i < MANUAL_FIELDS; i++)
		buf_clear(&m->fields[i]);
	m->line = m->end_line = 0;
}

void
manual_add(struct manual *m, enum manual_field field, const char *s)
{
	struct buf *to = &m->fields[field];
	size_t n = strlen(s);

	while (n > 0 && strchr(" \t\r\n", s[n - 1]))
		n--;
	if (n == 0)
		return;
	if (to->len > 0)
		buf_char(to, '\n');
	buf_add(to, s, n);
	to->over = false;
}

/* Each line, each part between commas or semicolons. */
static void
add_list(const struct buf *field, const char *between, struct text_list *out)
{
	const char *s = field->s;

	while (*s) {
		size_t n = strcspn(s, between);

		text_list_add(out, s, n, RECORD_TEXT);
		s += n + (s[n] != '\0');
	}
}

static void
add_quoted(const struct buf *field, struct text_list *out)
{
	const char *from = strchr(field->s, '"'), *to;

	while (from && (to = strchr(from + 1, '"')) != NULL) {
		if (memchr(from, '\n', (size_t)(to - from)) == NULL)
			text_list_add(out, from + 1, (size_t)(to - from - 1), RECORD_TEXT);
		from = strchr(to + 1, '"');
	}
}

static void
one_line(struct buf *b)
{
	for (size_t i = 0; i < b->len; i++) {
		if (strchr("\r\n\t", b->s[i]))
			b->s[i] = ' ';
	}
}

static void
name(struct record *r, const struct manual *m, const char *path, const char *format)
{
	const struct buf *id = &m->fields[MANUAL_ID], *title = &m->fields[MANUAL_TITLE];

	buf_str(&r->file, path);
	buf_add(&r->title, title->len ? title->s : id->s, title->len ? title->len : id->len);
	buf_add(&r->name, id->len ? id->s : title->s, id->len ? id->len : title->len);
	buf_add(&r->classname, m->fields[MANUAL_SECTION].s, m->fields[MANUAL_SECTION].len);
	buf_printf(&r->id, "%s:", format);
	if (id->len == 0 || strcmp(format, "csv") == 0) /* a number in a table of its own */
		buf_printf(&r->id, "%s::", path);
	buf_add(&r->id, r->name.s, r->name.len);
	one_line(&r->id);
	one_line(&r->name);
	one_line(&r->title);
	one_line(&r->classname);
}

static void
body(struct record *r, const struct manual *m)
{
	static const enum manual_field words[] = { MANUAL_SECTION, MANUAL_DESCRIPTION,
		MANUAL_PRECONDITIONS, MANUAL_STEPS, MANUAL_DATA, MANUAL_EXPECTED };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		record_prose(r, m->fields[words[i]].s, m->fields[words[i]].len);
	add_list(&m->fields[MANUAL_TAGS], ",;\n", &r->tags);
	add_list(&m->fields[MANUAL_REQUIREMENTS], ",; \t\n", &r->requirements);
	add_list(&m->fields[MANUAL_EXPECTED], "\n", &r->assertions);
	add_list(&m->fields[MANUAL_DATA], "\n", &r->literals);
	add_quoted(&m->fields[MANUAL_STEPS], &r->literals);
}

static void
hash(struct record *r, const struct manual *m)
{
	struct buf all;

	buf_init(&all, BUF_DOCUMENT);
	for (int i = 0; i < MANUAL_FIELDS; i++) {
		buf_add(&all, m->fields[i].s, m->fields[i].len);
		buf_char(&all, '\f');
	}
	digest_text(all.s, all.len, r->sha256);
	buf_fini(&all);
}

void
manual_emit(struct scan *scan, struct manual *m, const char *format)
{
	struct record *r = &scan->record;

	if (m->fields[MANUAL_ID].len + m->fields[MANUAL_TITLE].len > 0) {
		record_clear(r);
		name(r, m, scan->path, format);
		r->line = m->line;
		r->end_line = m->end_line > m->line ? m->end_line : m->line;
		r->language = "natural";
		r->framework = format;
		r->manual = true;
		body(r, m);
		hash(r, m);
		scan_emit(scan, r);
	}
	manual_clear(m);
}

/* The export as UTF-8 without NUL. */
static enum status
read_export(const char *path, struct buf *out, struct err *err)
{
	struct buf raw;
	enum status st;

	buf_init(&raw, BUF_DOCUMENT);
	st = file_read(path, &raw, err);
	if (st == ST_OK && raw.len >= 2 &&
	    (memcmp(raw.s, "\xff\xfe", 2) == 0 || memcmp(raw.s, "\xfe\xff", 2) == 0))
		st = err_set(err, ST_DATA, "%s is UTF-16: save it as UTF-8", path);
	if (st == ST_OK && memchr(raw.s, '\0', raw.len))
		st = err_set(err, ST_DATA, "%s is binary: export it as text", path);
	if (st == ST_OK)
		utf8_repair(out, raw.s, raw.len);
	buf_fini(&raw);
	return st;
}

static enum status
check_format(const char *format, struct err *err)
{
	if (strcmp(format, "auto") == 0 || strcmp(format, "csv") == 0 ||
	    strcmp(format, "testrail") == 0 || strcmp(format, "xray") == 0)
		return ST_OK;
	return err_set(err, ST_USAGE,
	    "there is no format %.100s: expected auto, csv, testrail or xray", format);
}

enum status
scan_manual(struct scan *scan, const char *path, const struct scan_manual_options *options,
    struct buf *out, struct err *err)
{
	enum status st = check_format(options->format, err);
	struct buf text;
	size_t at;

	if (st)
		return st;
	buf_init(&text, 3 * BUF_DOCUMENT);
	st = read_export(path, &text, err);
	if (st == ST_OK) {
		scan->path = path;
		scan->out = out;
		at = text.len >= 3 && memcmp(text.s, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
		at += strspn(text.s + at, " \t\r\n");
		if (text.s[at] == '<')
			st = manual_xml(scan, text.s, text.len, options->format, err);
		else if (text.s[at] == '{' || text.s[at] == '[')
			st = manual_json(scan, text.s + at, text.len - at, options->format, err);
		else
			st = manual_csv(scan, text.s, text.len, options->format, options->map, err);
		if (st)
			err_context(err, "%s", path);
	}
	buf_fini(&text);
	return st;
}
