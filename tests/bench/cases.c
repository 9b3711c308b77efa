/*
 * cases - made-up tests for the benchmarks: the same for the same arguments, on every machine.
 *
 *	cases records N		N test-case records, JSON Lines
 *	cases text N		their title, path and body, tab-separated: what FTS5 is given to
 *compare cases story N		a story about some of them, Markdown, with eight criteria cases
 *queries N		the words of that story and of each criterion, one FTS5 query a line cases
 *tree N DIR	N tests in Python files below DIR
 *
 * Words are made of syllables and drawn by Zipf's law, 60 to 120 a test, as in real test suites.
 */

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

static int
write_test(const struct test *t, const char *dir)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof path, "%s/tests", dir);
	mkdir(path, 0755);
	snprintf(path, sizeof path, "%s/tests/%s", dir, words[t->number / CASES_A_FILE % 50]);
	mkdir(path, 0755);
	snprintf(path, sizeof path, "%s/%s", dir, t->file);
	f = fopen(path, t->number % CASES_A_FILE ? "a" : "w");
	if (f == NULL) {
		fprintf(stderr, "cases: cannot write %s: %s\n", path, strerror(errno));
		return 1;
	}
	fprintf(f, "%s\n\ndef %s():\n    \"\"\"%s\"\"\"\n",
	    t->number % CASES_A_FILE ? "" : "import pytest\n", t->name, t->title);
	for (size_t i = 3; i + 4 < t->n; i += 4)
		fprintf(f, "    %s = %s.%s(\"%s\")\n", t->body[i], t->body[i + 1], t->body[i + 2],
		    t->body[i + 3]);
	fprintf(f, "    assert %s == %zu\n", t->body[3], t->number);
	return fclose(f) != 0;
}

static int
each_test(const char *what, size_t n, const char *dir)
{
	struct test t;

	for (size_t i = 0; i < n; i++) {
		make_test(&t, i);
		if (strcmp(what, "records") == 0)
			print_record(&t);
		else if (strcmp(what, "text") == 0)
			print_text(&t);
		else if (write_test(&t, dir))
			return 1;
	}
	return 0;
}

int
main(int argc, char **argv)
{
	size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

	if (argc < 3 || n == 0 || (strcmp(argv[1], "tree") == 0 && argc < 4)) {
		fprintf(stderr, "usage: cases records|text|story|queries N, cases tree N DIR\n");
		return 2;
	}
	make_words();
	if (strcmp(argv[1], "story") == 0)
		print_story(n);
	else if (strcmp(argv[1], "queries") == 0)
		print_queries(n);
	else if (each_test(argv[1], n, argv[3]))
		return 1;
	return fflush(stdout) || ferror(stdout) ? ST_IO : 0;
}
