#include "unit.h"

#include "base/worker.h"

#define PLACES 8

struct row {
	size_t in[PLACES], out[PLACES];
	size_t done;
};

static void
square(void *arg, size_t place)
{
	struct row *row = arg;

	row->out[place] = row->in[place] * row->in[place];
	row->done++;
}

START_TEST(jobs_come_back_done_and_in_order)
{
	struct row row = { { 0 }, { 0 }, 0 };
	struct worker *w = worker_start(PLACES, square, &row);
	size_t given = 0, taken = 0;

	while (given < 1000) {
		if (worker_is_full(w)) {
			ck_assert_uint_eq(row.out[worker_take(w)], taken * taken);
			taken++;
		}
		row.in[worker_next(w)] = given++;
		worker_give(w);
	}
	while (worker_has(w)) {
		ck_assert_uint_eq(row.out[worker_take(w)], taken * taken);
		taken++;
	}
	ck_assert_uint_eq(taken, 1000);
	worker_stop(w);
	ck_assert_uint_eq(row.done, 1000);
}
END_TEST

START_TEST(a_single_job_is_not_waited_for_in_vain)
{
	struct row row = { { 0 }, { 0 }, 0 };
	struct worker *w = worker_start(PLACES, square, &row);

	for (size_t i = 2; i < 20; i++) {
		row.in[worker_next(w)] = i;
		worker_give(w);
		ck_assert(worker_has(w));
		ck_assert_uint_eq(row.out[worker_take(w)], i * i);
		ck_assert(!worker_has(w));
	}
	worker_stop(w);
}
END_TEST

START_TEST(a_worker_stops_with_jobs_that_nobody_took)
{
	struct row row = { { 0 }, { 0 }, 0 };
	struct worker *w = worker_start(PLACES, square, &row);

	for (size_t i = 0; i < PLACES; i++)
		worker_give(w);
	ck_assert(worker_is_full(w));
	worker_stop(w);
	worker_stop(NULL);
	ck_assert_uint_le(row.done, PLACES);
}
END_TEST

UNIT_SUITE(worker)
{
	tcase_add_test(tc, jobs_come_back_done_and_in_order);
	tcase_add_test(tc, a_single_job_is_not_waited_for_in_vain);
	tcase_add_test(tc, a_worker_stops_with_jobs_that_nobody_took);
}
