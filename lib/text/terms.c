#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "io/stem.h"
#include "text/forms.h"
#include "text/words.h"

#define STEM_BYTES 180
#define RECENTS ((size_t)1 << 14)
#define RECENT_WORD 28		    /* bytes, with the end */
#define CACHE_MAX ((size_t)1 << 16) /* words; then the cache starts again */

struct known { /* what the cache knows of a word */
	const char *stem;
	size_t n;
	bool stop;
};

/* A frequent word in one cache line. */
struct recent {
	uint32_t hash;
	uint8_t n, stem_n;
	bool stop;
	char word[RECENT_WORD], stem[RECENT_WORD];
};

struct words {
	struct stem *stemmer;
	struct recent *recent; /* RECENTS by hash */
	struct map index;      /* word -> place in known */
	VEC_OF(struct known) known;
	struct arena stems;
};

struct words *
words_open(void)
{
	struct words *words = mem_calloc(1, sizeof *words);

	words->stemmer = stem_open("english");
	if (words->stemmer == NULL) /* there always is one */
		mem_exhausted();
	words->recent = mem_calloc(RECENTS, sizeof *words->recent);
	map_init(&words->index);
	arena_init(&words->stems);
	return words;
}

static void
forget(struct words *words)
{
	map_fini(&words->index);
	vec_fini(&words->known);
	arena_fini(&words->stems);
}

void
words_close(struct words *words)
{
	if (words == NULL)
		return;
	stem_close(words->stemmer);
	free(words->recent);
	forget(words);
	free(words);
}

static const struct known *
know(struct words *words, const char *word, size_t n)
{
	bool added;
	size_t *slot, len;
	const char *stem, *base;
	struct known *known;
	char form[FORMS_BYTES];

	if (words->known.len >= CACHE_MAX)
		forget(words);
	slot = map_slot(&words->index, word, n, &added);
	if (!added)
		return &words->known.at[*slot];
	*slot = words->known.len;
	known = vec_add(&words->known);
	base = forms_base(word, n, form);
	stem = stem_word(words->stemmer, base ? base : word, base ? strlen(base) : n, &len);
	known->stem = arena_strndup(&words->stems, stem, len);
	known->n = len;
	known->stop = words_is_stop(word, n);
	return known;
}

const char *
words_stem(struct words *words, const char *word, size_t n, size_t *len)
{
	const struct known *known = know(words, word, n);

	*len = known->n;
	return known->stem;
}

struct termer {
	struct words *words;
	bool drop_stops;
	words_fn *fn;
	void *arg;
};

/* The place of a word among the recent ones, filled; NULL for one that does not fit. */
static const struct recent *
recall(struct words *words, const char *word, size_t n)
{
	uint64_t hash;
	struct recent *recent;
	const struct known *known;

	if (n >= RECENT_WORD)
		return NULL;
	hash = hash_bytes(word, n);
	recent = &words->recent[hash & (RECENTS - 1)];
	if (recent->hash == (uint32_t)(hash >> 32) && recent->n == n &&
	    memcmp(recent->word, word, n) == 0)
		return recent;
	known = know(words, word, n);
	if (known->n >= RECENT_WORD)
		return NULL;
	recent->hash = (uint32_t)(hash >> 32);
	recent->n = (uint8_t)n;
	recent->stem_n = (uint8_t)known->n;
	recent->stop = known->stop;
	memcpy(recent->word, word, n);
	memcpy(recent->stem, known->stem, known->n + 1);
	return recent;
}

/* The stem is copied, for the callback may use the caches. */
static void
give_term(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct termer *t = arg;
	const struct recent *recent = recall(t->words, word, n);
	const struct known *known = recent ? NULL : know(t->words, word, n);
	const char *from_stem = recent ? recent->stem : known->stem;
	size_t stem_n = recent ? recent->stem_n : known->n;
	char stem[STEM_BYTES];

	if (((recent ? recent->stop : known->stop) && t->drop_stops) || stem_n == 0 ||
	    stem_n >= sizeof stem)
		return;
	memcpy(stem, from_stem, stem_n + 1);
	t->fn(t->arg, stem, stem_n, from, to);
}

void
words_terms(
    struct words *words, const char *text, size_t n, bool drop_stops, words_fn *fn, void *arg)
{
	struct termer t = { words, drop_stops, fn, arg };

	words_split(text, n, give_term, &t);
}

static void
add_term(void *arg, const char *word, size_t n, size_t from, size_t to)
{
	struct buf *out = arg;

	(void)from;
	(void)to;
	if (out->len > 0)
		buf_char(out, ' ');
	buf_add(out, word, n);
}

void
words_term_text(struct words *words, const char *text, size_t n, struct buf *out)
{
	words_terms(words, text, n, true, add_term, out);
}
