/* Which frameworks a root has, by what it depends on, its files and its sources. */

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/detect_private.h"
#include "detect/version.h"
#include "doc/schema.h"
#include "io/inside.h"
#include "io/json.h"
#include "io/regex.h"

#define SOURCES 300
#define SOURCE_BYTES ((size_t)256 * 1024)
#define EVIDENCE 5

struct found {
	struct json *framework, *evidence;
	double missed; /* the chance that all evidence is wrong */
	const char *version, *constraint;
};

static bool
fits(const char *pattern, const char *name)
{
	return strpbrk(pattern, "*?[") ? ignore_glob(pattern, strlen(pattern), name, strlen(name))
				       : strcmp(pattern, name) == 0;
}

bool
match_dependency(const struct root *root, const struct json *names)
{
	json_each (it, names) {
		vec_each (struct dep *, dep, &root->deps.list) {
			if (json_string(it) && fits(json_string(it), dep->name))
				return true;
		}
	}
	return false;
}

/* A pattern without a slash is for the root's own directory. */
static bool
file_fits(const struct root *root, const char *pattern, const char *path)
{
	path += strlen(root->path);
	path += *root->path && *path == '/';
	return ignore_glob(pattern, strlen(pattern), path, strlen(path));
}

const char *
match_file(const struct root *root, const struct json *pattern)
{
	for (size_t i = 0; json_string(pattern) && i < root->files.len; i++) {
		if (file_fits(root, json_string(pattern), root->files.at[i]))
			return root->files.at[i];
	}
	return NULL;
}

static int
line_at(const char *s, size_t n)
{
	int line = 1;

	for (size_t i = 0; i < n; i++)
		line += s[i] == '\n';
	return line;
}

static bool
any_fits(const struct root *root, const struct json *patterns, const char *path)
{
	json_each (it, patterns) {
		if (json_string(it) && file_fits(root, json_string(it), path))
			return true;
	}
	return false;
}

enum status
match_source(
    const struct root *root, const struct json *rule, const char **file, int *line, struct err *err)
{
	struct regex *regex = NULL;
	enum status st = regex_compile(
	    json_get_string(rule, "pattern"), REGEX_MULTILINE | REGEX_BYTES, &regex, err);
	size_t looked = 0;
	struct buf text;

	if (st)
		st = err->status = ST_CONFIG;
	*file = NULL;
	buf_init(&text, SOURCE_BYTES + 1);
	for (size_t i = 0; st == ST_OK && *file == NULL && i < root->files.len; i++) {
		const char *path = root->files.at[i];
		struct regex_match m;
		struct err bounded = ERR_INIT;

		if (!any_fits(root, json_get(rule, "files"), path))
			continue;
		if (++looked > SOURCES)
			break;
		buf_clear(&text);
		if (inside_read(root->tree->dir, path, SOURCE_BYTES, &text) &&
		    regex_match(regex, text.s, text.len, 0, &m, &bounded) == ST_OK) {
			*file = path;
			*line = line_at(text.s, m.from[0]);
		}
	}
	buf_fini(&text);
	regex_free(regex);
	return st;
}

static double
confidence(const struct root *root, const struct json *rule, const char *kind)
{
	const struct json *own = json_get(rule, "confidence");

	return own ? json_number(own)
		   : json_get_number(json_get(root->rules->common, "confidence"), kind);
}

static bool
is_new(const struct found *found, const char *file, const char *rule)
{
	json_each (have, found->evidence) {
		if (strcmp(json_get_string(have, "file"), file) == 0 &&
		    strcmp(json_get_string(have, "rule"), rule) == 0)
			return false;
	}
	return json_len(found->evidence) < EVIDENCE;
}

static void
add_evidence(struct found *found, const char *file, int line, const char *rule)
{
	struct json *it;

	if (!is_new(found, file, rule))
		return;
	it = json_add_object(found->evidence);
	json_set_string(it, "file", file);
	if (line > 0)
		json_set_number(it, "line", line);
	json_set_string(it, "rule", rule);
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("_-/", c));
}

/* The first line of a file with a text that is not part of a longer name; 0 when there is none. */
static int
line_of(const struct root *root, const char *file, const char *text)
{
	size_t n = strlen(text);
	struct buf bytes;
	int line = 0;

	if (n == 0 || !deps_text(&root->deps, file, DEPS_MANIFEST, &bytes))
		return 0;
	for (const char *at = bytes.s; line == 0 && (at = strstr(at, text)); at += n) {
		if ((at == bytes.s || !is_word(at[-1]) || !is_word(*text)) && !is_word(at[n]))
			line = line_at(bytes.s, (size_t)(at - bytes.s));
	}
	buf_fini(&bytes);
	return line;
}

