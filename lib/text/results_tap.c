/* The Test Anything Protocol, 12 to 14, with subtests. */

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/results_private.h"
#include "text/results_tap.h"

#define LEVELS 64

struct frame { /* one plan and its points */
	struct results_suite
	    *suite;   /* what its cases are in; named when its parent's point comes */
	size_t first; /* case */
	long planned; /* -1: not yet */
	long points, last_id;
	bool skipped_all, bailed, named, failed;
};

struct tap {
	struct results *r;
	struct frame frames[LEVELS + 1];
	size_t depth; /* frames that are open */
	size_t last;  /* the case that what follows belongs to, + 1; 0: none */
	struct tap_yaml yaml;
	bool in_yaml, any;
};

static bool
has(const char *s, size_t n, const char *text)
{
	size_t m = strlen(text);

	return n >= m && memcmp(s, text, m) == 0;
}

static struct frame *
top(struct tap *tap)
{
	return &tap->frames[tap->depth - 1];
}

static void
open_frame(struct tap *tap)
{
	const struct results_suite *parent = tap->depth ? top(tap)->suite : NULL;
	struct frame *f = &tap->frames[tap->depth];

	*f = (struct frame){ .first = tap->r->cases.len, .planned = -1 };
	if (tap->depth > 0) {
		f->suite = arena_alloc(&tap->r->arena, sizeof *f->suite);
		*f->suite = (struct results_suite){ "", parent };
	}
	tap->depth++;
}

/* A plan that was not kept is a failure of its own. */
static void
check_plan(struct tap *tap, const struct frame *f)
{
	struct results_case *c;

	if (f->bailed || (f->planned < 0 && f->points == 0))
		return;
	if (f->planned < 0 && tap->depth > 1) {
		results_note(tap->r, "There is no plan for the subtests that end at result %zu.",
		    tap->r->cases.len);
	} else if (f->planned < 0) {
		c = results_add_outside(tap->r, RESULTS_ERROR, "plan",
		    "there is no plan: did the tests run to the end?");
		c->suite = f->suite;
	} else if (f->planned != f->points) {
		c = results_add_outside(tap->r, RESULTS_ERROR, "plan", "");
		c->suite = f->suite;
		c->message = arena_alloc(&tap->r->arena, 80);
		snprintf((char *)c->message, 80, "%ld test%s planned and %ld run", f->planned,
		    f->planned == 1 ? " was" : "s were", f->points);
	}
}

/* Close down to `depth` frames; the last one closed belongs to the point that comes. */
static void
close_frames(struct tap *tap, size_t depth)
{
	while (tap->depth > depth) {
		const struct frame *f = top(tap);

		check_plan(tap, f);
		tap->depth--;
		if (tap->depth > 0 && f->failed)
			top(tap)->failed = true;
	}
}

/* "1..5", "1..0 # SKIP why" */
static bool
read_plan(struct tap *tap, const char *s, size_t n)
{
	const char *directive = memchr(s, '#', n);

	if (!has(s, n, "1..") || n < 4 || !isdigit((unsigned char)s[3]))
		return false;
	top(tap)->planned = results_digits(s + 3, n - 3);
	tap->any = true;
	tap->last = 0;
	if (top(tap)->planned == 0 && directive && tap->depth == 1) {
		directive += 1;
		results_add_outside(tap->r, RESULTS_SKIPPED, "plan",
		    results_text(tap->r, directive, n - (size_t)(directive - s), RESULTS_MESSAGE));
	}
	return true;
}

static size_t
read_number(struct tap *tap, const char *s, size_t n)
{
	size_t i = 0;
	long id = 0;

	while (i < n && isspace((unsigned char)s[i]))
		i++;
	for (; i < n && isdigit((unsigned char)s[i]) && id < 1000000000; i++)
		id = id * 10 + (s[i] - '0');
	if (id && id != top(tap)->last_id + 1)
		results_note(tap->r, "Test number %ld comes after %ld.", id, top(tap)->last_id);
	top(tap)->last_id = id ? id : top(tap)->last_id + 1;
	while (i < n && isspace((unsigned char)s[i]))
		i++;
	if (i + 1 < n && s[i] == '-' && isspace((unsigned char)s[i + 1]))
		i += 2;
	return i;
}

/* What was in the frame that is closing is in the case that sums it up. */
static void
adopt(const struct frame *f, struct results_case *c)
{
	f->suite->name = c->name;
	c->group = !results_is_failure(c->status) || f->failed;
}

/* "ok 1 - name # SKIP why", behind its "ok" */
static void
add_point(struct tap *tap, bool ok, const char *s, size_t n)
{
	struct frame inner = tap->frames[tap->depth]; /* closed just now, or long ago */
	bool has_inner = inner.suite && inner.suite->parent == top(tap)->suite &&
			 inner.first >= top(tap)->first && inner.points > 0 && !inner.named;
	struct results_case *c;
	size_t skip = read_number(tap, s, n);
	bool brace;

	s += skip, n -= skip;
	c = results_add(tap->r);
	c->suite = top(tap)->suite;
	c->status = ok ? RESULTS_PASSED : RESULTS_FAILED;
	c->raw = ok ? "ok" : "not ok";
	brace = tap_point(tap->r, c, s, n);
	top(tap)->points++;
	if (has_inner)
		adopt(&inner, c);
	top(tap)->failed = top(tap)->failed || results_is_failure(c->status);
	tap->frames[tap->depth].suite = NULL;
	tap->last = tap->r->cases.len;
	tap->any = true;
	if (brace && tap->depth < LEVELS) { /* its subtests come after it */
		c->group = true;
		open_frame(tap);
		top(tap)->suite->name = c->name;
		top(tap)->named = true;
	}
}

