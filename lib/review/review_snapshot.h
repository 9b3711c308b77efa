/*
 * review_snapshot - the work tree as it was before rsg-review wrote to it.
 *
 * It is saved once a process, before the first write; review->snapshot is its id.  A file
 * whose record failed after it was written is put back as it was before that, and *err says so too;
 * directories that were made for it stay.
 */
#ifndef REVIEW_REVIEW_SNAPSHOT_H
#define REVIEW_REVIEW_SNAPSHOT_H

#include "base/err.h"

struct review;
struct review_plan;

enum status review_snapshot(struct review *review, struct err *err);
void review_put_back(struct review *review, const struct review_plan *plan, struct err *err);

#endif
