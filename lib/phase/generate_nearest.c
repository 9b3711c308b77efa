#include "phase/generate_nearest.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/phase.h"
#include "store/corpus.h"

#define FALLBACK "gherkin"
#define RECORDS_MAX ((size_t)1000)

static void
add_pointers(struct models *models, struct map *map, const struct json *list)
{
	json_each (it, list) {
		const char *id = json_get_string(it, "id");
		bool added;
		size_t *slot = map_slot(map, id, strlen(id), &added);

		if (!added)
			continue;
		*slot = models->pointers.len;
		*vec_add(&models->pointers) = it;
	}
}

static const struct json *
find(const struct models *models, const struct map *map, const char *id)
{
	const struct map_entry *entry = map_find(map, id, strlen(id));

	return entry ? models->pointers.at[entry->value] : NULL;
}

const struct json *
models_test(const struct models *models, const char *id)
{
	return find(models, &models->tests, id);
}

const struct json *
models_query(const struct models *models, const char *id)
{
	return find(models, &models->queries, id);
}

/* Without a store, or when the corpus is gone, the records are simply not looked at. */
void
models_init(struct models *models, const struct phase_env *env, const char *root)
{
	struct err err = ERR_INIT;
	const char *corpus;

	*models = (struct models){ .env = env, .root = root };
	models->retrieval = doc_output(env->doc, "retrieval");
	models->ranking = doc_output(env->doc, "ranking");
	map_init(&models->tests);
	map_init(&models->queries);
	add_pointers(models, &models->tests, json_get(models->retrieval, "tests"));
	add_pointers(models, &models->queries, json_get(models->retrieval, "queries"));
	corpus = json_get_string(models->retrieval, "corpus");
	if (env->store && *corpus)
		corpus_open(env->store, corpus, &models->corpus, &err);
}

void
models_fini(struct models *models)
{
	if (models->corpus)
		corpus_close(models->corpus);
	map_fini(&models->tests);
	map_fini(&models->queries);
	vec_fini(&models->pointers);
	vec_each (struct skeleton **, skeleton, &models->skeletons) {
		skeleton_free(*skeleton);
		free(*skeleton);
	}
	vec_fini(&models->skeletons);
}

/* ST_NO when there is no skeleton for the framework. */
static enum status
skeleton_for(
    struct models *models, const char *framework, const struct skeleton **out, struct err *err)
{
	struct skeleton *skeleton;
	enum status st;

	vec_each (struct skeleton **, have, &models->skeletons) {
		if (strcmp((*have)->framework, framework) == 0) {
			*out = *have;
			return (*have)->tree ? ST_OK : ST_NO;
		}
	}
	skeleton = mem_calloc(1, sizeof *skeleton);
	st = skeleton_read(models->env->share, framework, skeleton, err);
	if (st != ST_OK && st != ST_NO) {
		free(skeleton);
		return st;
	}
	if (st == ST_NO) /* remembered, so that it is asked for once */
		snprintf(skeleton->framework, sizeof skeleton->framework, "%s", framework);
	*vec_add(&models->skeletons) = skeleton;
	*out = skeleton;
	return st;
}

static enum status
try_test(struct models *models, const char *id, struct model *model, struct err *err)
{
	const struct json *test = models_test(models, id);
	enum status st = ST_NO;

	if (test)
		st =
		    skeleton_for(models, json_get_string(test, "framework"), &model->skeleton, err);
	if (st == ST_OK)
		model->test = test;
	return st;
}

/* The first of a list whose framework is known. */
static enum status
try_list(struct models *models, const struct json *list, struct model *model, struct err *err)
{
	enum status st = ST_NO;

	json_each (it, list) {
		st = try_test(models, json_get_string(it, "test"), model, err);
		if (st != ST_NO)
			break;
	}
	return st;
}

/* The record has what retrieval leaves out: classname and imports. */
struct json *
models_record(const struct models *models, const char *id)
{
	struct err err = ERR_INIT;
	struct json *record = NULL;
	struct buf text;
	int64_t row;

	if (models->corpus == NULL)
		return NULL;
	buf_init(&text, BUF_DOCUMENT);
	if (corpus_row(models->corpus, id, &row, &err) == ST_OK &&
	    corpus_record(models->corpus, row, &text, &err) == ST_OK)
		(void)json_parse(text.s, text.len, &record, &err);
	buf_fini(&text);
	return record;
}

void
models_imports(const struct models *models, struct map *out)
{
	size_t n = 0;

	json_each (test, json_get(models->retrieval, "tests")) {
		struct json *record;

		if (n++ == RECORDS_MAX)
			return;
		record = models_record(models, json_get_string(test, "id"));
		json_each (it, json_get(record, "imports")) {
			if (json_string(it))
				map_slot(out, json_string(it), strlen(json_string(it)), NULL);
		}
		json_free(record);
	}
}

static void
read_source(struct models *models, struct model *model)
{
	const char *file = model->test ? json_get_string(model->test, "file") : "";
	struct buf text;

	buf_init(&text, BUF_TEXT);
	if (inside_read(models->root, file, BUF_TEXT, &text))
		model->source = buf_take(&text);
	buf_fini(&text);
}

