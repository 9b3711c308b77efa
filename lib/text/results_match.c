#include "text/results_match.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "text/results_words.h"

#define MAX_SHORTER 8
#define MAX_WORDS 200 /* of what a report says */
#define SAME_FILE 1000
#define SAME_STEM 500

struct best {
	size_t test, score, count;
};

/* How many words the ends of a[0..n) and b have in common. */
static size_t
common_end(const char *a, size_t n, const char *b)
{
	size_t m = strlen(b), i = 0, words = 0;

	while (i < n && i < m && a[n - 1 - i] == b[m - 1 - i]) {
		i++;
		if ((i == n || a[n - 1 - i] == '.') && (i == m || b[m - 1 - i] == '.'))
			words++;
	}
	return words;
}

/* The file of a report, as words. */
struct file {
	char *whole, *stem; /* with directories and ending; the bare name */
};

static struct file
file_of(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	const char *dot = strrchr(name, '.');

	return (struct file){ results_words_of(path, strlen(path)),
		results_words_of(name, dot ? (size_t)(dot - name) : strlen(name)) };
}

static void
free_file(struct file *file)
{
	free(file->whole);
	free(file->stem);
}

/* Does the one path end in the other?  0: no, and the file is another one. */
static size_t
same_file(const struct known *k, const struct file *file)
{
	size_t most = results_count_words(k->file), words = results_count_words(file->whole);
	size_t common = common_end(file->whole, strlen(file->whole), k->file);

	if (common == (most < words ? most : words))
		return SAME_FILE + common;
	if (*file->stem &&
	    common_end(file->stem, strlen(file->stem), k->stem) == results_count_words(file->stem))
		return SAME_STEM;
	return 0;
}

/* What is before the path, as far as the file explains it. */
static size_t
explained(const struct known *k, const char *before, size_t n)
{
	const char *const of_file[] = { k->stem, k->file, k->dir };
	size_t most = 0;

	while (n > 0 && before[n - 1] == '.')
		n--;
	for (size_t i = 0; i < sizeof of_file / sizeof *of_file; i++) {
		size_t words = common_end(before, n, of_file[i]);

		most = words > most ? words : most;
	}
	return most;
}

struct said {		   /* what a report says of a case */
	const char *words; /* class or suites, and name */
	size_t name_words; /* of the name alone */
	const struct results_case *c;
	const struct file *file;
};

static void
consider(
    struct results_matcher *m, size_t at, const struct said *said, size_t before, struct best *best)
{
	const struct known *k = &m->tests.at[at];
	size_t extra = explained(k, said->words, before);
	size_t score = results_count_words(k->path) + extra, file = 0;

	if (score < said->name_words)
		return;
	if (*said->c->file) {
		file = same_file(k, said->file);
		if (file == 0)
			return;
	}
	if (k->strict && before > 0 && extra == 0 && file == 0)
		return;
	score += file + (k->root && before == 0);
	if (said->c->line && k->line && said->c->line >= k->line && said->c->line <= k->end_line &&
	    file)
		score++;
	if (score > best->score)
		*best = (struct best){ at, score, 1 };
	else if (score == best->score && best->test != at)
		best->count++;
}

/* Every end of what is said that is a path. */
static void
match_ends(struct results_matcher *m, const struct said *said, struct best *best)
{
	const char *s = said->words, *end = s + strlen(s);
	int words = 0;

	for (const char *p = s; p < end && words < MAX_WORDS; words++) {
		const struct map_entry *found = map_find(&m->paths, p, (size_t)(end - p));

		for (size_t i = found ? found->value : 0; i > 0 && m->steps-- > 0;
		     i = m->tests.at[i - 1].next)
			consider(m, i - 1, said, (size_t)(p - s), best);
		p = strchr(p, '.');
		p = p ? p + 1 : end;
	}
}

/* Does the pattern fit all of s?  A hole takes one character or more, as few as will do. */
static bool
glob(const char *pattern, const char *s, long *steps)
{
	const char *star = NULL, *back = NULL;

	while (*s && (*steps)-- > 0) {
		if (*pattern == RESULTS_HOLE) {
			star = ++pattern;
			back = ++s;
		} else if (*pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = ++back;
		} else {
			return false;
		}
	}
	return *s == '\0' && *pattern == '\0';
}

