#include <string.h>

#include "llm/provider_parts.h"

/* Lower case; '*' is any text.  The first that is found decides.  Texts are no promise of anybody:
   what they give is a guess. */
static const struct {
	const char *pattern;
	enum fault_class class;
} texts[] = {
	{ "request too large for*tokens per min", FAULT_TOO_LARGE },
	{ "request too large for*tpm", FAULT_TOO_LARGE },
	{ "string_above_max_length", FAULT_TOO_LARGE },
	{ "prompt is too long", FAULT_CONTEXT_WINDOW },
	{ "exceed context limit", FAULT_CONTEXT_WINDOW },
	{ "maximum context length is", FAULT_CONTEXT_WINDOW },
	{ "context_length_exceeded", FAULT_CONTEXT_WINDOW },
	{ "string too long. expected a string with maximum length", FAULT_CONTEXT_WINDOW },
	{ "model's maximum context limit", FAULT_CONTEXT_WINDOW },
	{ "is longer than the model's context length", FAULT_CONTEXT_WINDOW },
	{ "exceeds the context length", FAULT_CONTEXT_WINDOW },
	{ "exceeds the context window", FAULT_CONTEXT_WINDOW },
	{ "exceeds the context size", FAULT_CONTEXT_WINDOW },
	{ "input tokens exceed the configured limit", FAULT_CONTEXT_WINDOW },
	{ "`inputs` tokens + `max_new_tokens` must be", FAULT_CONTEXT_WINDOW },
	{ "exceeds the available context size", FAULT_CONTEXT_WINDOW },
	{ "exceeds the maximum number of tokens allowed", FAULT_CONTEXT_WINDOW },
	{ "current length is*while limit is", FAULT_CONTEXT_WINDOW },
	{ "maximum input length is*tokens", FAULT_CONTEXT_WINDOW },
	{ "content_policy_violation", FAULT_CONTENT_POLICY },
	{ "content_filter_policy", FAULT_CONTENT_POLICY },
	{ "responsibleaipolicyviolation", FAULT_CONTENT_POLICY },
	{ "your request was rejected as a result of our safety system", FAULT_CONTENT_POLICY },
	{ "violating our usage policy", FAULT_CONTENT_POLICY },
	{ "the model produced invalid content", FAULT_CONTENT_POLICY },
	{ "insufficient_quota", FAULT_QUOTA },
	{ "exceeded your current quota", FAULT_QUOTA },
	{ "credit balance is", FAULT_QUOTA },
	{ "spend limit", FAULT_QUOTA },
	{ "spending limit", FAULT_QUOTA },
	{ "plan and billing", FAULT_QUOTA },
	{ "plans & billing", FAULT_QUOTA },
	{ "billing hard limit", FAULT_QUOTA },
	{ "api usage limits", FAULT_QUOTA },
	{ "service tier capacity exceeded", FAULT_RATE_LIMIT },
	{ "rate limit", FAULT_RATE_LIMIT },
	{ "rate-limit", FAULT_RATE_LIMIT },
	{ "rate_limit", FAULT_RATE_LIMIT },
	{ "ratelimit", FAULT_RATE_LIMIT },
	{ "too many requests", FAULT_RATE_LIMIT },
	{ "server busy", FAULT_OVERLOADED },
	{ "maximum pending requests", FAULT_OVERLOADED },
	{ "overloaded", FAULT_OVERLOADED },
	{ "not found, try pulling it", FAULT_NOT_FOUND },
	{ "does not support", FAULT_BAD_REQUEST },
};

static bool
matches(const char *text, const char *pattern)
{
	char part[80];
	size_t n;

	while (*pattern) {
		n = strcspn(pattern, "*");
		memcpy(part, pattern, n);
		part[n] = '\0';
		text = strstr(text, part);
		if (text == NULL)
			return false;
		text += n;
		pattern += n + (pattern[n] == '*');
	}
	return true;
}

/* A status says what kind of thing the text can be about. */
static bool
fits(enum fault_class class, int http_status)
{
	bool refused = http_status == 400 || http_status == 413 || http_status == 422;

	switch (class) {
	case FAULT_CONTEXT_WINDOW:
	case FAULT_CONTENT_POLICY:
		return refused || http_status == 0 || http_status == 403 || http_status == 500;
	case FAULT_TOO_LARGE:
		return refused || http_status == 0 || http_status == 429;
	case FAULT_QUOTA:
		return http_status == 0 || http_status == 400 || http_status == 402 ||
		       http_status == 403 || http_status == 429;
	case FAULT_RATE_LIMIT:
		return http_status == 0 || http_status == 429 || http_status >= 500;
	case FAULT_OVERLOADED:
		return http_status == 0 || http_status >= 500;
	default:
		return http_status == 0 || refused;
	}
}

enum fault_class
fault_from_text(const char *text, int http_status)
{
	char low[2048];
	size_t n = 0;

	for (; n < sizeof low - 1 && text[n]; n++)
		low[n] = (char)(text[n] >= 'A' && text[n] <= 'Z' ? text[n] + 32 : text[n]);
	low[n] = '\0';
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		if (fits(texts[i].class, http_status) && matches(low, texts[i].pattern))
			return texts[i].class;
	}
	return FAULT_UNKNOWN;
}
