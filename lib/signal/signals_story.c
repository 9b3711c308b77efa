#include <math.h>
#include <stdlib.h>

#include "signal/signals_private.h"

#define PIECE_SOURCES 12 /* that are cut into pieces */
#define PIECES 10	 /* whose words are taken */
#define PIECE_TERMS 30

struct ranked {
	double value;
	size_t at;
};

static int
by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return x->at < y->at ? -1 : x->at > y->at;
}

static struct ranked *
ranking(struct run *run, const double *value, size_t n)
{
	struct ranked *ranked = arena_alloc(&run->arena, n * sizeof *ranked);

	for (size_t i = 0; i < n; i++)
		ranked[i] = (struct ranked){ value[i], i };
	if (n > 0)
		qsort(ranked, n, sizeof *ranked, by_value);
	return ranked;
}

/* BM25 k1 1.5, b 0.5 of the request over text and four times the path of the sources. */
static void
source_text(struct run *run, double *score)
{
	double *length = arena_alloc(&run->arena, run->n_sources * sizeof *length);
	struct tally tally;

	tally_init(&tally, run->q.len);
	run_mark(run, &run->q);
	for (size_t i = 0; i < run->n_sources; i++) {
		const struct document *doc = run->sources[i];

		length[i] = (double)doc->n_tokens;
		run_add_counts(run, &tally, &doc->terms, 1);
		run_add_counts(run, &tally, &doc->words.all, 4);
		tally_end(&tally);
	}
	run_unmark(run, &run->q);
	tally_bm25(&tally, run_weights(run, &run->q), NULL, &(struct bm25_shape){ 1.5, .5, length },
	    score);
	tally_fini(&tally);
}

/* The same over the messages of the commits that touched each source; k1 1.2. */
static void
source_messages(struct run *run, double *score)
{
	double *length = arena_alloc(&run->arena, run->n_sources * sizeof *length);
	const char **paths = arena_alloc(&run->arena, run->n_sources * sizeof *paths);
	struct side_terms terms;
	struct tally tally;
	struct side side;

	for (size_t i = 0; i < run->n_sources; i++)
		paths[i] = run->sources[i]->words.path;
	side_init(&side, &run->arena, run->in->past, paths, run->n_sources, false);
	run_mark(run, &run->q);
	side_terms_find(&side, &run->arena, run->marks, run->q.len, &terms);
	run_unmark(run, &run->q);
	side_message_length(&side, length);
	tally_init(&tally, run->q.len);
	for (size_t i = 0; i < run->n_sources; i++) {
		side_message_add(&side, &terms, i, 1, &tally);
		tally_end(&tally);
	}
	tally_bm25(&tally, run_weights(run, &run->q), NULL, &(struct bm25_shape){ 1.2, .5, length },
	    score);
	tally_fini(&tally);
}

/* How likely each source is to change: text + 0.7 messages + 0.4 path. */
static double *
likely(struct run *run)
{
	const size_t n = run->n_sources;
	double *text = arena_alloc(&run->arena, n * sizeof *text);
	double *messages = arena_alloc(&run->arena, n * sizeof *messages);
	double *path = arena_alloc(&run->arena, n * sizeof *path);
	struct paths set;

	source_text(run, text);
	source_messages(run, messages);
	run_path_set(run, &set, run->sources, n);
	run_path_match(run, &set, &run->q, path);
	best_is_one(text, n);
	best_is_one(messages, n);
	best_is_one(path, n);
	for (size_t i = 0; i < n; i++)
		text[i] += .7 * messages[i] + .4 * path[i];
	return text;
}

/* Base name words of the guessed sources, each with its greatest weight. */
static void
source_names(struct run *run, const struct ranked *o, double *score)
{
	struct bag names = { 0 };

	for (size_t i = 0; i < run->out->n_sources; i++) {
		const struct term_counts *name = &run->sources[o[i].at]->words.name;

		for (size_t k = 0; k < name->len; k++) {
			double *weight = bag_slot(&names, name->at[k].term);

			if (*weight < run->out->sources[i].weight)
				*weight = run->out->sources[i].weight;
		}
	}
	run_bm25(run, &names, &(struct tests_part){ 6, 0 },
	    &(struct bm25_shape){ 2, .4, run->length }, score);
	bag_fini(&names);
}

struct piece {
	const struct document *doc;
	uint32_t from, to; /* tokens */
	double prior;
};

struct pieces {
	struct piece *at;
	size_t len;
	double *score; /* BM25 k1 1.2, b 0.5 of the request over all of them */
};

static size_t
count_pieces(const struct run *run, const struct ranked *o)
{
	size_t n = 0;

	for (size_t i = 0; i < run->n_sources && i < PIECE_SOURCES; i++)
		if (o[i].value > 0)
			n += run->sources[o[i].at]->n_pieces;
	return n;
}

