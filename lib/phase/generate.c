#include "phase/generate.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/generate_author.h"
#include "phase/generate_nearest.h"
#include "phase/generate_test.h"

struct gap {
	const struct json *criterion, *coverage;
	double risk;
	size_t place; /* in the story */
};

struct gaps {
	struct gap *at;
	size_t len, cap;
	struct json *whole; /* the story as a criterion, where it has none */
};

struct by_id { /* id -> element, for lists that may be long */
	struct map map;
	VEC_OF(const struct json *) at;
};

static void
by_id_init(struct by_id *by_id, const struct json *list)
{
	*by_id = (struct by_id){ 0 };
	map_init(&by_id->map);
	json_each (it, list) {
		const char *id = json_get_string(it, "id");

		*map_slot(&by_id->map, id, strlen(id), NULL) = by_id->at.len;
		*vec_add(&by_id->at) = it;
	}
}

static const struct json *
by_id_get(const struct by_id *by_id, const char *id)
{
	const struct map_entry *entry = map_find(&by_id->map, id, strlen(id));

	return entry ? by_id->at.at[entry->value] : NULL;
}

static void
by_id_fini(struct by_id *by_id)
{
	map_fini(&by_id->map);
	vec_fini(&by_id->at);
}

static int
by_risk(const void *a, const void *b)
{
	const struct gap *x = a, *y = b;

	if (x->risk > y->risk || x->risk < y->risk)
		return x->risk > y->risk ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

static struct json *
whole_story(const struct json *ingestion)
{
	const char *goal = json_get_string(ingestion, "goal");
	struct json *it = json_new_object();

	json_set_string(it, "id", "story");
	json_set_string(it, "text", *goal ? goal : json_get_string(ingestion, "title"));
	json_set_number(it, "line", 1);
	return it;
}

/* What coverage judged: a criterion; a requirement or the story where there are none. */
static const struct json *
judged(struct gaps *gaps, const struct by_id *criteria, const struct by_id *requirements,
    const char *id)
{
	const struct json *it = by_id_get(criteria, id);

	if (it == NULL)
		it = by_id_get(requirements, id);
	return it || strcmp(id, "story") != 0 ? it : gaps->whole;
}

/* What needs a test, the riskiest first. */
static void
find_gaps(const struct json *doc, bool weak, struct gaps *gaps)
{
	const struct json *coverage = doc_output(doc, "coverage");
	const struct json *ingestion = doc_output(doc, "ingestion");
	struct by_id criteria, requirements, risks;
	size_t place = 0;

	gaps->whole = whole_story(ingestion);
	by_id_init(&criteria, json_get(ingestion, "criteria"));
	by_id_init(&requirements, json_get(ingestion, "requirements"));
	by_id_init(&risks, json_get(coverage, "risks"));
	json_each (it, json_get(coverage, "criteria")) {
		const char *status = json_get_string(it, "status"), *id = json_get_string(it, "id");
		const struct json *criterion = judged(gaps, &criteria, &requirements, id);

		place++;
		if (criterion == NULL ||
		    (strcmp(status, "gap") != 0 && (!weak || strcmp(status, "weak") != 0)))
			continue;
		*vec_add(gaps) = (struct gap){ criterion, it,
			json_get_number(by_id_get(&risks, id), "risk"), place };
	}
	vec_sort(gaps, by_risk);
	by_id_fini(&criteria);
	by_id_fini(&requirements);
	by_id_fini(&risks);
}

/* What one run writes with. */
struct desk {
	struct models models;
	struct writer writer;
	struct author *author; /* NULL: no model */
};

static enum status
desk_open(
    struct desk *desk, struct phase_env *env, const struct generate_args *args, struct err *err)
{
	*desk = (struct desk){ .author = NULL };
	models_init(&desk->models, env, args->root);
	writer_init(&desk->writer, &desk->models);
	return author_open(env, args, &desk->models, &desk->author, err);
}

static void
desk_close(struct desk *desk)
{
	author_close(desk->author);
	writer_fini(&desk->writer);
	models_fini(&desk->models);
}

/* The skeleton first, then the model's test in its place. */
static enum status
write_test(struct desk *desk, const struct gap *gap, struct json *to, struct err *err)
{
	struct model model;
	enum status st =
	    model_for(&desk->models, json_get_string(gap->criterion, "id"), &model, err);

	if (st)
		return st;
	st = writer_write(&desk->writer, &model, gap->criterion, gap->coverage, to, err);
	if (st == ST_OK && desk->author)
		st = author_write(desk->author, &model, gap->criterion, gap->coverage, to, err);
	model_fini(&model);
	return st;
}

static enum status
write_tests(struct phase_env *env, const struct generate_args *args, const struct gaps *gaps,
    struct json *list, struct err *err)
{
	size_t most = (size_t)args->most;
	struct desk desk;
	enum status st = desk_open(&desk, env, args, err);

	if (gaps->len > most)
		phase_warn(env, "many-gaps",
		    "%zu criteria need a test; tests are written for the %zu with the highest "
		    "risk.",
		    gaps->len, most);
	for (size_t i = 0; st == ST_OK && i < gaps->len && i < most; i++) {
		struct json *it = json_add_object(list);
		char id[32];

		snprintf(id, sizeof id, "GEN-%zu", i + 1);
		json_set_string(it, "id", id);
		st = write_test(&desk, &gaps->at[i], it, err);
	}
	desk_close(&desk);
	return st;
}

static struct json *
decide(const struct generate_args *args, double score, size_t gaps, bool gated, bool forced)
{
	struct json *output = json_new_object();
	char *reason;

	if (gaps == 0)
		reason = mem_strdup(args->weak
					? "Every criterion is covered: there is nothing to generate"
					: "No criterion is a gap: there is nothing to generate");
	else if (forced)
		reason = mem_strdup(args->reason);
	else
		reason = mem_printf("%.2f is %s the threshold %.2f", score,
		    gated ? "below" : "at or above", args->threshold);
	json_set_bool(output, "gated", gated);
	json_set_bool(output, "forced", forced);
	json_set_number(output, "score", score);
	json_set_number(output, "threshold", args->threshold);
	json_set_string(output, "reason", reason);
	json_set_number(output, "gaps", (double)gaps);
	json_set_array(output, "tests");
	free(reason);
	return output;
}

enum status
phase_generate(struct phase_env *env, const void *args_, struct json **output, struct err *err)
{
	static const char *const needed[] = { "ingestion", "retrieval", "coverage", "ranking",
		NULL };
	const struct generate_args *args = args_;
	double score = json_get_number(doc_output(env->doc, "ranking"), "score");
	struct gaps gaps = { 0 };
	bool below = score < args->threshold, gated, forced;
	struct json *out;
	enum status st = doc_require(env->doc, needed, err);

	if (st)
		return st;
	find_gaps(env->doc, args->weak, &gaps);
	gated = below && gaps.len > 0 && !args->force;
	forced = below && gaps.len > 0 && args->force;
	out = decide(args, score, gaps.len, gated, forced);
	if (!gated)
		st = write_tests(env, args, &gaps, json_get(out, "tests"), err);
	if (st == ST_OK && gated)
		st = err_set(err, ST_NO,
		    "no tests are generated: %s; --force --reason TEXT generates all the same",
		    json_get_string(out, "reason"));
	vec_fini(&gaps);
	json_free(gaps.whole);
	if (st == ST_OK || st == ST_NO)
		*output = out;
	else
		json_free(out);
	return st;
}
