/* The tests of a corpus, as words. */

#include "text/results_words.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define STEPS (100L * 1000 * 1000) /* tests looked at and characters compared, in all */

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || c == RESULTS_HOLE ||
	       (unsigned char)c >= 0x80;
}

void
results_add_words(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (is_word(s[i]))
			buf_char(out, s[i]);
		else if (out->len > 0 && out->s[out->len - 1] != '.')
			buf_char(out, '.');
	}
	if (out->len > 0 && out->s[out->len - 1] == '.')
		buf_cut(out, out->len - 1);
}

size_t
results_count_words(const char *s)
{
	size_t n = *s != '\0';

	for (; *s; s++)
		n += *s == '.';
	return n;
}

/* How long the place to fill at s is, 0 when there is none. */
static size_t
hole(const char *s)
{
	size_t n = 1;
	char close;

	if (*s == '%' && (isalpha((unsigned char)s[1]) || s[1] == '#'))
		return 2;
	if ((*s == '$' || *s == '#') && s[1] == '{')
		close = '}', n = 2;
	else if (*s == '<' && s[1] != ' ' && s[1] != '=')
		close = '>';
	else if (*s == '$' && isalpha((unsigned char)s[1])) {
		while (isalnum((unsigned char)s[n]) || s[n] == '_' ||
		       (s[n] == '.' && isalpha((unsigned char)s[n + 1])))
			n++;
		return n;
	} else {
		return 0;
	}
	while (s[n] && s[n] != close && n < 100)
		n++;
	return s[n] == close ? n + 1 : 0;
}

char *
results_words_of(const char *s, size_t n)
{
	struct buf b;

	buf_init(&b, BUF_TEXT);
	results_add_words(&b, s, n);
	return buf_take(&b);
}

/* The path as words with its holes. */
static char *
path_words(const char *s, bool *has_hole)
{
	struct buf text;
	char *words;

	buf_init(&text, BUF_TEXT);
	while (*s) {
		size_t n = hole(s);

		buf_char(&text, n ? RESULTS_HOLE : *s);
		*has_hole = *has_hole || n > 0;
		s += n ? n : 1;
	}
	words = results_words_of(text.s, text.len);
	buf_fini(&text);
	return words;
}

/* Behind "framework:file::"; for a file that is one case its name. */
static const char *
path_of(const struct results_test *test)
{
	const char *colon = strchr(test->id, ':'), *slash = strrchr(test->file, '/');
	size_t n = strlen(test->file);

	if (colon && strncmp(colon + 1, test->file, n) == 0 && strncmp(colon + 1 + n, "::", 2) == 0)
		return colon + 1 + n + 2;
	return slash ? slash + 1 : test->file;
}

/* Frameworks whose runner says where a test is, if only by a package. */
static bool
is_strict(const char *framework)
{
	static const char *const strict[] = { "pytest", "unittest", "go", "junit", "junit3",
		"testng", "kotlin" };

	for (size_t i = 0; i < sizeof strict / sizeof *strict; i++) {
		if (strcmp(strict[i], framework) == 0)
			return true;
	}
	return false;
}

struct results_matcher *
results_matcher_new(void)
{
	struct results_matcher *m = mem_calloc(1, sizeof *m);

	map_init(&m->paths);
	m->steps = STEPS;
	return m;
}

void
results_matcher_free(struct results_matcher *m)
{
	if (m == NULL)
		return;
	vec_each (struct known *, k, &m->tests) {
		free(k->path);
		free(k->file);
		free(k->stem);
		free(k->dir);
	}
	vec_fini(&m->tests);
	vec_fini(&m->holes);
	vec_fini(&m->scenarios);
	map_fini(&m->paths);
	free(m);
}

static void
set_file(struct known *k, const char *file)
{
	const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');

	k->file = results_words_of(file, strlen(file));
	k->stem = results_words_of(file, dot ? (size_t)(dot - file) : strlen(file));
	k->dir = results_words_of(file, slash ? (size_t)(slash - file) : 0);
}

static bool
is_crate_root(const struct known *k)
{
	static const char *const roots[] = { "lib", "main", "tests" };
	const char *stem = strrchr(k->stem, '.'), *dir = strrchr(k->dir, '.');

	stem = stem ? stem + 1 : k->stem;
	dir = dir ? dir + 1 : k->dir;
	return strcmp(stem, roots[0]) == 0 || strcmp(stem, roots[1]) == 0 ||
	       strcmp(dir, roots[2]) == 0;
}

void
results_matcher_add(struct results_matcher *m, const struct results_test *test)
{
	const char *framework = test->framework ? test->framework : "", *path = path_of(test);
	struct known *k = vec_add(&m->tests);
	size_t *slot, n = strlen(path);
	char *plain;

	while (n > 0 && isdigit((unsigned char)path[n - 1])) /* the "#2" of a second one */
		n--;
	n = n > 1 && path[n - 1] == '#' && path[n] ? n - 1 : strlen(path);
	plain = mem_strndup(path, n);
	k->path = path_words(plain, &k->has_hole);
	free(plain);
	set_file(k, test->file);
	k->strict = is_strict(framework) && (*k->dir || strcmp(framework, "pytest") == 0 ||
						strcmp(framework, "unittest") == 0);
	k->root = strcmp(framework, "rust") == 0 && is_crate_root(k);
	k->line = test->line;
	k->end_line = test->end_line;
	slot = map_slot(&m->paths, k->path, strlen(k->path), NULL);
	k->next = *slot;
	*slot = m->tests.len;
	if (k->has_hole)
		*vec_add(&m->holes) = m->tests.len - 1;
	if (strcmp(framework, "gherkin") == 0)
		*vec_add(&m->scenarios) = m->tests.len - 1;
}
