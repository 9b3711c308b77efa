/*
 * gate_filter - the document passes when the gate of its phase is approved: rsg-gate in a pipe.
 */
#ifndef REVIEW_GATE_FILTER_H
#define REVIEW_GATE_FILTER_H

#include "base/err.h"

struct cli;
struct gate_args;

/* ST_OK: approved, and what was read is on cli->out.  ST_NO: rejected.  ST_TEMPFAIL: pending. */
enum status gate_filter(struct cli *cli, const struct gate_args *args, struct err *err);

#endif