static bool
read_point(struct tap *tap, const char *s, size_t n, bool indented)
{
	bool ok = !has(s, n, "not ");
	size_t at = ok ? 0 : 4;

	while (at < n && s[at] == ' ')
		at++;
	if (!has(s + at, n - at, "ok") ||
	    (n - at > 2 && (isalnum((unsigned char)s[at + 2]) || s[at + 2] == '_')))
		return false;
	at += 2;
	if (indented && (n - at < 2 || !isdigit((unsigned char)s[at + 1])))
		return false;
	add_point(tap, ok, s + at, n - at);
	return true;
}

/* What is said below a failure. */
static void
read_diagnostic(struct tap *tap, const char *s, size_t n)
{
	struct results_case *c = tap->last ? &tap->r->cases.at[tap->last - 1] : NULL;

	if (c == NULL || c->status != RESULTS_FAILED || tap_is_total(s, n))
		return;
	tap_diagnostic(tap->r, c, s, n);
	c->message = results_join(
	    tap->r, c->message, results_plain(tap->r, s, n, 1000), RESULTS_MESSAGE / 4);
}

static void
read_comment(struct tap *tap, const char *s, size_t n)
{
	if (has(s, n, "# Subtest")) {
		tap->last = 0;
		return;
	}
	s++, n--;
	if (n > 0 && *s == ' ')
		s++, n--;
	read_diagnostic(tap, s, n);
}

static void
bail_out(struct tap *tap, const char *s, size_t n)
{
	const char *why = results_plain(tap->r, s, n, RESULTS_MESSAGE);

	results_add_outside(tap->r, RESULTS_ERROR, "Bail out!", why);
	for (size_t i = 0; i < tap->depth; i++)
		tap->frames[i].bailed = true;
	tap->any = true;
}

/* A line behind its indentation of `level` levels. */
static void
read_line(struct tap *tap, const char *s, size_t n, size_t level)
{
	if (level > tap->depth - 1) { /* deeper: only where it is TAP again */
		bool point = has(s, n, "ok ") || has(s, n, "not ok ");
		bool plan = has(s, n, "1..");

		if ((!point && !plan) || level >= LEVELS ||
		    (point && !isdigit((unsigned char)s[*s == 'o' ? 3 : (n > 7 ? 7 : 0)])))
			return;
		while (tap->depth - 1 < level)
			open_frame(tap);
	}
	if (level == 0 && has(s, n, "TAP version") && top(tap)->points + top(tap)->planned >= 0) {
		close_frames(tap, 0); /* another report behind the first */
		open_frame(tap);
	} else if (*s == '#')
		read_comment(tap, s, n);
	else if (has(s, n, "Bail out!"))
		bail_out(tap, s + 9, n - 9);
	else if (has(s, n, "1..") || has(s, n, "ok") || has(s, n, "not ok")) {
		close_frames(tap, level + 1);
		if (!read_plan(tap, s, n))
			read_point(tap, s, n, level > 0);
	} else if (has(s, n, "  ")) {
		read_diagnostic(tap, s, n);
	}
}

static bool
read_yaml(struct tap *tap, const char *s, size_t n)
{
	struct results_case *c = tap->last ? &tap->r->cases.at[tap->last - 1] : NULL;
	size_t indent = 0;

	while (indent < n && s[indent] == ' ')
		indent++;
	if (!tap->in_yaml) {
		if (c == NULL || n - indent != 3 || memcmp(s + indent, "---", 3) != 0 || indent < 2)
			return false;
		tap_yaml_begin(&tap->yaml, indent);
		tap->in_yaml = true;
		return true;
	}
	if (indent == tap->yaml.indent && n - indent == 3 && memcmp(s + indent, "...", 3) == 0) {
		tap->in_yaml = false;
		tap->last = 0;
		tap_yaml_end(tap->r, &tap->yaml, c);
		return true;
	}
	if (n > 0 && indent < tap->yaml.indent) { /* it was not closed */
		tap->in_yaml = false;
		tap_yaml_end(tap->r, &tap->yaml, c);
		return false;
	}
	tap_yaml_line(
	    tap->r, &tap->yaml, c, s + (n ? tap->yaml.indent : 0), n ? n - tap->yaml.indent : 0);
	return true;
}

enum status
results_tap(struct results *r, const char *s, size_t n, struct err *err)
{
	struct tap tap = { .r = r };
	const char *at = s, *line;
	size_t len;

	open_frame(&tap);
	while (results_line(&at, s + n, &line, &len)) {
		size_t indent = 0;

		if (r->over)
			break;
		if (read_yaml(&tap, line, len))
			continue;
		while (indent + 4 <= len && memcmp(line + indent, "    ", 4) == 0)
			indent += 4;
		if (len > indent)
			read_line(&tap, line + indent, len - indent, indent / 4);
	}
	if (tap.in_yaml)
		tap_yaml_end(r, &tap.yaml, &r->cases.at[tap.last - 1]);
	close_frames(&tap, 0);
	tap_yaml_fini(&tap.yaml);
	return tap.any ? ST_OK : err_set(err, ST_DATA, "there is no line of TAP");
}
