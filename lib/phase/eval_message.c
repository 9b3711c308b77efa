#include "phase/eval_message.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/regex.h"

#define KEY_WORDS 12

enum { TRAILER, BULK, FIRST_TAKEN, LAST_TAKEN = FIRST_TAKEN + 6, EMPTY_PAIR, PATTERNS };

struct eval_message {
	struct regex *patterns[PATTERNS];
};

static const struct {
	const char *text;
	int flags;
} patterns[PATTERNS] = {
	[TRAILER] = { "^\\s*([\\w-]+-by|cc|change-id|git-svn-id|piperorigin-revid|bug|link|refs?|"
		      "see|"
		      "see also|closes?|fixes|fixed|resolves?|follow-?up to|conflicts|reported at|"
		      "message-id|issue|jira|pr)\\s*:.*$|^--HG--$|^extra : convert_revision|"
		      "generated with \\[claude|\\[pre-commit\\.ci\\]|^for more information, see|"
		      "^merge pull request",
	    REGEX_ICASE },
	[BULK] = { "^(?:re-?format|renam|bump|release|revert|merge\\b|version \\d|v?\\d+\\.\\d+|"
		   "style\\b|chore\\b|ci\\b|build\\b|docs?\\b|prepare |update (?:all )?"
		   "(?:dep|copyright|licen[cs]e)|(?:fix(?:ed|es)? )?(?:a |some )?typo|regenerat)|"
		   "\\btypos?\\b|\\bspelling|misspell|reformat|prettier|eslint|clang-format|"
		   "clang-tidy|gofmt|rustfmt|pyupgrade|codespell|\\bflake8|\\bpylint|\\bruff\\b|"
		   "\\blint|whitespace|re-?indent|indentation|copyright|code style|coding style|"
		   "backport|cherry.pick|trailing space|\\bpep-?8\\b|rubocop|cppcheck|valgrind|"
		   "error.prone|(?:compiler|eclipse|javac|gcc|clang|build) warnings?|"
		   "^add(?:ed|s|ing)? (?:\\w+ ){0,2}tests?\\b|\\brename\\w* .* to\\b|"
		   "^.{0,20}\\bmove\\w* .* to\\b",
	    REGEX_ICASE },
	[FIRST_TAKEN] = { "<?https?://\\S+|<?[\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+>?", 0 },
	{ "(?<![\\w/])\\(?(?:\\b(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|see|bug|issue|pr|gh|"
	  "pull request|merges?)[\\s:]*)*(?:[\\w.-]+/[\\w.-]+)?(?:#|\\bgh-)\\d+\\)?"
	  "(?:\\s*(?:,|and|&)\\s*#\\d+)*",
	    REGEX_ICASE },
	{ "(?<![\\w/])[\\w.@-]*(?:/[\\w.@-]+)+\\.\\w{1,5}\\b", 0 },
	{ "\\btests?\\s*#?\\d+(?:\\s*(?:,|and|to|&|-|\\s)\\s*#?\\d+)*\\b", REGEX_ICASE },
	{ "\\bt\\d{4}(?:[-.\\w]*)?(?:\\s*#\\d+)?", 0 },
	{ "\\b[Tt]est_\\w+(?:\\.\\w+)?", 0 },
	[LAST_TAKEN] = { "\\b\\w+_tests?\\b(?:\\.\\w+)?", 0 },
	[EMPTY_PAIR] = { "\\(\\s*\\)", 0 },
};

enum status
eval_message_open(struct eval_message **out, struct err *err)
{
	struct eval_message *messages = mem_calloc(1, sizeof *messages);

	for (size_t i = 0; i < PATTERNS; i++) {
		if (regex_compile(patterns[i].text, patterns[i].flags | REGEX_BYTES,
			&messages->patterns[i], err)) {
			eval_message_close(messages);
			return err->status;
		}
	}
	*out = messages;
	return ST_OK;
}

void
eval_message_close(struct eval_message *messages)
{
	if (messages == NULL)
		return;
	for (size_t i = 0; i < PATTERNS; i++)
		regex_free(messages->patterns[i]);
	free(messages);
}

static bool
fits(const struct eval_message *messages, int which, const char *s, size_t n)
{
	struct regex_match match;
	struct err unsaid = ERR_INIT;

	return regex_match(messages->patterns[which], s, n, 0, &match, &unsaid) == ST_OK;
}

bool
eval_message_is_bulk(const struct eval_message *messages, const char *text, size_t n)
{
	size_t from = 0, end;

	while (from < n && isspace((unsigned char)text[from]))
		from++;
	for (end = from; end < n && text[end] != '\n'; end++)
		continue;
	return fits(messages, BULK, text + from, end - from);
}

