/* What is redacted stays so and keeps its lines; what is told is in order; JSON stays JSON. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "redact/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct told {
	size_t end, n, count;
};

static void
tell(void *arg, const struct redact_finding *f)
{
	struct told *told = arg;

	if (f->length == 0 || f->at < told->end || f->at + f->length > told->n || f->line == 0 ||
	    f->column == 0)
		abort();
	told->end = f->at + f->length;
	told->count++;
}

static size_t
lines_in(const char *s, size_t n)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += s[i] == '\n';
	return count;
}

static void
check_text(struct redactor *r, const char *s, size_t n)
{
	struct told told = { .n = n };
	struct buf once, twice;
	bool found;

	buf_init(&once, BUF_DOCUMENT);
	buf_init(&twice, BUF_DOCUMENT);
	found = redact_text(r, s, n, &once);
	if (redact_find(r, s, n, tell, &told) != told.count || found != (told.count > 0) ||
	    (!found && once.len))
		abort();
	if (found && (lines_in(once.s, once.len) != lines_in(s, n) ||
			 redact_text(r, once.s, once.len, &twice)))
		abort();
	buf_fini(&once);
	buf_fini(&twice);
}

static void
check_json(struct redactor *r, const char *s, size_t n)
{
	struct json *j = NULL, *once, *again = NULL, *back = NULL;
	struct err err = ERR_INIT;
	struct buf text;

	if (json_parse(s, n, &j, &err))
		return;
	once = redact_json(r, j);
	if (once) {
		buf_init(&text, BUF_DOCUMENT);
		json_print(once, &text);
		again = redact_json(r, once);
		if (again || json_parse(text.s, text.len, &back, &err) || !json_equal(once, back))
			abort();
		buf_fini(&text);
	}
	json_free(j);
	json_free(once);
	json_free(back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct redactor *r = redact_open(true);

	check_text(r, (const char *)data, n);
	check_json(r, (const char *)data, n);
	redact_close(r);
	return 0;
}
