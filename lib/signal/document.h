/*
 * document - a file of the suite or of the sources as terms: made once, used in any number of runs.
 *
 * What is in it depends on path, text, cases and nothing else, so that it can be kept by the blob
 * it was made of (with the path: its words are part of it).
 *
 * Cases are byte ranges; they may overlap, leave gaps and come in any order.  What is outside of
 * all of them is one more case, without a name, that nobody is told about.  Without cases the file
 * is one.
 *
 * Ownership: document_new() gives, document_free() ends.  Nothing of the caller's is kept.  The
 * lexicon must outlive it.
 *
 * Limits: DOCUMENT_MAX bytes, the rest is not looked at; cases that begin there are empty.
 */
#ifndef SIGNAL_DOCUMENT_H
#define SIGNAL_DOCUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "signal/path.h"
#include "signal/terms.h"

#define DOCUMENT_MAX 400000
#define DOCUMENT_PIECE_LINES 30
#define DOCUMENT_LINES 8000 /* of a source: later ones are in no piece */

struct document_case {	  /* from the caller */
	const char *name; /* may be NULL */
	size_t from, to;  /* bytes */
};

struct document_span {	 /* tokens of a case; the spans of one case stand together */
	uint32_t number; /* in the caller's list; the rest and the file without cases: n_cases */
	uint32_t from, to;
};

struct document {
	struct path_words words;
	uint32_t *tokens; /* with TERM_STOP */
	size_t n_tokens;
	struct term_counts terms, idents;
	size_t n_cases;		     /* of the caller */
	struct document_span *spans; /* of the rest first */
	size_t n_spans;
	struct term_counts *names; /* terms of the names of cases, n_cases */
	uint32_t *pieces;	   /* of 30 lines: where their tokens begin; n_pieces + 1 */
	size_t n_pieces;
};

struct document *document_new(struct lexicon *lexicon, const char *path, const char *text,
    size_t len, const struct document_case *cases, size_t n_cases);
void document_free(struct document *document); /* NULL is fine */

#endif
