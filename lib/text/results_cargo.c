/* What `cargo test` prints, and the JSON lines of libtest. */

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "text/results_private.h"

struct cargo {
	struct results *r;
	const struct results_suite *suite; /* the binary */
	const char *file;		   /* of a test that is a file; "" */
	size_t from;			   /* its first case */
	long planned, seen;
	size_t shown;  /* the case whose output is being read + 1 */
	size_t looked; /* for cases whose output is told */
	struct buf output;
	bool open, any;
};

#define LOOK_MAX ((size_t)10 * 1000 * 1000)

static bool
has(const char *s, const char *text)
{
	return strncmp(s, text, strlen(text)) == 0;
}

static bool
ends(const char *s, size_t n, const char *text)
{
	size_t m = strlen(text);

	return n >= m && memcmp(s + n - m, text, m) == 0;
}

/* The output of a failed test is told below, under its name. */
static void
end_output(struct cargo *cargo)
{
	if (cargo->shown)
		cargo->r->cases.at[cargo->shown - 1].message =
		    results_plain(cargo->r, cargo->output.s, cargo->output.len, RESULTS_MESSAGE);
	cargo->shown = 0;
	buf_clear(&cargo->output);
}

static void
begin_output(struct cargo *cargo, const char *line)
{
	size_t n = strlen(line);

	end_output(cargo);
	if (n < 17 || !ends(line, n, " stdout ----"))
		return;
	for (size_t i = cargo->from; i < cargo->r->cases.len && cargo->looked < LOOK_MAX;
	     i++, cargo->looked++) {
		const struct results_case *c = &cargo->r->cases.at[i];

		if (results_is_failure(c->status) && strlen(c->name) == n - 17 &&
		    memcmp(c->name, line + 5, n - 17) == 0)
			cargo->shown = i + 1;
	}
}

/* "tests::adds ... ok", behind its "test " */
static bool
read_result(struct cargo *cargo, const char *s)
{
	const char *dots = NULL, *word;
	struct results_case *c;
	size_t n;

	for (const char *p = strstr(s, " ... "); p; p = strstr(p + 1, " ... "))
		dots = p;
	if (dots == NULL)
		return false;
	word = dots + 5;
	if (!has(word, "ok") && !has(word, "FAILED") && !has(word, "ignored"))
		return false;
	n = (size_t)(dots - s);
	if (ends(s, n, " - should panic"))
		n -= 15;
	c = results_add(cargo->r);
	c->suite = cargo->suite;
	c->file = cargo->file;
	c->name = results_text(cargo->r, s, n, RESULTS_NAME);
	c->raw = has(word, "ok") ? "ok" : has(word, "FAILED") ? "FAILED" : "ignored";
	c->status = has(word, "ok")	  ? RESULTS_PASSED
		    : has(word, "FAILED") ? RESULTS_FAILED
					  : RESULTS_SKIPPED;
	if (has(word, "ignored, "))
		c->message = results_name(cargo->r, word + 9);
	cargo->seen++;
	return true;
}

static void
end_suite(struct cargo *cargo)
{
	if (cargo->open)
		results_add_outside(cargo->r, RESULTS_CRASH,
		    cargo->suite ? cargo->suite->name : "tests",
		    "the test binary ended before it was done");
	else if (cargo->planned >= 0 && cargo->planned != cargo->seen)
		results_note(cargo->r, "%ld tests were announced and %ld are there.",
		    cargo->planned, cargo->seen);
	cargo->open = false;
	cargo->planned = -1;
}

