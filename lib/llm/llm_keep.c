/* What was answered before: the cache, or a cassette. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "doc/config.h"
#include "io/file.h"
#include "io/json.h"
#include "llm/llm_cassette.h"
#include "llm/llm_key.h"
#include "llm/llm_private.h"
#include "store/attempt.h"
#include "store/cache.h"
#include "store/store.h"

#define REPLY_BYTES ((size_t)256 * 1024 * 1024)
#define SECRET_MIN 8 /* a shorter key is no secret, and words would be taken out */

static bool
replays(const struct step *step)
{
	return step->m->replay || step->call->llm->settings.mode == MODE_REPLAY;
}

bool
keep_sends(const struct step *step)
{
	return !replays(step) && step->call->llm->settings.cache != CACHE_ONLY;
}

static char *
cache_path(const struct llm *llm)
{
	char *path = config_path(llm->options.config, "cache.path"), *dir;

	if (path)
		return path;
	dir = config_xdg("XDG_CACHE_HOME", ".cache");
	path = dir ? file_join(dir, "cache.db") : NULL;
	free(dir);
	return path;
}

/* A cache that cannot be used is done without. */
static void
no_cache(struct llm *llm, const char *why)
{
	llm_say(llm, "no cache: %.500s", why);
	llm->cache = NULL;
}

static struct store *
open_cache(struct llm *llm)
{
	struct err err = ERR_INIT;
	char *path;

	if (llm->cache_tried)
		return llm->cache;
	llm->cache_tried = true;
	if (llm->own_store)
		return llm->cache = llm->own_store;
	path = cache_path(llm);
	if (path == NULL)
		no_cache(llm, "there is no place for it: set HOME or cache.path");
	else if (store_open(path, DB_CREATE, &llm->cache_file, &err))
		no_cache(llm, err.text);
	else
		db_defer(store_db(llm->cache = llm->cache_file));
	free(path);
	return llm->cache;
}

static enum status
find_in_cache(struct llm *llm, const char *key, struct json **reply, int64_t *saved)
{
	struct store *cache = open_cache(llm);
	const struct cache_look look = { key, (int64_t)time_wall_ms(), llm->settings.cache_ttl_ms };
	struct err err = ERR_INIT;
	struct buf text;
	enum status st;

	if (cache == NULL)
		return ST_NO;
	buf_init(&text, REPLY_BYTES);
	st = cache_get(cache, &look, &text, saved, &err);
	if (st == ST_OK && json_parse(text.s, text.len, reply, &err))
		st = ST_NO;
	buf_fini(&text);
	if (st != ST_OK && st != ST_NO)
		no_cache(llm, err.text);
	return st == ST_OK ? ST_OK : ST_NO;
}

struct nearest {
	const struct json *fields;
	size_t least;
	struct buf names;
};

static bool
look_nearer(void *arg, const char *key, const char *text)
{
	struct nearest *nearest = arg;
	struct err ignored = ERR_INIT;
	struct json *fields = NULL;
	size_t n;

	(void)key;
	if (json_parse(text, strlen(text), &fields, &ignored))
		return true;
	n = key_differ(nearest->fields, fields, false, NULL);
	if (n < nearest->least) {
		nearest->least = n;
		buf_clear(&nearest->names);
		key_differ(nearest->fields, fields, false, &nearest->names);
	}
	json_free(fields);
	return n > 1;
}

/* Not there, and nothing is sent: in what the nearest entry differs. */
static void
explain_miss(struct step *step, const struct json *fields)
{
	struct llm *llm = step->call->llm;
	struct nearest nearest = { .fields = fields, .least = SIZE_MAX };
	struct err ignored = ERR_INIT;
	const char *where = "cache";
	bool none = false;

	buf_init(&nearest.names, BUF_TEXT);
	if (replays(step)) {
		where = "cassette";
		cassette_nearest(step->m->replay ? step->m->cassette : llm->cassette, fields,
		    step->m->replay, &nearest.names, &none);
	} else if (open_cache(llm)) {
		cache_each(llm->cache, step->m->model->name, look_nearer, &nearest, &ignored);
		none = nearest.least == SIZE_MAX;
	} else {
		none = true;
	}
	if (none)
		fault_set(&step->call->fault, FAULT_REPLAY, "the %s has nothing like it", where);
	else
		fault_set(&step->call->fault, FAULT_REPLAY,
		    "not in the %s: the nearest entry differs in: %s", where, nearest.names.s);
	buf_fini(&nearest.names);
	attempt_note(step, &step->call->fault);
}

enum status
keep_find(struct step *step, const struct kept *kept, struct json **reply, int64_t *saved,
    struct err *err)
{
	struct llm *llm = step->call->llm;
	const struct json *found = NULL;
	enum status st = ST_NO;

