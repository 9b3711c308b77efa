#include "phase/cover_share.h"

#include <math.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"

static void
add_word(struct cover_words *words, const char *text, double weight, bool pair, bool known)
{
	bool added;
	size_t *slot = map_slot(&words->index, text, strlen(text), &added);
	struct cover_word *word;

	if (!added)
		return;
	*slot = words->len;
	word = vec_add(words);
	word->text = text;
	word->weight = isfinite(weight) && weight > 0 ? weight : 0;
	word->pair = pair;
	word->known = known;
	words->total += word->weight;
}

void
cover_words_init(struct cover_words *words, const struct json *query, double pairs)
{
	*words = (struct cover_words){ 0 };
	map_init(&words->index);
	json_each (term, json_get(query, "terms"))
		add_word(words, json_get_string(term, "term"), json_get_number(term, "idf"), false,
		    json_get_bool(term, "known"));
	json_each (pair, json_get(query, "pairs"))
		add_word(words, json_get_string(pair, "pair"), json_get_number(pair, "idf") * pairs,
		    true, true);
}

void
cover_words_fini(struct cover_words *words)
{
	vec_fini(words);
	map_fini(&words->index);
}

static struct cover_word *
word_of(const struct cover_words *words, const struct json *text)
{
	const char *s = json_string(text);
	const struct map_entry *entry = s ? map_find(&words->index, s, strlen(s)) : NULL;

	return entry ? &words->at[entry->value] : NULL;
}

double
cover_share(const struct cover_words *words, const struct json *match, bool fresh)
{
	static const char *const members[] = { "terms", "pairs" };
	double sum = 0;

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		json_each (it, json_get(match, members[i])) {
			const struct cover_word *word = word_of(words, it);

			if (word && !(fresh && word->explained))
				sum += word->weight;
		}
	}
	return words->total > 0 ? fmin(sum / words->total, 1) : 0;
}

void
cover_explain(struct cover_words *words, const struct json *match)
{
	static const char *const members[] = { "terms", "pairs" };

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		json_each (it, json_get(match, members[i])) {
			struct cover_word *word = word_of(words, it);

			if (word)
				word->explained = true;
		}
	}
}
