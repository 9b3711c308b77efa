#include "text/edit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "text/edit_private.h"

#define NAMES 256 /* bytes of names after which none is listed, so that all fits into an err */

/* What an edit puts where. */
struct place {
	size_t number, from, to;
	bool lines; /* whole ones */
	struct buf put;
};

struct work {
	struct edit_text text;
	size_t lines;
	bool crlf; /* it has no other line end */
	const struct edit_file *file;
	struct place places[EDIT_MAX];
	size_t len;
};

static bool
only_crlf(struct edit_text text)
{
	bool any = false;

	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] != '\n')
			continue;
		if (i == 0 || text.s[i - 1] != '\r')
			return false;
		any = true;
	}
	return any;
}

static void
put(struct buf *out, const char *s, bool crlf)
{
	for (size_t i = 0; s[i]; i++) {
		if (crlf && s[i] == '\n' && (i == 0 || s[i - 1] != '\r'))
			buf_char(out, '\r');
		buf_char(out, s[i]);
	}
}

static enum status
search(struct work *work, struct place *place, const char *wanted, bool *crlf, struct err *err)
{
	struct edit_found found, other;
	struct buf with;
	enum status st = ST_OK;

	buf_init(&with, 2 * EDIT_TEXT);
	put(&with, wanted, true);
	edit_find(work->text, (struct edit_text){ wanted, strlen(wanted) }, &found);
	*crlf = work->crlf;
	place->to = strlen(wanted);
	if (found.places == 0 && with.len > place->to) {
		edit_find(work->text, (struct edit_text){ with.s, with.len }, &other);
		if (other.places > 0 || work->crlf) {
			found = other;
			*crlf = true;
			place->to = with.len;
		}
	}
	if (found.places == 0)
		st = edit_say_none(place->number, work->text,
		    (struct edit_text){ *crlf ? with.s : wanted, place->to }, &found, err);
	else if (found.places > 1)
		st = edit_say_many(place->number, work->text, &found, err);
	place->from = found.at[0];
	place->to += found.at[0];
	buf_fini(&with);
	return st;
}

static enum status
place_search(
    struct work *work, struct place *place, const char *wanted, const char *by, struct err *err)
{
	bool crlf = false;
	enum status st;

	if (*wanted == '\0')
		return err_set(err, ST_DATA, "edit %zu: the search text is empty", place->number);
	st = search(work, place, wanted, &crlf, err);
	if (st)
		return st;
	put(&place->put, by, crlf);
	return ST_OK;
}

/* The offset behind so many lines; more than there are: the text's end. */
static size_t
behind(struct edit_text text, size_t lines)
{
	size_t at = 0;

	while (lines > 0 && at < text.n) {
		const char *end = memchr(text.s + at, '\n', text.n - at);

		at = end ? (size_t)(end - text.s) + 1 : text.n;
		lines--;
	}
	return at;
}

static bool
is_within(const struct work *work, const struct edit_span *span)
{
	return span->first >= 1 && span->first <= span->last && span->last <= work->lines;
}

static enum status
say_no_function(const struct work *work, size_t number, const char *name, struct err *err)
{
	size_t shown = 0, more = 0;
	struct buf names, wanted;

	buf_init(&names, BUF_TEXT);
	buf_init(&wanted, BUF_TEXT);
	for (size_t i = 0; i < work->file->spans_n; i++) {
		const char *other = work->file->spans[i].name;

		if (!is_within(work, &work->file->spans[i]))
			continue;
		if (shown == EDIT_SHOWN || names.len > NAMES) {
			more++;
			continue;
		}
		buf_str(&names, shown++ ? ", " : "");
		edit_quote(&names, (struct edit_text){ other, strlen(other) }, 0);
	}
	if (more)
		buf_printf(&names, " and %zu more", more);
	edit_quote(&wanted, (struct edit_text){ name, strlen(name) }, 0);
	err_set(err, ST_DATA, "edit %zu: no test is called %s: the tests are %s", number, wanted.s,
	    shown ? names.s : "none");
	buf_fini(&wanted);
	buf_fini(&names);
	return ST_DATA;
}

static enum status
find_span(const struct work *work, size_t number, const char *name, const struct edit_span **out,
    struct err *err)
{
	size_t found = 0;

	for (size_t i = 0; i < work->file->spans_n; i++) {
		const struct edit_span *span = &work->file->spans[i];

		if (strcmp(span->name, name) != 0 || !is_within(work, span))
			continue;
		if (found++ > 0)
			return err_set(err, ST_DATA,
			    "edit %zu: two tests have that name, at lines %zu and %zu: use search "
			    "and "
			    "replace",
			    number, (*out)->first, span->first);
		*out = span;
	}
	return found ? ST_OK : say_no_function(work, number, name, err);
}

static enum status
place_function(
    struct work *work, struct place *place, const char *name, const char *code, struct err *err)
{
	const struct edit_span *span = NULL;
	enum status st = find_span(work, place->number, name, &span, err);
	size_t end;
	bool crlf;

