/* Here-documents: where one is announced, and its end marker. */

#include <string.h>

#include "text/source_language.h"

#define LOOK_BACK 200
#define MAX_MARKER 128

static bool
is_ident(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (c & 0x80);
}

static bool
starts(const struct source *s, size_t at, const char *with)
{
	size_t n = strlen(with);

	return s->n - at >= n && memcmp(s->text + at, with, n) == 0;
}

/* `1 << x` in $((...)): is a (( open in this line? */
static bool
in_arithmetic(const struct source *s, size_t at)
{
	for (size_t i = at, n = 0; i > 1 && n < LOOK_BACK && s->text[i - 1] != '\n'; i--, n++) {
		if (s->text[i - 1] == ')' && s->text[i - 2] == ')')
			return false;
		if (s->text[i - 1] == '(' && s->text[i - 2] == '(')
			return true;
	}
	return false;
}

static bool
sh_heredoc(const struct source *s, size_t at, struct source_heredoc *doc)
{
	size_t i = at + 2;

	if (starts(s, at, "<<<") || (at > 0 && s->text[at - 1] == '<') || in_arithmetic(s, at))
		return false;
	if (i < s->n && s->text[i] == '-') {
		doc->indented = true;
		i++;
	}
	while (i < s->n && (s->text[i] == ' ' || s->text[i] == '\t'))
		i++;
	if (i < s->n && strchr("'\"\\", s->text[i]))
		i++;
	doc->from = i;
	return i < s->n && !(s->text[i] >= '0' && s->text[i] <= '9');
}

static bool
ruby_heredoc(const struct source *s, size_t at, struct source_heredoc *doc)
{
	size_t i = at + 2;

	doc->loose = true;
	if (i < s->n && (s->text[i] == '~' || s->text[i] == '-')) {
		doc->indented = true;
		i++;
	}
	if (i < s->n && strchr("'\"`", s->text[i])) {
		doc->from = i + 1;
		return true;
	}
	doc->from = i;
	return i < s->n && ((s->text[i] >= 'A' && s->text[i] <= 'Z') ||
			       (doc->indented && is_ident(s->text[i]) &&
				   !(s->text[i] >= '0' && s->text[i] <= '9')));
}

bool
source_heredoc(const struct source *s, size_t at, struct source_heredoc *doc)
{
	int special = s->language->special;
	bool is = false;

	*doc = (struct source_heredoc){ 0 };
	if (!starts(s, at, "<<"))
		return false;
	if (special & SPECIAL_HEREDOC_SH)
		is = sh_heredoc(s, at, doc);
	else if (special & SPECIAL_HEREDOC_RUBY)
		is = ruby_heredoc(s, at, doc);
	else if ((special & SPECIAL_HEREDOC_PHP) && starts(s, at, "<<<")) {
		doc->from = at + 3;
		doc->indented = doc->loose = is = true;
		while (doc->from < s->n && strchr(" '\"", s->text[doc->from]))
			doc->from++;
	}
	while (is && doc->from + doc->n < s->n && doc->n < MAX_MARKER &&
	       is_ident(s->text[doc->from + doc->n]))
		doc->n++;
	doc->end = doc->from + doc->n;
	if (is && doc->end < s->n && strchr("'\"`", s->text[doc->end]) && s->text[doc->end] &&
	    s->text[doc->from - 1] == s->text[doc->end])
		doc->end++;
	return is && doc->n > 0;
}
