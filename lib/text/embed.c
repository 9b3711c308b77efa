#include "text/embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"
#include "text/words.h"

#define HASHES 2	 /* directions of a term's own */
#define GRAM 4		 /* bytes of an n-gram, the ends of the word marked */
#define GRAM_SHARE 0.5	 /* length of the n-grams' part against the term's own */
#define MAX_GRAMS 24	 /* of one term */
#define CACHE_MAX 200000 /* terms; then the cache starts again */
#define RECENTS ((size_t)1 << 13)
#define RECENT_TERM 23
#define SHIFT 14 /* EMBED_BUCKETS is 1 << SHIFT */

struct spike {
	uint16_t dimension;
	float value;
};

/* A term as it is known to an embedder: its direction, and what the present text has of it. */
struct direction {
	size_t from, n; /* in spikes */
	double idf, weight;
	size_t text; /* number of the text that weight is of */
};

struct recent { /* where a frequent term is, found without a look at the map */
	uint32_t hash, place;
	uint8_t n;
	char term[RECENT_TERM];
};

struct local {
	struct embedder base;
	struct recent *recent; /* RECENTS by hash */
	struct words *words;
	const struct embed_frequencies *frequencies;
	struct map index; /* term -> place in directions */
	VEC_OF(struct direction) directions;
	VEC_OF(struct spike) spikes;
	VEC_OF(size_t) present; /* the directions of the present text */
	size_t text;
	double part_weight;
};

static size_t
bucket_of(uint64_t hash)
{
	return (size_t)(hash >> (64 - SHIFT));
}

static double
idf_of(const struct embed_frequencies *frequencies, uint64_t hash)
{
	double texts, df;

	if (frequencies == NULL || frequencies->texts == 0)
		return 1;
	texts = frequencies->texts;
	df = fmin(frequencies->bucket[bucket_of(hash)], texts);
	return log(1 + (texts - df + 0.5) / (df + 0.5));
}

double
embed_idf(const struct embed_frequencies *frequencies, const char *term, size_t n)
{
	return idf_of(frequencies, hash_bytes(term, n));
}

static void
add_spike(struct local *local, uint64_t hash, double value)
{
	struct spike *spike = vec_add(&local->spikes);

	spike->dimension = (uint16_t)(hash % EMBED_DIMENSIONS);
	spike->value = (float)(hash >> 63 ? value : -value);
}

static void
add_grams(struct local *local, const char *term, size_t n)
{
	char marked[256];
	size_t grams;

	if (n > sizeof marked - 2 || n + 2 <= GRAM)
		return;
	marked[0] = '<';
	memcpy(marked + 1, term, n);
	marked[n + 1] = '>';
	grams = n + 2 - GRAM + 1;
	if (grams > MAX_GRAMS)
		grams = MAX_GRAMS;
	for (size_t i = 0; i < grams; i++)
		add_spike(local, hash_bytes(marked + i, GRAM), GRAM_SHARE / sqrt((double)grams));
}

static size_t
find_direction(struct local *local, const char *term, size_t n, uint64_t hash)
{
	bool added;
	size_t *slot = map_slot(&local->index, term, n, &added);
	struct direction *d;

	if (!added)
		return *slot;
	*slot = local->directions.len;
	d = vec_add(&local->directions);
	d->from = local->spikes.len;
	d->idf = idf_of(local->frequencies, hash);
	for (int i = 0; i < HASHES; i++) {
		add_spike(local, hash, 1 / sqrt(HASHES));
		hash = hash * 0x9e3779b97f4a7c15u + 0x632be59bd9b4e019u;
		hash ^= hash >> 29;
	}
	add_grams(local, term, n);
	d->n = local->spikes.len - d->from;
	return local->directions.len - 1;
}

static struct direction *
direction_of(struct local *local, const char *term, size_t n)
{
	uint64_t hash = hash_bytes(term, n);
	struct recent *recent = &local->recent[hash & (RECENTS - 1)];

	if (n > RECENT_TERM) {
		size_t place = find_direction(local, term, n, hash); /* may move the array */

		return &local->directions.at[place];
	}
	if (recent->n != n || recent->hash != (uint32_t)(hash >> 32) ||
	    memcmp(recent->term, term, n) != 0) {
		recent->place = (uint32_t)find_direction(local, term, n, hash);
		recent->hash = (uint32_t)(hash >> 32);
		recent->n = (uint8_t)n;
		memcpy(recent->term, term, n);
	}
	return &local->directions.at[recent->place];
}