static void
cut(struct run *run, const struct ranked *o, struct pieces *pieces)
{
	pieces->len = 0;
	pieces->at = arena_alloc(&run->arena, count_pieces(run, o) * sizeof *pieces->at);
	for (size_t i = 0; i < run->n_sources && i < PIECE_SOURCES; i++) {
		const struct document *doc = run->sources[o[i].at];

		for (size_t k = 0; o[i].value > 0 && k < doc->n_pieces; k++)
			pieces->at[pieces->len++] = (struct piece){
				.doc = doc,
				.from = doc->pieces[k],
				.to = doc->pieces[k + 1],
				.prior = o[i].value / o[0].value,
			};
	}
}

static void
score_pieces(struct run *run, struct pieces *pieces)
{
	double *length = arena_alloc(&run->arena, pieces->len * sizeof *length);
	struct tally tally;

	pieces->score = arena_alloc(&run->arena, pieces->len * sizeof *pieces->score);
	tally_init(&tally, run->q.len);
	run_mark(run, &run->q);
	for (size_t i = 0; i < pieces->len; i++) {
		const struct piece *piece = &pieces->at[i];

		for (uint32_t k = piece->from; k < piece->to; k++) {
			uint32_t token = piece->doc->tokens[k];

			if (token & TERM_STOP)
				continue;
			length[i]++;
			if (run->marks[token] != 0)
				tally_add(&tally, run->marks[token] - 1, 1);
		}
		tally_end(&tally);
	}
	run_unmark(run, &run->q);
	tally_bm25(&tally, run_weights(run, &run->q), NULL, &(struct bm25_shape){ 1.2, .5, length },
	    pieces->score);
	tally_fini(&tally);
}

static void
add_piece(struct run *run, const struct piece *piece, double weight, struct bag *words)
{
	struct token_list tokens = { 0 };
	struct term_counts counts;

	for (uint32_t k = piece->from; k < piece->to; k++)
		if ((piece->doc->tokens[k] & TERM_STOP) == 0)
			*vec_add(&tokens) = piece->doc->tokens[k];
	counts = lexicon_count(run->lexicon, tokens.at, tokens.len);
	for (size_t i = 0; i < counts.len; i++)
		*bag_slot(words, counts.at[i].term) += weight * (1 + log(counts.at[i].count));
	free(counts.at);
	vec_fini(&tokens);
}

/* The words of the ten best pieces; a piece counts as much as the square of its score. */
static void
piece_words(struct run *run, const struct pieces *pieces, struct bag *words)
{
	double *score = arena_alloc(&run->arena, pieces->len * sizeof *score);
	struct ranked *o;

	for (size_t i = 0; i < pieces->len; i++)
		score[i] = pieces->score[i];
	best_is_one(score, pieces->len);
	for (size_t i = 0; i < pieces->len; i++)
		score[i] += .5 * pieces->at[i].prior;
	o = ranking(run, score, pieces->len);
	for (size_t i = 0; i < pieces->len && i < PIECES; i++) {
		double weight = o[i].value / o[0].value;

		if (pieces->score[o[i].at] > 0)
			add_piece(run, &pieces->at[o[i].at], weight * weight, words);
	}
}

static void
source_pieces(struct run *run, const struct ranked *o, double *score)
{
	struct bag words = { 0 }, best = { 0 };
	struct pieces pieces;

	cut(run, o, &pieces);
	score_pieces(run, &pieces);
	piece_words(run, &pieces, &words);
	run_best_terms(run, &words, PIECE_TERMS, &best);
	run_bm25(run, &best, &(struct tests_part){ 0 },
	    &(struct bm25_shape){ 1.5, .5, run->length }, score);
	bag_fini(&words);
	bag_fini(&best);
}

static void
guess(struct run *run, const struct ranked *o)
{
	struct signals_output *out = run->out;

	for (size_t i = 0; i < run->n_sources && i < SIGNALS_SOURCES && o[i].value > 0; i++) {
		double share = o[i].value / o[0].value;
		const char *path = run->sources[o[i].at]->words.path;

		out->sources[out->n_sources++] = (struct signals_source){
			.path = arena_strdup(&out->arena, path),
			.weight = share * share * share,
		};
		run_weigh(run, path, share * share * share);
	}
}

void
run_story(struct run *run)
{
	double *near = run_value(run, SIGNAL_SOURCE_PATH), *likeness;
	const struct ranked *o = ranking(run, likely(run), run->n_sources);

	run_story_words(run);
	run_cases(run, &run->q, true, run_value(run, SIGNAL_CASES));
	guess(run, o);
	for (size_t i = 0; i < run->out->n_sources; i++)
		run_path_near(
		    run, &run->sources[o[i].at]->words, run->out->sources[i].weight, near);
	likeness = run_likeness(run);
	run_co_change(run, likeness, .5, run_value(run, SIGNAL_SOURCE_CHANGE));
	source_names(run, o, run_value(run, SIGNAL_SOURCE_NAMES));
	source_pieces(run, o, run_value(run, SIGNAL_SOURCE_PIECES));
	if (run->n_sources > 0)
		run_joint(run, likeness, run_value(run, SIGNAL_SOURCE_JOINT));
}
