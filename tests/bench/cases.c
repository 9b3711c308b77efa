/*
 * cases WHAT N - made-up tests for the benchmarks: the same for the same arguments, everywhere.
 *
 * - records: N test-case records, JSON Lines
 * - text: their title, path and body, tab-separated: what FTS5 is given to compare
 * - story: a story about some of them, Markdown, with eight criteria
 * - queries: the words of that story and of each criterion, one FTS5 query a line
 *
 * Words are made of syllables and drawn by Zipf's law, 60 to 120 a test, as in real test suites.
 */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "io/digest.h"

#define WORDS 20000
#define MAX_BODY 120
#define CASES_A_FILE 20

static char words[WORDS][16];
static double heaped[WORDS]; /* sums of 1 / (rank + 5) */

static uint64_t
next_random(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static void
make_words(void)
{
	static const char *const syllables[] = { "ba", "co", "de", "fi", "gu", "la", "me", "no",
		"pi", "ra", "so", "ti", "ul", "va", "wen", "xo", "yar", "zet", "chi", "tro", "ple",
		"sta", "gra", "mo", "ke", "hal" };
	const size_t n = sizeof syllables / sizeof syllables[0];
	double sum = 0;

	for (size_t i = 0; i < WORDS; i++) {
		size_t rest = i * 7919 % (n * n * n);

		snprintf(words[i], sizeof words[i], "%s%s%s", syllables[rest % n],
		    syllables[rest / n % n], i % 3 ? syllables[rest / n / n] : "");
		if (i % 3 == 0)
			snprintf(words[i] + strlen(words[i]), 4, "%c", (char)('a' + rest / n / n));
		sum += 1.0 / ((double)i + 5);
		heaped[i] = sum;
	}
}

static const char *
draw(uint64_t *state)
{
	double at = (double)(next_random(state) >> 11) / 9007199254740992.0 * heaped[WORDS - 1];
	size_t low = 0, high = WORDS - 1;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (heaped[mid] < at)
			low = mid + 1;
		else
			high = mid;
	}
	return words[low];
}

struct test {
	const char *body[MAX_BODY];
	size_t n, number;
	char file[96], name[96], title[96];
};

static void
make_test(struct test *t, size_t number)
{
	uint64_t state = number * 0x2545f4914f6cdd1du + 1;
	size_t file = number / CASES_A_FILE;

	t->number = number;
	t->n = 60 + next_random(&state) % 61;
	for (size_t i = 0; i < t->n; i++)
		t->body[i] = draw(&state);
	snprintf(t->file, sizeof t->file, "tests/%s/test_%s_%zu.py", words[file % 50],
	    words[100 + file % 5000], file);
	snprintf(t->name, sizeof t->name, "test_%s_%s_%s_%zu", t->body[0], t->body[1], t->body[2],
	    number % CASES_A_FILE);
	snprintf(t->title, sizeof t->title, "%s %s %s %zu", t->body[0], t->body[1], t->body[2],
	    number % CASES_A_FILE);
}

static void
print_body(const struct test *t)
{
	for (size_t i = 0; i < t->n; i++)
		printf("%s%s", i ? " " : "", t->body[i]);
}

static void
print_record(const struct test *t)
{
	size_t line = t->number % CASES_A_FILE * 12 + 4;
	char sha256[DIGEST_TEXT];

	digest_text(&t->number, sizeof t->number, sha256);
	printf("{\"rsg_test\":1,\"id\":\"pytest:%s::%s\",\"name\":\"%s::%s\",\"title\":\"%s\","
	       "\"file\":\"%s\",\"line\":%zu,\"end_line\":%zu,\"language\":\"python\","
	       "\"framework\":\"pytest\",\"kind\":\"automated\",\"tags\":[],\"requirements\":[",
	    t->file, t->name, t->file, t->name, t->title, t->file, line, line + 10);
	if (t->number % 7 == 0)
		printf("\"SHOP-%zu\"", t->number % 5000);
	printf("],\"words\":\"");
	print_body(t);
	printf("\",\"literals\":[],\"assertions\":[],\"imports\":[\"pytest\",\"%s\"],"
	       "\"sha256\":\"%s\"}\n",
	    words[t->number / CASES_A_FILE % 50], sha256);
}

static void
print_text(const struct test *t)
{
	printf("%s\t%s pytest %s\t", t->title, t->file, words[t->number / CASES_A_FILE % 50]);
	print_body(t);
	putchar('\n');
}

static void
print_story(size_t tests)
{
	struct test t;

	printf("# %s %s\n\nAs a guest I want %s so that I can %s.\n\n## Acceptance criteria\n\n",
	    words[300], words[400], words[500], words[600]);
	for (size_t c = 0; c < 8; c++) {
		make_test(&t, (c * 977 + 13) % tests);
		printf("- AC-%zu: The", c + 1);
		for (size_t i = 0; i < 10; i++)
			printf(" %s", t.body[i * 5]);
		printf(".\n");
	}
}

static void
print_queries(size_t tests)
{
	struct test t;

	for (size_t c = 0; c < 9; c++) {
		printf("%s", c ? "" : "guest");
		for (size_t q = c ? c - 1 : 0; q < (c ? c : 8); q++) {
			make_test(&t, (q * 977 + 13) % tests);
			for (size_t i = 0; i < 10; i++)
				printf("%s%s", c && i == 0 ? "" : " OR ", t.body[i * 5]);
		}
		putchar('\n');
	}
}

static void
each_test(size_t n, void (*print)(const struct test *))
{
	struct test t;

	for (size_t i = 0; i < n; i++) {
		make_test(&t, i);
		print(&t);
	}
}

int
main(int argc, char **argv)
{
	size_t n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	const char *what = n ? argv[1] : "";

	make_words();
	if (strcmp(what, "records") == 0) {
		each_test(n, print_record);
	} else if (strcmp(what, "text") == 0) {
		each_test(n, print_text);
	} else if (strcmp(what, "story") == 0) {
		print_story(n);
	} else if (strcmp(what, "queries") == 0) {
		print_queries(n);
	} else {
		fprintf(stderr, "usage: cases records|text|story|queries N\n");
		return 2;
	}
	return fflush(stdout) || ferror(stdout) ? ST_IO : 0;
}