static void
forget(struct local *local)
{
	map_fini(&local->index);
	vec_fini(&local->directions);
	vec_fini(&local->spikes);
	memset(local->recent, 0, RECENTS * sizeof *local->recent);
}

static void
begin_text(struct local *local)
{
	if (local->directions.len > CACHE_MAX)
		forget(local);
	local->text++;
	local->present.len = 0;
}

static void
add_term(void *arg, const char *term, size_t n, size_t from, size_t to)
{
	struct local *local = arg;
	struct direction *d = direction_of(local, term, n);

	(void)from;
	(void)to;
	if (d->text != local->text) {
		d->text = local->text;
		d->weight = 0;
		*vec_add(&local->present) = (size_t)(d - local->directions.at);
	}
	d->weight += local->part_weight;
}

static void
end_text(struct local *local, float *out)
{
	double sum = 0;

	memset(out, 0, EMBED_DIMENSIONS * sizeof *out);
	vec_each (size_t *, place, &local->present) {
		const struct direction *d = &local->directions.at[*place];
		const struct spike *spike = &local->spikes.at[d->from];
		float weight = (float)(d->idf * log1p(d->weight));

		for (size_t i = 0; i < d->n; i++)
			out[spike[i].dimension] += weight * spike[i].value;
	}
	for (size_t i = 0; i < EMBED_DIMENSIONS; i++)
		sum += (double)out[i] * out[i];
	for (size_t i = 0; sum > 0 && i < EMBED_DIMENSIONS; i++)
		out[i] = (float)(out[i] / sqrt(sum));
}

static void
each_term(const char *terms, words_fn *fn, void *arg)
{
	while (*terms) {
		size_t n = strcspn(terms, " ");

		if (n > 0)
			fn(arg, terms, n, 0, n);
		terms += n + (terms[n] == ' ');
	}
}

void
embed_local_terms(struct embedder *embedder, const struct embed_part *parts, size_t n, float *out)
{
	struct local *local = (struct local *)embedder;

	begin_text(local);
	for (size_t i = 0; i < n; i++) {
		local->part_weight = parts[i].weight;
		each_term(parts[i].terms, add_term, local);
	}
	end_text(local, out);
}

static enum status
local_embed(struct embedder *embedder, const struct embed_text *texts, size_t n, float *out,
    struct err *err)
{
	struct local *local = (struct local *)embedder;

	(void)err;
	local->part_weight = 1;
	for (size_t i = 0; i < n; i++) {
		begin_text(local);
		words_terms(local->words, texts[i].s, texts[i].n, true, add_term, local);
		end_text(local, out + i * EMBED_DIMENSIONS);
	}
	return ST_OK;
}

static void
local_close(struct embedder *embedder)
{
	struct local *local = (struct local *)embedder;

	if (local == NULL)
		return;
	forget(local);
	vec_fini(&local->present);
	free(local->recent);
	free(local);
}

struct embedder *
embed_local_new(struct words *words, const struct embed_frequencies *frequencies)
{
	struct local *local = mem_calloc(1, sizeof *local);

	local->base = (struct embedder){ .model = EMBED_LOCAL_MODEL,
		.dimensions = EMBED_DIMENSIONS,
		.embed = local_embed,
		.close = local_close };
	local->words = words;
	local->frequencies = frequencies;
	local->recent = mem_calloc(RECENTS, sizeof *local->recent);
	map_init(&local->index);
	return &local->base;
}

struct embed_counter {
	struct embed_frequencies *frequencies;
	uint32_t last[EMBED_BUCKETS]; /* the text a bucket was last counted for */
	uint32_t text;
};

struct embed_counter *
embed_counter_new(struct embed_frequencies *frequencies)
{
	struct embed_counter *counter = mem_calloc(1, sizeof *counter);

	counter->frequencies = frequencies;
	return counter;
}

void
embed_counter_free(struct embed_counter *counter)
{
	free(counter);
}

static void
count_term(void *arg, const char *term, size_t n, size_t from, size_t to)
{
	struct embed_counter *counter = arg;
	size_t bucket = bucket_of(hash_bytes(term, n));

	(void)from;
	(void)to;
	if (counter->last[bucket] == counter->text)
		return;
	counter->last[bucket] = counter->text;
	counter->frequencies->bucket[bucket]++;
}

void
embed_count(struct embed_counter *counter, const struct embed_part *parts, size_t n)
{
	counter->text++;
	counter->frequencies->texts++;
	for (size_t i = 0; i < n; i++)
		each_term(parts[i].terms, count_term, counter);
}