/* A copy of the text with a blank in the place of each match. */
static void
take_out(const struct eval_message *messages, int which, struct buf *text)
{
	struct regex_match match;
	struct err unsaid = ERR_INIT;
	struct buf out;
	size_t from = 0, copied = 0;

	buf_init(&out, text->max);
	while (from <= text->len && regex_match(messages->patterns[which], text->s, text->len, from,
					&match, &unsaid) == ST_OK) {
		buf_add(&out, text->s + copied, match.from[0] - copied);
		buf_char(&out, ' ');
		copied = match.to[0];
		from = match.to[0] > match.from[0] ? match.to[0] : match.to[0] + 1;
	}
	if (copied < text->len)
		buf_add(&out, text->s + copied, text->len - copied);
	buf_fini(text);
	*text = out;
}

static bool
is_word(char c)
{
	return c == '_' || c == '-' || isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* The end of a word that may be a name: of letters, digits, '_', '-', and dots between them. */
static size_t
word_end(const struct buf *text, size_t from, bool dots)
{
	size_t at = from;

	while (at < text->len &&
	       (is_word(text->s[at]) ||
		   (dots && at > from && text->s[at] == '.' && is_word(text->s[at + 1]))))
		at++;
	return at;
}

static bool
is_known(const struct map *words, const char *s, size_t n, bool fold)
{
	char *copy = mem_strndup(s, n);
	bool known;

	for (char *at = copy; fold && *at; at++)
		*at = (char)tolower((unsigned char)*at);
	known = map_find(words, copy, n) != NULL;
	free(copy);
	return known;
}

static void
take_words(struct buf *text, const struct map *known, bool dots, bool fold)
{
	struct buf out;

	buf_init(&out, text->max);
	for (size_t at = 0; at < text->len;) {
		size_t end = word_end(text, at, dots);

		if (end == at)
			buf_char(&out, text->s[at++]);
		else if (is_known(known, text->s + at, end - at, fold))
			buf_char(&out, ' ');
		else
			buf_add(&out, text->s + at, end - at);
		at = end > at ? end : at;
	}
	buf_fini(text);
	*text = out;
}

static void
drop_trailers(const struct eval_message *messages, const char *text, size_t n, struct buf *out)
{
	for (size_t at = 0; at < n;) {
		size_t len = 0;

		while (at + len < n && text[at + len] != '\n')
			len++;
		if (!fits(messages, TRAILER, text + at, len)) {
			buf_add(out, text + at, len);
			buf_char(out, '\n');
		}
		at += len + 1;
	}
}

/* One blank between words, none at the ends of lines, one empty line at most, none at the ends. */
static void
tidy(const struct buf *text, struct buf *out)
{
	size_t begin = out->len, newlines = 0;
	bool blank = false;

	for (size_t i = 0; i < text->len; i++) {
		char c = text->s[i];

		if (c == '\n') {
			newlines++;
			blank = false;
		} else if (c == ' ' || c == '\t' || c == '\r') {
			blank = true;
		} else {
			for (; out->len > begin && newlines > 0; newlines--) {
				if (newlines <= 2)
					buf_char(out, '\n');
			}
			if (blank && out->len > begin && out->s[out->len - 1] != '\n')
				buf_char(out, ' ');
			newlines = 0;
			blank = false;
			buf_char(out, c);
		}
	}
}

void
eval_message_clean(const struct eval_message *messages, const char *text, size_t n,
    const struct map *names, const struct map *stems, struct buf *out)
{
	struct buf work;
	size_t begin = out->len;

	buf_init(&work, 2 * n + 2);
	drop_trailers(messages, text, n, &work);
	for (int i = FIRST_TAKEN; i <= LAST_TAKEN; i++)
		take_out(messages, i, &work);
	take_words(&work, names, true, false);
	take_words(&work, stems, false, true);
	take_out(messages, EMPTY_PAIR, &work);
	tidy(&work, out);
	buf_fini(&work);
	if (out->len - begin > EVAL_MESSAGE_MAX) {
		size_t end = begin + EVAL_MESSAGE_MAX;

		while (end > begin && !isspace((unsigned char)out->s[end]))
			end--;
		buf_cut(out, end > begin ? end : begin + EVAL_MESSAGE_MAX);
	}
}

bool
eval_message_stem(const char *path, struct buf *stem)
{
	const char *base = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	size_t n = strcspn(base, "."), digits = 0, longest = 0, from = stem->len;

	for (size_t i = 0; i < n; i++) {
		buf_char(stem, (char)tolower((unsigned char)base[i]));
		digits = isdigit((unsigned char)base[i]) ? digits + 1 : 0;
		longest = digits > longest ? digits : longest;
	}
	return n > 5 &&
	       (longest >= 3 || strstr(stem->s + from, "test") || strstr(stem->s + from, "spec"));
}

size_t
eval_message_words(const char *text, struct buf *first)
{
	size_t words = 0;

	for (const char *at = text; *at;) {
		const char *end = at;

		while (isalpha((unsigned char)*end) || (end > at && (*end == '\'' || *end == '-')))
			end++;
		if (end - at >= 2 && ++words <= KEY_WORDS) {
			for (const char *p = at; p < end; p++)
				buf_char(first, (char)tolower((unsigned char)*p));
			buf_char(first, ' ');
		}
		at = end > at ? end : at + 1;
	}
	return words;
}
