#include <stdio.h>
#include <string.h>

#include "io/http.h"
#include "io/json.h"
#include "llm/provider_parts.h"

/* The providers' own words: certain.  None means two things at two providers. */
static const struct {
	const char *code;
	enum fault_class class;
} codes[] = {
	{ "enforced_spend_limit_reached", FAULT_QUOTA },
	{ "insufficient_quota", FAULT_QUOTA },
	{ "credit_balance_exhausted", FAULT_QUOTA },
	{ "billing_hard_limit_reached", FAULT_QUOTA },
	{ "billing_not_active", FAULT_QUOTA },
	{ "billing_error", FAULT_QUOTA },
	{ "context_length_exceeded", FAULT_CONTEXT_WINDOW },
	{ "string_above_max_length", FAULT_TOO_LARGE },
	{ "request_too_large", FAULT_TOO_LARGE },
	{ "content_policy_violation", FAULT_CONTENT_POLICY },
	{ "content_filter", FAULT_CONTENT_POLICY },
	{ "bio_policy", FAULT_CONTENT_POLICY },
	{ "invalid_api_key", FAULT_AUTH },
	{ "authentication_error", FAULT_AUTH },
	{ "permission_error", FAULT_PERMISSION },
	{ "data_residency_mismatch", FAULT_PERMISSION },
	{ "unsupported_country_region_territory", FAULT_PERMISSION },
	{ "model_not_found", FAULT_NOT_FOUND },
	{ "not_found_error", FAULT_NOT_FOUND },
	{ "conflict_error", FAULT_CONFLICT },
	{ "rate_limit_exceeded", FAULT_RATE_LIMIT },
	{ "rate_limit_error", FAULT_RATE_LIMIT },
	{ "slow_down", FAULT_RATE_LIMIT },
	{ "overloaded_error", FAULT_OVERLOADED },
	{ "timeout_error", FAULT_TIMEOUT },
	{ "vector_store_timeout", FAULT_TIMEOUT },
	{ "api_error", FAULT_SERVER },
	{ "server_error", FAULT_SERVER },
};

static enum fault_class
from_code(const char *code)
{
	for (size_t i = 0; code && i < sizeof codes / sizeof *codes; i++) {
		if (strcmp(codes[i].code, code) == 0)
			return codes[i].class;
	}
	return FAULT_UNKNOWN;
}

static enum fault_class
from_status(int status)
{
	switch (status) {
	case 401:
		return FAULT_AUTH;
	case 402:
		return FAULT_QUOTA;
	case 403:
		return FAULT_PERMISSION;
	case 404:
		return FAULT_NOT_FOUND;
	case 408:
	case 504:
		return FAULT_TIMEOUT;
	case 409:
		return FAULT_CONFLICT;
	case 413:
		return FAULT_TOO_LARGE;
	case 429:
		return FAULT_RATE_LIMIT;
	case 503:
	case 529:
		return FAULT_OVERLOADED;
	default:
		break;
	}
	if (status >= 300 && status < 400)
		return FAULT_REDIRECT;
	if (status >= 400 && status < 500)
		return FAULT_BAD_REQUEST;
	return status >= 500 && status < 600 ? FAULT_SERVER : FAULT_UNKNOWN;
}

/* A limit that asks for no wait is one that waiting may not lift. */
static double
limit_confidence(enum fault_class class, const struct fault_seen *seen, double otherwise)
{
	return class == FAULT_RATE_LIMIT && !seen->retry_after ? 0.6 : otherwise;
}

enum fault_class
fault_classify(const struct fault_seen *seen, double *confidence)
{
	enum fault_class class = FAULT_UNKNOWN, said;

	for (size_t i = 0; i < 4 && class == FAULT_UNKNOWN; i++)
		class = from_code(seen->code[i]);
	said = fault_from_text(seen->text, seen->http_status);
	/* Of a request that alone is more than a minute's tokens it is said that the rate is. */
	if (class == FAULT_RATE_LIMIT && (said == FAULT_TOO_LARGE || said == FAULT_QUOTA)) {
		*confidence = 0.9;
		return said;
	}
	if (class != FAULT_UNKNOWN) {
		*confidence = limit_confidence(class, seen, 1);
		return class;
	}
	if (said != FAULT_UNKNOWN) {
		*confidence = limit_confidence(said, seen, 0.8);
		return said;
	}
	class = from_status(seen->http_status);
	if (class != FAULT_UNKNOWN) {
		*confidence = limit_confidence(class, seen, 0.9);
		return class;
	}
	/* An error in the middle of a good reply is the server's trouble more often than ours. */
	*confidence = seen->code[0] || seen->text[0] ? 0.5 : 0.3;
	for (size_t i = 0; i < 4; i++) {
		if (seen->code[i] && strcmp(seen->code[i], "invalid_request_error") == 0)
			return FAULT_BAD_REQUEST;
	}
	return seen->http_status == 0 ? FAULT_SERVER : FAULT_UNKNOWN;
}

