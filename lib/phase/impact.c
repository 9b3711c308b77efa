#include "phase/impact.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/digest.h"
#include "io/json.h"
#include "phase/impact_git.h"
#include "phase/impact_kind.h"
#include "phase/impact_parts.h"
#include "redact/redact.h"
#include "text/patch.h"

bool
impact_is_document(const char *text, size_t n)
{
	size_t at = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < n && strchr(" \t\r\n", text[at]) && text[at] != '\0')
		at++;
	return at < n && text[at] == '{';
}

/* ---- secrets */

static void
hide(void *arg, const struct redact_finding *finding)
{
	char *text = arg;

	for (size_t i = 0; i < finding->length; i++) {
		if (text[finding->at + i] != '\n')
			text[finding->at + i] = PATCH_HIDDEN;
	}
}

/* The diff as its words may be seen; NULL when there is nothing to hide.  A secret that goes over
   lines is looked for without what stands in front of them. */
static char *
without_secrets(struct redactor *redactor, const char *text, size_t n)
{
	char *plain = mem_alloc(n + 1), *seen = mem_alloc(n + 1);
	size_t found;

	memcpy(seen, text, n);
	memcpy(plain, text, n);
	plain[n] = seen[n] = '\0';
	for (char *at = plain; at && at < plain + n;) {
		if (strchr("+-", *at) && *at != '\0')
			*at = ' ';
		at = memchr(at, '\n', n - (size_t)(at - plain));
		if (at)
			at++;
	}
	found = redact_find(redactor, plain, n, hide, seen);
	free(plain);
	if (found > 0)
		return seen;
	free(seen);
	return NULL;
}

/* ---- paths */

static enum status
read_paths(struct patch *patch, const struct impact_options *options)
{
	char end = memchr(options->text, '\0', options->n) ? '\0' : '\n';
	const char *at = options->text, *last = at + options->n;

	while (at < last) {
		const char *stop = memchr(at, end, (size_t)(last - at));
		size_t n = stop ? (size_t)(stop - at) : (size_t)(last - at);

		patch_add_path(patch, at, end == '\n' && n && at[n - 1] == '\r' ? n - 1 : n);
		at += n + (stop != NULL);
	}
	patch_end_paths(patch);
	return ST_OK;
}

static enum status
read_diff(struct patch *patch, const struct impact_options *options, struct err *err)
{
	char *seen = options->redactor
			 ? without_secrets(options->redactor, options->text, options->n)
			 : NULL;
	enum status st =
	    patch_read(patch, options->text, seen ? seen : options->text, options->n, err);

	free(seen);
	return st;
}

static enum status
read_text(struct patch *patch, const struct impact_options *options, struct err *err)
{
	enum status st = options->form == IMPACT_PATHS ? read_paths(patch, options)
						       : read_diff(patch, options, err);

	if (st == ST_OK && patch->files.len == 0 && options->git == NULL)
		st = err_set(err, ST_DATA,
		    options->form == IMPACT_PATHS
			? "there is no path: name the changed files, one a line"
			: "this is no diff that says which files changed: make one with git diff "
			  "or diff -ruN");
	return st;
}

/* Bytes that are not UTF-8 have no place in JSON. */
static void
put_message(const struct impact_options *options, struct json *change)
{
	struct buf clean;
	char *message;

	if (options->git->message.len == 0)
		return;
	buf_init(&clean, 3 * IMPACT_MESSAGE);
	utf8_repair(&clean, options->git->message.s, options->git->message.len);
	message = redact_string(options->redactor, clean.s);
	json_set_string(change, "message", message);
	free(message);
	buf_fini(&clean);
}

enum status
impact_open(const struct impact_options *options, struct impact **out, struct err *err)
{
	struct impact *impact = mem_calloc(1, sizeof *impact);
	const struct impact_git *git = options->git;
	char sha256[DIGEST_TEXT];
	struct patch patch;
	enum status st;

	patch_init(&patch);
	impact->change = json_new_object();
	impact->warnings = json_new_array();
	impact->missing = json_new_array();
	impact->wide = json_new_array();
	digest_text(options->text, options->n, sha256);
	json_set_string(impact->change, "base", git ? git->from : "");
	json_set_string(impact->change, "head", git && git->to ? git->to : "");
	if (git)
		put_message(options, impact->change);
	json_set_string(impact->change, "source", options->source);
	json_set_string(impact->change, "sha256", sha256);
	st = read_text(&patch, options, err);
	if (st == ST_OK)
		st = impact_files(impact, options, &patch, err);
	patch_fini(&patch);
	if (st == ST_OK)
		*out = impact;
	else
		impact_close(impact);
	return st;
}

void
impact_close(struct impact *impact)
{
	if (impact == NULL)
		return;
	json_free(impact->change);
	json_free(impact->warnings);
	json_free(impact->missing);
	json_free(impact->wide);
	free(impact);
}

/* ---- the phase */

static void
count(struct json *counts, const char *name)
{
	json_set_number(counts, name, json_get_number(counts, name) + 1);
}

static void
add_once(struct json *array, const char *text)
{
	json_each (it, array) {
		if (strcmp(json_string(it), text) == 0)
			return;
	}
	json_add_string(array, text);
}

enum status
phase_impact(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	const struct impact *impact = args;
	const struct json *files = json_path(env->doc, "change.files");
	struct json *out = json_new_object(), *kinds = json_new_object();
	struct json *languages = json_new_array();
	double added = 0, removed = 0, symbols = 0;

	(void)err;
	json_each (file, files) {
		const char *language = json_string(json_get(file, "language"));

		added += json_get_number(file, "added");
		removed += json_get_number(file, "removed");
		symbols += (double)json_len(json_get(file, "symbols"));
		count(kinds, json_get_string(file, "kind"));
		if (language)
			add_once(languages, language);
	}
	json_set_number(out, "files", (double)json_len(files));
	json_set_number(out, "added", added);
	json_set_number(out, "removed", removed);
	json_set(out, "kinds", kinds);
	json_set(out, "languages", languages);
	json_set_number(out, "symbols", symbols);
	json_set(out, "wide", json_copy(impact->wide));
	json_set(out, "missing", json_copy(impact->missing));
	json_each (it, impact->warnings)
		json_add(env->warnings, json_copy(it));
	*output = out;
	return ST_OK;
}
