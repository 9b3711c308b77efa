#include "phase/verify_judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "sandbox/sandbox.h"
#include "text/excerpt.h"
#include "text/results.h"
#include "text/results_match.h"

#define LINE 300

/* How a test ended, by the worst that the report says of it. */
static const char *const outcomes[RESULTS_STATUSES] = {
	[RESULTS_PASSED] = "passed",
	[RESULTS_XFAIL] = "skipped",
	[RESULTS_XPASS] = "skipped",
	[RESULTS_SKIPPED] = "skipped",
	[RESULTS_TODO] = "skipped",
	[RESULTS_NOTRUN] = "skipped",
	[RESULTS_FAILED] = "assertion",
	[RESULTS_ERROR] = "error",
	[RESULTS_TIMEOUT] = "timeout",
	[RESULTS_CRASH] = "crash",
};

/* And by how the sandbox ended: what the command itself had no say in. */
static const struct {
	const char *outcome, *why;
} endings[SANDBOX_OUTCOMES] = {
	[SANDBOX_SIGNALLED] = { "crash", "it was ended by a signal" },
	[SANDBOX_TIMEOUT] = { "timeout", "it did not end in time" },
	[SANDBOX_CPU] = { "cpu", "it used up its time on the processor" },
	[SANDBOX_MEMORY] = { "memory", "it used up its memory" },
	[SANDBOX_OUTPUT] = { "output", "it wrote more than it may" },
	[SANDBOX_DISK] = { "disk", "it left more on the disk than it may" },
	[SANDBOX_FAILED] = { "sandbox", "the sandbox did not come to run it" },
	[SANDBOX_CANCELLED] = { "sandbox", "it was interrupted" },
};

struct judging {
	const struct verify_names *names;
	struct verify_said *out;
	struct results_matcher *matcher;
	bool others_failed; /* which explains how the runner ended */
	char outside[LINE]; /* what failed outside of a test; "" */
};

static void
line_of(const char *s, char *out, size_t size)
{
	struct buf line;

	buf_init(&line, BUF_TEXT);
	excerpt_line(&line, s, size - 1);
	snprintf(out, size, "%s", line.s);
	buf_fini(&line);
}

void
verify_last_line(const struct sandbox_end *end, char *out, size_t size)
{
	const struct buf *from = end->said.len ? &end->said : &end->out;
	size_t to = from->len, at;
	struct buf text;

	while (to > 0 && strchr(" \t\r\n", from->s[to - 1]))
		to--;
	for (at = to; at > 0 && from->s[at - 1] != '\n';)
		at--;
	buf_init(&text, BUF_DOCUMENT);
	utf8_repair(&text, from->s + at, to - at);
	line_of(text.s, out, size);
	buf_fini(&text);
}

const char *
verify_command_outcome(const struct sandbox_end *end)
{
	if (end->outcome == SANDBOX_EXITED)
		return end->status == 0 ? "" : "collection";
	return endings[end->outcome].outcome;
}

static void
add_name(struct results_matcher *matcher, const struct verify_names *names, const char *name)
{
	size_t n = strlen(names->file);
	bool whole = strncmp(name, names->file, n) == 0;
	char *id = whole ? mem_printf("%s:%s", names->framework, name)
			 : mem_printf("%s:%s::%s", names->framework, names->file, name);

	results_matcher_add(matcher,
	    &(struct results_test){ .id = id, .file = names->file, .framework = names->framework });
	free(id);
}

static size_t
stem_of(const char *file, const char **out)
{
	const char *slash = strrchr(file, '/'), *dot;

	*out = slash ? slash + 1 : file;
	dot = strrchr(*out, '.');
	return dot && dot > *out ? (size_t)(dot - *out) : strlen(*out);
}

/* A program of tests that is one test of another runner is called as its file. */
static bool
is_whole_file(const struct verify_names *names, const struct results_case *c)
{
	const char *slash = strrchr(c->file, '/'), *stem;
	size_t n = stem_of(names->file, &stem);

	if (*c->file && strcmp(slash ? slash + 1 : c->file, stem) != 0)
		return false;
	return strlen(c->name) == n && strncmp(c->name, stem, n) == 0;
}

/* Of the tests from .. to. */
static void
take_case(struct judging *j, const struct results_case *c, size_t from, size_t to)
{
	struct verify_said *out = j->out;

	for (size_t i = from; i < to; i++) {
		if (out->statuses[i] < (int)c->status)
			out->statuses[i] = (int)c->status;
	}
	if (!results_is_failure(c->status))
		return;
	if (out->why[0] == '\0')
		line_of(*c->message ? c->message : c->trace, out->why, LINE);
	buf_printf(&out->output, "%s\n%s\n%s\n", c->name, c->message, c->trace);
}

static void
take_other(struct judging *j, const struct results_case *c)
{
	if (!results_is_failure(c->status))
		return;
	j->others_failed |= !c->outside;
	if (!c->outside)
		return;
	if (j->outside[0] == '\0')
		line_of(*c->message ? c->message : c->name, j->outside, sizeof j->outside);
	buf_printf(&j->out->output, "%s\n%s\n%s\n", c->name, c->message, c->trace);
}

