#include "phase/rank_extra.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "text/words.h"

static char *
fold(const char *s)
{
	char *out = mem_strdup(s);

	for (char *p = out; *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return out;
}

static void
add_references(struct map *known, const struct json *references)
{
	json_each (it, references) {
		char *s = fold(json_string(it) ? json_string(it) : "");

		map_slot(known, s, strlen(s), NULL);
		free(s);
	}
}

static void
link_test(struct rank_test *test, const struct map *known)
{
	json_each (it, json_get(test->test, "requirements")) {
		char *s = fold(json_string(it) ? json_string(it) : "");

		if (test->linked == NULL && *s && map_find(known, s, strlen(s))) {
			test->linked = json_string(it);
			test->value[RANK_LINK] = 1;
		}
		free(s);
	}
}

void
rank_links(struct rank_tests *tests, const struct json *ingestion)
{
	static const char *const lists[] = { "requirements", "criteria" };
	struct map known;

	map_init(&known);
	add_references(&known, json_get(ingestion, "references"));
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		json_each (it, json_get(ingestion, lists[i]))
			add_references(&known, json_get(it, "references"));
	}
	vec_each (struct rank_test *, test, tests)
		link_test(test, &known);
	map_fini(&known);
}

/* The words that speak for some domain, with the place of its confidence. */
struct evidence {
	struct map words; /* word to 1 + index of its surest domain */
	VEC_OF(double) confidence;
	size_t domain; /* being added */
	double found;  /* the best so far of the test being looked at */
};

static void
add_word(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct evidence *evidence = arg;
	size_t *slot = map_slot(&evidence->words, word, n, NULL);

	(void)from, (void)to;
	if (*slot == 0 ||
	    evidence->confidence.at[*slot - 1] < evidence->confidence.at[evidence->domain])
		*slot = evidence->domain + 1;
}

static void
find_word(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct evidence *evidence = arg;
	const struct map_entry *entry = map_find(&evidence->words, word, n);

	(void)from, (void)to;
	if (entry)
		evidence->found = fmax(evidence->found, evidence->confidence.at[entry->value - 1]);
}

static void
find_words(struct evidence *evidence, const struct json *text)
{
	if (json_kind(text) == JSON_STRING)
		words_split(json_string(text), strlen(json_string(text)), find_word, evidence);
	json_each (it, json_kind(text) == JSON_ARRAY ? text : NULL)
		find_words(evidence, it);
}

void
rank_domains(struct rank_tests *tests, const struct json *classification)
{
	static const char *const members[] = { "title", "file", "tags" };
	struct evidence evidence = { 0 };
	double best = 0;

	map_init(&evidence.words);
	json_each (domain, json_get(classification, "domains")) {
		evidence.domain = evidence.confidence.len;
		*vec_add(&evidence.confidence) = json_get_number(domain, "confidence");
		best = fmax(best, *vec_last(&evidence.confidence));
		json_each (it, json_get(domain, "evidence")) {
			const char *term = json_get_string(it, "term");

			if (json_get(it, "by")) /* a model's quote is a sentence, not a term */
				continue;
			words_split(term, strlen(term), add_word, &evidence);
		}
	}
	vec_each (struct rank_test *, test, tests) {
		evidence.found = 0;
		for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
			find_words(&evidence, json_get(test->test, members[i]));
		find_words(&evidence, json_get(test->match, "terms"));
		if (best > 0)
			test->value[RANK_DOMAIN] = evidence.found / best;
	}
	vec_fini(&evidence.confidence);
	map_fini(&evidence.words);
}