bool
part_has_error(const struct json *body)
{
	const struct json *error = json_get(body, "error");
	const char *text = json_string(error);

	return text ? text[0] != '\0' : json_kind(error) == JSON_OBJECT;
}

/* {"detail": "text"} or {"detail": [{"msg": "text"}, ...]} */
static const char *
detail_text(const struct json *detail)
{
	if (json_kind(detail) == JSON_ARRAY)
		detail = json_get(json_first(detail), "msg");
	return json_string(detail);
}

/* A code may be a number with compatible servers, and then it is an HTTP status. */
static void
see_object(struct fault_seen *seen, const struct json *error)
{
	const struct json *code = json_get(error, "code");
	int number = (int)json_number(code);

	seen->code[0] = json_string(json_path(error, "details.error_code"));
	seen->code[1] = json_string(code);
	seen->code[2] = json_string(json_get(error, "type"));
	seen->text = json_get_string(error, "message");
	if (seen->http_status == 0 && number >= 300 && number < 600)
		seen->http_status = number;
}

static void
see(struct fault_seen *seen, const struct json *body)
{
	const struct json *error = json_get(body, "error");
	const char *text = json_string(error);

	seen->text = "";
	if (text) {
		seen->text = text;
		seen->code[1] = json_string(json_get(body, "code"));
		return;
	}
	see_object(seen, json_kind(error) == JSON_OBJECT ? error : body);
	text = detail_text(json_get(body, "detail"));
	if (seen->text[0] == '\0' && text)
		seen->text = text;
}

/* What stands in a page that is no JSON: its title, or its first words. */
static void
see_page(const struct http_reply *reply, char *text, size_t size)
{
	const char *s = reply->body.s, *title = strstr(s, "<title>");
	char first = s[strspn(s, " \t\r\n")];
	size_t n = reply->body.len;

	if (title == NULL)
		title = strstr(s, "<TITLE>");
	if (title) {
		title += strlen("<title>");
		n = strcspn(title, "<");
		snprintf(text, size, "a page: %.*s", (int)(n < 200 ? n : 200), title);
	} else if (first == '<') {
		snprintf(text, size, "a page and no JSON");
	} else {
		snprintf(text, size, "%.*s", (int)(n < 200 ? n : 200), s);
	}
}

static const char *
best_code(const struct fault_seen *seen)
{
	for (size_t i = 0; i < 4; i++) {
		if (seen->code[i] && seen->code[i][0])
			return seen->code[i];
	}
	return "";
}

/* The schema was refused, not the request: without the provider's mechanism it may do. */
static bool
is_about_schema(enum fault_class class, const char *text)
{
	return class == FAULT_BAD_REQUEST &&
	       (strstr(text, "ompiled grammar is too large") || strstr(text, "nvalid schema for"));
}

static void
fill(struct fault *fault, const struct fault_seen *seen)
{
	double confidence = 0;
	enum fault_class class = fault_classify(seen, &confidence);

	fault_set(fault, class, "%s", seen->text);
	fault->confidence = confidence;
	fault_code(fault, is_about_schema(class, seen->text) ? FAULT_CODE_SCHEMA : best_code(seen));
}

void
part_error(struct fault *fault, const struct json *body)
{
	struct fault_seen seen = { 0 };

	see(&seen, body);
	fill(fault, &seen);
}

static bool
says_when(const struct http_reply *reply)
{
	for (size_t i = 0; i < reply->headers.len; i++) {
		if (strncmp(reply->headers.at[i], "retry-after", 11) == 0)
			return true;
	}
	return false;
}

void
part_fault(struct fault *fault, const struct http_reply *reply, const struct json *body)
{
	struct fault_seen seen = { .http_status = reply->status };
	struct fault old = *fault;
	char page[256] = "";

	see(&seen, body);
	if (json_kind(body) != JSON_OBJECT) {
		see_page(reply, page, sizeof page);
		seen.text = page;
	}
	seen.retry_after = says_when(reply);
	fill(fault, &seen);
	fault->http_status = reply->status;
	fault->retry_after_ms = old.retry_after_ms;
	fault->no_retry = old.no_retry;
	fault->do_retry = old.do_retry;
}