	if (st)
		return st;
	if (code[strspn(code, " \t\r\n")] == '\0')
		return err_set(err, ST_DATA,
		    "edit %zu: the code is empty: a test is not taken away", place->number);
	place->lines = true;
	place->from = behind(work->text, span->first - 1);
	place->to = behind(work->text, span->last);
	end = behind(work->text, span->first);
	crlf = work->crlf || (end - place->from > 1 && work->text.s[end - 1] == '\n' &&
				 work->text.s[end - 2] == '\r');
	put(&place->put, code, crlf);
	if (place->put.s[place->put.len - 1] != '\n')
		buf_str(&place->put, crlf ? "\r\n" : "\n");
	return ST_OK;
}

/* The two texts of an edit, if it has these members and no other. */
static bool
has(const struct json *edit, const char *first, const char *second, const char *texts[2])
{
	texts[0] = json_string(json_get(edit, first));
	texts[1] = json_string(json_get(edit, second));
	return texts[0] && texts[1] && json_len(edit) == 2;
}

/* A last line without its end counts as one that has it. */
static bool
changes(const struct work *work, const struct place *place)
{
	const char *old = work->text.s + place->from;
	size_t n = place->to - place->from, m = place->put.len;

	if (place->lines && old[n - 1] != '\n')
		while (m > n && (place->put.s[m - 1] == '\n' || place->put.s[m - 1] == '\r'))
			m--;
	return n != m || memcmp(old, place->put.s, n) != 0;
}

static enum status
place_edit(struct work *work, const struct json *edit, struct err *err)
{
	struct place *place = &work->places[work->len++];
	const char *texts[2];
	bool by_search = has(edit, "search", "replace", texts);
	enum status st;

	*place = (struct place){ .number = work->len };
	buf_init(&place->put, 2 * EDIT_TEXT + 2);
	if (!by_search && !has(edit, "function", "code", texts))
		return err_set(err, ST_DATA,
		    "edit %zu: it has neither search and replace nor function and code alone",
		    place->number);
	if (strlen(texts[0]) > EDIT_TEXT || strlen(texts[1]) > EDIT_TEXT)
		return err_set(err, ST_DATA, "edit %zu: a part is larger than %zu bytes",
		    place->number, EDIT_TEXT);
	st = by_search ? place_search(work, place, texts[0], texts[1], err)
		       : place_function(work, place, texts[0], texts[1], err);
	if (st == ST_OK && !changes(work, place))
		return err_set(err, ST_DATA, "edit %zu: it changes nothing", place->number);
	return st;
}

static int
by_offset(const void *a, const void *b)
{
	const struct place *x = a, *y = b;

	return x->from != y->from ? (x->from > y->from) - (x->from < y->from)
				  : (x->number > y->number) - (x->number < y->number);
}

/* Sorted by place, and none over another. */
static enum status
order(struct work *work, struct err *err)
{
	qsort(work->places, work->len, sizeof work->places[0], by_offset);
	for (size_t i = 1; i < work->len; i++) {
		size_t a = work->places[i - 1].number, b = work->places[i].number;

		if (work->places[i].from < work->places[i - 1].to)
			return err_set(err, ST_DATA,
			    "edit %zu: it overlaps with edit %zu: make one of the two",
			    a > b ? a : b, a > b ? b : a);
	}
	return ST_OK;
}

static enum status
join(const struct work *work, struct buf *out, struct err *err)
{
	struct buf all;
	size_t at = 0;
	enum status st = ST_OK;

	buf_init(&all, EDIT_TEXT);
	for (size_t i = 0; i < work->len; i++) {
		const struct place *place = &work->places[i];

		buf_add(&all, work->text.s + at, place->from - at);
		buf_add(&all, place->put.s, place->put.len);
		at = place->to;
	}
	buf_add(&all, work->text.s + at, work->text.n - at);
	if (all.over)
		st = err_set(
		    err, ST_DATA, "the text after the edits is larger than %zu bytes", EDIT_TEXT);
	else if (all.len == work->text.n && memcmp(all.s, work->text.s, all.len) == 0)
		st = err_set(err, ST_DATA, "the edits together change nothing");
	if (st == ST_OK) {
		buf_add(out, all.s, all.len);
		st = buf_check(out, "the text after the edits", err);
	}
	buf_fini(&all);
	return st;
}

enum status
edit_apply(const struct json *edits, const struct edit_file *file, struct buf *out, struct err *err)
{
	const char *text = file->text;
	size_t n = file->n;
	struct work work = { .text = { text, n }, .file = file };
	enum status st = ST_OK;

	if (n > EDIT_TEXT)
		return err_set(err, ST_DATA, "the text is larger than %zu bytes", EDIT_TEXT);
	if (json_kind(edits) != JSON_ARRAY || json_len(edits) == 0 || json_len(edits) > EDIT_MAX)
		return err_set(err, ST_DATA, "edits: expected 1 to %d of them", EDIT_MAX);
	work.crlf = only_crlf(work.text);
	work.lines = edit_line(work.text, n) - (n == 0 || text[n - 1] == '\n');
	json_each (edit, edits) {
		if (st == ST_OK)
			st = place_edit(&work, edit, err);
	}
	if (st == ST_OK)
		st = order(&work, err);
	if (st == ST_OK)
		st = join(&work, out, err);
	for (size_t i = 0; i < work.len; i++)
		buf_fini(&work.places[i].put);
	return st;
}
