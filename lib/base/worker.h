/*
 * worker - a second thread that does the slow part of each job of a row, in order.
 *
 * The owner has `slots` places for jobs, numbered round and round.  It fills the place that
 * worker_next() names, gives it with worker_give(), and later takes the jobs back one by one, done,
 * in the order given.  Between give and take a place is the worker's.
 *
 *	while (more) {
 *		if (worker_is_full(w))
 *			use(worker_take(w));
 *		fill(worker_next(w));
 *		worker_give(w);
 *	}
 *	while (worker_has(w))
 *		use(worker_take(w));
 *
 * What comes out does not depend on how the threads run.  Where no thread can be had the work is
 * done in worker_take().
 *
 * Ownership: worker_start() gives, worker_stop() waits for the work begun and ends it; arg and the
 * places are the caller's.  The work function shares nothing with the owner but its place and arg.
 */
#ifndef BASE_WORKER_H
#define BASE_WORKER_H

#include <stdbool.h>
#include <stddef.h>

struct worker;

typedef void worker_fn(void *arg, size_t place);

struct worker *worker_start(size_t slots, worker_fn *fn, void *arg);
void worker_stop(struct worker *worker); /* NULL is fine */

size_t worker_next(const struct worker *worker);
void worker_give(struct worker *worker);
size_t worker_take(struct worker *worker); /* waits for the oldest job */
bool worker_is_full(const struct worker *worker);
bool worker_has(const struct worker *worker);

#endif
