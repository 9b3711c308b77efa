/*
 * fuse - one score for a test file out of its signals, with weights that are data.
 *
 * Errors: ST_CONFIG: weights_read() says where the weights do not fit; unknown names are refused.
 */
#ifndef SIGNAL_FUSE_H
#define SIGNAL_FUSE_H

#include <stddef.h>

#include "base/err.h"
#include "io/json.h"
#include "signal/signals.h"

enum raise { RAISE_CHANGED, RAISE_LINK, RAISE_FAILED, RAISE_NEW, RAISE_LEAD, RAISES };

struct weights {
	double signal[2][SIGNALS]; /* of each track */
	double raise[RAISES];
	double recall_power;
};

/* A share/weights.json; a signal it does not name weighs nothing.  *out is written on ST_OK. */
enum status weights_read(const struct json *json, struct weights *out, struct err *err);

const char *raise_name(enum raise which);
enum raise raise_find(const char *name); /* RAISES when there is none of that name */

/* score[i] = sum of weight * value / sum of the weights of the signals that are not 0 everywhere:
   0 to 1.  A value of NULL is a signal that says nothing. */
void fuse(
    const double *const value[SIGNALS], size_t n, const double weight[SIGNALS], double *score);

/* order[0] is the best: by score, then by path. */
void fuse_order(const double *score, const char *const *paths, size_t n, size_t *order);

#endif
