#include <math.h>
#include <stdlib.h>

#include "signal/signals_private.h"

void
run_mark(struct run *run, const struct bag *q)
{
	for (size_t i = 0; i < q->len; i++)
		run->marks[q->at[i].term] = (uint32_t)i + 1;
}

void
run_unmark(struct run *run, const struct bag *q)
{
	for (size_t i = 0; i < q->len; i++)
		run->marks[q->at[i].term] = 0;
}

double *
run_weights(struct run *run, const struct bag *q)
{
	double *weight = arena_alloc(&run->arena, q->len * sizeof *weight);

	for (size_t i = 0; i < q->len; i++)
		weight[i] = q->at[i].weight;
	return weight;
}

double *
run_idf(struct run *run, const struct bag *q, const uint32_t *df)
{
	double *idf = arena_alloc(&run->arena, q->len * sizeof *idf);

	for (size_t i = 0; i < q->len; i++)
		idf[i] = tally_idf(run->n, df[q->at[i].term]);
	return idf;
}

void
run_add_counts(
    const struct run *run, struct tally *tally, const struct term_counts *counts, double by)
{
	for (size_t i = 0; i < counts->len; i++) {
		uint32_t slot = run->marks[counts->at[i].term];

		if (slot != 0)
			tally_add(tally, slot - 1, by * counts->at[i].count);
	}
}

void
run_bm25(struct run *run, const struct bag *q, const struct tests_part *part,
    const struct bm25_shape *shape, double *score)
{
	struct tally tally;

	tally_init(&tally, q->len);
	run_mark(run, q);
	for (size_t i = 0; i < run->n; i++) {
		run_add_counts(run, &tally, &run->tests[i]->terms, 1);
		if (part->path > 0)
			run_add_counts(run, &tally, &run->tests[i]->words.all, part->path);
		if (part->messages > 0)
			side_message_add(&run->suite, &run->terms, i, part->messages, &tally);
		tally_end(&tally);
	}
	run_unmark(run, q);
	tally_bm25(&tally, run_weights(run, q), NULL, shape, score);
	tally_fini(&tally);
}

/* tf-idf with 1 + ln on both sides; no weight is below 1. */
void
run_cosine(struct run *run, const struct bag *q, double *score)
{
	struct tally tally;
	double *value = arena_alloc(&run->arena, q->len * sizeof *value);

	for (size_t i = 0; i < q->len; i++) {
		uint32_t df = run->df_body[q->at[i].term];
		double idf = df > 0 ? log((double)run->n / df) : 0;

		value[i] = (1 + log(q->at[i].weight)) * idf * idf;
	}
	tally_init(&tally, q->len);
	run_mark(run, q);
	for (size_t i = 0; i < run->n; i++) {
		run_add_counts(run, &tally, &run->tests[i]->terms, 1);
		tally_end(&tally);
	}
	run_unmark(run, q);
	vec_each (const struct tally_hit *, hit, &tally.hits)
		score[hit->document] += (1 + log(hit->tf)) * value[hit->slot];
	for (size_t i = 0; i < run->n; i++)
		score[i] /= run->norm[i];
	tally_fini(&tally);
}

struct pair {
	uint32_t first, second;
	uint32_t next; /* of the same first, plus one */
};

/* Neighbouring words of the request, each pair once; marks lead to the first with a word. */
static size_t
find_pairs(struct run *run, struct pair *pairs)
{
	size_t n = 0;

	for (size_t i = 0; i + 1 < run->asked.len; i++) {
		uint32_t a = run->asked.at[i], b = run->asked.at[i + 1], at = run->marks[a];

		while (at != 0 && pairs[at - 1].second != b)
			at = pairs[at - 1].next;
		if (at != 0)
			continue;
		pairs[n] = (struct pair){ a, b, run->marks[a] };
		run->marks[a] = (uint32_t)++n;
	}
	return n;
}

static void
count_pairs(const struct run *run, const struct pair *pairs, struct tally *tally)
{
	for (size_t i = 0; i < run->n; i++) {
		const struct document *doc = run->tests[i];

		for (size_t k = 0; k + 1 < doc->n_tokens; k++) {
			uint32_t at = run->marks[TERM_OF(doc->tokens[k])];

			for (; at != 0; at = pairs[at - 1].next)
				if (pairs[at - 1].second == TERM_OF(doc->tokens[k + 1]))
					tally_add(tally, at - 1, 1);
		}
		tally_end(tally);
	}
}

/* Words that are neighbours in the request and in the test: idf * tf 2.2 / (tf + 1.2). */
static void
pairs_signal(struct run *run, double *score)
{
	size_t room = run->asked.len;
	struct pair *pairs = arena_alloc(&run->arena, room * sizeof *pairs);
	double *weight = arena_alloc(&run->arena, room * sizeof *weight);
	struct tally tally;
	size_t n = find_pairs(run, pairs);

	for (size_t i = 0; i < n; i++)
		weight[i] = 1;
	tally_init(&tally, n);
	if (n > 0)
		count_pairs(run, pairs, &tally);
	else
		tally.n_documents = run->n;
	for (size_t i = 0; i < n; i++)
		run->marks[pairs[i].first] = 0;
	tally_bm25(&tally, weight, NULL, &(struct bm25_shape){ 1.2, 0, NULL }, score);
	tally_fini(&tally);
}

