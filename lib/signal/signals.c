#include "signal/signals.h"

#include <math.h>
#include <stdlib.h>

#include "signal/signals_private.h"

static const struct {
	const char *name;
	bool on[2]; /* of each track */
} table[SIGNALS] = {
	[SIGNAL_BODY] = { "body", { true, true } },
	[SIGNAL_MESSAGES] = { "messages", { true, false } },
	[SIGNAL_COSINE] = { "cosine", { true, true } },
	[SIGNAL_PATH] = { "path", { true, true } },
	[SIGNAL_NAMED] = { "named", { true, true } },
	[SIGNAL_PREFIX] = { "prefix", { true, false } },
	[SIGNAL_CASES] = { "cases", { true, false } },
	[SIGNAL_PAIRS] = { "pairs", { true, true } },
	[SIGNAL_IDENTIFIERS] = { "identifiers", { false, true } },
	[SIGNAL_RECENT] = { "recent", { true, true } },
	[SIGNAL_SOURCE_JOINT] = { "source-joint", { true, false } },
	[SIGNAL_SOURCE_PATH] = { "source-path", { true, false } },
	[SIGNAL_SOURCE_CHANGE] = { "source-change", { true, false } },
	[SIGNAL_SOURCE_NAMES] = { "source-names", { true, false } },
	[SIGNAL_SOURCE_PIECES] = { "source-pieces", { true, false } },
	[SIGNAL_DIFF_COSINE] = { "diff-cosine", { false, true } },
	[SIGNAL_DIFF_CASES] = { "diff-cases", { false, true } },
	[SIGNAL_NAMES] = { "names", { false, true } },
	[SIGNAL_CONTEXT] = { "context", { false, true } },
	[SIGNAL_STRINGS] = { "strings", { false, true } },
	[SIGNAL_NEAR_PATH] = { "near-path", { false, true } },
	[SIGNAL_SAME_STEM] = { "same-stem", { false, true } },
	[SIGNAL_JOINT] = { "joint", { false, true } },
	[SIGNAL_CO_CHANGE] = { "co-change", { false, true } },
	[SIGNAL_CO_CHANGE_PLAIN] = { "co-change-plain", { false, true } },
	[SIGNAL_BLAME] = { "blame", { false, true } },
	[SIGNAL_IMPORTS] = { "imports", { false, true } },
};

const char *
signal_name(enum signal which)
{
	return table[which].name;
}

enum signal
signal_find(const char *name)
{
	size_t i = 0;

	while (i < SIGNALS && strcmp(table[i].name, name) != 0)
		i++;
	return (enum signal)i;
}

bool
signal_on(enum signal which, enum track track)
{
	return table[which].on[track];
}

void
best_is_one(double *value, size_t n)
{
	double best = 0;

	for (size_t i = 0; i < n; i++)
		if (value[i] > best)
			best = value[i];
	for (size_t i = 0; i < n && best > 0; i++)
		value[i] /= best;
}

/* Code that holds tests is nearer to a change than any file of tests, and no measure for them: they
   are divided by their own best, and it has at most 1. */
static void
best_test_is_one(const struct run *run, double *value)
{
	const bool *code = run->in->code;
	double best = 0;

	for (size_t i = 0; code && i < run->n; i++) {
		if (value[i] > best && !code[run->place[i]])
			best = value[i];
	}
	if (best <= 0) {
		best_is_one(value, run->n);
		return;
	}
	for (size_t i = 0; i < run->n; i++)
		value[i] = value[i] < best ? value[i] / best : 1;
}

double *
run_value(struct run *run, enum signal which)
{
	if (run->value[which] == NULL)
		run->value[which] = arena_alloc(&run->arena, run->n * sizeof(double));
	return run->value[which];
}

struct placed {
	const struct document *doc;
	size_t place;
};

