#include <math.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "doc/config.h"
#include "llm/llm_private.h"
#include "store/attempt.h"

#define MICRO 1e6

static int64_t
budget(const struct config *config, const char *key)
{
	double usd = config_number(config, key);

	return usd > 0 ? (int64_t)llround(usd * MICRO) : BUDGET_NONE;
}

/* The place of a word among the choices of its key. */
static int
choice(const struct config *config, const char *key, const char *const *words)
{
	const char *text = config_text(config, key);
	int i = 0;

	while (words[i] && strcmp(words[i], text) != 0)
		i++;
	return words[i] ? i : 0;
}

enum status
settings_read(const struct config *config, struct llm_settings *out, struct err *err)
{
	static const char *const modes[] = { "live", "record", "replay", "cache-only", NULL };
	static const char *const uses[] = { "on", "off", "only", "refresh", NULL };

	*out = (struct llm_settings){
		.mode = (enum llm_mode)choice(config, "mode", modes),
		.cache = (enum cache_use)choice(config, "cache.mode", uses),
		.cache_ttl_ms = config_duration_ms(config, "cache.ttl"),
		.cache_bytes = config_whole(config, "cache.bytes"),
		.retry = { config_whole(config, "retry.times"),
		    config_duration_ms(config, "retry.wait"),
		    config_duration_ms(config, "retry.max_wait") },
		.breaker = { .failures = config_whole(config, "breaker.failures"),
		    .open_ms = config_duration_ms(config, "breaker.open"),
		    .max_open_ms = config_duration_ms(config, "breaker.max_open") },
		.budget_run = budget(config, "budget.run"),
		.budget_day = budget(config, "budget.day"),
		.budget_week = budget(config, "budget.week"),
		.budget_unknown = strcmp(config_text(config, "budget.unknown"), "allow") == 0,
		.max_tokens = config_whole(config, "llm.max_tokens"),
		.reply_bytes = (size_t)config_whole(config, "llm.reply_bytes"),
	};
	if (out->mode == MODE_CACHE_ONLY)
		out->cache = CACHE_ONLY;
	if ((out->mode == MODE_RECORD || out->mode == MODE_REPLAY) &&
	    *config_text(config, "cassette") == '\0')
		return err_set(err, ST_CONFIG,
		    "mode is %s and there is no cassette: name its file with RSG_CASSETTE",
		    modes[out->mode]);
	return ST_OK;
}

/* -m and its variable are about this call, models.* is about all calls of a phase. */
static bool
is_given(const struct config *config)
{
	const char *origin = config_origin(config, "model");

	return strcmp(origin, "command line") == 0 || strcmp(origin, "RSG_MODEL") == 0;
}

const char *
settings_model(const struct config *config, const char *phase, const char *model)
{
	const char *key, *name;

	if (model)
		return model;
	if (phase && *phase && !is_given(config)) {
		key = config_first(config, "models.*", &phase, 1);
		name = config_text(config, key);
		if (*name)
			return name;
	}
	return config_text(config, "model");
}

static int64_t
timeout(const struct llm *llm, const char *family, const struct model *model)
{
	const char *const names[] = { llm->options.phase, model->name, model->provider, "default" };
	const struct config *config = llm->options.config;

	return config_duration_ms(config, config_first(config, family, names, 4));
}

void
settings_timeouts(const struct llm *llm, const struct model *model, struct llm_timeouts *out)
{
	out->connect_ms = timeout(llm, "timeout.*.connect", model);
	out->first_byte_ms = timeout(llm, "timeout.*.first_byte", model);
	out->idle_ms = timeout(llm, "timeout.*.idle", model);
	out->total_ms = timeout(llm, "timeout.*.total", model);
}

static double
limit_number(const struct config *config, const char *family, const char *name)
{
	return config_number(config, config_first(config, family, &name, 1));
}

/* The limit of this name, when there is one or it is the model's: a server's 429 blocks that. */
static size_t
add_limit(const struct llm *llm, const char *name, bool always, struct limit *out)
{
	const struct config *config = llm->options.config;
	const char *concurrent = config_first(config, "limit.*.concurrent", &name, 1);

	if (name == NULL || *name == '\0')
		return 0;
	*out = (struct limit){ .name = name,
		.per_second = limit_number(config, "limit.*.requests", name),
		.tokens_per_minute = limit_number(config, "limit.*.tokens", name),
		.concurrent = config_whole(config, concurrent) };
	return always || out->per_second > 0 || out->tokens_per_minute > 0 || out->concurrent > 0;
}

size_t
settings_limits(const struct llm *llm, const struct model *model, struct limit limits[LIMITER_MAX])
{
	size_t n = 0;

	n += add_limit(llm, "all", false, &limits[n]);
	n += add_limit(llm, "user", false, &limits[n]);
	n += add_limit(llm, model->provider, false, &limits[n]);
	n += add_limit(llm, model->name, true, &limits[n]);
	n += add_limit(llm, llm->options.phase, false, &limits[n]);
	return n;
}
