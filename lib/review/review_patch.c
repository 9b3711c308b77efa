#include <string.h>

#include "io/diff.h"
#include "io/json.h"
#include "review/review_private.h"

/* Lines as in a hunk, each with a mark in front. */
static void
add_lines(struct buf *out, const char *s, size_t n)
{
	size_t lines = 0;

	for (size_t i = 0; i < n; i++)
		lines += s[i] == '\n' || i + 1 == n;
	buf_printf(out, lines == 1 ? "@@ -0,0 +1 @@\n" : "@@ -0,0 +1,%zu @@\n", lines);
	while (n > 0) {
		const char *end = memchr(s, '\n', n);
		size_t len = end ? (size_t)(end - s) : n;

		buf_char(out, '+');
		buf_add(out, s, len);
		buf_str(out, end ? "\n" : "\n\\ No newline at end of file\n");
		s += len + (end != NULL);
		n -= len + (end != NULL);
	}
}

/* A name as git writes it: quoted where it must be.  place_check() leaves no control character. */
static void
add_name(struct buf *out, const char *side, const char *path)
{
	bool quoted = strpbrk(path, "\"\\") != NULL;

	buf_str(out, quoted ? "\"" : "");
	buf_str(out, side);
	for (const char *s = path; *s; s++) {
		if (*s == '"' || *s == '\\')
			buf_char(out, '\\');
		buf_char(out, *s);
	}
	buf_str(out, quoted ? "\"" : "");
}

static void
add_sides(struct buf *out, const char *path, bool is_new)
{
	const char *tab = strchr(path, ' ') ? "\t\n" : "\n";

	buf_str(out, is_new ? "--- /dev/null" : "--- ");
	if (!is_new)
		add_name(out, "a/", path);
	buf_str(out, is_new ? "\n" : tab);
	buf_str(out, "+++ ");
	add_name(out, "b/", path);
	buf_str(out, tab);
}

static enum status
add_change(const struct review_plan *plan, struct buf *out, struct err *err)
{
	const struct diff_side before = { "before", plan->before.s, plan->before.len };
	const struct diff_side after = { "after", plan->code, plan->n };
	const char *hunks;
	struct buf diff;
	enum status st;

	buf_init(&diff, DIFF_BYTES);
	st = diff_unified(&before, &after, &diff, err);
	hunks = strstr(diff.s, "\n@@ ");
	if (st == ST_OK && hunks)
		buf_str(out, hunks + 1);
	buf_fini(&diff);
	return st;
}

enum status
review_patch(const struct review_plan *plan, struct buf *out, struct err *err)
{
	bool is_new = plan->how == REVIEW_NEW;

	if (plan->how == REVIEW_SAME)
		return ST_OK;
	buf_str(out, "diff --git ");
	add_name(out, "a/", plan->path);
	buf_char(out, ' ');
	add_name(out, "b/", plan->path);
	buf_str(out, is_new ? "\nnew file mode 100644\n" : "\n");
	add_sides(out, plan->path, is_new);
	if (!is_new)
		return add_change(plan, out, err);
	add_lines(out, plan->code, plan->n);
	return buf_check(out, "the patch", err);
}
