/*
 * gate_case - a gate on its way through rsg-gate: what is asked, and every way to decide it.
 *
 * Each decision is one transaction.  Functions that decide return ST_OK when it was recorded and
 * ST_NO, with who was first, when it was decided already; nothing was changed then.
 *
 * Ownership: gate_case_init() borrows the document; gate_case_fini() ends what the case holds.
 */
#ifndef REVIEW_GATE_CASE_H
#define REVIEW_GATE_CASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "store/gate.h"

struct cli;
struct json;

struct gate_args { /* of rsg-gate(1) */
	const char *phase, *sha256, *reason, *feedback, *feedback_out, *on_timeout;
	int64_t wait_ms; /* -1: does not wait */
	bool approve, reject, reopen, list, status, all;
};

struct gate_case {
	struct cli *cli;
	const struct gate_args *args;
	const struct json *doc; /* what is asked about */
	struct json *edited;	/* the document that was approved in its place, or NULL */
	struct gate_subject subject;
	char *by; /* who is at work */
};

enum status gate_case_init(struct gate_case *g, struct cli *cli, const struct gate_args *args,
    const struct json *doc, const char *phase, struct err *err);
void gate_case_fini(struct gate_case *g);

/* The gate as it stands; ST_NO when it was never asked. */
enum status gate_case_get(const struct gate_case *g, struct json **out, struct err *err);

enum status gate_case_ask(struct gate_case *g, struct err *err);

/* decision->by NULL: who is at work. */
enum status gate_case_decide(
    struct gate_case *g, const struct gate_decision *decision, struct err *err);

/* Keep another output beside the original, approve that and reject the original.  It fits its
   schema; diff is from the original to it.  On ST_OK g is about the edited document. */
enum status gate_case_edit(
    struct gate_case *g, const struct json *output, const char *diff, struct err *err);

const char *gate_case_who(struct gate_case *g); /* lent */

/* "rsg-gate --approve RUN PHASE --sha256 PREFIX", for the store in use. */
void gate_case_command(const struct gate_case *g, struct buf *out);

#endif
