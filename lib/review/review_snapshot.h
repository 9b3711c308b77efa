/*
 * review_snapshot - the work tree as it was before rsg-review wrote to it.
 *
 * It is saved once a process, before the first write; review->snapshot is its id.  A path is put
 * back after a write whose record failed, and *err then says so too.
 */
#ifndef REVIEW_REVIEW_SNAPSHOT_H
#define REVIEW_REVIEW_SNAPSHOT_H

#include "base/err.h"

struct review;

enum status review_snapshot(struct review *review, struct err *err);
void review_put_back(struct review *review, const char *path, struct err *err);

#endif
