/* What `go test -json` writes: events, interleaved, with lines between that are none. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/map.h"
#include "io/json.h"
#include "text/results_private.h"

#define OUTPUT_MAX ((size_t)8 * 1024) /* of a test that is kept for its message */

struct go_test {   /* a test, or a package (test "") */
	size_t at; /* its case + 1; 0: none yet */
	struct buf output;
	bool open, failed, timed_out, panicked, has_failure;
};

struct go {
	struct results *r;
	struct map names; /* "package\0test" -> place in tests + 1 */
	VEC_OF(struct go_test) tests;
	size_t odd; /* lines that are no events */
	bool any;
};

static struct go_test *
find(struct go *go, const char *package, const char *test)
{
	struct buf key;
	struct go_test *found;
	size_t *slot;

	buf_init(&key, strlen(package) + strlen(test) + 1);
	buf_add(&key, package, strlen(package) + 1);
	buf_str(&key, test);
	slot = map_slot(&go->names, key.s, key.len, NULL);
	if (*slot == 0) {
		found = vec_add(&go->tests);
		buf_init(&found->output, OUTPUT_MAX);
		*slot = go->tests.len;
	}
	found = &go->tests.at[*slot - 1];
	buf_fini(&key);
	return found;
}

/* Every event of a test makes its package known, so nothing moves. */
static struct go_test *
find_package(struct go *go, const char *package)
{
	const struct map_entry *found = map_find(&go->names, package, strlen(package) + 1);

	return &go->tests.at[found->value - 1];
}

static bool
has(const char *s, const char *text)
{
	return strncmp(s, text, strlen(text)) == 0;
}

/* Said by the runner, not by the test. */
static bool
is_frame(const char *s)
{
	while (*s == ' ')
		s++;
	return has(s, "=== ") || has(s, "--- ") || has(s, "PASS") || has(s, "FAIL") ||
	       has(s, "ok  \t") || has(s, "?   \t") || has(s, "exit status ") ||
	       has(s, "coverage:");
}

static void
read_output(struct go_test *test, const char *text)
{
	if (has(text, "panic: test timed out"))
		test->timed_out = true;
	else if (has(text, "panic: ") || has(text, "fatal error: "))
		test->panicked = true;
	if (!is_frame(text))
		buf_str(&test->output, text);
}

static enum results_status
status_of(const struct go_test *test, const char *action)
{
	if (strcmp(action, "pass") == 0)
		return RESULTS_PASSED;
	if (strcmp(action, "skip") == 0)
		return RESULTS_SKIPPED;
	if (test->timed_out)
		return RESULTS_TIMEOUT;
	return test->panicked ? RESULTS_CRASH : RESULTS_FAILED;
}

/* The end of a test; one that ran before (-count) keeps the worse. */
static void
end_test(struct go *go, struct go_test *test, const struct json *event, const char *action)
{
	enum results_status status = status_of(test, action);
	bool again = test->at > 0, worse;
	struct results_case *c;

	if (!again) {
		results_add(go->r);
		test->at = go->r->cases.len;
	}
	c = &go->r->cases.at[test->at - 1];
	worse = !again || status > c->status;
	if (again) {
		c->attempts++;
		c->flaky = c->flaky || results_is_failure(status) != results_is_failure(c->status);
	}
	c->name = results_name(go->r, json_get_string(event, "Test"));
	c->classname = results_name(go->r, json_get_string(event, "Package"));
	if (json_kind(json_get(event, "Elapsed")) == JSON_NUMBER)
		c->duration_ms = results_ms(json_get_number(event, "Elapsed") * 1000);
	if (worse) {
		c->status = status;
		c->raw = results_name(go->r, action);
		c->message = status == RESULTS_PASSED ? ""
						      : results_plain(go->r, test->output.s,
							    test->output.len, RESULTS_MESSAGE);
	}
	test->open = test->panicked = test->timed_out = false;
	buf_clear(&test->output);
}

static void
end_package(struct go *go, const struct json *event, const char *action)
{
	struct go_test *p = find(go, json_get_string(event, "Package"), "");

	p->open = false;
	p->failed = strcmp(action, "fail") == 0;
	if (p->failed && *json_get_string(event, "FailedBuild"))
		buf_str(&p->output, "the build failed");
}

static void
read_event(struct go *go, const struct json *event)
{
	const char *action = json_get_string(event, "Action");
	const char *package = json_get_string(event, "Package");
	const char *name = json_get_string(event, "Test");
	struct go_test *test;

	if (*package == '\0') /* build-output, build-fail: the package will say so */
		return;
	find(go, package, "");
	test = find(go, package, name);
	if (go->r->started_ms < 0)
		go->r->started_ms = results_time(json_get_string(event, "Time"));
	if (strcmp(action, "output") == 0) {
		read_output(test, json_get_string(event, "Output"));
		if (test->timed_out)
			find_package(go, package)->timed_out = true;
	} else if (strcmp(action, "run") == 0 || strcmp(action, "start") == 0) {
		test->open = true;
	} else if (strcmp(action, "pass") == 0 || strcmp(action, "fail") == 0 ||
		   strcmp(action, "skip") == 0) {
		if (*name)
			end_test(go, test, event, action);
		else
			end_package(go, event, action);
	}
}

