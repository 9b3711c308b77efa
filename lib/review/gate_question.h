/*
 * gate_question - a gate is decided by the person at the terminal: rsg-gate(1), "The question".
 */
#ifndef REVIEW_GATE_QUESTION_H
#define REVIEW_GATE_QUESTION_H

#include "base/err.h"

struct gate_case;
struct terminal;

/* ST_OK when it is decided, here or meanwhile by somebody else, or is left pending. */
enum status gate_question(struct gate_case *g, struct terminal *t, struct err *err);

#endif
