#include "text/source.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"
#include "text/source_language.h"

#define HEREDOCS 16 /* announced in one line */

struct lexer {
	struct source *s;
	size_t at, line;	   /* line: the first that starts behind what is blanked */
	size_t dead[SOURCE_RULES]; /* up to here the rule's string does not close */
	struct source_heredoc docs[HEREDOCS];
	size_t doc_count;
};

/* Blanks all but newlines; the lexer only goes forward, and so does its line. */
static void
blank(struct lexer *lx, size_t from, size_t to)
{
	struct source *s = lx->s;

	if (from >= to)
		return;
	memset(s->code + from, ' ', to - from);
	while (lx->line < s->lines.len && s->lines.at[lx->line] <= from)
		lx->line++;
	for (; lx->line < s->lines.len && s->lines.at[lx->line] <= to; lx->line++)
		s->code[s->lines.at[lx->line] - 1] = '\n';
}

static void
add_span(struct lexer *lx, const struct source_span *span)
{
	struct source *s = lx->s;

	*vec_add(&s->spans) = *span;
	if (span->kind == SOURCE_COMMENT)
		blank(lx, span->from, span->to);
	else
		blank(lx, span->inner, span->inner_to);
	lx->at = span->to;
}

static bool
is_word_start(const char *text, size_t at)
{
	return at == 0 || (text[at - 1] && strchr(" \t\r\n;&|()", text[at - 1]));
}

static bool
is_command_start(const char *text, size_t at)
{
	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	return at == 0 || strchr("\r\n;{[", text[at - 1]) != NULL;
}

static bool
opens(const struct lexer *lx, const struct source_rule *rule)
{
	const struct source *s = lx->s;
	size_t len = strlen(rule->open);

	if (s->n - lx->at < len || memcmp(s->text + lx->at, rule->open, len) != 0)
		return false;
	if ((rule->flags & RULE_WORD) && !is_word_start(s->text, lx->at) &&
	    !((rule->flags & RULE_BRACE) && strchr("{[", s->text[lx->at - 1])))
		return false;
	if ((rule->flags & RULE_COMMAND) && !is_command_start(s->text, lx->at))
		return false;
	return !(rule->flags & RULE_COLUMN_1) || lx->at == 0 || s->text[lx->at - 1] == '\n';
}

static size_t
comment_end(const struct source *s, size_t at, const struct source_rule *rule)
{
	size_t close = strlen(rule->close), open = strlen(rule->open), depth = 1;

	for (at += open; at < s->n; at++) {
		const char *hit = memchr(s->text + at, rule->close[0], s->n - at);

		if ((rule->flags & RULE_NEST) == 0) {
			if (hit == NULL)
				return s->n;
			at = (size_t)(hit - s->text);
		}
		if (s->n - at >= close && memcmp(s->text + at, rule->close, close) == 0 &&
		    (!(rule->flags & RULE_COLUMN_1) || s->text[at - 1] == '\n')) {
			if (--depth == 0)
				return at + close;
			at += close - 1;
		} else if ((rule->flags & RULE_NEST) && s->n - at >= open &&
			   memcmp(s->text + at, rule->open, open) == 0) {
			depth++;
			at += open - 1;
		}
	}
	return s->n;
}

static void
comment(struct lexer *lx, const struct source_rule *rule)
{
	const struct source *s = lx->s;
	struct source_span span = { .from = lx->at, .kind = SOURCE_COMMENT };
	size_t close = strlen(rule->close);

	if (rule->close[0] == '\n') {
		span.to = span.inner_to = source_line_end(s, lx->at);
	} else {
		span.to = comment_end(s, lx->at, rule);
		span.inner_to = span.to - span.from >= close + strlen(rule->open) &&
					memcmp(s->text + span.to - close, rule->close, close) == 0
				    ? span.to - close
				    : span.to;
	}
	span.inner = span.from + strlen(rule->open);
	add_span(lx, &span);
}

/* False when this is no string after all. */
static bool
string(struct lexer *lx, const struct source_rule *rule, size_t *dead)
{
	const struct source *s = lx->s;
	struct source_span span = { .from = lx->at, .kind = SOURCE_STRING };
	size_t close = strlen(rule->close);

	if (lx->at < *dead)
		return false;
	span.to = source_string_end(s, lx->at, rule);
	span.inner = span.from + strlen(rule->open);
	if (span.to <= s->n) {
		span.inner_to = span.to - close;
	} else if (rule->flags & RULE_LINES) {
		span.to = span.inner_to = s->n;
	} else {
		if (!(rule->flags & RULE_CHAR))
			*dead = source_line_end(s, lx->at);
		return false;
	}
	add_span(lx, &span);
	return true;
}

static bool
apply_rules(struct lexer *lx)
{
	const struct source_rule *rules = lx->s->language->rules;

	for (size_t i = 0; i < SOURCE_RULES && rules[i].open; i++) {
		if (!opens(lx, &rules[i]))
			continue;
		if (rules[i].kind == SOURCE_CODE)
			lx->at += strlen(rules[i].open);
		else if (rules[i].kind == SOURCE_COMMENT)
			comment(lx, &rules[i]);
		else if (!string(lx, &rules[i], &lx->dead[i]))
			continue;
		return true;
	}
	return false;
}

