#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "phase/rank_files.h"

#define TERMS_SHOWN 3
#define PATHS_SHOWN 2

static void
next(struct buf *out)
{
	if (out->len)
		buf_str(out, "; ");
}

static void
say_words(const struct rank_files *files, const struct json *file, struct buf *out)
{
	size_t n = 0;

	if (json_len(json_get(file, "terms")) == 0)
		return;
	next(out);
	buf_str(out, "shares ");
	json_each (it, json_get(file, "terms")) {
		if (n++ < TERMS_SHOWN)
			buf_printf(out, "%s\"%s\"", n > 1 ? ", " : "", json_string(it));
	}
	buf_printf(out, " with the %s", files->track == TRACK_CHANGE ? "change" : "story");
}

static void
say_history(const struct rank_files *files, const struct json *file, struct buf *out)
{
	const struct json *newest = json_first(json_get(file, "commits"));
	double together = json_get_number(file, "together");
	size_t n = 0;

	if (newest == NULL)
		return;
	next(out);
	buf_str(out, "changed together with ");
	json_each (it, json_get(newest, "paths")) {
		if (n++ < PATHS_SHOWN)
			buf_printf(out, "%s%s", n > 1 ? ", " : "", json_string(it));
	}
	if (n > PATHS_SHOWN)
		buf_printf(out, " and %zu more", n - PATHS_SHOWN);
	if (files->track == TRACK_STORY)
		buf_str(out, ", which the story may be about,");
	buf_printf(out, " in %.0f commit%s, last in %s", together, together == 1 ? "" : "s",
	    json_get_string(newest, "id"));
}

static bool
says(const struct json *file, const char *signal, double least)
{
	return json_get_number(json_get(file, "signals"), signal) >= least;
}

static void
say_path(const struct rank_files *files, const struct json *file, struct buf *out)
{
	const struct json *imports = json_get(file, "imports");

	if (json_len(imports)) {
		next(out);
		buf_printf(out, "imports %s", json_string(json_first(imports)));
		if (json_len(imports) > 1)
			buf_printf(
			    out, ", which imports %s", json_string(json_next(json_first(imports))));
	}
	if (says(file, "same-stem", 1)) {
		next(out);
		buf_str(out, "is named after a changed file");
	} else if (says(file, "named", 1)) {
		next(out);
		buf_str(out, "the title names it");
	} else if (says(file, "path", 0.5) || says(file, "near-path", 0.5)) {
		next(out);
		buf_printf(out, "its path is like %s",
		    files->track == TRACK_CHANGE ? "the change's" : "the story's words");
	}
}

static void
say_results(const struct json *test, struct buf *out)
{
	const struct json *results = json_get(test, "results");
	double failures = json_get_number(results, "failures");

	if (json_get_bool(test, "new")) {
		next(out);
		buf_str(out, "has not run yet");
	}
	if (failures <= 0)
		return;
	next(out);
	if (json_get_number(results, "since_failure") == 0)
		buf_str(out, "failed in its last run");
	else
		buf_printf(
		    out, "failed in %.0f of %.0f runs", failures, json_get_number(results, "runs"));
}

void
rank_why(const struct rank_files *files, const struct rank_test *test, struct buf *out)
{
	const struct rank_file *of = rank_file_of(files, test);

	if (of == NULL)
		return;
	if (json_get_bool(of->file, "changed")) {
		next(out);
		buf_str(out, "its own file is changed");
	}
	say_results(test->test, out);
	if (test->match == NULL)
		say_words(files, of->file, out);
	say_path(files, of->file, out);
	say_history(files, of->file, out);
}