static void
read_line(struct cargo *cargo, const char *line)
{
	const char *s = line + strspn(line, " ");

	if (has(s, "Running ") || has(s, "Doc-tests ")) {
		end_output(cargo);
		end_suite(cargo);
		cargo->suite = results_suite(cargo->r, NULL, s);
		cargo->file = "";
		if (has(s, "Running ") && !has(s, "Running unittests "))
			cargo->file =
			    results_text(cargo->r, s + 8, strcspn(s + 8, " "), RESULTS_NAME);
	} else if (has(line, "running ") && isdigit((unsigned char)line[8])) {
		end_output(cargo);
		end_suite(cargo);
		cargo->planned = strtol(line + 8, NULL, 10);
		cargo->seen = 0;
		cargo->from = cargo->r->cases.len;
		cargo->open = cargo->any = true;
	} else if (has(line, "test result: ")) {
		end_output(cargo);
		cargo->open = false;
		end_suite(cargo);
	} else if (has(line, "---- ")) {
		begin_output(cargo, line);
	} else if (has(line, "failures:")) {
		end_output(cargo);
	} else if (has(line, "error: could not compile")) {
		results_add_outside(cargo->r, RESULTS_ERROR, "build", line);
		cargo->any = true;
	} else if (!(cargo->open && has(line, "test ") && read_result(cargo, line + 5)) &&
		   cargo->shown) {
		buf_str(&cargo->output, line);
		buf_char(&cargo->output, '\n');
	}
}

enum status
results_cargo(struct results *r, const char *s, size_t n, struct err *err)
{
	struct cargo cargo = { .r = r, .file = "", .planned = -1 };
	const char *at = s, *line;
	size_t len;

	r->tool = "cargo";
	buf_init(&cargo.output, RESULTS_TRACE);
	while (!r->over && results_line(&at, s + n, &line, &len)) {
		char *copy = mem_strndup(line, len);

		read_line(&cargo, copy);
		free(copy);
	}
	end_output(&cargo);
	end_suite(&cargo);
	buf_fini(&cargo.output);
	return cargo.any ? ST_OK
			 : err_set(err, ST_DATA, "there is no \"running N tests\" of cargo test");
}

static enum results_status
libtest_status(const char *event)
{
	if (strcmp(event, "ok") == 0)
		return RESULTS_PASSED;
	if (strcmp(event, "ignored") == 0)
		return RESULTS_SKIPPED;
	return strcmp(event, "timeout") == 0 ? RESULTS_TIMEOUT : RESULTS_FAILED;
}

static void
read_libtest(struct results *r, const struct json *j, long *planned, long *seen)
{
	const char *type = json_get_string(j, "type"), *event = json_get_string(j, "event");
	const char *output = json_get_string(j, "stdout"), *said = json_get_string(j, "message");
	struct results_case *c;

	if (strcmp(type, "suite") == 0 && strcmp(event, "started") == 0)
		*planned += results_int(json_get_number(j, "test_count"));
	if (strcmp(type, "test") != 0 || strcmp(event, "started") == 0 ||
	    strcmp(event, "timeout") == 0) /* a warning: it goes on */
		return;
	++*seen;
	c = results_add(r);
	c->name = results_name(r, json_get_string(j, "name"));
	c->raw = results_name(r, event);
	c->status = libtest_status(event);
	c->message = results_join(r, results_plain(r, said, strlen(said), RESULTS_MESSAGE),
	    results_plain(r, output, strlen(output), RESULTS_MESSAGE), RESULTS_MESSAGE);
	if (json_kind(json_get(j, "exec_time")) == JSON_NUMBER)
		c->duration_ms = results_ms(json_get_number(j, "exec_time") * 1000);
}

enum status
results_libtest(struct results *r, const char *s, size_t n, struct err *err)
{
	const char *at = s, *line;
	long planned = 0, seen = 0;
	size_t len;
	bool any = false;

	r->tool = "libtest";
	while (!r->over && results_line(&at, s + n, &line, &len)) {
		struct err ignored = ERR_INIT;
		struct json *j = NULL;

		if (len && *line == '{' && results_json(line, len, &j, &ignored) == ST_OK) {
			any = any || json_get(j, "type");
			read_libtest(r, j, &planned, &seen);
		}
		json_free(j);
	}
	if (planned != seen)
		results_note(r, "%ld tests were announced and %ld are there.", planned, seen);
	return any ? ST_OK : err_set(err, ST_DATA, "there is no line of libtest's JSON");
}
