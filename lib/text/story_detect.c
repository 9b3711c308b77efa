#include "text/story_detect.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "text/csv.h"

#define LOOK ((size_t)64 * 1024) /* bytes that are looked at for marks of Markdown */

const char *const story_format_names[] = { "auto", "markdown", "gherkin", "plain", "jira", "github",
	"csv" };

static bool
name_ends(const char *name, const char *end)
{
	size_t n = name ? strlen(name) : 0, len = strlen(end);

	return n > len && strcasecmp(name + n - len, end) == 0;
}

static enum story_format
by_name(const char *name)
{
	static const struct {
		const char *end;
		enum story_format format;
	} known[] = { { ".md", FORMAT_MARKDOWN }, { ".markdown", FORMAT_MARKDOWN },
		{ ".mdx", FORMAT_MARKDOWN }, { ".feature", FORMAT_GHERKIN }, { ".csv", FORMAT_CSV },
		{ ".tsv", FORMAT_CSV }, { ".json", FORMAT_JIRA } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (name_ends(name, known[i].end))
			return known[i].format;
	}
	return FORMAT_AUTO;
}

/* Whether a line carries a mark that plain text has no use for. */
static bool
is_marked(const char *s, size_t n)
{
	size_t i = 0;

	while (i < n && i < 3 && s[i] == ' ')
		i++;
	s += i;
	n -= i;
	i = 0;
	while (i < n && s[i] == '#')
		i++;
	if (i > 0 && i < 7 && i < n && s[i] == ' ')
		return true;
	if (n > 2 && (memcmp(s, "```", 3) == 0 || memcmp(s, "**", 2) == 0 || s[0] == '|'))
		return true;
	if (n > 5 && strchr("-*", s[0]) && s[1] == ' ' && s[2] == '[' && s[4] == ']')
		return true;
	for (i = 0; i + 1 < n; i++) {
		if (s[i] == '*' && s[i + 1] == '*')
			return true;
		if (s[i] == ']' && s[i + 1] == '(')
			return true;
	}
	return false;
}

static bool
looks_like_markdown(const char *text, size_t n)
{
	if (n > LOOK)
		n = LOOK;
	for (size_t from = 0, at = 0; at <= n; at++) {
		if (at < n && text[at] != '\n' && text[at] != '\r')
			continue;
		if (is_marked(text + from, at - from))
			return true;
		from = at + 1;
	}
	return false;
}

/* The first record names two or more known columns, one of them worth reading. */
static bool
looks_like_csv(const struct lexicon *lexicon, const char *text, size_t n)
{
	struct err ignored = ERR_INIT;
	size_t known = 0;
	bool wanted = false;
	struct csv csv;

	csv_init(&csv, text, n);
	if (csv_next(&csv, &ignored) == ST_OK && csv.fields.len > 1) {
		vec_each (char **, field, &csv.fields) {
			const struct phrase *found =
			    phrases_whole(&lexicon->columns, *field, strlen(*field));

			if (found == NULL)
				continue;
			known++;
			wanted = wanted || found->value == COLUMN_TITLE ||
				 found->value == COLUMN_DESCRIPTION ||
				 found->value == COLUMN_CRITERIA ||
				 found->value == COLUMN_REQUIREMENT || found->value == COLUMN_THEN;
		}
	}
	csv_fini(&csv);
	return known >= 2 && wanted && text[0] != '|';
}

enum story_format
story_detect(const struct lexicon *lexicon, const struct gherkin_words *gherkin, const char *name,
    const char *text, size_t n)
{
	enum story_format format = by_name(name);
	size_t at = 0;

	if (format != FORMAT_AUTO)
		return format;
	while (at < n && isspace((unsigned char)text[at]))
		at++;
	if (at < n && text[at] == '{')
		return FORMAT_JIRA;
	if (at + 1 < n && text[at] == '[') { /* "[SHOP-1] title" is no array */
		for (at++; at < n && isspace((unsigned char)text[at]);)
			at++;
		if (at < n && text[at] == '{')
			return FORMAT_JIRA;
	}
	if (gherkin_looks_like(gherkin, text, n, NULL))
		return FORMAT_GHERKIN;
	if (looks_like_csv(lexicon, text, n))
		return FORMAT_CSV;
	return looks_like_markdown(text, n) ? FORMAT_MARKDOWN : FORMAT_PLAIN;
}
