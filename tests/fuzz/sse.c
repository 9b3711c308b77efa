/* Events are the same whole and in two pieces, valid UTF-8, and no larger than allowed. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/lines.h"
#include "text/sse.h"

#define MAX ((size_t)1000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
keep(struct buf *got, const char *text, size_t n)
{
	if (n > 3 * MAX + 64 * 3 || utf8_check(text, n) != n)
		abort();
	buf_printf(got, "%zu ", n);
	buf_add(got, text, n);
}

static bool
add_event(void *arg, const struct sse_event *event)
{
	keep(arg, event->data, event->data_n);
	if (event->type_n == 0 || utf8_check(event->type, event->type_n) != event->type_n ||
	    utf8_check(event->id, event->id_n) != event->id_n ||
	    memchr(event->id, '\0', event->id_n))
		abort();
	buf_add(arg, event->type, event->type_n);
	buf_add(arg, event->id, event->id_n);
	return event->data_n != 7;
}

static bool
add_line(void *arg, const char *line, size_t n)
{
	if (n == 0 || memchr(line, '\n', n))
		abort();
	keep(arg, line, n);
	return n != 7;
}

static void
decode(struct buf *got, const char *bytes, size_t n, size_t cut)
{
	struct err err = ERR_INIT;
	struct lines lines;
	struct sse sse;

	sse_init(&sse, MAX, add_event, got);
	if (sse_feed(&sse, bytes, cut) && sse_feed(&sse, bytes + cut, n - cut) &&
	    sse_check(&sse, &err))
		abort();
	buf_printf(got, "%ld", sse.retry_ms);
	sse_fini(&sse);
	lines_init(&lines, MAX, add_line, got);
	lines_feed(&lines, bytes, cut);
	lines_feed(&lines, bytes + cut, n - cut);
	lines_end(&lines);
	buf_printf(got, "%d", lines_check(&lines, &err));
	lines_fini(&lines);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *bytes = (const char *)data;
	struct buf whole, pieces;

	if (n > 16384)
		return 0;
	buf_init(&whole, BUF_DOCUMENT);
	buf_init(&pieces, BUF_DOCUMENT);
	decode(&whole, bytes, n, n);
	for (size_t cut = 0; cut <= n; cut += 1 + n / 64) {
		buf_clear(&pieces);
		decode(&pieces, bytes, n, cut);
		if (pieces.len != whole.len || memcmp(pieces.s, whole.s, whole.len) != 0)
			abort();
	}
	buf_fini(&whole);
	buf_fini(&pieces);
	return 0;
}
