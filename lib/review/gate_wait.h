/*
 * gate_wait - wait until somebody decides elsewhere.
 */
#ifndef REVIEW_GATE_WAIT_H
#define REVIEW_GATE_WAIT_H

#include "base/err.h"

struct gate_case;

/* ST_OK when it is decided, its own time is over, or args->wait_ms are; then it is rejected if
   args->on_timeout says so. */
enum status gate_wait(struct gate_case *g, struct err *err);

#endif
