#include "llm/model_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/vec.h"
#include "doc/share.h"
#include "io/json.h"
#include "io/yaml.h"
#include "llm/rows.h"

#define FILE_NAME "models.yaml"

/* Rows that fit, the least exact first: each says what it knows, and the later ones win. */
struct row {
	const char *pattern;
	const struct json *says;
	size_t exactness, place;
};

struct rows {
	VEC_OF(struct row) all;
};

static const char *const words[] = { "native", "prompt", NULL };
static const char *const limits[] = { "max_tokens", "max_completion_tokens", NULL };

/* '*' stands for any text, everything else for itself. */
static bool
fits(const char *pattern, const char *name)
{
	const char *star = NULL, *again = NULL;

	while (*name) {
		if (*pattern == '*') {
			star = pattern++;
			again = name;
		} else if (*pattern == *name) {
			pattern++;
			name++;
		} else if (star) {
			pattern = star + 1;
			name = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

/* A user-defined provider is known by its own name and by the dialect it speaks. */
struct names {
	const char *name;
	char *as_kind;
};

static bool
is_meant(const struct names *names, const char *pattern)
{
	return fits(pattern, names->name) || fits(pattern, names->as_kind);
}

static bool
may_be_meant(const void *names, const char *pattern, size_t n)
{
	char *copy = mem_strndup(pattern, n);
	bool meant = is_meant(names, copy);

	free(copy);
	return meant;
}

static size_t
exactness(const char *pattern)
{
	size_t n = 0;

	for (; *pattern; pattern++)
		n += *pattern != '*';
	return n;
}

static int
by_exactness(const void *a, const void *b)
{
	const struct row *x = a, *y = b;

	if (x->exactness != y->exactness)
		return x->exactness < y->exactness ? -1 : 1;
	return x->place < y->place ? -1 : x->place > y->place;
}

/* The place of a word in a list, or -1. */
static int
word(const struct json *value, const char *const *list)
{
	const char *text = json_string(value);

	for (int i = 0; text && list[i]; i++) {
		if (strcmp(text, list[i]) == 0)
			return i;
	}
	return -1;
}

static bool
take_flag(struct model_caps *caps, const char *name, const struct json *value)
{
	const struct {
		const char *name;
		bool *flag;
	} flags[] = { { "sampling", &caps->sampling }, { "stop", &caps->stop },
		{ "seed", &caps->seed }, { "effort", &caps->effort },
		{ "streaming", &caps->streaming }, { "cache_prompt", &caps->cache_prompt } };

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++) {
		if (strcmp(flags[i].name, name) != 0)
			continue;
		*flags[i].flag = json_bool(value);
		return json_kind(value) == JSON_BOOL;
	}
	return false;
}

static bool
take_count(struct model_caps *caps, const char *name, const struct json *value)
{
	const struct {
		const char *name;
		int64_t *count;
	} counts[] = { { "context", &caps->context }, { "max_output", &caps->max_output },
		{ "dimensions", &caps->dimensions }, { "batch", &caps->batch } };
	double n = json_number(value);

	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
		if (strcmp(counts[i].name, name) != 0)
			continue;
		if (json_kind(value) != JSON_NUMBER || n < 0 || n > 1e9)
			return false;
		*counts[i].count = (int64_t)n;
		return true;
	}
	return false;
}

static bool
take(struct model_caps *caps, const char *name, const struct json *value)
{
	int i;

	if (strcmp(name, "match") == 0)
		return true;
	if (strcmp(name, "schema") == 0) {
		i = word(value, words);
		caps->schema = i == 0 ? MODEL_SCHEMA_NATIVE : MODEL_SCHEMA_PROMPT;
		return i >= 0;
	}
	if (strcmp(name, "max_tokens") == 0) {
		i = word(value, limits);
		caps->max_tokens = limits[i > 0];
		return i >= 0;
	}
	return take_flag(caps, name, value) || take_count(caps, name, value);
}

static void
find_rows(const struct json *table, const struct names *names, struct rows *rows)
{
	size_t place = 0;

	json_each (it, json_get(table, "models")) {
		const char *pattern = json_get_string(it, "match");

		place++;
		if (is_meant(names, pattern))
			*vec_add(&rows->all) =
			    (struct row){ pattern, it, exactness(pattern), place };
	}
	vec_sort(&rows->all, by_exactness);
}

static enum status
take_rows(const struct rows *rows, struct model_caps *caps, struct err *err)
{
	vec_each (const struct row *, row, &rows->all) {
		json_each (it, row->says) {
			if (!take(caps, json_key(it), it))
				return err_set(err, ST_CONFIG,
				    "%s: %.100s: %.40s is not known or has a wrong value",
				    FILE_NAME, row->pattern, json_key(it));
		}
	}
	return ST_OK;
}

/* What a model may be sent is no business of a project that is not trusted. */
static enum status
read_table(
    const struct share *share, const struct names *names, struct json **table, struct err *err)
{
	const struct rows_form form = { "- { ", "match: ", "}", may_be_meant, names };
	struct buf text;
	enum status st;

	buf_init(&text, BUF_TEXT);
	st = share_read_trusted(share, FILE_NAME, &text, err);
	rows_narrow(&text, &form);
	if (st == ST_OK && yaml_parse(text.s, text.len, table, err)) {
		err_context(err, FILE_NAME);
		st = err->status = ST_CONFIG;
	}
	buf_fini(&text);
	return st;
}

enum status
model_caps_read(const struct share *share, struct model *model, struct err *err)
{
	struct names names = { model->name, mem_printf("%s/%s", model->kind->kind, model->id) };
	struct json *table = NULL;
	struct rows rows = { 0 };
	enum status st = read_table(share, &names, &table, err);

	model->caps = (struct model_caps){
		.streaming = true, .max_tokens = "max_tokens", .schema = MODEL_SCHEMA_PROMPT
	};
	if (st == ST_OK) {
		find_rows(table, &names, &rows);
		st = take_rows(&rows, &model->caps, err);
	}
	vec_fini(&rows.all);
	json_free(table);
	free(names.as_kind);
	return st;
}
