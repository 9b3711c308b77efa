/*
 * rank_reason - why a test is where it is, in words: "Linked to SHOP-12; shares "vat", "total" with
 * AC-1."
 */
#ifndef PHASE_RANK_REASON_H
#define PHASE_RANK_REASON_H

#include "base/buf.h"
#include "phase/rank_signals.h"

void rank_reason(const struct rank_tests *tests, const struct rank_test *test, struct buf *out);

#endif