/* True when one is there that may have told a version. */
static bool
by_dependency(struct root *root, const struct json *rule, struct found *found, bool *any)
{
	const char *name = json_string(rule) ? json_string(rule) : json_get_string(rule, "name");
	bool versions = json_get(rule, "version") == NULL || json_get_bool(rule, "version");
	bool there = false;

	vec_each (struct dep *, dep, &root->deps.list) {
		if (!fits(name, dep->name))
			continue;
		if (versions && *found->version == '\0')
			found->version = deps_version(&root->deps, dep);
		if (versions && *found->constraint == '\0')
			found->constraint = dep->constraint;
		if (!*any)
			found->missed *= 1 - confidence(root, rule, "dependency");
		*any = there = true;
		if (is_new(found, dep->file, dep->name)) /* each is looked up in its file */
			add_evidence(
			    found, dep->file, line_of(root, dep->file, dep->text), dep->name);
	}
	return there && versions;
}

/* What is known by another name, or of what was only seen in a source. */
static void
by_versions(struct root *root, const struct json *names, struct found *found)
{
	json_each (it, names) {
		const char *name = json_string(it) ? json_string(it) : json_get_string(it, "name");

		if (*found->version == '\0' && (json_string(it) || !json_get(it, "version")))
			found->version = deps_locked(&root->deps, name);
		vec_each (struct dep *, dep, &root->deps.list) {
			if (json_get(it, "version") || !fits(name, dep->name))
				continue;
			if (*found->version == '\0')
				found->version = deps_version(&root->deps, dep);
			if (*found->constraint == '\0')
				found->constraint = dep->constraint;
		}
	}
}

static enum status
collect(struct root *root, const struct json *rules, struct found *found, struct err *err)
{
	bool any = false;

	json_each (it, json_get(rules, "dependencies")) {
		/* A bill of materials is asked before the next name is: JUnit 5 before JUnit 4. */
		if (by_dependency(root, it, found, &any) && *found->version == '\0')
			by_versions(root, json_get(rules, "versions"), found);
	}
	json_each (it, json_get(rules, "files")) {
		const char *file = match_file(root, it);

		if (file) {
			found->missed *= 1 - confidence(root, NULL, "file");
			add_evidence(found, file, 0, json_string(it));
		}
	}
	json_each (it, json_get(rules, "source")) {
		const char *file;
		int line = 0;

		if (match_source(root, it, &file, &line, err))
			return err->status;
		if (file) {
			found->missed *= 1 - confidence(root, it, "source");
			add_evidence(found, file, line, json_get_string(it, "pattern"));
		}
	}
	return ST_OK;
}

static void
put(const struct known *known, struct found *found)
{
	const struct json *rules = json_get(known->tree, "detect");
	const char *title = json_get_string(known->tree, "title");
	const char *language = json_get_string(rules, "language");

	if (*language == '\0')
		language = json_get_string(known->tree, "language");
	json_set_string(found->framework, "name", known->name);
	json_set_string(found->framework, "title", *title ? title : known->name);
	json_set_string(found->framework, "kind", json_get_string(rules, "kind"));
	json_set_string(found->framework, "language", language);
	if (*found->version)
		json_set_string(found->framework, "version", found->version);
	if (*found->constraint && strlen(found->constraint) <= 200)
		json_set_string(found->framework, "constraint", found->constraint);
	json_set_number(found->framework, "confidence", json_round(1 - found->missed, 2));
	json_set(found->framework, "evidence", found->evidence);
	found->evidence = NULL;
}

static enum status
match_one(struct root *root, const struct known *known, struct found *found, struct err *err)
{
	const struct json *rules = json_get(known->tree, "detect");

	*found = (struct found){ .missed = 1, .version = "", .constraint = "" };
	found->evidence = json_new_array();
	if (collect(root, rules, found, err))
		return err_context(err, "frameworks/%s.yaml: detect", known->name);
	if (json_len(found->evidence) == 0)
		return ST_OK;
	by_versions(root, json_get(rules, "versions"), found);
	by_versions(root, json_get(rules, "dependencies"), found);
	found->framework = json_new_object();
	put(known, found);
	if (schema_check(root->rules->framework, found->framework, err) == ST_OK)
		return ST_OK;
	json_free(found->framework);
	err->status = ST_CONFIG;
	return err_context(err, "frameworks/%s.yaml", known->name);
}

static int
by_confidence(const void *a, const void *b)
{
	const struct json *x = ((const struct found *)a)->framework,
			  *y = ((const struct found *)b)->framework;
	double p = json_get_number(x, "confidence"), q = json_get_number(y, "confidence");

	if (p > q || p < q)
		return p > q ? -1 : 1;
	return strcmp(json_get_string(x, "name"), json_get_string(y, "name"));
}

enum status
match_frameworks(struct root *root, struct err *err)
{
	VEC_OF(struct found) all = { 0 };
	enum status st = ST_OK;

	root->frameworks = json_new_array();
	vec_each (const struct known *, known, &root->rules->frameworks) {
		struct found found;

		st = match_one(root, known, &found, err);
		json_free(found.evidence);
		if (st)
			break;
		if (found.framework)
			*vec_add(&all) = found;
	}
	vec_sort(&all, by_confidence);
	vec_each (struct found *, found, &all)
		json_add(root->frameworks, found->framework);
	vec_fini(&all);
	return st;
}
