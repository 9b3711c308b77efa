#include "text/csv.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

static const char separators[] = ",;\t|";

static bool
is_newline(char c)
{
	return c == '\n' || c == '\r';
}

/* The offset behind the quoted text that opens at `at`, or n + 1 when it never closes. */
static size_t
skip_quoted(const char *s, size_t n, size_t at)
{
	for (at++; at < n; at++) {
		if (s[at] != '"')
			continue;
		if (at + 1 < n && s[at + 1] == '"')
			at++;
		else
			return at + 1;
	}
	return n + 1;
}

static char
guess_separator(const char *s, size_t n)
{
	size_t counts[sizeof separators - 1] = { 0 }, best = 0;
	bool field_start = true;

	for (size_t at = 0; at < n;) {
		const char *found;

		if (s[at] == '"' && field_start) {
			at = skip_quoted(s, n, at);
			field_start = false;
			continue;
		}
		if (is_newline(s[at]) && !field_start)
			break;
		found = s[at] ? strchr(separators, s[at]) : NULL;
		if (found)
			counts[found - separators]++;
		field_start = found != NULL || is_newline(s[at]);
		at++;
	}
	for (size_t i = 1; i < sizeof counts / sizeof counts[0]; i++) {
		if (counts[i] > counts[best])
			best = i;
	}
	return separators[best];
}

void
csv_init(struct csv *csv, const char *text, size_t n)
{
	*csv = (struct csv){ .text = text, .n = n, .next_line = 1 };
	if (n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		csv->at = 3;
	csv->separator = guess_separator(text + csv->at, n - csv->at);
}

void
csv_fini(struct csv *csv)
{
	strings_fini(&csv->fields);
}

static void
skip_newline(struct csv *csv)
{
	if (csv->text[csv->at] == '\r' && csv->at + 1 < csv->n && csv->text[csv->at + 1] == '\n')
		csv->at++;
	csv->at++;
	csv->next_line++;
}

/* The lines that begin within a quoted field, however they end. */
static int
newlines_in(const char *s, size_t n)
{
	int lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n' || (s[i] == '\r' && (i + 1 == n || s[i + 1] != '\n'));
	return lines;
}

static enum status
quoted_field(struct csv *csv, struct buf *field, struct err *err)
{
	size_t from = csv->at, end = skip_quoted(csv->text, csv->n, from);

	if (end > csv->n)
		return err_set(err, ST_DATA,
		    "line %d: a quote is opened that never closes: close it "
		    "or double it",
		    csv->next_line);
	for (size_t i = from + 1; i < end - 1; i++) {
		buf_char(field, csv->text[i]);
		if (csv->text[i] == '"')
			i++;
	}
	csv->next_line += newlines_in(csv->text + from, end - from);
	csv->at = end;
	return ST_OK;
}

static enum status
next_field(struct csv *csv, struct buf *field, struct err *err)
{
	size_t from;
	enum status st = ST_OK;

	buf_clear(field);
	if (csv->at < csv->n && csv->text[csv->at] == '"')
		st = quoted_field(csv, field, err);
	from = csv->at;
	while (csv->at < csv->n && csv->text[csv->at] != csv->separator &&
	       !is_newline(csv->text[csv->at]))
		csv->at++;
	buf_add(field, csv->text + from, csv->at - from);
	if (st == ST_OK)
		strings_addn(&csv->fields, field->s, field->len);
	return st;
}

enum status
csv_next(struct csv *csv, struct err *err)
{
	struct buf field;
	enum status st;

	strings_fini(&csv->fields);
	while (csv->at < csv->n && is_newline(csv->text[csv->at]))
		skip_newline(csv);
	if (csv->at >= csv->n)
		return ST_NO;
	csv->line = csv->next_line;
	buf_init(&field, SIZE_MAX / 4);
	while ((st = next_field(csv, &field, err)) == ST_OK && csv->at < csv->n &&
	       csv->text[csv->at] == csv->separator)
		csv->at++;
	buf_fini(&field);
	if (st == ST_OK && csv->at < csv->n)
		skip_newline(csv);
	return st;
}

static bool
same_name(const char *field, const char *name)
{
	size_t from = strspn(field, " \t"), len = strlen(field + from);

	while (len > 0 && strchr(" \t", field[from + len - 1]))
		len--;
	return strlen(name) == len && strncasecmp(field + from, name, len) == 0;
}

int
csv_column(const struct strings *header, const char *name)
{
	for (size_t i = 0; i < header->len; i++) {
		if (same_name(header->at[i], name))
			return (int)i;
	}
	return -1;
}