/* The bodies of the here-documents that were announced in the line that ends at lx->at. */
static void
read_heredocs(struct lexer *lx)
{
	struct source *s = lx->s;
	size_t at = lx->at + 1;

	for (size_t i = 0; i < lx->doc_count && at < s->n; i++) {
		const struct source_heredoc *doc = &lx->docs[i];
		struct source_span span = { .from = at, .inner = at, .kind = SOURCE_STRING };
		size_t end = at;

		for (span.inner_to = s->n; at < s->n; at = end + 1) {
			size_t from = at;

			end = source_line_end(s, at);
			while (doc->indented && from < end && strchr(" \t", s->text[from]))
				from++;
			if (end - from >= doc->n &&
			    memcmp(s->text + from, s->text + doc->from, doc->n) == 0 &&
			    (end - from == doc->n || s->text[from + doc->n] == '\r' ||
				(doc->loose && strchr(" \t;,).", s->text[from + doc->n])))) {
				span.inner_to = at;
				break;
			}
		}
		span.to = at < s->n ? end : s->n;
		add_span(lx, &span);
		blank(lx, span.inner_to, span.to);
		at = span.to + 1;
	}
	lx->doc_count = 0;
}

static void
step(struct lexer *lx)
{
	const struct source *s = lx->s;
	struct source_span span;
	char c = s->text[lx->at];

	if (c == '\n' && lx->doc_count > 0) {
		size_t before = lx->at;

		read_heredocs(lx);
		lx->at += lx->at == before;
		return;
	}
	if (c == '<' && lx->doc_count < HEREDOCS &&
	    source_heredoc(s, lx->at, &lx->docs[lx->doc_count])) {
		lx->at = lx->docs[lx->doc_count].end;
		lx->doc_count++;
		return;
	}
	if (source_literal(s, lx->at, &span))
		add_span(lx, &span);
	else if (c == '\\' && (s->language->special & SPECIAL_BACKSLASH))
		lx->at += lx->at + 1 < s->n && s->text[lx->at + 1] != '\n' ? 2 : 1;
	else if (!apply_rules(lx))
		lx->at++;
}

static void
find_starts(struct source *s)
{
	const struct source_language *l = s->language;
	static const struct {
		int special;
		const char *bytes;
	} more[] = {
		{ SPECIAL_SLASH_REGEX, "/" },
		{ SPECIAL_HEREDOC_SH | SPECIAL_HEREDOC_RUBY | SPECIAL_HEREDOC_PHP, "<\n" },
		{ SPECIAL_PERCENT, "%" },
		{ SPECIAL_RAW_HASH, "r" },
		{ SPECIAL_RAW_PAREN, "R" },
		{ SPECIAL_IF_0, "#" },
		{ SPECIAL_BACKSLASH, "\\" },
	};

	for (size_t i = 0; i < SOURCE_RULES && l->rules[i].open; i++)
		s->starts[(unsigned char)l->rules[i].open[0]] = 1;
	for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
		for (const char *b = more[i].bytes; (l->special & more[i].special) && *b; b++)
			s->starts[(unsigned char)*b] = 1;
	}
}

static void
find_lines(struct source *s)
{
	size_t at = 0;

	*vec_add(&s->lines) = 0;
	while (at < s->n) {
		const char *newline = memchr(s->text + at, '\n', s->n - at);

		if (newline == NULL)
			break;
		at = (size_t)(newline - s->text) + 1;
		*vec_add(&s->lines) = at;
	}
}

static void
find_keywords(struct source *s)
{
	const char *at = s->language->keywords;

	while (*at == ' ' && at[1]) {
		size_t len = strcspn(++at, " ");

		s->keyword_lengths[at[0] & 31] |= 1u << (len & 31);
		at += len;
	}
}

bool
source_is_keyword(const struct source *s, const char *word, size_t n)
{
	const char *at = s->language->keywords;

	if (n == 0 || n > 31 || !(s->keyword_lengths[word[0] & 31] & (1u << n)))
		return false;
	while (*at == ' ' && at[1]) {
		size_t len = strcspn(++at, " ");

		if (len == n && memcmp(at, word, n) == 0)
			return true;
		at += len;
	}
	return false;
}

void
source_again(struct source *s, const char *text, size_t n)
{
	struct lexer lx = { .s = s };

	s->text = text;
	s->n = n;
	s->spans.len = s->lines.len = s->pairs.len = s->indents.len = 0;
	s->has_pairs = s->has_indents = false;
	if (s->code_cap < n + 1) {
		free(s->code);
		s->code_cap = n + 1 + n / 4;
		s->code = mem_alloc(s->code_cap);
	}
	memcpy(s->code, text, n);
	s->code[n] = '\0';
	find_lines(s);
	while (lx.at < n) {
		if (s->starts[(unsigned char)text[lx.at]])
			step(&lx);
		else
			lx.at++;
	}
}

void
source_init(struct source *s, const struct source_language *language, const char *text, size_t n)
{
	*s = (struct source){ .language = language };
	find_keywords(s);
	find_starts(s);
	source_again(s, text, n);
}

void
source_fini(struct source *s)
{
	free(s->code);
	vec_fini(&s->spans);
	vec_fini(&s->lines);
	vec_fini(&s->pairs);
	vec_fini(&s->indents);
}
