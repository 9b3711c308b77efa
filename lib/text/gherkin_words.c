#include "text/gherkin_words.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "io/json.h"

static const char *const kind_names[WORD_KINDS] = { "feature", "background", "rule", "scenario",
	"outline", "examples", "given", "when", "then", "and", "but" };

static void
word_add(struct gherkin_words *words, struct gherkin_language *language, const char *text, size_t n,
    int kind)
{
	struct gherkin_word *word = vec_add(&language->words);

	word->text = arena_strndup(&words->arena, text, n);
	word->len = n;
	word->kind = (enum gherkin_word_kind)kind;
}

/* Keywords with commas between them. */
static void
words_listed(
    struct gherkin_words *words, struct gherkin_language *language, const char *list, int kind)
{
	while (*list) {
		size_t n = strcspn(list, ",");

		if (n > 0)
			word_add(words, language, list, n, kind);
		list += n;
		list += strspn(list, ", ");
	}
}

static enum status
language_read(
    struct gherkin_words *words, const struct json *tree, const char *code, struct err *err)
{
	struct gherkin_language *language = vec_add(&words->languages);

	language->code = arena_strdup(&words->arena, code);
	language->glued = json_get_bool(tree, "glued");
	for (int kind = 0; kind < WORD_KINDS; kind++) {
		words_listed(words, language, json_get_string(tree, kind_names[kind]), kind);
		json_each (it, json_get(tree, kind_names[kind])) {
			const char *text = json_string(it);

			if (text == NULL || text[0] == '\0')
				return err_set(err, ST_CONFIG,
				    "gherkin language %s: %s has an empty keyword: write a word",
				    code, kind_names[kind]);
			word_add(words, language, text, strlen(text), kind);
		}
	}
	return ST_OK;
}

enum status
gherkin_words_new(const struct json *languages, struct gherkin_words **out, struct err *err)
{
	struct gherkin_words *words = mem_calloc(1, sizeof *words);
	enum status st = ST_OK;

	arena_init(&words->arena);
	json_each (it, languages) {
		st = language_read(words, it, json_key(it) ? json_key(it) : "", err);
		if (st != ST_OK)
			break;
	}
	if (st == ST_OK && words->languages.len == 0)
		st = err_set(err, ST_CONFIG, "no gherkin languages: the data file is empty");
	if (st != ST_OK) {
		gherkin_words_free(words);
		return st;
	}
	*out = words;
	return ST_OK;
}

void
gherkin_words_free(struct gherkin_words *words)
{
	if (words == NULL)
		return;
	vec_each (struct gherkin_language *, it, &words->languages)
		vec_fini(&it->words);
	vec_fini(&words->languages);
	arena_fini(&words->arena);
	free(words);
}

const char *
gherkin_language(const struct gherkin_words *words, size_t i)
{
	return i < words->languages.len ? words->languages.at[i].code : NULL;
}

const struct gherkin_language *
gherkin_words_find(const struct gherkin_words *words, const char *code, size_t n)
{
	vec_each (const struct gherkin_language *, it, &words->languages) {
		if (strlen(it->code) == n && strncasecmp(it->code, code, n) == 0)
			return it;
	}
	return NULL;
}

const struct gherkin_language *
gherkin_words_of_comment(const struct gherkin_words *words, const char *line, size_t len)
{
	const char *colon = memchr(line, ':', len);
	const char *name = line + 1;

	while (name < line + len && *name == ' ')
		name++;
	if (colon == NULL || colon - name < 8 || memcmp(name, "language", 8) != 0)
		return NULL;
	for (colon++; colon < line + len && *colon == ' ';)
		colon++;
	len -= (size_t)(colon - line);
	while (len > 0 && colon[len - 1] == ' ')
		len--;
	return gherkin_words_find(words, colon, len);
}

const struct gherkin_word *
gherkin_title_word(const struct gherkin_language *language, const char *line, size_t n, size_t *len)
{
	const struct gherkin_word *best = NULL;

	vec_each (const struct gherkin_word *, it, &language->words) {
		size_t end = it->len;

		if (it->kind >= WORD_GIVEN || end >= n || memcmp(line, it->text, end) != 0)
			continue;
		while (end < n && line[end] == ' ')
			end++;
		if (end < n && line[end] == ':' && (best == NULL || it->len > best->len)) {
			best = it;
			*len = end + 1;
		}
	}
	return best;
}

const struct gherkin_word *
gherkin_step_word(
    const struct gherkin_language *language, const char *line, size_t n, bool any_case, size_t *len)
{
	const struct gherkin_word *best = NULL;

	vec_each (const struct gherkin_word *, it, &language->words) {
		size_t end = it->len;
		bool glued = language->glued || it->text[end - 1] == '\'';

		if (it->kind < WORD_GIVEN || end > n || (best && it->len <= best->len) ||
		    ((line[0] ^ it->text[0]) & ~0x20))
			continue;
		if (any_case ? strncasecmp(line, it->text, end) != 0
			     : memcmp(line, it->text, end) != 0)
			continue;
		if (!glued && end < n && line[end] != ' ' && line[end] != '\t')
			continue;
		while (end < n && (line[end] == ' ' || line[end] == '\t'))
			end++;
		best = it;
		*len = end;
	}
	return best;
}

size_t
gherkin_step_keyword(const struct gherkin_words *words, const char *language, const char *line,
    size_t n, enum gherkin_step_kind *kind)
{
	const struct gherkin_language *found =
	    gherkin_words_find(words, language, strlen(language));
	const struct gherkin_word *word;
	size_t len = 0;

	if (found == NULL)
		return 0;
	word = gherkin_step_word(found, line, n, true, &len);
	if (word == NULL || len >= n)
		return 0;
	*kind = (enum gherkin_step_kind)(word->kind - WORD_GIVEN);
	return len;
}

/* The cells between the bars; \| \\ and \n are undone. */
size_t
gherkin_row_read(struct arena *arena, struct gherkin_row *row, const char *s, size_t n)
{
	VEC_OF(char *) cells = { 0 };
	struct buf cell;
	size_t start = 1;

	buf_init(&cell, SIZE_MAX / 2);
	for (size_t at = 1; at < n; at++) {
		if (s[at] == '\\' && at + 1 < n && strchr("|\\n", s[at + 1])) {
			buf_char(&cell, s[++at] == 'n' ? '\n' : s[at]);
		} else if (s[at] == '|') {
			size_t from = strspn(cell.s, " \t");

			while (cell.len > from && strchr(" \t", cell.s[cell.len - 1]))
				buf_cut(&cell, cell.len - 1);
			*vec_add(&cells) = arena_strndup(arena, cell.s + from, cell.len - from);
			buf_clear(&cell);
			start = at + 1;
		} else {
			buf_char(&cell, s[at]);
		}
	}
	buf_fini(&cell);
	row->cells = cells.at;
	row->len = cells.len;
	return start;
}

bool
gherkin_line(const char *text, size_t n, size_t *at, const char **line, size_t *len)
{
	size_t end = *at;

	if (end >= n)
		return false;
	while (end < n && text[end] != '\n' && text[end] != '\r')
		end++;
	*line = text + *at;
	*len = end - *at;
	*at = end + 1;
	if (end + 1 < n && text[end] == '\r' && text[end + 1] == '\n')
		++*at;
	return true;
}
