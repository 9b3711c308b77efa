#include "llm/fault.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

#define TRANSIENT "transient"
#define PERMANENT "permanent"
#define RECOVERABLE "recoverable"

/* Source: the error pages of the providers, LiteLLM's classes.  name, kind, status, retry,
 * fallback, trips, suggestion */
static const struct fault_rule rules[FAULT_CLASSES] = {
	[FAULT_NONE] = { "none", "unknown", ST_OK, false, false, false, "nothing is wrong" },
	[FAULT_TIMEOUT] = { "timeout", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "try again later, or raise timeout.*.first_byte, timeout.*.idle or timeout.*.total" },
	[FAULT_CONNECT] = { "connect", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "see that the server runs, that the network is there and that providers.*.url is "
	    "right" },
	[FAULT_TLS] = { "tls", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "check the server's certificate, or name yours with SSL_CERT_FILE" },
	[FAULT_RATE_LIMIT] = { "rate-limit", TRANSIENT, ST_TEMPFAIL, true, true, false,
	    "wait, or lower limit.*.requests, limit.*.tokens or limit.*.concurrent" },
	[FAULT_QUOTA] = { "quota", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "raise the spending limit or pay in the provider's console, or name a fallback" },
	[FAULT_OVERLOADED] = { "overloaded", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "try again later, or name a fallback" },
	[FAULT_SERVER] = { "server", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "try again later, or name a fallback" },
	[FAULT_BAD_REQUEST] = { "bad-request", PERMANENT, ST_UNAVAILABLE, false, false, false,
	    "look at what is sent with --dry-run" },
	[FAULT_CONTEXT_WINDOW] = { "context-window", RECOVERABLE, ST_UNAVAILABLE, false, true,
	    false, "shorten the input, or use a model with a larger context" },
	[FAULT_CONTENT_POLICY] = { "content-policy", PERMANENT, ST_UNAVAILABLE, false, false, false,
	    "change what is asked, or ask another model with -m" },
	[FAULT_AUTH] = { "auth", PERMANENT, ST_REFUSED, false, true, false,
	    "check the key: rsg doctor says where it comes from" },
	[FAULT_PERMISSION] = { "permission", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "ask for access to the model, or use another" },
	[FAULT_NOT_FOUND] = { "not-found", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "check the name of the model and providers.*.url; with ollama, pull the model first" },
	[FAULT_TOO_LARGE] = { "too-large", RECOVERABLE, ST_UNAVAILABLE, false, false, false,
	    "shorten the input; if it is the reply that is too large, raise llm.reply_bytes" },
	[FAULT_CONFLICT] = { "conflict", TRANSIENT, ST_TEMPFAIL, true, true, false,
	    "try again later" },
	[FAULT_REDIRECT] = { "redirect", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "a key stays with its host: if the new address is right, set providers.*.url to it" },
	[FAULT_PARSE] = { "parse", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "try again; if it stays so, see that providers.*.url and .kind belong together" },
	[FAULT_TRUNCATED] = { "truncated", TRANSIENT, ST_TEMPFAIL, true, true, true,
	    "try again later" },
	[FAULT_LENGTH] = { "length", RECOVERABLE, ST_PROTOCOL, false, true, false,
	    "raise max_tokens or llm.max_tokens, or lower the effort" },
	[FAULT_EMPTY] = { "empty", TRANSIENT, ST_TEMPFAIL, true, true, false,
	    "try again, or use another model" },
	[FAULT_SCHEMA] = { "schema", RECOVERABLE, ST_PROTOCOL, false, true, false,
	    "use a model that keeps to schemas, or a simpler schema" },
	[FAULT_NO_KEY] = { "no-key", PERMANENT, ST_REFUSED, false, true, false,
	    "set the provider's key variable, or providers.*.key_file or .key_command" },
	[FAULT_BUDGET] = { "budget", PERMANENT, ST_REFUSED, false, true, false,
	    "raise budget.run, budget.day or budget.week, or use a cheaper model" },
	[FAULT_BREAKER] = { "breaker", TRANSIENT, ST_TEMPFAIL, false, true, false,
	    "it failed too often just now: wait until breaker.open is over" },
	[FAULT_LIMIT] = { "limit", TRANSIENT, ST_TEMPFAIL, false, true, false,
	    "try again later, or raise limit.* or --timeout" },
	[FAULT_REPLAY] = { "replay", PERMANENT, ST_UNAVAILABLE, false, true, false,
	    "record it with RSG_MODE=record, or let it be sent with RSG_MODE=live" },
	[FAULT_COMMAND] = { "command", "unknown", ST_UNAVAILABLE, false, true, false,
	    "run the command by hand" },
	[FAULT_CANCELLED] = { "cancelled", TRANSIENT, ST_TEMPFAIL, false, false, false,
	    "run it again" },
	[FAULT_UNKNOWN] = { "unknown", "unknown", ST_UNAVAILABLE, false, true, false,
	    "look at the provider's words, and try with -v" },
};

const struct fault_rule *fault_rule(enum fault_class class)
{
	return &rules[(unsigned)class < FAULT_CLASSES ? class : FAULT_UNKNOWN];
}

