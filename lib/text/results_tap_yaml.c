#include "text/results_tap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/results_private.h"

int64_t
tap_duration(const char *s, size_t n)
{
	char text[32];
	char *unit;
	int64_t ms;

	snprintf(text, sizeof text, "%.*s", (int)(n < 31 ? n : 31), s);
	unit = text + strspn(text, "0123456789.");
	ms = strncmp(unit, "ms", 2) == 0 || *unit != 's' ? 1 : 1000;
	*unit = '\0';
	n = strlen(text);
	if (n == 0)
		return -1;
	ms *= results_seconds(text);
	return ms < 0 ? -1 : (ms + 500) / 1000;
}

/* "/a/b.mjs:5:3" */
static void
set_location(struct results *r, struct results_case *c, const char *s)
{
	const char *colon = strrchr(s, ':'), *before = NULL;

	for (const char *p = s; colon && p < colon; p++)
		before = *p == ':' ? p : before;
	if (before == NULL || !isdigit((unsigned char)before[1]))
		before = colon;
	if (before == NULL)
		return;
	if (strncmp(s, "file://", 7) == 0)
		s += 7;
	c->file = results_text(r, s, (size_t)(before - s), RESULTS_NAME);
	c->line = results_int((double)strtol(before + 1, NULL, 10));
}

static void
set_failure_type(struct results_case *c, const char *type)
{
	if (strcmp(type, "testTimeoutFailure") == 0)
		c->status = RESULTS_TIMEOUT;
	else if (strcmp(type, "cancelledByParent") == 0)
		c->status = RESULTS_NOTRUN;
	else if (strcmp(type, "hookFailed") == 0)
		c->status = RESULTS_ERROR;
}

static void
apply(struct results *r, struct results_case *c, const char *key, const char *s, size_t n)
{
	const char *value = results_plain(r, s, n, RESULTS_TRACE);

	if (strcmp(key, "duration_ms") == 0)
		c->duration_ms = tap_duration(value, strlen(value));
	else if (strcmp(key, "message") == 0 || (strcmp(key, "error") == 0 && *c->message == '\0'))
		c->message = results_plain(r, s, n, RESULTS_MESSAGE);
	else if (strcmp(key, "stack") == 0)
		c->trace = value;
	else if (strcmp(key, "file") == 0)
		c->file = value;
	else if (strcmp(key, "line") == 0)
		c->line = results_int((double)strtol(value, NULL, 10));
	else if (strcmp(key, "location") == 0)
		set_location(r, c, value);
	else if (strcmp(key, "failureType") == 0 && c->status == RESULTS_FAILED)
		set_failure_type(c, value);
	else if (strcmp(key, "name") == 0 && *c->type == '\0')
		c->type = value;
}

void
tap_yaml_begin(struct tap_yaml *yaml, size_t indent)
{
	yaml->indent = indent;
	yaml->key[0] = '\0';
	if (yaml->block.max == 0)
		buf_init(&yaml->block, RESULTS_TRACE * 4);
}

void
tap_yaml_end(struct results *r, struct tap_yaml *yaml, struct results_case *c)
{
	if (yaml->key[0])
		apply(r, c, yaml->key, yaml->block.s, yaml->block.len);
	yaml->key[0] = '\0';
}

void
tap_yaml_fini(struct tap_yaml *yaml)
{
	if (yaml->block.max)
		buf_fini(&yaml->block);
}

/* Quotes off; what is escaped inside stays as it is, but for '' and \". */
static void
unquote(const char *s, size_t n, struct buf *out)
{
	char quote = n > 1 && (*s == '\'' || *s == '"') && s[n - 1] == *s ? *s : '\0';

	for (size_t i = quote ? 1 : 0; i < n - (quote ? 1 : 0); i++) {
		bool pair = quote && i + 2 < n &&
			    ((quote == '\'' && s[i] == '\'' && s[i + 1] == '\'') ||
				(quote == '"' && s[i] == '\\' && s[i + 1] == '"'));

		i += pair;
		buf_char(out, s[i]);
	}
}

void
tap_yaml_line(
    struct results *r, struct tap_yaml *yaml, struct results_case *c, const char *s, size_t n)
{
	size_t indent = 0, end, from;

	while (indent < n && s[indent] == ' ')
		indent++;
	if (yaml->key[0] && (n == indent || indent > yaml->key_indent)) {
		size_t cut = indent < yaml->key_indent + 2 ? indent : yaml->key_indent + 2;

		buf_add(&yaml->block, s + cut, n - cut);
		buf_char(&yaml->block, '\n');
		return;
	}
	tap_yaml_end(r, yaml, c);
	for (end = indent; end < n && (isalnum((unsigned char)s[end]) || s[end] == '_'); end++)
		;
	if (end == indent || end >= n || s[end] != ':' || end - indent >= sizeof yaml->key)
		return;
	snprintf(yaml->key, sizeof yaml->key, "%.*s", (int)(end - indent), s + indent);
	for (from = end + 1; from < n && s[from] == ' '; from++)
		;
	while (n > from && isspace((unsigned char)s[n - 1]))
		n--;
	buf_clear(&yaml->block);
	yaml->key_indent = indent;
	if (n > from && (s[from] == '|' || s[from] == '>') && n - from <= 3)
		return; /* its lines follow */
	unquote(s + from, n - from, &yaml->block);
	tap_yaml_end(r, yaml, c);
}

void
tap_diagnostic(struct results *r, struct results_case *c, const char *s, size_t n)
{
	static const char mark[] = "in test file ";
	const char *comma;
	size_t at = 0;

	while (at < n && (s[at] == '(' || s[at] == ' '))
		at++;
	if (*c->file || n - at <= sizeof mark || memcmp(s + at, mark, sizeof mark - 1) != 0)
		return;
	at += sizeof mark - 1;
	comma = memchr(s + at, ',', n - at);
	if (comma == NULL)
		return;
	c->file = results_text(r, s + at, (size_t)(comma - s) - at, RESULTS_NAME);
	if ((size_t)(comma - s) + 7 < n && memcmp(comma, ", line ", 7) == 0)
		c->line = results_digits(comma + 7, n - (size_t)(comma + 7 - s));
}
