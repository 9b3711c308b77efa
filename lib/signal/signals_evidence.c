#include <stdlib.h>

#include "signal/past_private.h"
#include "signal/signals_private.h"

struct shown {
	const char *text; /* of the term, for the order */
	uint32_t term, df;
};

static int
by_rarity(const void *a, const void *b)
{
	const struct shown *x = a, *y = b;

	if (x->df != y->df)
		return x->df < y->df ? -1 : 1;
	return strcmp(x->text, y->text);
}

static bool
is_number(const char *text)
{
	return text[strspn(text, "0123456789_")] == '\0';
}

/* The terms of the evidence that few tests have, which are words, rarest first. */
static size_t
rare_terms(struct run *run, struct shown *shown)
{
	size_t n = 0;

	for (size_t i = 0; i < run->evidence.len; i++) {
		uint32_t term = run->evidence.at[i].term, df = run->df_file[term];

		const char *text = lexicon_term_text(run->lexicon, term);

		if (df == 0 || (run->n > 2 && df > run->n / 2) || is_number(text))
			continue;
		shown[n++] = (struct shown){ text, term, df };
	}
	if (n > 0)
		qsort(shown, n, sizeof *shown, by_rarity);
	return n;
}

static void
say(const struct run *run, uint32_t *said, uint32_t ident)
{
	struct tokens tokens = lexicon_ident_tokens(run->lexicon, ident);

	for (size_t i = 0; i < tokens.len; i++)
		if (said[TERM_OF(tokens.at[i])] == 0)
			said[TERM_OF(tokens.at[i])] = ident + 1;
}

static void
say_text(const struct run *run, uint32_t *said, const char *text)
{
	size_t n = strlen(text), from = 0, end;

	for (; (end = ident_next(text, n, &from)) != 0; from = end)
		say(run, said, lexicon_ident(run->lexicon, text + from, end - from));
}

/* For each term the first identifier that gave it, plus one. */
static uint32_t *
find_said(struct run *run)
{
	const struct change *change = run->in->change;
	uint32_t *said = arena_alloc(&run->arena, lexicon_terms(run->lexicon) * sizeof *said);

	for (size_t i = 0; i < run->idents.len; i++)
		say(run, said, run->idents.at[i]);
	for (size_t i = 0; i < run->n_changed; i++)
		say_text(run, said, path_base(run->changed[i].path));
	for (size_t i = 0; change && i < change->lines.len; i++)
		say(run, said, change->lines.at[i].term);
	for (size_t i = 0; change && i < change->headings.len; i++)
		say(run, said, change->headings.at[i].term);
	return said;
}

/* The word as it was written where the term came from. */
static const char *
surface(struct run *run, const uint32_t *said, uint32_t term)
{
	const char *text = lexicon_term_text(run->lexicon, term);
	struct tokens tokens;
	struct buf word;

	if (said[term] == 0)
		return arena_strdup(&run->out->arena, text);
	buf_init(&word, BUF_TEXT);
	tokens = lexicon_ident_tokens(run->lexicon, said[term] - 1);
	for (size_t i = 0; i < tokens.len && word.len == 0; i++)
		if (TERM_OF(tokens.at[i]) == term)
			ident_word(lexicon_ident_text(run->lexicon, said[term] - 1), i, &word);
	text = arena_strndup(&run->out->arena, word.s, word.len);
	buf_fini(&word);
	return text;
}

struct shared { /* what a test has of the rarest terms, while they are looked for */
	size_t slots[SIGNALS_TERMS]; /* rising */
	size_t n;
};

static void
share(const struct run *run, struct shared *shared, const struct term_counts *counts)
{
	for (size_t i = 0; i < counts->len; i++) {
		size_t slot = run->marks[counts->at[i].term], at = shared->n;

		if (slot == 0)
			continue;
		slot--;
		while (at > 0 && shared->slots[at - 1] > slot)
			at--;
		if (at == SIGNALS_TERMS || (at > 0 && shared->slots[at - 1] == slot))
			continue;
		if (shared->n < SIGNALS_TERMS)
			shared->n++;
		for (size_t k = shared->n - 1; k > at; k--)
			shared->slots[k] = shared->slots[k - 1];
		shared->slots[at] = slot;
	}
}

static void
shared_terms(struct run *run)
{
	struct shown *shown = arena_alloc(&run->arena, run->evidence.len * sizeof *shown);
	size_t n = rare_terms(run, shown);
	const uint32_t *said = find_said(run);
	const char **texts = arena_alloc(&run->arena, n * sizeof *texts);

	for (size_t i = 0; i < n; i++) {
		texts[i] = surface(run, said, shown[i].term);
		run->marks[shown[i].term] = (uint32_t)i + 1;
	}
	for (size_t i = 0; i < run->n; i++) {
		struct signals_file *file = &run->out->files[run->place[i]];
		struct shared shared = { .n = 0 };

		share(run, &shared, &run->tests[i]->terms);
		share(run, &shared, &run->tests[i]->words.all);
		for (; file->n_terms < shared.n; file->n_terms++)
			file->terms[file->n_terms] = texts[shared.slots[file->n_terms]];
	}
	for (size_t i = 0; i < n; i++)
		run->marks[shown[i].term] = 0;
}

/* The changed or likely paths of a row, each once. */
static size_t
weighed_paths(const struct run *run, const struct past_row *row, uint32_t *paths)
{
	const struct past_view *view = run->in->past;
	size_t n = 0;

	for (size_t i = 0; i < row->n; i++) {
		uint32_t path = view->paths.at[row->first + i];
		size_t k = 0;

		while (k < n && paths[k] != path)
			k++;
		if (k == n && run->weight[path] > 0)
			paths[n++] = path;
	}
	return n;
}

static void
show_commit(struct run *run, const struct past_row *row, const uint32_t *paths, size_t n,
    struct signals_commit *commit)
{
	commit->commit = row->commit;
	commit->paths = arena_alloc(&run->out->arena, n * sizeof *commit->paths);
	commit->n_paths = n;
	for (size_t i = 0; i < n; i++)
		commit->paths[i] =
		    arena_strdup(&run->out->arena, run->in->past->past->paths.at[paths[i]].key);
}

static void
shared_commits(struct run *run)
{
	const struct side *suite = &run->suite;

	for (size_t row = 0; row < suite->n_rows; row++) {
		uint32_t paths[PAST_WIDE];
		size_t n = weighed_paths(run, suite->rows[row], paths);

		for (uint32_t i = suite->first[row]; n > 0 && i < suite->first[row + 1]; i++) {
			struct signals_file *file = &run->out->files[run->place[suite->files[i]]];

			file->together++;
			if (file->n_commits < SIGNALS_COMMITS)
				show_commit(run, suite->rows[row], paths, n,
				    &file->commits[file->n_commits++]);
		}
	}
}

void
run_evidence(struct run *run)
{
	shared_terms(run);
	shared_commits(run);
}
