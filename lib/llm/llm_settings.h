/*
 * llm_settings - what the configuration says about asking models.
 */
#ifndef LLM_LLM_SETTINGS_H
#define LLM_LLM_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "llm/llm_retry.h"
#include "store/breaker.h"
#include "store/limiter.h"

struct config;
struct llm;
struct model;

enum cache_use { CACHE_ON, CACHE_OFF, CACHE_ONLY, CACHE_REFRESH };
enum llm_mode { MODE_LIVE, MODE_RECORD, MODE_REPLAY, MODE_CACHE_ONLY };

struct llm_settings {
	enum llm_mode mode;
	enum cache_use cache;
	int64_t cache_ttl_ms, cache_bytes;
	struct retry_rule retry;
	struct breaker_rule breaker;
	int64_t budget_run, budget_day, budget_week; /* micro-dollars, BUDGET_NONE */
	bool budget_unknown;			     /* a model of unknown price may be asked */
	int max_tokens;
	size_t reply_bytes;
};

enum status settings_read(const struct config *config, struct llm_settings *out, struct err *err);
const char *settings_model(const struct config *config, const char *phase, const char *model);
struct llm_timeouts {
	int64_t connect_ms, first_byte_ms, idle_ms, total_ms;
};
void settings_timeouts(const struct llm *llm, const struct model *model, struct llm_timeouts *out);
size_t settings_limits(
    const struct llm *llm, const struct model *model, struct limit limits[LIMITER_MAX]);

#endif
