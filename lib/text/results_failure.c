#include "text/results_failure.h"

#include <string.h>

#include "base/buf.h"

/* The framework where the format leaves no doubt; "jest" is also Vitest's. */
static const char *
framework_of(const struct results *results)
{
	static const char *const known[][2] = { { "go", "go" }, { "cargo", "rust" },
		{ "libtest", "rust" }, { "check", "check" }, { "mocha", "mocha" } };

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
		if (strcmp(results->format, known[i][0]) == 0)
			return known[i][1];
	}
	return *results->tool ? results->tool : NULL;
}

static const char *
stage_of(const struct results_case *c)
{
	if (c->status == RESULTS_TIMEOUT)
		return "timeout";
	if (c->status == RESULTS_CRASH)
		return "crash";
	if (c->outside)
		return "collect";
	return c->status == RESULTS_FAILED ? "failed" : "test";
}

/* Type, message and trace, without what a later one says again. */
static void
put_text(const struct results_case *c, struct buf *out)
{
	const char *end = strchr(c->message, '\n');
	size_t n = end ? (size_t)(end - c->message) : strlen(c->message);
	char *first = mem_strndup(c->message, n);

	if (strstr(c->trace, first) == NULL || *c->trace == '\0') {
		if (*c->type && strstr(c->message, c->type) == NULL)
			buf_printf(out, "%s: ", c->type);
		buf_str(out, c->message);
		buf_char(out, '\n');
	} else if (*c->type && strstr(c->trace, c->type) == NULL) {
		buf_printf(out, "%s: %s\n", c->type, first);
	}
	buf_str(out, c->trace);
	free(first);
}

void
results_failure(const struct failure_rules *rules, const struct results *results,
    const struct results_case *c, struct failure_ask ask, struct failure *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	put_text(c, &text);
	ask.text = text.s;
	ask.n = text.len;
	if (ask.stage == NULL)
		ask.stage = stage_of(c);
	if (ask.framework == NULL)
		ask.framework = framework_of(results);
	failure_read(rules, &ask, out);
	buf_fini(&text);
}