static void
take_results(struct judging *j, const struct results *results)
{
	vec_each (const struct results_case *, c, &results->cases) {
		size_t index;

		if (!c->outside && results_match(j->matcher, c, &index) == 1)
			take_case(j, c, index, index + 1);
		else if (!c->outside && is_whole_file(j->names, c))
			take_case(j, c, 0, j->out->n);
		else
			take_other(j, c);
	}
}

static void
read_reports(struct judging *j, const struct verify_reports *reports)
{
	vec_each (const struct buf *, it, &reports->at) {
		struct results results;
		struct err err = ERR_INIT;

		if (results_read(reports->format, it->s, it->len, &results, &err)) {
			line_of(err.text, j->outside, sizeof j->outside);
			continue;
		}
		take_results(j, &results);
		results_fini(&results);
	}
}

static const char *
name_of(const struct verify_names *names, size_t i)
{
	json_each (it, names->tests) {
		if (i-- == 0)
			return json_string(it) ? json_string(it) : "?";
	}
	return "?";
}

/* The runner did not run what it was to run. */
static void
not_collected(const struct judging *j, const struct sandbox_end *end, size_t missing)
{
	struct verify_said *out = j->out;
	char last[LINE];

	verify_last_line(end, last, sizeof last);
	out->outcome = "collection";
	if (j->outside[0])
		snprintf(out->why, sizeof out->why, "%s", j->outside);
	else if (end->status)
		snprintf(out->why, sizeof out->why,
		    "the runner ended with %d and did not run %.200s: %s", end->status,
		    name_of(j->names, missing), last);
	else
		snprintf(out->why, sizeof out->why, "the runner did not run %.200s",
		    name_of(j->names, missing));
}

static void
conclude(const struct judging *j, const struct sandbox_end *end)
{
	struct verify_said *out = j->out;
	size_t worst = 0;

	for (size_t i = 0; i < out->n; i++) {
		if (out->statuses[i] < 0) {
			not_collected(j, end, i);
			return;
		}
		if (out->statuses[i] > out->statuses[worst])
			worst = i;
	}
	if (out->n == 0) {
		not_collected(j, end, 0);
		return;
	}
	out->outcome = outcomes[out->statuses[worst]];
	if (strcmp(out->outcome, "passed") == 0 && end->status && !j->others_failed) {
		out->outcome = "error";
		snprintf(out->why, sizeof out->why,
		    "its tests passed, but the runner ended with %d%s%s", end->status,
		    j->outside[0] ? ": " : "", j->outside);
	}
	if (out->why[0] == '\0')
		snprintf(out->why, sizeof out->why, "%.200s: %s", name_of(j->names, worst),
		    results_status_name((enum results_status)out->statuses[worst]));
}

void
verify_judge(const struct verify_names *names, const struct sandbox_end *end,
    const struct verify_reports *reports, struct verify_said *out)
{
	struct judging j = { .names = names, .out = out };
	char why[LINE];

	*out = (struct verify_said){ .n = json_len(names->tests) };
	out->statuses = mem_calloc(out->n + 1, sizeof *out->statuses);
	buf_init(&out->output, BUF_DOCUMENT);
	buf_add(&out->output, end->out.s, end->out.len);
	buf_add(&out->output, end->said.s, end->said.len);
	for (size_t i = 0; i < out->n; i++)
		out->statuses[i] = -1;
	if (end->outcome != SANDBOX_EXITED) {
		out->outcome = endings[end->outcome].outcome;
		if (end->outcome == SANDBOX_FAILED)
			verify_last_line(end, why, sizeof why);
		else if (end->outcome == SANDBOX_SIGNALLED)
			snprintf(why, sizeof why, "it was ended by signal %d", end->status);
		else
			snprintf(why, sizeof why, "%s", endings[end->outcome].why);
		snprintf(out->why, sizeof out->why, "%s", why);
		return;
	}
	j.matcher = results_matcher_new();
	json_each (it, names->tests)
		add_name(j.matcher, names, json_string(it) ? json_string(it) : "");
	read_reports(&j, reports);
	results_matcher_free(j.matcher);
	conclude(&j, end);
}

void
verify_said_fini(struct verify_said *said)
{
	free(said->statuses);
	buf_fini(&said->output);
	*said = (struct verify_said){ 0 };
}

size_t
verify_said_failing(const struct verify_said *said)
{
	size_t n = 0;

	for (size_t i = 0; i < said->n; i++)
		n += said->statuses[i] != RESULTS_PASSED;
	return n;
}

bool
verify_said_same(const struct verify_said *a, const struct verify_said *b)
{
	return strcmp(a->outcome, b->outcome) == 0 && a->n == b->n &&
	       memcmp(a->statuses, b->statuses, a->n * sizeof *a->statuses) == 0;
}