struct rare {
	uint32_t df, slot;
	const char *text;
};

static int
by_rarity(const void *a, const void *b)
{
	const struct rare *x = a, *y = b;

	if (x->df != y->df)
		return x->df < y->df ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* 1 for the `limit` rarest identifiers that are there at all, 0 for the others. */
static double *
choose(struct run *run, const struct bag *q, const struct tally *tally, size_t limit)
{
	double *weight = arena_alloc(&run->arena, q->len * sizeof *weight);
	struct rare *rare = arena_alloc(&run->arena, q->len * sizeof *rare);
	size_t n = 0;

	for (size_t i = 0; i < q->len; i++)
		if (tally->df[i] > 0)
			rare[n++] = (struct rare){ tally->df[i], (uint32_t)i,
				lexicon_ident_text(run->lexicon, q->at[i].term) };
	if (n > 0)
		qsort(rare, n, sizeof *rare, by_rarity);
	for (size_t i = 0; i < n && i < limit; i++)
		weight[rare[i].slot] = 1;
	return weight;
}

/* Identifiers as they are written: idf * tf 2.2 / (tf + 1.2) of the `limit` rarest. */
void
run_exact(struct run *run, const struct token_list *idents, size_t limit, double *score)
{
	struct bag q = { 0 };
	struct tally tally;

	for (size_t i = 0; i < idents->len; i++)
		*bag_slot(&q, idents->at[i]) = 1;
	tally_init(&tally, q.len);
	run_mark(run, &q);
	for (size_t i = 0; i < run->n; i++) {
		run_add_counts(run, &tally, &run->tests[i]->idents, 1);
		tally_end(&tally);
	}
	run_unmark(run, &q);
	tally_bm25(&tally, choose(run, &q, &tally, limit), NULL,
	    &(struct bm25_shape){ 1.2, 0, NULL }, score);
	tally_fini(&tally);
	bag_fini(&q);
}

static void
identifiers_signal(struct run *run, double *score)
{
	struct token_list compound = { 0 };

	for (size_t i = 0; i < run->idents.len; i++) {
		uint32_t ident = run->idents.at[i];

		const char *text = lexicon_ident_text(run->lexicon, ident);

		if (ident_length(text, strlen(text)) >= 4 &&
		    lexicon_ident_tokens(run->lexicon, ident).len > 1)
			*vec_add(&compound) = ident;
	}
	run_exact(run, &compound, SIZE_MAX, score);
	vec_fini(&compound);
}

void
run_words(struct run *run)
{
	const struct bm25_shape shape = { 2, .4, run->length };

	run_bm25(run, &run->q, &(struct tests_part){ 6, 3 }, &shape, run_value(run, SIGNAL_BODY));
	run_cosine(run, &run->q, run_value(run, SIGNAL_COSINE));
	pairs_signal(run, run_value(run, SIGNAL_PAIRS));
	if (run->out->track == TRACK_CHANGE)
		identifiers_signal(run, run_value(run, SIGNAL_IDENTIFIERS));
}

/* BM25 over documents made of the messages of the commits that touched each test. */
static void
messages_signal(struct run *run, double *score)
{
	double *length = arena_alloc(&run->arena, run->n * sizeof *length);
	struct tally tally;

	tally_init(&tally, run->q.len);
	side_message_length(&run->suite, length);
	for (size_t i = 0; i < run->n; i++) {
		side_message_add(&run->suite, &run->terms, i, 1, &tally);
		tally_end(&tally);
	}
	tally_bm25(&tally, run_weights(run, &run->q), NULL, &(struct bm25_shape){ 1.2, .5, length },
	    score);
	tally_fini(&tally);
}

static void
add_prefixes(
    const struct run *run, struct tally *tally, const struct term_counts *counts, double by)
{
	for (size_t i = 0; i < counts->len; i++) {
		uint32_t prefix = lexicon_prefix(run->lexicon, counts->at[i].term);
		uint32_t slot = run->marks[prefix];

		if (slot != 0)
			tally_add(tally, slot - 1, by * counts->at[i].count);
	}
}

/* BM25 over the first six letters of the terms. */
static void
prefix_signal(struct run *run, double *score)
{
	struct bag q = { 0 };
	struct tally tally;

	for (size_t i = 0; i < run->q.len; i++)
		*bag_slot(&q, lexicon_prefix(run->lexicon, run->q.at[i].term)) +=
		    run->q.at[i].weight;
	tally_init(&tally, q.len);
	run_mark(run, &q);
	for (size_t i = 0; i < run->n; i++) {
		add_prefixes(run, &tally, &run->tests[i]->terms, 1);
		add_prefixes(run, &tally, &run->tests[i]->words.all, 4);
		tally_end(&tally);
	}
	run_unmark(run, &q);
	tally_bm25(
	    &tally, run_weights(run, &q), NULL, &(struct bm25_shape){ 2, .4, run->length }, score);
	tally_fini(&tally);
	bag_fini(&q);
}

void
run_story_words(struct run *run)
{
	messages_signal(run, run_value(run, SIGNAL_MESSAGES));
	prefix_signal(run, run_value(run, SIGNAL_PREFIX));
}
