#include "phase/select_budget.h"

#include <stdlib.h>

#include "base/mem.h"

#define LEAST 1e-9 /* what sums of doubles may miss a share by */

void
select_plan_fini(struct select_plan *plan)
{
	vec_fini(&plan->items);
	vec_fini(&plan->groups);
}

bool
select_budget_is_none(const struct select_budget *budget)
{
	return budget->top == INT_MIN && budget->time_ms == INT64_MIN && isnan(budget->recall) &&
	       isnan(budget->min_score);
}

enum status
select_budget_check(const struct select_budget *budget, struct err *err)
{
	double recall = budget->recall, score = budget->min_score;

	if (budget->top != INT_MIN && budget->top < 1)
		return err_set(
		    err, ST_USAGE, "--top is %d: expected a whole number from 1", budget->top);
	if (budget->time_ms != INT64_MIN && budget->time_ms < 1)
		return err_set(err, ST_USAGE, "--time is nothing: expected a duration such as 10m");
	if (!isnan(recall) && !(recall > 0 && recall <= 1))
		return err_set(
		    err, ST_USAGE, "--recall is %g: expected a number above 0, at most 1", recall);
	if (!isnan(score) && !(score >= 0 && score <= 1))
		return err_set(
		    err, ST_USAGE, "--min-score is %g: expected a number from 0 to 1", score);
	return ST_OK;
}

double
select_mass(double score, double power)
{
	return score > 0 ? pow(score, power) : 0;
}

/* What of a group's mass can be had. */
static double
may_have(const struct select_group *group)
{
	return group->tests ? group->mass * (double)group->may_run / (double)group->tests : 0;
}

static double
all_mass(const struct select_plan *plan)
{
	double sum = 0;

	vec_each (const struct select_group *, it, &plan->groups)
		sum += may_have(it);
	return sum;
}

static void
count_groups(struct select_plan *plan)
{
	vec_each (struct select_group *, it, &plan->groups)
		it->tests = it->may_run = it->selected = 0;
	vec_each (const struct select_item *, it, &plan->items) {
		plan->groups.at[it->group].tests++;
		plan->groups.at[it->group].may_run += !it->barred;
	}
}

struct order {
	double mass;
	size_t group;
};

static int
by_mass(const void *a, const void *b)
{
	const struct order *x = a, *y = b;

	if (x->mass != y->mass)
		return x->mass > y->mass ? -1 : 1;
	return x->group < y->group ? -1 : x->group > y->group;
}

/* The smallest number of groups, the best first, whose mass reaches the share. */
static void
allow(const struct select_plan *plan, double recall, bool *allowed)
{
	size_t n = plan->groups.len;
	struct order *order = mem_calloc(n + 1, sizeof *order);
	double goal = recall * all_mass(plan), sum = 0;

	for (size_t i = 0; i < n; i++)
		order[i] = (struct order){ plan->groups.at[i].mass, i };
	qsort(order, n, sizeof *order, by_mass);
	for (size_t i = 0; i < n; i++) {
		allowed[order[i].group] =
		    !(recall >= 0) || (order[i].mass > 0 && sum < goal - LEAST);
		sum += may_have(&plan->groups.at[order[i].group]);
	}
	free(order);
}

struct used {
	int tests;
	int64_t ms;
};

static void
take(struct select_plan *plan, struct select_item *it, struct used *used)
{
	it->in = true;
	plan->groups.at[it->group].selected++;
	used->tests++;
	used->ms += it->duration_ms;
}

static bool
fits(const struct select_budget *budget, const struct used *used, const struct select_item *it)
{
	return (budget->top < 0 || used->tests < budget->top) &&
	       (budget->time_ms < 0 || used->ms + it->duration_ms <= budget->time_ms);
}

/* A test that nothing speaks for is taken only when everything is. */
static bool
is_wanted(const struct select_plan *plan, const struct select_budget *budget, const bool *allowed,
    const struct select_item *it)
{
	return plan->wide || (!plan->idle && it->score > 0 && !(it->score < budget->min_score) &&
				 allowed[it->group]);
}

void
select_fill(struct select_plan *plan, const struct select_budget *budget)
{
	bool *allowed = mem_calloc(plan->groups.len + 1, sizeof *allowed);
	struct used used = { 0 };

	count_groups(plan);
	allow(plan, budget->recall, allowed);
	vec_each (struct select_item *, it, &plan->items) {
		it->in = false;
		if (it->forced && !it->barred)
			take(plan, it, &used);
	}
	vec_each (struct select_item *, it, &plan->items) {
		if (!it->in && !it->barred && is_wanted(plan, budget, allowed, it) &&
		    fits(budget, &used, it))
			take(plan, it, &used);
	}
	free(allowed);
}

double
select_expected(const struct select_plan *plan)
{
	double all = all_mass(plan), sum = 0;

	if (all <= 0)
		return -1;
	vec_each (const struct select_group *, it, &plan->groups) {
		if (it->tests)
			sum += it->mass * (double)it->selected / (double)it->tests;
	}
	return sum < all ? sum / all : 1;
}

static int
by_duration(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int64_t
select_median(int64_t *durations, size_t n)
{
	if (n == 0)
		return -1;
	qsort(durations, n, sizeof *durations, by_duration);
	if (n % 2)
		return durations[n / 2];
	return durations[n / 2 - 1] + (durations[n / 2] - durations[n / 2 - 1]) / 2;
}