static bool
is_grouped(const struct model *model)
{
	const char *name = json_get_string(model->test, "name");
	const char *separator = strstr(name, "::");

	if (*json_get_string(model->record, "classname"))
		return true;
	return strcmp(model->skeleton->framework, "pytest") == 0 && separator &&
	       strstr(separator + 2, "::");
}

enum status
model_for(struct models *models, const char *criterion, struct model *out, struct err *err)
{
	struct model model = { 0 };
	const char *instead;
	enum status st =
	    try_list(models, json_get(models_query(models, criterion), "matches"), &model, err);

	if (st == ST_NO)
		st = try_list(models, json_get(models->ranking, "suite"), &model, err);
	if (st == ST_NO)
		st = skeleton_for(models, FALLBACK, &model.skeleton, err);
	if (st == ST_NO)
		return err_set(err, ST_CONFIG,
		    "skeletons/" FALLBACK ".yaml is missing: install rsg's share directory");
	if (st)
		return st;
	if (model.test)
		model.record = models_record(models, json_get_string(model.test, "id"));
	read_source(models, &model);
	instead = skeleton_instead(model.skeleton, json_get(model.record, "imports"));
	if (instead && (st = skeleton_for(models, instead, &model.skeleton, err)) == ST_NO)
		st = err_set(err, ST_CONFIG, "skeletons/%s.yaml is missing, which %s.yaml names",
		    instead, model.skeleton->framework);
	if (st) {
		model_fini(&model);
		return st;
	}
	model.grouped = is_grouped(&model);
	*out = model;
	return ST_OK;
}

void
model_fini(struct model *model)
{
	json_free(model->record);
	free(model->source);
	*model = (struct model){ 0 };
}

const char *
model_tail(const char *name, size_t *n)
{
	const char *tail = name;

	for (const char *s = name; *s && *s != '[' && *s != '('; s++) {
		if (strchr(":#./> ", *s))
			tail = s + 1;
	}
	*n = strcspn(tail, "[(");
	return tail;
}

static bool
is_identifier(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool letter =
		    (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') || s[i] == '_';

		if (!letter && (i == 0 || s[i] < '0' || s[i] > '9'))
			return false;
	}
	return n > 0;
}

/* "package api" in the model's file. */
static bool
package_of_source(const char *source, struct buf *out)
{
	for (const char *s = source; s; s = strchr(s, '\n')) {
		size_t n, from = out->len;

		s += *s == '\n';
		if (strncmp(s, "package ", 8) != 0)
			continue;
		n = strcspn(s + 8, "; \t\r\n");
		for (const char *part = s + 8; part < s + 8 + n;) {
			size_t len = strcspn(part, ".; \t\r\n");

			if (!is_identifier(part, len)) {
				buf_cut(out, from);
				return false;
			}
			part += len + 1;
		}
		buf_add(out, s + 8, n);
		return n > 0;
	}
	return false;
}

/* "com.acme" of "src/test/java/com/acme/". */
static void
java_package(const char *file, size_t n, struct buf *out)
{
	const char *java = strstr(file, "java/"), *s = java ? java + 5 : file + n;
	size_t from = out->len;

	while (s < file + n) {
		size_t len = strcspn(s, "/");

		if (!is_identifier(s, len)) {
			buf_cut(out, from);
			return;
		}
		if (out->len > from)
			buf_char(out, '.');
		buf_add(out, s, len);
		s += len + 1;
	}
}

void
model_package(const struct model *model, const char *file, struct buf *out)
{
	const char *language = model->skeleton->language, *slash = strrchr(file, '/'), *dir;
	size_t n = slash ? (size_t)(slash - file) : 0;

	if (model->source && package_of_source(model->source, out))
		return;
	if (strcmp(language, "java") == 0)
		java_package(file, n, out);
	if (strcmp(language, "go") != 0)
		return;
	dir = file + n;
	while (dir > file && dir[-1] != '/')
		dir--;
	if (is_identifier(dir, (size_t)(file + n - dir)))
		buf_add(out, dir, (size_t)(file + n - dir));
	else
		buf_str(out, "main");
}

/* How one level is indented: the first indented line that is no comment's middle tells. */
static size_t
indent_of(const char *text, const char **unit)
{
	for (const char *s = text; s && *s; s = strchr(s, '\n')) {
		size_t n;

		s += *s == '\n';
		n = strspn(s, " ");
		if (*s == '\t' || (n > 1 && n <= 8 && s[n] != '*' && s[n] != '\n')) {
			*unit = s;
			return *s == '\t' ? 1 : n;
		}
	}
	return 0;
}

char *
model_code(const struct model *model)
{
	const struct skeleton *skeleton = model->skeleton;
	const char *code =
	    model->grouped && *skeleton->grouped ? skeleton->grouped : skeleton->code;
	const char *have = "", *want = "";
	size_t have_n = indent_of(code, &have);
	size_t want_n = model->source ? indent_of(model->source, &want) : 0;
	struct buf out;

	if (have_n == 0 || want_n == 0)
		return mem_strdup(code);
	buf_init(&out, BUF_DOCUMENT);
	while (*code) {
		size_t n;

		while (strncmp(code, have, have_n) == 0) {
			buf_add(&out, want, want_n);
			code += have_n;
		}
		n = strcspn(code, "\n");
		n += code[n] == '\n';
		buf_add(&out, code, n);
		code += n;
	}
	return buf_take(&out);
}