enum fault_class
fault_by_name(const char *name)
{
	for (int i = 0; i < FAULT_CLASSES; i++) {
		if (strcmp(rules[i].name, name) == 0)
			return (enum fault_class)i;
	}
	return FAULT_UNKNOWN;
}

static bool
is_key_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '-' || c == '_' || c == '*' || c == '.';
}

/* Does a word of this text look like a key?  Providers say the wrong key back. */
static bool
looks_like_key(const char *s, size_t n)
{
	static const char *const begins[] = { "sk-", "pa-", "al-", "xai-", "gsk_", "hf_", "AIza",
		"eyJ", "key-" };
	bool digit = false;

	for (size_t i = 0; i < n; i++)
		digit = digit || (s[i] >= '0' && s[i] <= '9') || s[i] == '*';
	if (n < 12)
		return false;
	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
		if (strncmp(s, begins[i], strlen(begins[i])) == 0)
			return true;
	}
	return n >= 32 && digit && memchr(s, '.', n) == NULL;
}

/* Runs of white space as one space, none at the ends, keys as "[key]". */
static void
put_words(struct buf *out, const char *s, size_t n)
{
	size_t i = 0, end;

	while (i < n) {
		if (strchr(" \t\r\n", s[i]) && s[i]) {
			i++;
			if (out->len > 0 && out->s[out->len - 1] != ' ')
				buf_char(out, ' ');
			continue;
		}
		for (end = i; end < n && is_key_char(s[end]);)
			end++;
		if (end == i)
			buf_char(out, s[i++]);
		else if (looks_like_key(s + i, end - i))
			buf_str(out, "[key]");
		else
			buf_add(out, s + i, end - i);
		i = end > i ? end : i;
	}
	while (out->len > 0 && out->s[out->len - 1] == ' ')
		buf_cut(out, out->len - 1);
}

/* As much of s as fits, safe to show, whole characters, "..." where it was cut. */
static void
put_safe(char *out, size_t size, const char *s, size_t n)
{
	struct buf words, shown;
	size_t len;

	buf_init(&words, 4 * size);
	buf_init(&shown, 64 * size);
	if (n > 2 * size) {
		for (n = 2 * size; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
	}
	put_words(&words, s, n);
	utf8_visible(&shown, words.s, words.len, false);
	len = shown.len;
	if (len >= size) {
		len = size - 4;
		while (len > 0 && ((unsigned char)shown.s[len] & 0xc0) == 0x80)
			len--;
		memcpy(shown.s + len, "...", 4);
		len += 3;
	}
	memcpy(out, shown.s, len);
	out[len] = '\0';
	buf_fini(&words);
	buf_fini(&shown);
}

void
fault_set(struct fault *fault, enum fault_class class, const char *fmt, ...)
{
	struct fault made = { .class = class, .retry_after_ms = -1, .confidence = 1 };
	struct buf text;
	va_list ap;
	char *at;
	int n;

	buf_init(&text, BUF_DOCUMENT);
	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	at = n > 0 ? buf_reserve(&text, (size_t)n) : NULL;
	if (at) {
		va_start(ap, fmt);
		vsnprintf(at, (size_t)n + 1, fmt, ap);
		va_end(ap);
		put_safe(made.text, sizeof made.text, at, (size_t)n);
	}
	buf_fini(&text);
	*fault = made; /* last, since the text may have been its own */
}

void
fault_code(struct fault *fault, const char *code)
{
	put_safe(fault->code, sizeof fault->code, code, strlen(code));
}

/* Every place where at least eight bytes of the key's beginning stand, to the end of the word. */
static void
hide(char *text, const char *key, size_t n)
{
	char *at = text;

	while ((at = strstr(at, key)) != NULL) {
		char *end = at + n;

		while (is_key_char(*end))
			end++;
		memset(at, '*', 3);
		memmove(at + 3, end, strlen(end) + 1);
		at += 3;
	}
}

void
fault_hide(struct fault *fault, const char *key)
{
	char start[9];
	size_t n = key ? strlen(key) : 0;

	if (n < 4)
		return;
	snprintf(start, sizeof start, "%s", key);
	n = strlen(start);
	hide(fault->text, start, n);
	hide(fault->code, start, n);
}

/* What is wrong here at home was said by an err, which ends in what to do. */
static bool
says_what_to_do(const struct fault *fault)
{
	return (fault->class == FAULT_NO_KEY || fault->class == FAULT_BUDGET) &&
	       strstr(fault->text, ": ") != NULL;
}

enum status
fault_err(const struct fault *fault, const char *model, struct err *err)
{
	const struct fault_rule *rule = fault_rule(fault->class);
	char http[40] = "";
	size_t n = strlen(fault->text);

	while (n > 0 && strchr(" .", fault->text[n - 1]))
		n--;
	if (fault->http_status)
		snprintf(http, sizeof http, " (HTTP %d)", fault->http_status);
	return err_set(err, rule->status, "%.200s: %s%s%s%.*s%s%s", model, rule->name, http,
	    n ? ": " : "", (int)n, fault->text, says_what_to_do(fault) ? "" : ": ",
	    says_what_to_do(fault) ? "" : rule->suggestion);
}
