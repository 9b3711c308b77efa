/*
 * eval_private - what the modules of eval share.
 *
 * eval_find.c finds commits that may be cases, eval_tree.c reads the state before one, eval_rank.c
 * orders its suite, eval_one.c makes a case of it all, eval.c has two threads do so.
 */
#ifndef PHASE_EVAL_PRIVATE_H
#define PHASE_EVAL_PRIVATE_H

#include "base/map.h"
#include "base/mem.h"
#include "phase/eval.h"
#include "phase/eval_message.h"
#include "store/commits.h"

/* ---- a commit that may be a case */
struct eval_found {
	const char *id, *parent, *message;
	size_t message_n;
	struct strings sources, tests; /* changed; modified */
};

struct eval_find {
	struct arena arena;
	VEC_OF(struct eval_found) at; /* newest first */
};

enum status eval_find(const struct eval_args *args, void *state,
    const struct eval_message *messages, struct eval_find *out, struct err *err);
void eval_find_fini(struct eval_find *find);

/* ---- what a thread keeps from case to case */
struct eval_file {		   /* a blob at a path */
	struct document *document; /* of a test, or of a source that was wanted */
	bool test, looked;	   /* looked: whether it is a test is known */
	size_t used;		   /* the last case that had it */
};

struct eval_thread {
	const struct eval_args *args;
	const struct commits *commits;
	const struct map *places; /* id -> number in commits */
	void *state;
	struct eval_message *messages;
	struct lexicon *lexicon;
	struct map known; /* "path\nblob" -> number in files + 1 */
	VEC_OF(struct eval_file) files;
	size_t turn; /* cases so far */
};

enum status eval_thread_init(struct eval_thread *thread, const struct eval_args *args,
    const struct commits *commits, const struct map *places, struct err *err);
void eval_thread_fini(struct eval_thread *thread);

/* ---- the state before a case */
struct eval_tree {
	struct strings live, blobs; /* every regular file, by path */
	VEC_OF(const struct document *) tests, sources;
	VEC_OF(const char *) paths; /* of tests */
};

enum status eval_tree_read(struct eval_thread *thread, const char *revision, bool sources,
    struct eval_tree *out, struct err *err);
void eval_tree_fini(struct eval_tree *tree);

/* ---- a case */
struct eval_result {
	struct eval_case it;
	bool taken;
	char *key; /* cases of one key ask the same */
};

enum status eval_one(struct eval_thread *thread, const struct eval_found *found,
    struct eval_result *out, struct err *err);
void eval_case_fini(struct eval_case *it);

/* ---- orders of its suite */
struct eval_question {
	struct eval_thread *thread;
	const struct eval_found *found;
	const struct eval_tree *tree;
	const struct commits *past; /* what the parent knew */
	struct past_view *view;
	const char *request;
	size_t request_n;
	const struct change *change; /* NULL on the story track */
	const struct signals_blame *blame;
	size_t n_blame;
	const size_t *relevant;
	size_t n_relevant;
	const double *cost; /* NULL: 1 each */
};

void eval_rank(const struct eval_question *q, enum track track, struct eval_case *out);

/* eval_plain.c: orders that need none of it.  scores has one a test. */
void eval_plain_bm25(const struct eval_question *q, double *scores);
void eval_plain_frequent(const struct eval_question *q, double *scores);
void eval_plain_random(const struct eval_question *q, size_t draw, double *scores);

#endif
