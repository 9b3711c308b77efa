#include "llm/price.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/vec.h"
#include "doc/share.h"
#include "io/file.h"
#include "io/json.h"
#include "llm/model.h"
#include "llm/price_private.h"
#include "llm/provider.h"
#include "llm/rows.h"

#define FILE_NAME "prices.json"
#define FILE_MAX ((size_t)4 * 1024 * 1024)
#define MOST_USD 1e6 /* a million tokens cost no more */
#define DATE 11	     /* "2026-11-20" */

void
prices_close(struct prices *prices)
{
	if (prices == NULL)
		return;
	vec_each (struct json **, file, &prices->files)
		json_free(*file);
	vec_fini(&prices->files);
	vec_fini(&prices->rows);
	free(prices);
}

const char *
prices_date(const struct prices *prices)
{
	return prices->date;
}

static bool
is_rate(const struct json *rates, const char *key, bool needed)
{
	const struct json *rate = json_get(rates, key);
	double usd = json_number(rate);

	if (json_kind(rate) == JSON_NUMBER)
		return usd >= 0 && usd <= MOST_USD;
	return !needed && (rate == NULL || json_kind(rate) == JSON_NULL);
}

static const char *
bad_rate(const struct json *rates)
{
	static const char *const keys[] = { "input", "output", "cache_read", "cache_write",
		"cache_write_1h" };

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (!is_rate(rates, keys[i], i < 2))
			return keys[i];
	}
	return NULL;
}

static bool
is_date(const char *s)
{
	int64_t ms;
	char whole[TIME_TEXT];

	if (*s == '\0')
		return true;
	snprintf(whole, sizeof whole, "%.10sT00:00:00Z", s);
	return strlen(s) == DATE - 1 && time_parse(whole, &ms);
}

static const char *
bad_member(const struct json *row)
{
	const struct json *longer = json_get(row, "long_context");

	if (*json_get_string(row, "id") == '\0')
		return "id";
	if (!is_date(json_get_string(row, "effective_from")))
		return "effective_from";
	if (bad_rate(json_get(row, "usd_per_mtok")))
		return bad_rate(json_get(row, "usd_per_mtok"));
	if (longer && json_get_number(longer, "over_tokens") < 1)
		return "long_context.over_tokens";
	return longer ? bad_rate(longer) : NULL;
}

static enum status
add_rows(struct prices *prices, const struct json *file, const char *path, struct err *err)
{
	size_t i = 0;

	if (json_kind(json_get(file, "models")) != JSON_ARRAY)
		return err_set(err, ST_CONFIG, "%s: expected an object with \"models\"", path);
	json_each (row, json_get(file, "models")) {
		const char *bad = bad_member(row);

		if (bad)
			return err_set(err, ST_CONFIG,
			    "%s: models[%zu] (%.60s): %s is missing or makes no sense", path, i,
			    json_get_string(row, "id"), bad);
		*vec_add(&prices->rows) = (struct price_row){ .row = row,
			.id = json_get_string(row, "id"),
			.provider = json_get_string(row, "provider"),
			.from = json_get_string(row, "effective_from"),
			.file = prices->files.len };
		i++;
	}
	return ST_OK;
}

/* A row's id is in the id of every model that it is the price of. */
static bool
may_be_price(const void *id, const char *name, size_t n)
{
	char *copy = mem_strndup(name, n);
	bool may = strstr(id, copy) != NULL;

	free(copy);
	return may;
}

static enum status
read_file(struct prices *prices, const char *path, const char *for_id, struct err *err)
{
	const struct rows_form form = { "{", "\"id\": ", "},", may_be_price, for_id };
	struct json *file = NULL;
	struct buf text;
	enum status st;

	buf_init(&text, FILE_MAX);
	st = file_read(path, &text, err);
	if (for_id)
		rows_narrow(&text, &form);
	if (st == ST_OK && json_parse(text.s, text.len, &file, err)) {
		err->status = ST_CONFIG;
		st = err_context(err, "%s", path);
	}
	buf_fini(&text);
	if (st)
		return st;
	*vec_add(&prices->files) = file;
	if (*json_get_string(file, "generated"))
		prices->date = json_get_string(file, "generated");
	if (json_get(file, "other_models"))
		prices->other_models = json_get(file, "other_models");
	return add_rows(prices, file, path, err);
}

