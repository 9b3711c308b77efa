#include "signal/path.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"

/* The bytes of a path before its base name, without the slash; 0 for a name alone. */
static size_t
folder_length(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? (size_t)(slash - path) : 0;
}

const char *
path_base(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#define PATH_TERMS 256 /* of a path that are looked at */

static bool
has(const uint32_t *at, size_t n, uint32_t term)
{
	for (size_t i = 0; i < n; i++)
		if (TERM_OF(at[i]) == TERM_OF(term))
			return true;
	return false;
}

/* Terms of the base name up to its first dot, and of all of it but the last. */
static void
name_vector(struct token_list *terms, struct lexicon *lexicon, const char *name)
{
	size_t n = strlen(name), first = strcspn(name, "."), start;

	lexicon_tokens(lexicon, name, first > 0 ? first : n, terms);
	start = terms->len;
	lexicon_tokens(lexicon, name, n, terms);
	if (terms->len > start)
		terms->len--;
}

static void
make_vector(
    struct path_words *words, const struct token_list *folders, const struct token_list *names)
{
	uint32_t *at = mem_calloc(folders->len + names->len, sizeof *at);
	size_t n = 0;

	for (size_t i = 0; i < folders->len; i++)
		if (!has(names->at, names->len, folders->at[i]) && !has(at, n, folders->at[i]))
			at[n++] = TERM_OF(folders->at[i]);
	words->n_folders = n;
	for (size_t i = 0; i < names->len; i++)
		if (!has(at + words->n_folders, n - words->n_folders, names->at[i]))
			at[n++] = TERM_OF(names->at[i]);
	words->vector = at;
	words->n_vector = n;
}

static void
find_key(struct path_words *words, struct lexicon *lexicon)
{
	struct token_list terms = { 0 };
	struct buf key;

	buf_init(&key, BUF_TEXT);
	path_key(words->path, &key);
	words->key_id = lexicon_term(lexicon, key.s, key.len);
	for (const char *s = key.s; *s != '\0'; s += strspn(s, " ")) {
		size_t n = strcspn(s, " ");

		*vec_add(&terms) = lexicon_term(lexicon, s, n);
		s += n;
	}
	words->key = terms.at;
	words->n_key = terms.len;
	buf_fini(&key);
}

void
path_words_init(struct path_words *words, struct lexicon *lexicon, const char *path)
{
	const char *name = path_base(path), *dot = strrchr(name, '.');
	struct token_list all = { 0 }, folders = { 0 }, names = { 0 }, stem = { 0 };

	*words = (struct path_words){ .path = mem_strdup(path) };
	lexicon_tokens(lexicon, path, strlen(path), &all);
	if (all.len > PATH_TERMS)
		all.len = PATH_TERMS;
	words->all = lexicon_count(lexicon, all.at, all.len);
	lexicon_tokens(lexicon, name, dot ? (size_t)(dot - name) : strlen(name), &stem);
	words->name = lexicon_count(lexicon, stem.at, stem.len);
	lexicon_tokens(lexicon, path, folder_length(path), &folders);
	name_vector(&names, lexicon, name);
	if (folders.len > PATH_TERMS)
		folders.len = PATH_TERMS;
	if (names.len > PATH_TERMS)
		names.len = PATH_TERMS;
	make_vector(words, &folders, &names);
	find_key(words, lexicon);
	vec_fini(&all);
	vec_fini(&folders);
	vec_fini(&names);
	vec_fini(&stem);
}

void
path_words_fini(struct path_words *words)
{
	free(words->path);
	free(words->all.at);
	free(words->name.at);
	free(words->vector);
	free(words->key);
	*words = (struct path_words){ 0 };
}

static bool
key_letter(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Runs of letters and digits of ASCII, cut where HTTPServer and getUser are. */
static size_t
key_part(const char *s, size_t n, size_t *from)
{
	size_t at = *from, end;

	while (at < n && !key_letter(s[at]))
		at++;
	if (at == n)
		return 0;
	*from = at;
	for (end = at; end < n && s[end] >= '0' && s[end] <= '9'; end++)
		;
	if (end > at)
		return end;
	while (end < n && s[end] >= 'A' && s[end] <= 'Z')
		end++;
	if (end - at > 1 && end < n && s[end] >= 'a' && s[end] <= 'z')
		return end - 1;
	if (end - at > 1)
		return end;
	while (end < n && s[end] >= 'a' && s[end] <= 'z')
		end++;
	return end;
}

static bool
is_test_word(const char *s)
{
	static const char *const words[] = { "test", "tests", "spec", "specs", "t", "it" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (strcmp(s, words[i]) == 0)
			return true;
	return false;
}

static void
add_key(const char *name, size_t n, bool test_words, struct buf *key)
{
	size_t from = 0, end;
	struct buf word, stem;

	buf_init(&word, BUF_TEXT);
	buf_init(&stem, BUF_TEXT);
	for (; (end = key_part(name, n, &from)) != 0; from = end) {
		buf_clear(&word);
		buf_clear(&stem);
		for (size_t i = from; i < end; i++)
			buf_char(&word,
			    (char)(name[i] >= 'A' && name[i] <= 'Z' ? name[i] + 32 : name[i]));
		terms_stem(word.s, word.len, &stem);
		if (!test_words && is_test_word(stem.s))
			continue;
		if (key->len > 0)
			buf_char(key, ' ');
		buf_str(key, stem.s);
	}
	buf_fini(&word);
	buf_fini(&stem);
}

void
path_key(const char *path, struct buf *key)
{
	const char *name = path_base(path);
	size_t n = strcspn(name, ".");

	buf_clear(key);
	add_key(name, n, false, key);
	if (key->len == 0)
		add_key(name, n, true, key);
}