static int
by_path(const void *a, const void *b)
{
	const struct placed *x = a, *y = b;
	int order = strcmp(x->doc->words.path, y->doc->words.path);

	if (order != 0)
		return order;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* The documents in the order of their paths, and where each was. */
static const struct document **
sorted(struct run *run, const struct document *const *docs, size_t n, size_t *place)
{
	const struct document **out = arena_alloc(&run->arena, n * sizeof(void *));
	struct placed *placed = arena_alloc(&run->arena, n * sizeof *placed);

	for (size_t i = 0; i < n; i++)
		placed[i] = (struct placed){ docs[i], i };
	if (n > 0)
		qsort(placed, n, sizeof *placed, by_path);
	for (size_t i = 0; i < n; i++) {
		out[i] = placed[i].doc;
		if (place)
			place[i] = placed[i].place;
	}
	return out;
}

static void
take_documents(struct run *run)
{
	const struct signals_input *in = run->in;

	run->n = in->n_tests;
	run->place = arena_alloc(&run->arena, run->n * sizeof *run->place);
	run->tests = sorted(run, in->tests, run->n, run->place);
	run->paths = arena_alloc(&run->arena, run->n * sizeof *run->paths);
	for (size_t i = 0; i < run->n; i++)
		run->paths[i] = run->tests[i]->words.path;
	run->n_sources = in->change ? 0 : in->n_sources;
	run->sources = sorted(run, in->sources, run->n_sources, NULL);
}

/* 1 + ln n for each term, and 1 more for those of the first line. */
static void
read_request(struct run *run)
{
	const char *text = run->in->request ? run->in->request : "";
	size_t n = run->in->request ? run->in->request_len : 0, from = 0, end;
	const char *newline = memchr(text, '\n', n);
	size_t line = newline ? (size_t)(newline - text) : n;

	if (n > REQUEST_MAX)
		n = REQUEST_MAX;
	for (; (end = ident_next(text, n, &from)) != 0; from = end) {
		uint32_t ident = lexicon_ident(run->lexicon, text + from, end - from);
		struct tokens tokens = lexicon_ident_tokens(run->lexicon, ident);

		*vec_add(&run->idents) = ident;
		for (size_t i = 0; i < tokens.len; i++) {
			if (tokens.at[i] & TERM_STOP)
				continue;
			*vec_add(&run->asked) = tokens.at[i];
			*bag_slot(&run->q, tokens.at[i]) += 1;
			if (from < line)
				*bag_slot(&run->subject, tokens.at[i]) = 1;
		}
	}
	for (size_t i = 0; i < run->q.len; i++)
		run->q.at[i].weight = 1 + log(run->q.at[i].weight);
	bag_add(&run->q, &run->subject, 1);
	bag_add(&run->evidence, &run->q, 1);
}

/* Identifiers inside of changed string literals, of more than three letters. */
static void
read_string(struct run *run, const char *text, struct buf *folded)
{
	size_t n = strlen(text), from = 0, end;

	for (; (end = ident_next(text, n, &from)) != 0; from = end) {
		uint32_t ident = lexicon_ident(run->lexicon, text + from, end - from);

		terms_fold(text + from, end - from, folded);
		if (ident_length(text + from, end - from) > 3 &&
		    !terms_stop(folded->s, folded->len))
			*vec_add(&run->quoted) = ident;
	}
}

static void
read_change(struct run *run)
{
	const struct change *change = run->in->change;
	struct buf folded;

	if (change == NULL)
		return;
	buf_init(&folded, BUF_TEXT);
	run->changed = arena_alloc(&run->arena, change->paths.len * sizeof *run->changed);
	run->n_changed = change->paths.len;
	for (size_t i = 0; i < run->n_changed; i++)
		path_words_init(&run->changed[i], run->lexicon, change->paths.at[i]);
	for (size_t i = 0; i < change->strings.len; i++)
		read_string(run, change->strings.at[i], &folded);
	buf_fini(&folded);
}

/* Everything that is in the lexicon from now on stays all there is. */
static void
count_terms(struct run *run)
{
	const size_t n_terms = lexicon_terms(run->lexicon);

	run->marks = lexicon_marks(run->lexicon);
	run->df_body = arena_alloc(&run->arena, n_terms * sizeof *run->df_body);
	run->df_file = arena_alloc(&run->arena, n_terms * sizeof *run->df_file);
	run->length = arena_alloc(&run->arena, run->n * sizeof *run->length);
	for (size_t i = 0; i < run->n; i++) {
		const struct document *doc = run->tests[i];

		run->length[i] = (double)doc->n_tokens;
		for (size_t k = 0; k < doc->terms.len; k++) {
			run->marks[doc->terms.at[k].term] = 1;
			run->df_body[doc->terms.at[k].term]++;
			run->df_file[doc->terms.at[k].term]++;
		}
		for (size_t k = 0; k < doc->words.all.len; k++)
			if (run->marks[doc->words.all.at[k].term] == 0)
				run->df_file[doc->words.all.at[k].term]++;
		for (size_t k = 0; k < doc->terms.len; k++)
			run->marks[doc->terms.at[k].term] = 0;
	}
}

#define LOGS 256

/* The length of each test's vector of (1 + ln tf) * ln(n / df). */
static void
find_norms(struct run *run)
{
	const size_t n_terms = lexicon_terms(run->lexicon);
	double *idf = arena_alloc(&run->arena, n_terms * sizeof *idf), logs[LOGS];

	for (size_t i = 0; i < n_terms; i++)
		if (run->df_body[i] > 0)
			idf[i] = log((double)run->n / run->df_body[i]);
	for (size_t i = 1; i < LOGS; i++)
		logs[i] = log((double)i);
	run->norm = arena_alloc(&run->arena, run->n * sizeof *run->norm);
	for (size_t i = 0; i < run->n; i++) {
		const struct term_counts *terms = &run->tests[i]->terms;
		double sum = 0;

		for (size_t k = 0; k < terms->len; k++) {
			uint32_t count = terms->at[k].count;
			double value = (1 + (count < LOGS ? logs[count] : log(count))) *
				       idf[terms->at[k].term];

			sum += value * value;
		}
		run->norm[i] = sum > 0 ? sqrt(sum) : 1;
	}
}

struct weighed {
	const char *text;
	uint32_t term;
	double weight, value;
};

static int
by_weight(const void *a, const void *b)
{
	const struct weighed *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return strcmp(x->text, y->text);
}

/* By their weight in bag, or 1 + ln of it, times the idf that df gives. */
static void
best_of(struct run *run, const struct bag *bag, bool counts, const uint32_t *df, size_t n,
    struct bag *out)
{
	struct weighed *weighed = arena_alloc(&run->arena, bag->len * sizeof *weighed);
	size_t len = 0;

	for (size_t i = 0; i < bag->len; i++) {
		uint32_t term = bag->at[i].term;
		double idf = tally_idf(run->n, df[term]);
		double weight = counts ? 1 + log(bag->at[i].weight) : bag->at[i].weight;

		if (idf > 0)
			weighed[len++] = (struct weighed){ lexicon_term_text(run->lexicon, term),
				term, weight, weight * idf };
	}
	if (len > 0)
		qsort(weighed, len, sizeof *weighed, by_weight);
	for (size_t i = 0; i < len && i < n; i++)
		*bag_slot(out, weighed[i].term) = weighed[i].weight;
}

void
run_rarest(struct run *run, const struct bag *counts, size_t n, struct bag *out)
{
	best_of(run, counts, true, run->df_file, n, out);
}

void
run_best_terms(struct run *run, const struct bag *weights, size_t n, struct bag *out)
{
	best_of(run, weights, false, run->df_body, n, out);
}

static void
put_values(struct run *run)
{
	struct signals_output *out = run->out;

	for (size_t s = 0; s < SIGNALS; s++) {
		if (!table[s].on[out->track])
			continue;
		out->value[s] = arena_alloc(&out->arena, run->n * sizeof *out->value[s]);
		if (run->value[s] == NULL)
			continue;
		best_test_is_one(run, run->value[s]);
		for (size_t i = 0; i < run->n; i++)
			out->value[s][run->place[i]] = run->value[s][i];
	}
}

static void
end(struct run *run)
{
	for (size_t i = 0; i < run->n_changed; i++)
		path_words_fini(&run->changed[i]);
	bag_fini(&run->q);
	bag_fini(&run->subject);
	bag_fini(&run->evidence);
	vec_fini(&run->asked);
	vec_fini(&run->idents);
	vec_fini(&run->quoted);
	arena_fini(&run->arena);
}

void
signals_compute(const struct signals_input *in, struct signals_output *out)
{
	struct run run = { .in = in, .out = out, .lexicon = in->lexicon };

	*out = (struct signals_output){
		.track = in->change ? TRACK_CHANGE : TRACK_STORY,
		.n_tests = in->n_tests,
	};
	arena_init(&out->arena);
	arena_init(&run.arena);
	out->files = arena_alloc(&out->arena, in->n_tests * sizeof *out->files);
	take_documents(&run);
	read_request(&run);
	read_change(&run);
	count_terms(&run);
	find_norms(&run);
	run_path_set(&run, &run.path, run.tests, run.n);
	run_past(&run);
	run_words(&run);
	run_paths(&run);
	if (in->change)
		run_change(&run);
	else
		run_story(&run);
	run_evidence(&run);
	put_values(&run);
	end(&run);
}

void
signals_fini(struct signals_output *out)
{
	arena_fini(&out->arena);
	*out = (struct signals_output){ 0 };
}
