#include "llm/llm_repair.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "llm/llm_repair_walk.h"

#define MOST_STARTS 40 /* places where the value might begin */

static bool
is_blank(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!memchr(" \t\r\n", s[i], 4))
			return false;
	}
	return true;
}

/* What stands before and behind the value: a fence, other text, or both. */
static unsigned
around(const char *s, size_t from, size_t to, size_t n)
{
	static const char mark[] = "```";
	const char *fence = repair_find(s, from, mark), *end;
	unsigned found = 0;

	if (fence) {
		const char *line = memchr(fence, '\n', (size_t)(s + from - fence));
		size_t before = (size_t)(fence - s);

		found = REPAIR_FENCE;
		if (!is_blank(s, before) || (line && !is_blank(line, (size_t)(s + from - line))))
			found |= REPAIR_AROUND;
		end = repair_find(s + to, n - to, mark);
		if (end && is_blank(s + to, (size_t)(end - s) - to))
			to = (size_t)(end - s) + 3;
	} else if (!is_blank(s, from)) {
		found = REPAIR_AROUND;
	}
	return is_blank(s + to, n - to) ? found : found | REPAIR_AROUND;
}

struct best {
	size_t from, to;
	enum end end;
	unsigned done;
	bool found;
};

/* A whole value beats a cut one, a longer one a shorter one. */
static void
keep_best(struct best *best, const struct walk *w, size_t from, enum end end)
{
	bool better = !best->found || (end == END_GOOD && best->end != END_GOOD) ||
		      (end == best->end && w->at - from > best->to - best->from);

	if (better)
		*best = (struct best){ from, w->at, end, w->done, true };
}

static void
look_for(struct walk *w, struct best *best)
{
	size_t from = 0;

	for (int starts_tried = 0; starts_tried < MOST_STARTS; starts_tried++) {
		enum end end;

		while (from < w->n && w->s[from] != '{' && w->s[from] != '[')
			from++;
		if (from >= w->n)
			return;
		end = repair_walk(w, from);
		if (end == END_BAD && w->members > 0)
			return; /* that was it, and it is broken */
		if (end == END_BAD) {
			from++;
			continue;
		}
		keep_best(best, w, from, end);
		from = w->at;
	}
}

/* A fence around a number, a string, a word. */
static enum status
fenced_scalar(const char *s, size_t n, struct json **out, unsigned *done)
{
	struct err ignored = ERR_INIT;
	const char *open = repair_find(s, n, "```"), *line, *close;

	line = open ? memchr(open, '\n', (size_t)(s + n - open)) : NULL;
	close = line ? repair_find(line, (size_t)(s + n - line), "```") : NULL;
	if (close == NULL || json_parse(line, (size_t)(close - line), out, &ignored))
		return ST_NO;
	*done = REPAIR_FENCE;
	if (!is_blank(s, (size_t)(open - s)) || !is_blank(close + 3, (size_t)(s + n - close) - 3))
		*done |= REPAIR_AROUND;
	return ST_OK;
}

enum status
repair_json(const char *text, size_t n, struct json **out, unsigned *done, struct err *err)
{
	struct walk w = { .s = text, .n = n };
	struct best best = { .found = false };
	struct err strict = ERR_INIT;
	enum status st;

	*done = 0;
	if (json_parse(text, n, out, &strict) == ST_OK)
		return ST_OK;
	buf_init(&w.out, n * 6 + 1024);
	look_for(&w, &best);
	if (!best.found && fenced_scalar(text, n, out, done) == ST_OK) {
		buf_fini(&w.out);
		return ST_OK;
	}
	st = ST_DATA;
	if (best.found) {
		repair_walk(&w, best.from);
		st = buf_check(&w.out, "the answer", &strict);
		if (st == ST_OK)
			st = json_parse(w.out.s, w.out.len, out, &strict);
		*done = best.done | around(text, best.from, best.to, n);
	}
	buf_fini(&w.out);
	return st == ST_OK ? ST_OK : err_set(err, ST_DATA, "%s", strict.text);
}

struct json *
repair_names(unsigned done)
{
	static const char *const names[] = { "code-fence", "surrounding-text", "trailing-comma",
		"truncated", "quotes", "comments", "control-characters", "asked-again" };
	struct json *array;

	if (done == 0)
		return NULL;
	array = json_new_array();
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (done & (1u << i))
			json_add_string(array, names[i]);
	}
	return array;
}