	(void)err;
	*saved = -1;
	if (replays(step)) {
		found = cassette_find(step->m->replay ? step->m->cassette : llm->cassette,
		    kept->fields, step->m->replay, step->call->embed);
		if (found) {
			*reply = json_copy(found);
			return ST_OK;
		}
	} else if (llm->settings.mode != MODE_RECORD &&
		   (llm->settings.cache == CACHE_ON || llm->settings.cache == CACHE_ONLY)) {
		st = find_in_cache(llm, kept->key, reply, saved);
	}
	if (st == ST_NO && !keep_sends(step))
		explain_miss(step, kept->fields);
	return st;
}

static void
add_to_cache(struct step *step, const struct kept *kept, const struct json *reply, int64_t cost)
{
	struct llm *llm = step->call->llm;
	struct store *cache = open_cache(llm);
	struct err err = ERR_INIT;
	struct cache_entry entry = {
		.key = kept->key, .model = step->m->model->name, .cost = cost
	};
	struct buf fields, text;

	if (cache == NULL)
		return;
	buf_init(&fields, REPLY_BYTES);
	buf_init(&text, REPLY_BYTES);
	json_print(kept->fields, &fields);
	json_print(reply, &text);
	entry.fields = fields.s;
	entry.reply = text.s;
	if (!fields.over && !text.over &&
	    cache_put(cache, &entry, (int64_t)time_wall_ms(), llm->settings.cache_bytes, &err))
		no_cache(llm, err.text);
	buf_fini(&fields);
	buf_fini(&text);
}

static char *
without(const char *text, const char *secret)
{
	size_t n = strlen(secret);
	struct buf out;

	buf_init(&out, REPLY_BYTES);
	for (const char *at; (at = strstr(text, secret)) != NULL; text = at + n) {
		buf_add(&out, text, (size_t)(at - text));
		buf_str(&out, "[key]");
	}
	buf_str(&out, text);
	return buf_take(&out);
}

/* A copy with the key taken out of every text. */
static struct json *
scrub(const struct json *j, const char *secret)
{
	const char *text = json_string(j);
	struct json *out;
	char *clean;

	if (text && strstr(text, secret)) {
		clean = without(text, secret);
		out = json_new_string(clean);
		free(clean);
		return out;
	}
	if (json_kind(j) == JSON_ARRAY) {
		out = json_new_array();
		json_each (item, j)
			json_add(out, scrub(item, secret));
		return out;
	}
	if (json_kind(j) == JSON_OBJECT) {
		out = json_new_object();
		json_each (member, j)
			json_set(out, json_key(member), scrub(member, secret));
		return out;
	}
	return json_copy(j);
}

static enum status
record(struct step *step, const struct kept *kept, const struct json *reply, struct err *err)
{
	struct llm *llm = step->call->llm;
	struct json *line = json_new_object(), *clean;
	enum status st;

	json_set_string(line, "key", kept->key);
	json_set(line, "fields", json_copy(kept->fields));
	json_set(line, "request", json_copy(kept->request));
	json_set(line, "reply", json_copy(reply));
	vec_each (struct llm_model **, m, &llm->models) {
		const char *key = (*m)->model->key;

		if (key == NULL || strlen(key) < SECRET_MIN)
			continue;
		clean = scrub(line, key);
		json_free(line);
		line = clean;
	}
	st = cassette_add(llm->cassette, line, err);
	json_free(line);
	return st;
}

enum status
keep_add(struct step *step, const struct kept *kept, const struct json *reply, int64_t cost,
    struct err *err)
{
	const struct llm_settings *s = &step->call->llm->settings;

	if (s->cache == CACHE_ON || s->cache == CACHE_REFRESH)
		add_to_cache(step, kept, reply, cost);
	return s->mode == MODE_RECORD ? record(step, kept, reply, err) : ST_OK;
}

enum status
keep_note(struct step *step, const char *key, int64_t saved, struct err *err)
{
	struct call *call = step->call;
	struct llm *llm = call->llm;
	const struct attempt row = { .call = call->id,
		.run = llm->options.run,
		.phase = llm->options.phase,
		.model = step->m->model->name,
		.request_sha256 = key,
		.prompt_sha256 = json_get_string(call->request, "prompt"),
		.fallback = call->fallback,
		.number = call->number + 1,
		.started_ms = (int64_t)time_wall_ms(),
		.reserve = -1,
		.budget_run = BUDGET_NONE,
		.budget_day = BUDGET_NONE,
		.budget_week = BUDGET_NONE };
	struct json *entry = json_add_object(call->attempts);

	llm->totals.cached++;
	call_log(call, step->m,
	    (struct log_line){ .event = LOG_CACHED, .status = "ok", .cost_micro = 0 });
	json_set_string(entry, "model", row.model);
	json_set_string(entry, "outcome", "cached");
	json_set_number(entry, "latency_ms", 0);
	json_set_number(entry, "waited_ms", 0);
	if (replays(step))
		return ST_OK;
	call->number++;
	return attempt_cached(llm->store, &row, saved, err);
}
