#include "text/results.h"

#include <ctype.h>
#include <string.h>

#include "io/json.h"
#include "text/results_private.h"

#define LOOK_LINES 500 /* of a text that begins with something else */

static const struct format {
	const char *name;
	results_reader *read;
} formats[] = {
	{ "junit", results_junit },
	{ "check", results_check_xml },
	{ "tap", results_tap },
	{ "ctrf", results_ctrf },
	{ "go", results_go },
	{ "cucumber", results_cucumber },
	{ "messages", results_messages },
	{ "jest", results_jest },
	{ "mocha", results_mocha },
	{ "libtest", results_libtest },
	{ "cargo", results_cargo },
};

const char *
results_formats(void)
{
	return "junit, check, tap, ctrf, go, cucumber, messages, jest, mocha, libtest, cargo";
}

static const struct format *
find_format(const char *name)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}

bool
results_format_known(const char *format)
{
	return find_format(format) != NULL;
}

static const struct {
	const char *name;
	bool failure;
} statuses[RESULTS_STATUSES] = {
	[RESULTS_PASSED] = { "passed", false },
	[RESULTS_XFAIL] = { "xfail", false },
	[RESULTS_XPASS] = { "xpass", false },
	[RESULTS_SKIPPED] = { "skipped", false },
	[RESULTS_TODO] = { "todo", false },
	[RESULTS_NOTRUN] = { "notrun", false },
	[RESULTS_FAILED] = { "failed", true },
	[RESULTS_ERROR] = { "error", true },
	[RESULTS_TIMEOUT] = { "timeout", true },
	[RESULTS_CRASH] = { "crash", true },
};

const char *
results_status_name(enum results_status status)
{
	return statuses[status].name;
}

bool
results_is_failure(enum results_status status)
{
	return statuses[status].failure;
}

static bool
has(const char *s, size_t n, const char *text)
{
	size_t m = strlen(text);

	return n >= m && memcmp(s, text, m) == 0;
}

/* An XML file: what is the first element? */
static const char *
xml_format(const char *s, size_t n)
{
	const char *end = s + n, *at = s;

	while ((at = memchr(at, '<', (size_t)(end - at)))) {
		size_t rest = (size_t)(end - at);

		if (rest > 1 && at[1] != '?' && at[1] != '!')
			break;
		at++;
	}
	if (at) {
		const char *stop = memchr(at, '>', (size_t)(end - at));
		size_t len = stop ? (size_t)(stop - at) : (size_t)(end - at);

		for (size_t i = 0; i + 23 < len; i++) {
			if (has(at + i, len - i, "//check.sourceforge.net"))
				return "check";
		}
	}
	return "junit";
}

static const char *
object_format(const struct json *j)
{
	static const char *const envelopes[] = { "meta", "source", "gherkinDocument", "pickle",
		"testRunStarted", "parameterType", "stepDefinition", "hook", "testCase" };

	if (json_get(j, "Action") || json_get(j, "ImportPath"))
		return "go";
	if (json_get(j, "testResults"))
		return "jest";
	if (json_get(j, "stats") && json_get(j, "tests"))
		return "mocha";
	if (json_path(j, "results.tests") || json_get(j, "reportFormat"))
		return "ctrf";
	if (json_get(j, "type") && (json_get(j, "event") || json_get(j, "test_count")))
		return "libtest";
	for (size_t i = 0; i < sizeof envelopes / sizeof *envelopes; i++) {
		if (json_len(j) == 1 && json_get(j, envelopes[i]))
			return "messages";
	}
	return NULL;
}

static const char *
json_format(const char *s, size_t n)
{
	struct err ignored = ERR_INIT;
	struct json *j = NULL;
	const char *format = NULL;

	if (n > 0 && *s == '{' && results_json(s, n, &j, &ignored) == ST_OK)
		format = object_format(j);
	json_free(j);
	return format;
}

static bool
is_tap(const char *s, size_t n)
{
	size_t at = has(s, n, "not ") ? 4 : 0;

	if (has(s, n, "TAP version ") ||
	    (has(s, n, "1..") && n > 3 && isdigit((unsigned char)s[3])))
		return true;
	return has(s + at, n - at, "ok") && (n - at == 2 || s[at + 2] == ' ');
}

static bool
is_cargo(const char *s, size_t n)
{
	size_t at = 8;

	if (!has(s, n, "running "))
		return false;
	while (at < n && isdigit((unsigned char)s[at]))
		at++;
	return at > 8 && has(s + at, n - at, " test");
}

/* Lines: the first that only one format has. */
static const char *
lines_format(const char *s, size_t n)
{
	const char *at = s, *line, *format = NULL;
	size_t len;

	for (int i = 0; format == NULL && i < LOOK_LINES && results_line(&at, s + n, &line, &len);
	     i++) {
		if (is_tap(line, len))
			format = "tap";
		else if (is_cargo(line, len))
			format = "cargo";
		else
			format = json_format(line, len);
	}
	return format;
}

static const char *
guess(const char *s, size_t n)
{
	const char *format;

	while (n > 0 && isspace((unsigned char)*s))
		s++, n--;
	if (has(s, n, "\xff\xfe") || has(s, n, "\xfe\xff"))
		return "junit"; /* UTF-16 */
	if (n > 0 && *s == '<')
		return xml_format(s, n);
	if (n > 0 && *s == '[')
		return "cucumber";
	format = lines_format(s, n);
	return format ? format : json_format(s, n);
}

enum status
results_read(const char *format, const char *s, size_t n, struct results *out, struct err *err)
{
	const struct format *f;
	enum status st;

	if (has(s, n, "\xef\xbb\xbf"))
		s += 3, n -= 3;
	if (format == NULL)
		format = guess(s, n);
	f = format ? find_format(format) : NULL;
	if (f == NULL)
		return err_set(err, ST_DATA,
		    "this is no test report that is known: expected one of %s; --format forces one",
		    results_formats());
	*out = (struct results){ .format = f->name, .tool = "", .started_ms = -1 };
	arena_init(&out->arena);
	st = f->read(out, s, n, err);
	if (st == ST_OK && out->over)
		st = err_set(err, ST_DATA, "more than %d results: split the report", RESULTS_MAX);
	if (st)
		results_fini(out);
	return st;
}

void
results_fini(struct results *results)
{
	vec_fini(&results->cases);
	strings_fini(&results->notes);
	arena_fini(&results->arena);
}

void
results_count(const struct results *results, struct results_counts *out)
{
	*out = (struct results_counts){ 0 };
	vec_each (const struct results_case *, c, &results->cases) {
		if (c->outside) {
			out->outside += results_is_failure(c->status);
			continue;
		}
		if (c->group)
			continue;
		out->tests++;
		out->of[c->status]++;
		out->duration_ms += c->duration_ms > 0 ? c->duration_ms : 0;
	}
}

void
results_check_exit(struct results *results, int exit_status)
{
	struct results_counts counts;
	size_t failed;

	results_count(results, &counts);
	failed = counts.outside + counts.of[RESULTS_FAILED] + counts.of[RESULTS_ERROR] +
		 counts.of[RESULTS_TIMEOUT] + counts.of[RESULTS_CRASH];
	if (exit_status != 0 && failed == 0)
		results_note(results,
		    "The runner ended with %d and the report has no failure: something failed "
		    "outside of the tests.",
		    exit_status);
	if (exit_status == 0 && failed > 0)
		results_note(results,
		    "The runner ended with 0 and the report has %zu failure%s: one of the two is "
		    "not to be trusted.",
		    failed, failed == 1 ? "" : "s");
}