enum status
prices_open(const struct share *share, const char *for_id, struct prices **out, struct err *err)
{
	struct prices *prices = mem_calloc(1, sizeof *prices);
	struct strings paths = { 0 };
	enum status st = share_paths(share, FILE_NAME, &paths, err);

	prices->date = "";
	for (size_t i = 0; st == ST_OK && i < paths.len; i++)
		st = read_file(prices, paths.at[i], for_id, err);
	strings_fini(&paths);
	if (st) {
		prices_close(prices);
		return st;
	}
	*out = prices;
	return ST_OK;
}

static double
rate(const struct json *rates, const char *key, double otherwise)
{
	const struct json *value = json_get(rates, key);

	return json_kind(value) == JSON_NUMBER ? json_number(value) : otherwise;
}

/* A cache price that nobody knows is that of the input, never 0. */
static void
fill(const struct price_row *row, struct price *out)
{
	const struct json *usd = json_get(row->row, "usd_per_mtok");
	const struct json *longer = json_get(row->row, "long_context");

	*out = (struct price){ .known = true,
		.model = row->id,
		.effective_from = row->from,
		.row = row->row,
		.in = json_get_number(usd, "input"),
		.out = json_get_number(usd, "output") };
	out->cache_read = rate(usd, "cache_read", out->in);
	out->cache_write_5m = rate(usd, "cache_write", out->in);
	out->cache_write_1h = rate(usd, "cache_write_1h", out->cache_write_5m);
	if (longer == NULL)
		return;
	out->long_from = (int64_t)json_get_number(longer, "over_tokens");
	out->long_in = json_get_number(longer, "input");
	out->long_out = json_get_number(longer, "output");
	out->long_read = rate(longer, "cache_read", out->long_in);
	out->long_write_5m = rate(longer, "cache_write", out->long_in);
	out->long_write_1h = rate(longer, "cache_write_1h", out->long_write_5m);
}

/* Does the model run here, or is it no model at all? */
static bool
is_free(const struct model *model)
{
	static const char *const here[] = { "http://127.0.0.1", "http://localhost",
		"http://[::1]" };

	if (model->builtin || strcmp(model->provider, "replay") == 0)
		return true;
	if (model->kind == NULL || strcmp(model->kind->kind, "ollama") != 0 || model->url == NULL)
		return false;
	for (size_t i = 0; i < sizeof here / sizeof *here; i++) {
		size_t n = strlen(here[i]);

		if (strncmp(model->url, here[i], n) == 0 && strchr(":/", model->url[n]))
			return true;
	}
	return false;
}

void
prices_find(
    const struct prices *prices, const struct model *model, int64_t now_ms, struct price *out)
{
	const struct price_row *row;
	char today[TIME_TEXT];

	time_format(now_ms, today);
	today[DATE - 1] = '\0';
	row = price_row_find(prices, model, today);
	*out = (struct price){ .model = "", .effective_from = "", .known = is_free(model) };
	if (row)
		fill(row, out);
}

/* USD per million tokens are micro-dollars per token. */
int64_t
price_cost(const struct price *price, const struct llm_usage *usage)
{
	int64_t prompt =
	    usage->uncached_in + usage->cache_read + usage->cache_write_5m + usage->cache_write_1h;
	bool longer = price->long_from > 0 && prompt > price->long_from;
	double micro;

	if (!price->known)
		return -1;
	if (price->in <= 0 && price->out <= 0)
		return 0;
	if (!usage->known)
		return -1;
	micro =
	    (double)usage->uncached_in * (longer ? price->long_in : price->in) +
	    (double)usage->out * (longer ? price->long_out : price->out) +
	    (double)usage->cache_read * (longer ? price->long_read : price->cache_read) +
	    (double)usage->cache_write_5m *
		(longer ? price->long_write_5m : price->cache_write_5m) +
	    (double)usage->cache_write_1h * (longer ? price->long_write_1h : price->cache_write_1h);
	return (int64_t)ceil(micro - 1e-6); /* 0.1 + 0.2 is not a dollar's millionth more */
}

int64_t
price_most(const struct price *price, int64_t prompt, int64_t out)
{
	const struct llm_usage plain = { .uncached_in = prompt, .out = out, .known = true };
	const struct llm_usage written = { .cache_write_5m = prompt, .out = out, .known = true };
	int64_t a = price_cost(price, &plain), b = price_cost(price, &written);

	return a > b ? a : b;
}
