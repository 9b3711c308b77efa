/*
 * gate_private - what the modules of the question share: gate_question.c asks and reads keys,
 * gate_show.c says what is asked about, gate_edit.c is the work in the editor.
 */
#ifndef REVIEW_GATE_PRIVATE_H
#define REVIEW_GATE_PRIVATE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "view/table.h"

struct gate_case;
struct json;
struct terminal;

struct question {
	struct gate_case *g;
	struct terminal *t;
	struct view view;
	struct json *gate, *before; /* what was asked before and its output, or NULL */
	struct buf diff;	    /* from that output to this one; empty without */
	bool done;
};

/* gate_question.c: a line on the terminal, its control characters shown. */
enum status gate_say(struct question *q, struct err *err, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Decide with this reason (NULL: none), and be done. */
enum status gate_answer(struct question *q, bool approve, const char *reason, struct err *err);

/* gate_show.c */
enum status gate_show_open(struct question *q, struct err *err);
enum status gate_show(struct question *q, struct err *err); /* as far as it fits */
enum status gate_show_all(struct question *q, struct err *err);
enum status gate_show_diff(struct question *q, struct err *err);

/* gate_edit.c */
enum status gate_edit(struct question *q, struct err *err);
enum status gate_feedback(struct question *q, struct err *err);

#endif