static void
match_holes(struct results_matcher *m, const struct said *said, struct best *best)
{
	vec_each (size_t *, at, &m->holes) {
		const char *pattern = m->tests.at[*at].path;

		for (const char *p = said->words; p && m->steps > 0; p = strchr(p, '.')) {
			p += *p == '.';
			if ((*pattern == *p || *pattern == RESULTS_HOLE) &&
			    glob(pattern, p, &m->steps)) {
				struct said as = { said->words, 0, said->c, said->file };

				consider(m, *at, &as, (size_t)(p - said->words), best);
				break;
			}
		}
	}
}

static void
add_suites(struct buf *out, const struct results_suite *suite, int level)
{
	if (suite == NULL || level > 64)
		return;
	add_suites(out, suite->parent, level + 1);
	buf_char(out, ' ');
	buf_str(out, suite->name);
}

typedef void match_fn(struct results_matcher *, const struct said *, struct best *);

struct asked { /* a case, and how much of its name */
	const struct results_case *c;
	size_t name;
	struct file file;
};

/* With the class before the name, and with the suites. */
static void
match_name(struct results_matcher *m, const struct asked *asked, match_fn *fn, struct best *best)
{
	const struct results_case *c = asked->c;
	char *name = results_words_of(c->name, asked->name);
	struct buf text, words;

	buf_init(&text, BUF_TEXT);
	buf_init(&words, BUF_TEXT);
	for (int suites = 0; suites < 2; suites++) {
		struct said said = { "", results_count_words(name), c, &asked->file };

		if (suites && c->suite == NULL)
			break;
		buf_clear(&text);
		buf_clear(&words);
		if (suites)
			add_suites(&text, c->suite, 0);
		else
			buf_str(&text, c->classname);
		buf_char(&text, ' ');
		buf_add(&text, c->name, asked->name);
		results_add_words(&words, text.s, text.len);
		said.words = words.s;
		fn(m, &said, best);
	}
	buf_fini(&text);
	buf_fini(&words);
	free(name);
}

/* A scenario of that file at that line. */
static void
match_line(const struct results_matcher *m, const struct asked *asked, struct best *best)
{
	const struct results_case *c = asked->c;

	if (*c->file == '\0' || c->line == 0)
		return;
	vec_each (const size_t *, at, &m->scenarios) {
		const struct known *k = &m->tests.at[*at];

		if (c->line >= k->line && c->line <= k->end_line &&
		    same_file(k, &asked->file) > SAME_FILE) {
			best->test = *at;
			best->count++;
		}
	}
}

/* The name with less of its end: "x[1]", "x(int)[1]", "x/case/1", "x (i=1)". */
static size_t
shorter(const char *name, size_t n)
{
	size_t cut = n;

	for (size_t i = 1; i < n; i++) {
		if (strchr("[({", name[i])) {
			cut = i;
			break;
		}
	}
	if (cut == n) {
		while (cut > 1 && name[cut - 1] != '/')
			cut--;
		cut = cut > 1 ? cut - 1 : 0;
	}
	while (cut > 0 && name[cut - 1] == ' ')
		cut--;
	return cut;
}

/* "Instance/Suite.Name/0", as CTest has it from GoogleTest. */
static void
match_instance(struct results_matcher *m, const struct asked *asked, struct best *best)
{
	size_t before = strcspn(asked->c->name, "/ ");
	struct results_case inner = *asked->c;
	struct asked again = { &inner, 0, asked->file };

	if (asked->c->name[before] != '/')
		return;
	inner.name = asked->c->name + before + 1;
	again.name = strcspn(inner.name, "/");
	if (strchr(inner.name, '.'))
		match_name(m, &again, match_ends, best);
}

size_t
results_match(struct results_matcher *m, const struct results_case *c, size_t *index)
{
	struct asked asked = { c, strlen(c->name), file_of(c->file) };
	struct best best = { 0 };

	for (int i = 0; best.count == 0 && asked.name > 0 && i < MAX_SHORTER; i++) {
		match_name(m, &asked, match_ends, &best);
		asked.name = shorter(c->name, asked.name);
	}
	asked.name = strlen(c->name);
	if (best.count == 0)
		match_instance(m, &asked, &best);
	if (best.count == 0 && m->holes.len > 0)
		match_name(m, &asked, match_holes, &best);
	if (best.count == 0)
		match_line(m, &asked, &best);
	free_file(&asked.file);
	*index = best.test;
	return best.count;
}
