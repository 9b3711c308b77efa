#include "signal/fuse.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define WEIGHT_MAX 1000
#define POWER_MAX 100

static const char *const raises[RAISES] = {
	[RAISE_CHANGED] = "changed",
	[RAISE_LINK] = "link",
	[RAISE_FAILED] = "failed",
	[RAISE_NEW] = "new",
	[RAISE_LEAD] = "lead",
};

const char *
raise_name(enum raise which)
{
	return raises[which];
}

enum raise
raise_find(const char *name)
{
	size_t i = 0;

	while (i < RAISES && strcmp(raises[i], name) != 0)
		i++;
	return (enum raise)i;
}

static enum status
read_number(const struct json *member, double max, const char *in, double *out, struct err *err)
{
	double value = json_number(member);

	if (json_kind(member) != JSON_NUMBER || value < 0 || value > max)
		return err_set(err, ST_CONFIG, "%s.%.100s: expected a number from 0 to %g", in,
		    json_key(member), max);
	*out = value;
	return ST_OK;
}

static enum status
read_track(
    const struct json *json, enum track track, const char *in, double *weight, struct err *err)
{
	const struct json *members = json_get(json, in);

	if (json_kind(members) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "%s: expected an object", in);
	json_each (member, members) {
		enum signal which = signal_find(json_key(member));
		enum status st;

		if (which == SIGNALS || !signal_on(which, track))
			return err_set(err, ST_CONFIG, "%s.%.100s: no signal of that name", in,
			    json_key(member));
		st = read_number(member, WEIGHT_MAX, in, &weight[which], err);
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

static enum status
read_raise(const struct json *json, double *raise, struct err *err)
{
	json_each (member, json_get(json, "raise")) {
		enum raise which = raise_find(json_key(member));
		enum status st;

		if (which == RAISES)
			return err_set(err, ST_CONFIG,
			    "raise.%.100s: expected one of changed, "
			    "link, failed, new, lead",
			    json_key(member));
		st = read_number(member, 1, "raise", &raise[which], err);
		if (st != ST_OK)
			return st;
	}
	return ST_OK;
}

enum status
weights_read(const struct json *json, struct weights *out, struct err *err)
{
	struct weights weights = { .recall_power = 1 };
	struct json *power = json_path(json, "recall.power");
	enum status st;

	if (json_get_number(json, "rsg_weights") != 1)
		return err_set(err, ST_CONFIG, "rsg_weights: expected 1");
	st = read_track(json, TRACK_STORY, "story", weights.signal[TRACK_STORY], err);
	if (st == ST_OK)
		st = read_track(json, TRACK_CHANGE, "change", weights.signal[TRACK_CHANGE], err);
	if (st == ST_OK)
		st = read_raise(json, weights.raise, err);
	if (st == ST_OK && power)
		st = read_number(power, POWER_MAX, "recall", &weights.recall_power, err);
	if (st == ST_OK)
		*out = weights;
	return st;
}

static bool
says_something(const double *value, size_t n)
{
	for (size_t i = 0; value && i < n; i++)
		if (value[i] > 0)
			return true;
	return false;
}

void
fuse(const double *const value[SIGNALS], size_t n, const double weight[SIGNALS], double *score)
{
	double sum = 0;

	memset(score, 0, n * sizeof *score);
	for (size_t s = 0; s < SIGNALS; s++) {
		if (weight[s] <= 0 || !says_something(value[s], n))
			continue;
		sum += weight[s];
		for (size_t i = 0; i < n; i++)
			score[i] += weight[s] * value[s][i];
	}
	for (size_t i = 0; i < n && sum > 0; i++)
		score[i] /= sum;
}

struct place {
	double score;
	const char *path;
	size_t at;
};

static int
by_score(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int order;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	order = strcmp(x->path, y->path);
	if (order != 0)
		return order;
	return x->at < y->at ? -1 : x->at > y->at;
}

void
fuse_order(const double *score, const char *const *paths, size_t n, size_t *order)
{
	struct place *places = mem_calloc(n, sizeof *places);

	for (size_t i = 0; i < n; i++)
		places[i] = (struct place){ score[i], paths[i], i };
	if (n > 0)
		qsort(places, n, sizeof *places, by_score);
	for (size_t i = 0; i < n; i++)
		order[i] = places[i].at;
	free(places);
}
