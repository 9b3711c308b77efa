#include "text/sse.h"

#include <string.h>

#include "base/utf8.h"

#define NAME_ROOM 64 /* of a line, for what stands before the data */
#define MAX_NAME ((size_t)4096)
#define MAX_RETRY_MS (1000L * 1000 * 1000)

void
sse_init(struct sse *sse, size_t max_bytes, sse_fn *fn, void *arg)
{
	*sse = (struct sse){ .fn = fn, .arg = arg, .retry_ms = -1 };
	buf_init(&sse->line, max_bytes + NAME_ROOM);
	buf_init(&sse->data, max_bytes + 1); /* and its last newline */
	buf_init(&sse->type, MAX_NAME);
	buf_init(&sse->id, MAX_NAME);
}

void
sse_fini(struct sse *sse)
{
	buf_fini(&sse->line);
	buf_fini(&sse->type);
	buf_fini(&sse->data);
	buf_fini(&sse->id);
}

static bool
is_over(const struct sse *sse)
{
	return sse->line.over || sse->data.over || sse->type.over || sse->id.over;
}

static void
set(struct buf *b, const char *value, size_t n)
{
	buf_clear(b);
	utf8_repair(b, value, n);
}

static void
set_retry(struct sse *sse, const char *value, size_t n)
{
	long ms = 0;

	for (size_t i = 0; i < n; i++) {
		if (value[i] < '0' || value[i] > '9')
			return;
		if (ms < MAX_RETRY_MS)
			ms = ms * 10 + (value[i] - '0');
	}
	if (n > 0)
		sse->retry_ms = ms < MAX_RETRY_MS ? ms : MAX_RETRY_MS;
}

static bool
is(const char *name, size_t n, const char *want)
{
	return n == strlen(want) && memcmp(name, want, n) == 0;
}

static void
field(struct sse *sse, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n);
	size_t name = colon ? (size_t)(colon - line) : n, at = colon ? name + 1 : n;

	if (at < n && line[at] == ' ')
		at++;
	sse->repaired |= utf8_check(line, n) < n;
	if (is(line, name, "data")) {
		utf8_repair(&sse->data, line + at, n - at);
		buf_char(&sse->data, '\n');
	} else if (is(line, name, "event")) {
		set(&sse->type, line + at, n - at);
	} else if (is(line, name, "id")) {
		if (memchr(line + at, '\0', n - at) == NULL)
			set(&sse->id, line + at, n - at);
	} else if (is(line, name, "retry")) {
		set_retry(sse, line + at, n - at);
	}
}

static void
dispatch(struct sse *sse)
{
	struct sse_event event = { .type = "message",
		.type_n = strlen("message"),
		.data = sse->data.s,
		.data_n = sse->data.len - 1,
		.id = sse->id.s,
		.id_n = sse->id.len };

	if (sse->data.len > 0) {
		buf_cut(&sse->data, sse->data.len - 1);
		if (sse->type.len > 0) {
			event.type = sse->type.s;
			event.type_n = sse->type.len;
		}
		sse->stopped = !sse->fn(sse->arg, &event);
	}
	buf_clear(&sse->data);
	buf_clear(&sse->type);
}

static void
end_line(struct sse *sse)
{
	if (sse->line.len == 0)
		dispatch(sse);
	else
		field(sse, sse->line.s, sse->line.len);
	if (is_over(sse))
		sse->stopped = true;
	else
		buf_clear(&sse->line);
}

/* The first bytes, which may be a byte order mark in pieces; how many of these were. */
static size_t
skip_bom(struct sse *sse, const char *bytes, size_t n)
{
	static const char bom[] = "\xef\xbb\xbf";
	size_t i = 0;

	while (!sse->started && i < n) {
		if (bytes[i] != bom[sse->bom]) {
			buf_add(&sse->line, bom, (size_t)sse->bom);
			sse->started = true;
		} else {
			i++;
			sse->started = ++sse->bom == 3;
		}
	}
	return i;
}

bool
sse_feed(struct sse *sse, const char *bytes, size_t n)
{
	size_t i = skip_bom(sse, bytes, n), from = i;

	for (; i < n && !sse->stopped; i++) {
		bool cr = sse->cr;

		sse->cr = bytes[i] == '\r';
		if (bytes[i] == '\n' && cr) {
			from = i + 1;
		} else if (bytes[i] == '\n' || bytes[i] == '\r') {
			buf_add(&sse->line, bytes + from, i - from);
			end_line(sse);
			from = i + 1;
		}
	}
	if (!sse->stopped)
		buf_add(&sse->line, bytes + from, n - from);
	sse->stopped |= is_over(sse);
	return !sse->stopped;
}

enum status
sse_check(const struct sse *sse, struct err *err)
{
	if (!is_over(sse))
		return ST_OK;
	return err_set(
	    err, ST_DATA, "an event of the stream is larger than %zu bytes", sse->data.max - 1);
}
