/*
 * review_private - what the modules of review share.
 *
 * review.c chooses what is done; review_open.c finds document and root; review_state.c says what
 * was decided; review_accept.c writes tests and decisions, review_plan.c says before whether they
 * may be written, review_patch.c shows them as a patch; review_plain.c is all without questions.
 * In a terminal: review_walk.c is the loop of keys, review_step.c what a step shows,
 * review_test.c, review_ranking.c and review_gate.c the keys of their steps, review_edit.c edits,
 * review_copy.c carries code away, review_page.c shows text by pages.
 */
#ifndef REVIEW_REVIEW_PRIVATE_H
#define REVIEW_REVIEW_PRIVATE_H

#include "base/buf.h"
#include "base/vec.h"
#include "io/digest.h"
#include "review/review.h"
#include "view/table.h"

struct json;
struct syntax;
struct terminal;

#define REVIEW_CODE ((size_t)1024 * 1024) /* of a test, as the schema says */

struct review {
	struct cli *cli; /* the document is cli->input */
	const struct review_args *args;
	const char *run; /* id */
	char *who;
	char *root;		/* NULL until one is needed */
	char snapshot[13];	/* review_snapshot.h; "" */
	struct syntax *syntax;	/* NULL until one is needed */
	struct json *tests;	/* generated, as they stand: review_state.c */
	struct json *decisions; /* review_state.c */
	struct view view;
	struct terminal *terminal; /* NULL: nobody is asked */
	size_t step, test;
	int sort;	   /* column of the ranking */
	struct buf filter; /* of the ranking */
	struct buf page;   /* what is shown now */
	size_t shown;	   /* so many bytes of it */
	bool quit;
};

/* review_open.c */
enum status review_document(struct cli *cli, struct err *err); /* cli->input */
enum status review_root(struct review *review, struct err *err);

/* review_state.c */
enum review_status { REVIEW_UNDECIDED, REVIEW_ACCEPTED, REVIEW_DISCARDED };
void review_look(struct review *review);			 /* the document is another now */
enum status review_load(struct review *review, struct err *err); /* decisions from the store */
const struct json *review_tests(const struct review *review);	 /* as they stand */
const struct json *review_test(const struct review *review, size_t i);
void review_code_sha256(const struct json *test, char sha256[DIGEST_TEXT]);
/* What holds for a test, and the event's data that says so (NULL where undecided). */
enum review_status review_status(
    const struct review *review, const struct json *test, const struct json **decision);
/* The event by which the file in a test's place became what we wrote; NULL when it is not ours. */
const struct json *review_written(const struct review *review, const struct json *test);
/* The last decision that holds on any test of the document; NULL. */
const struct json *review_last(const struct review *review);
/* What another store decided about this code; NULL. */
const struct json *review_elsewhere(const struct review *review, const struct json *test);
const char *review_word(enum review_status status);
enum style review_style(enum review_status status);
/* The first undecided test from `from` on, round about; the count of tests when there is none. */
size_t review_next_undecided(const struct review *review, size_t from);
size_t review_count(const struct review *review, enum review_status status);

/* review_plan.c */
enum review_how { REVIEW_NEW, REVIEW_SAME, REVIEW_SWAP };
struct review_plan {
	const struct json *test;
	const char *path, *code;
	size_t n;
	enum review_how how;
	char before_sha256[DIGEST_TEXT], code_sha256[DIGEST_TEXT];
	struct buf before; /* the file that is there */
};
/* May it be written?  ST_REFUSED or ST_DATA with the reason. */
enum status review_plan(
    struct review *review, const struct json *test, struct review_plan *plan, struct err *err);
void review_plan_fini(struct review_plan *plan);
enum status review_syntax(
    struct review *review, const char *file, const struct buf *code, struct err *err);

/* review_accept.c: each is one transaction.  ST_NO with the reason when it is decided so already.
 */
enum status review_accept(struct review *review, const struct json *test, struct err *err);
enum status review_discard(struct review *review, const struct json *test, struct err *err);
/* *said is what became of the file, or NULL. */
enum status review_undo(
    struct review *review, const struct json *test, const char **said, struct err *err);
enum status review_need_store(struct review *review, struct err *err);

/* review_patch.c: for git apply; edit_show_diff() shows it to a person. */
enum status review_patch(const struct review_plan *plan, struct buf *out, struct err *err);

/* review_plain.c */
enum status review_list(struct review *review, struct err *err);
enum status review_json(struct review *review, struct err *err);
enum status review_linear(struct review *review, struct err *err);
enum status review_flags(struct review *review, struct err *err);
enum status review_print_patch(struct review *review, struct err *err);

/* review_step.c, in the order of the walk; a run has those of its story and of its change. */
/* clang-format off */
enum review_kind { REVIEW_STORY, REVIEW_CLASSIFICATION, REVIEW_CHANGE, REVIEW_COVERAGE,
	REVIEW_RANKING, REVIEW_SELECTION, REVIEW_GENERATION, REVIEW_AUDIT, REVIEW_STEPS };
/* clang-format on */
size_t review_steps(const struct review *review); /* how many this run has, from 0 */
enum review_kind review_kind(const struct review *review, size_t step);
size_t review_step_of(const struct review *review, enum review_kind kind); /* or their count */
const char *review_step_name(const struct review *review, size_t step);
/* NULL of the audit trail. */
const char *review_step_phase(const struct review *review, size_t step);
#define review_at(review, kind) (review_kind((review), (review)->step) == (kind))
enum status review_render(struct review *review, struct buf *out, struct err *err);

/* review_walk.c, in a terminal */
enum status review_walk(struct review *review, struct err *err);
void review_say(struct review *review, enum style style, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
void review_fault(struct review *review, const struct err *err);
void review_go(struct review *review, size_t step, size_t test); /* and show it */
enum status review_ask(
    struct review *review, const char *question, struct buf *line, struct err *err);

/* review_page.c */
void review_page_next(struct review *review); /* the next page of review->page */
size_t review_page_left(const struct review *review);

/* Keys of a step: false when it is none of them.  They tell the person what came of it. */
bool review_key_test(struct review *review, int key);
bool review_key_ranking(struct review *review, int key);
bool review_key_gate(struct review *review, int key);
bool review_key_edit(struct review *review, int key);
bool review_gate_open(struct review *review); /* of the step's phase */
void review_gate_line(struct review *review, struct buf *out);
enum status review_ranked(struct review *review, struct buf *out, struct err *err);
enum status review_trail(struct review *review, struct buf *out, struct err *err);
void review_show_edits(struct review *review);

/* review_copy.c */
enum status review_copy(struct review *review, struct err *err);
enum status review_write_out(struct review *review, struct err *err);

#endif
