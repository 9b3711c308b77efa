/*
 * retrieve_evidence - what the files of the tests, as wholes, have to do with story or change.
 *
 * Looked at are the corpus's files that are below the root, with the history of that directory;
 * what each signal says of them is lib/signal's.  A test whose file is not there, such as a manual
 * case or one that was scanned elsewhere, has no evidence beside its matches.
 *
 * The parts, in the order in which they are called:
 *   retrieve_files.c     test files and their cases, while the store is held
 *   retrieve_tree.c      the paths of the tree; sources that a story may be about
 *   retrieve_imports.c   what imports a changed file
 *   retrieve_past.c      commits, renames, who wrote the changed lines
 *   retrieve_evidence.c  the signals, and how they are written down
 *
 * Errors: none for what is missing: evidence->missing says it, and so does the output.
 * Limits: EVIDENCE_BYTES of texts, EVIDENCE_TESTS tests of a change.
 */
#ifndef PHASE_RETRIEVE_EVIDENCE_H
#define PHASE_RETRIEVE_EVIDENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "base/vec.h"
#include "signal/change.h"
#include "signal/document.h"
#include "signal/past.h"
#include "signal/signals.h"
#include "signal/sources.h"

#define EVIDENCE_BYTES ((size_t)512 * 1024 * 1024)
#define EVIDENCE_FILE_BYTES ((size_t)8 * 1024 * 1024)
#define EVIDENCE_TESTS ((size_t)20000)

struct evidence_test {
	uint32_t test; /* in the retrieval's tests */
	char *id, *title;
	struct json *row;      /* what the output shows of it, of a change; else NULL */
	size_t line, end_line; /* 0: not known */
	bool whole;	       /* the file itself, in which no case is known */
	bool listed;	       /* in the output */
};

struct evidence_file {
	char *path;
	struct document *document; /* NULL: there is no such file, or no text */
	VEC_OF(struct evidence_test) tests;
};

struct evidence {
	VEC_OF(struct evidence_file) files; /* by path, those with a document */
	struct map index;		    /* path to file */
	struct lexicon *lexicon;
	struct strings live; /* paths of the tree, sorted */
	struct {
		struct document **at;
		size_t len, cap;
	} sources;
	struct sources rules; /* what is code */
	size_t bytes;	      /* of texts that were read */
	bool has_change;
	struct change change;
	struct json *relative; /* the change with paths as they are below the root; may be NULL */
	struct past_reading *reading; /* of the history, in a thread of its own; or NULL */
	struct past *past;
	struct past_view *view;
	char *head;
	bool shallow;
	VEC_OF(struct signals_blame) blame;
	/* By file: how far it needs a changed file, which, and through which other; NULL: none. */
	double *imports;
	const char **import_of, **import_by;
	struct strings missing;
	struct signals_output signals;
	bool computed;
};

struct retrieval;
struct json;

/* While the store is held. */
enum status retrieve_files(struct retrieval *r, struct err *err);

/* While it is not: reads the tree and asks git.  Nothing without files. */
enum status retrieve_tree(struct retrieval *r, struct err *err);
enum status retrieve_past(struct retrieval *r, struct err *err);
void retrieve_past_start(struct retrieval *r);
void retrieve_past_stop(struct past_reading *reading); /* NULL is fine */
void retrieve_imports(struct retrieval *r);
void retrieve_compute(struct retrieval *r);

bool retrieve_is_one(const struct strings *paths, const char *path); /* paths: sorted */

/* "files", "sources", "history" of the output; ids are those of the tests that are listed. */
void retrieve_evidence_put(const struct retrieval *r, struct json *out);

void retrieve_evidence_init(struct evidence *evidence);
void retrieve_evidence_fini(struct evidence *evidence);
void retrieve_file_fini(struct evidence_file *file);

/* The text of a file below the root into an emptied buf; false where there is none.  `live`: the
   walk has met it, so no link leads elsewhere. */
struct buf;
bool retrieve_text(struct retrieval *r, const char *path, bool live, struct buf *out);

#endif
