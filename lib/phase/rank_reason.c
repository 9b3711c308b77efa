#include "phase/rank_reason.h"

#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/rank_files.h"

#define WORDS_SHOWN 3
#define WORDS_LOOKED_AT 200
#define STRONG 0.5 /* from this value on a name or a vector is worth a word */

struct word {
	const char *text;
	double idf;
	size_t order;
};

static int
compare(const void *a, const void *b)
{
	const struct word *x = a, *y = b;

	if (x->idf != y->idf)
		return x->idf > y->idf ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static double
idf_of(const struct json *query, const char *word)
{
	json_each (it, json_get(query, "terms")) {
		if (strcmp(json_get_string(it, "term"), word) == 0)
			return json_get_number(it, "idf");
	}
	return 0;
}

/* The rarest shared words, in quotation marks. */
static void
put_words(const struct json *query, const struct json *terms, struct buf *out)
{
	VEC_OF(struct word) words = { 0 };
	size_t order = 0;

	json_each (it, terms) {
		if (json_string(it) && order < WORDS_LOOKED_AT)
			*vec_add(&words) = (struct word){ json_string(it),
				idf_of(query, json_string(it)), order++ };
	}
	vec_sort(&words, compare);
	for (size_t i = 0; i < words.len && i < WORDS_SHOWN; i++)
		buf_printf(out, "%s\"%s\"", i ? ", " : "", words.at[i].text);
	vec_fini(&words);
}

static void
next(struct buf *out)
{
	if (out->len)
		buf_str(out, "; ");
}

static const struct json *
query_of(const struct rank_tests *tests, const struct rank_test *test)
{
	return test->best ? test->best->query : tests->story;
}

void
rank_reason(const struct rank_tests *tests, const struct rank_test *test, struct buf *out)
{
	const struct json *terms = json_get(test->match, "terms");

	buf_clear(out);
	if (test->linked)
		buf_printf(out, "linked to %s", test->linked);
	if (json_len(terms)) {
		next(out);
		buf_str(out, "shares ");
		put_words(query_of(tests, test), terms, out);
		buf_printf(out, " with %s", test->best ? test->best->id : "the story");
	}
	if (test->lead) {
		next(out);
		buf_printf(out, "the best test for %s", test->lead->id);
	}
	if (test->value[RANK_NAME] >= STRONG) {
		next(out);
		buf_str(out, "its path has words of the story");
	}
	if (tests->files)
		rank_why(tests->files, test, out);
	if (out->len == 0 && test->value[RANK_VECTOR] > 0)
		buf_str(out, "its text is like the story's");
	else if (out->len == 0)
		buf_str(out,
		    tests->story ? "nothing in it matches the story" : "nothing speaks for it");
	if (test->model_reason && *test->model_reason) {
		next(out);
		buf_printf(out, "the model says: %s", test->model_reason);
	}
	if (out->s[out->len - 1] != '.')
		buf_char(out, '.');
	if (out->s[0] >= 'a' && out->s[0] <= 'z')
		out->s[0] = (char)(out->s[0] - 'a' + 'A');
}