/* "FAIL\tpackage [build failed]" between the events. */
static void
read_odd(struct go *go, const char *s, size_t n)
{
	char *line = mem_strndup(s, n), *reason = strstr(line, " [");

	if (has(line, "FAIL\t") && reason > line + 5) {
		*reason = '\0';
		results_add_outside(go->r, RESULTS_ERROR, line + 5, reason + 1);
	} else {
		go->odd++;
	}
	free(line);
}

static void
read_line(struct go *go, const char *line, size_t n)
{
	struct err ignored = ERR_INIT;
	struct json *event = NULL;

	if (n > 0 && *line == '{' && results_json(line, n, &event, &ignored) == ST_OK &&
	    *json_get_string(event, "Action")) {
		go->any = true;
		read_event(go, event);
	} else if (n > 0) {
		read_odd(go, line, n);
	}
	json_free(event);
}

/* "A/b" makes A a group, unless it failed by itself. */
static void
mark_groups(struct go *go)
{
	for (size_t i = 0; i < go->names.len; i++) {
		const struct map_entry *e = &go->names.at[i];
		const struct go_test *child = &go->tests.at[e->value - 1];
		const char *slash =
		    strrchr(e->key + strlen(e->key) + (e->key_len > strlen(e->key)), '/');
		const struct map_entry *parent;
		struct results_case *c;
		size_t n = slash ? (size_t)(slash - e->key) : 0;

		if (slash == NULL || child->at == 0)
			continue;
		parent = map_find(&go->names, e->key, n);
		if (parent == NULL || go->tests.at[parent->value - 1].at == 0)
			continue;
		c = &go->r->cases.at[go->tests.at[parent->value - 1].at - 1];
		if (!results_is_failure(c->status) ||
		    results_is_failure(go->r->cases.at[child->at - 1].status))
			c->group = true;
	}
}

/* A test that began and did not end: what killed the package killed it. */
static void
end_open(struct go *go, struct go_test *test, const char *package, const char *name)
{
	const struct go_test *p = find_package(go, package);
	struct results_case *c = results_add(go->r);

	if (p->open)
		results_note(go->r, "The report ends before package %.200s does.", package);
	c->name = results_name(go->r, name);
	c->classname = results_name(go->r, package);
	c->status = test->timed_out || p->timed_out ? RESULTS_TIMEOUT : RESULTS_CRASH;
	c->raw = "unfinished";
	c->message = results_plain(go->r, test->output.s, test->output.len, RESULTS_MESSAGE);
	test->open = false;
	test->at = go->r->cases.len;
}

static void
end_rest(struct go *go)
{
	for (size_t i = 0; i < go->names.len; i++) {
		const struct map_entry *e = &go->names.at[i];
		size_t n = strlen(e->key);
		struct go_test *test = &go->tests.at[e->value - 1];

		if (test->open && n + 1 < e->key_len)
			end_open(go, test, e->key, e->key + n + 1);
		if (test->at && results_is_failure(go->r->cases.at[test->at - 1].status))
			find_package(go, e->key)->has_failure = true;
	}
	for (size_t i = 0; i < go->names.len; i++) {
		const struct map_entry *e = &go->names.at[i];
		struct go_test *p = &go->tests.at[e->value - 1];

		if (strlen(e->key) + 1 == e->key_len && p->failed && !p->has_failure)
			results_add_outside(go->r, p->panicked ? RESULTS_CRASH : RESULTS_ERROR,
			    e->key, p->output.s);
	}
}

enum status
results_go(struct results *r, const char *s, size_t n, struct err *err)
{
	struct go go = { .r = r };
	const char *at = s, *line;
	size_t len;

	r->tool = "go";
	map_init(&go.names);
	while (!r->over && results_line(&at, s + n, &line, &len))
		read_line(&go, line, len);
	if (!r->over)
		end_rest(&go);
	if (!r->over)
		mark_groups(&go);
	if (go.odd)
		results_note(r, "%zu line%s no event of go test -json.", go.odd,
		    go.odd == 1 ? " is" : "s are");
	vec_each (struct go_test *, test, &go.tests)
		buf_fini(&test->output);
	vec_fini(&go.tests);
	map_fini(&go.names);
	return go.any ? ST_OK : err_set(err, ST_DATA, "there is no event of go test -json");
}
