#include "base/worker.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

#include "base/mem.h"

/*
 * given, done and taken count jobs.  The owner keeps `filled` to itself and tells the worker of
 * `slots` / 2 jobs at a time, for waking a thread costs as much as a small job.
 */
struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t to_worker, to_owner;
	worker_fn *fn;
	void *arg;
	size_t slots, filled, taken; /* the owner's */
	size_t seen_done;	     /* the owner's copy of done */
	size_t given, done;	     /* under the lock */
	bool stop, alone;
};

static void *
work(void *arg)
{
	struct worker *w = arg;

	pthread_mutex_lock(&w->lock);
	while (!w->stop) {
		size_t from = w->done, to = w->given;

		if (from == to) {
			pthread_cond_wait(&w->to_worker, &w->lock);
			continue;
		}
		pthread_mutex_unlock(&w->lock);
		for (size_t i = from; i < to; i++)
			w->fn(w->arg, i % w->slots);
		pthread_mutex_lock(&w->lock);
		w->done = to;
		pthread_cond_signal(&w->to_owner);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

/* Signals are for the thread that the program started with. */
static int
start_thread(struct worker *w)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&w->thread, NULL, work, w);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

struct worker *
worker_start(size_t slots, worker_fn *fn, void *arg)
{
	struct worker *w = mem_calloc(1, sizeof *w);

	assert(slots >= 2);
	w->slots = slots;
	w->fn = fn;
	w->arg = arg;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->to_worker, NULL);
	pthread_cond_init(&w->to_owner, NULL);
	w->alone = start_thread(w) != 0;
	return w;
}

void
worker_stop(struct worker *w)
{
	if (w == NULL)
		return;
	if (!w->alone) {
		pthread_mutex_lock(&w->lock);
		w->stop = true;
		pthread_cond_signal(&w->to_worker);
		pthread_mutex_unlock(&w->lock);
		pthread_join(w->thread, NULL);
	}
	pthread_cond_destroy(&w->to_worker);
	pthread_cond_destroy(&w->to_owner);
	pthread_mutex_destroy(&w->lock);
	free(w);
}

static void
tell(struct worker *w)
{
	pthread_mutex_lock(&w->lock);
	w->given = w->filled;
	pthread_cond_signal(&w->to_worker);
	pthread_mutex_unlock(&w->lock);
}

size_t
worker_next(const struct worker *w)
{
	assert(!worker_is_full(w));
	return w->filled % w->slots;
}

void
worker_give(struct worker *w)
{
	w->filled++;
	if (!w->alone && w->filled % (w->slots / 2) == 0)
		tell(w);
}

size_t
worker_take(struct worker *w)
{
	size_t job = w->taken;

	assert(worker_has(w));
	if (w->alone)
		w->fn(w->arg, job % w->slots);
	else if (w->seen_done <= job) {
		pthread_mutex_lock(&w->lock);
		w->given = w->filled;
		pthread_cond_signal(&w->to_worker);
		while (w->done <= job)
			pthread_cond_wait(&w->to_owner, &w->lock);
		w->seen_done = w->done;
		pthread_mutex_unlock(&w->lock);
	}
	w->taken++;
	return job % w->slots;
}

bool
worker_is_full(const struct worker *w)
{
	return w->filled - w->taken == w->slots;
}

bool
worker_has(const struct worker *w)
{
	return w->filled != w->taken;
}
