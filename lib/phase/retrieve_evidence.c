#include "phase/retrieve_evidence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/retrieve_private.h"

#define PLACES 6 /* decimals of a signal: fewer would make equals of files that are not */
#define NEAR_PLACES 4
#define LISTED_NEAR 0.5 /* of a story's likely files, tests that are this near are listed */
#define LISTED_TESTS 5	/* and at most so many of each */
#define ID_SHOWN 12	/* digits of a commit */

void
retrieve_evidence_init(struct evidence *e)
{
	map_init(&e->index);
	ignore_init(&e->rules.files);
	ignore_init(&e->rules.others);
}

void
retrieve_file_fini(struct evidence_file *file)
{
	vec_each (struct evidence_test *, test, &file->tests) {
		free(test->id);
		free(test->title);
		json_free(test->row);
	}
	vec_fini(&file->tests);
	document_free(file->document);
	free(file->path);
}

void
retrieve_evidence_fini(struct evidence *e)
{
	retrieve_past_stop(e->reading);
	if (e->computed)
		signals_fini(&e->signals);
	past_view_close(e->view);
	past_close(e->past);
	if (e->relative)
		change_fini(&e->change);
	json_free(e->relative);
	for (size_t i = 0; i < e->sources.len; i++)
		document_free(e->sources.at[i]);
	vec_fini(&e->sources);
	vec_each (struct evidence_file *, file, &e->files)
		retrieve_file_fini(file);
	vec_fini(&e->files);
	vec_fini(&e->blame);
	strings_fini(&e->live);
	strings_fini(&e->missing);
	sources_fini(&e->rules);
	free(e->imports);
	free(e->import_of);
	free(e->import_by);
	free(e->head);
	map_fini(&e->index);
	lexicon_close(e->lexicon);
}

/* The story, its title first, whose words count more; most begin with it.  Without a story what the
   commits of the change say. */
static void
put_request(const struct phase_env *env, struct buf *out)
{
	const char *title = json_get_string(doc_output(env->doc, "ingestion"), "title");
	const char *text = json_get_string(json_get(env->doc, "story"), "text");

	if (*text == '\0')
		text = json_get_string(json_get(env->doc, "change"), "message");
	text += strspn(text, "# \t\r\n");
	if (*title && strncmp(text, title, strlen(title)) != 0)
		buf_printf(out, "%s\n", title);
	buf_str(out, text);
}

/* Nothing is asked, so nothing speaks for a test, not even that it is recent. */
static void
say_nothing(struct signals_output *signals)
{
	for (int s = 0; s < SIGNALS; s++) {
		if (signals->value[s])
			memset(signals->value[s], 0, signals->n_tests * sizeof(double));
	}
}

void
retrieve_compute(struct retrieval *r)
{
	struct evidence *e = &r->evidence;
	const struct document **tests;
	bool *code;
	struct signals_input in = { .lexicon = e->lexicon,
		.n_tests = e->files.len,
		.sources = (const struct document *const *)e->sources.at,
		.n_sources = e->sources.len,
		.past = e->view,
		.blame = e->blame.at,
		.n_blame = e->blame.len,
		.imports = e->imports };
	struct buf request;

	if (e->files.len == 0)
		return;
	tests = mem_calloc(e->files.len, sizeof *tests);
	code = mem_calloc(e->files.len, sizeof *code);
	for (size_t i = 0; i < e->files.len; i++) {
		tests[i] = e->files.at[i].document;
		code[i] = sources_has(&e->rules, e->files.at[i].path);
	}
	buf_init(&request, BUF_DOCUMENT);
	put_request(r->env, &request);
	in.tests = tests;
	in.code = code;
	in.request = request.s;
	in.request_len = request.len;
	in.change = e->has_change ? &e->change : NULL;
	signals_compute(&in, &e->signals);
	e->computed = true;
	if (request.len == 0 && e->has_change &&
	    json_len(json_path(r->env->doc, "change.files")) == 0)
		say_nothing(&e->signals);
	buf_fini(&request);
	free(tests);
	free(code);
}

/* Which tests are in the output: those of a change all, of a story those that a query found and
   the nearest in the files that most speaks for. */

struct likely {
	size_t file;
	double mean;
};

static int
compare_likely(const void *a, const void *b)
{
	const struct likely *x = a, *y = b;

	if (x->mean != y->mean)
		return x->mean > y->mean ? -1 : 1;
	return x->file < y->file ? -1 : 1;
}

static double
mean_of(const struct signals_output *signals, size_t file)
{
	double sum = 0;
	int n = 0;

	for (int s = 0; s < SIGNALS; s++) {
		if (signals->value[s] == NULL)
			continue;
		sum += signals->value[s][file];
		n++;
	}
	return n ? sum / n : 0;
}

static void
list_nearest(struct evidence *e, size_t at)
{
	struct evidence_file *file = &e->files.at[at];
	const double *near = e->signals.files[at].near;
	size_t left = LISTED_TESTS;

	for (double least = 1; left > 0 && least >= LISTED_NEAR; least /= 2) {
		for (size_t i = 0; left > 0 && i < file->tests.len; i++) {
			struct evidence_test *test = &file->tests.at[i];

			if (test->listed || near[i] < least)
				continue;
			test->listed = true;
			left--;
		}
	}
}

void
retrieve_list(struct retrieval *r, const bool *found)
{
	struct evidence *e = &r->evidence;
	VEC_OF(struct likely) likely = { 0 };
	size_t listed = 0;

	for (size_t i = 0; e->computed && i < e->files.len; i++) {
		struct likely *one = vec_add(&likely);

		*one = (struct likely){ i, mean_of(&e->signals, i) };
		vec_each (struct evidence_test *, test, &e->files.at[i].tests) {
			test->listed =
			    found[test->test] || (e->has_change && listed < EVIDENCE_TESTS);
			listed += test->listed;
		}
	}
	vec_sort(&likely, compare_likely);
	for (size_t i = 0; !e->has_change && i < likely.len && i < (size_t)r->args->top; i++)
		list_nearest(e, likely.at[i].file);
	vec_fini(&likely);
}

static void
put_commits(const struct evidence *e, const struct signals_file *said, struct json *row)
{
	struct json *list;

	if (said->n_commits == 0)
		return;
	list = json_set_array(row, "commits");
	for (size_t i = 0; i < said->n_commits; i++) {
		const struct signals_commit *commit = &said->commits[i];
		const char *id = past_id(e->past, commit->commit);
		struct json *one = json_add_object(list), *paths;

		json_set(one, "id", json_new_stringn(id, strnlen(id, ID_SHOWN)));
		paths = json_set_array(one, "paths");
		for (size_t k = 0; k < commit->n_paths && k < 20; k++)
			json_add_string(paths, commit->paths[k]);
	}
	json_set_number(row, "together", (double)said->together);
}

static void
put_tests(const struct evidence_file *file, const double *near, struct json *list)
{
	for (size_t i = 0; i < file->tests.len; i++) {
		struct json *one;

		if (!file->tests.at[i].listed)
			continue;
		one = json_add_object(list);
		json_set_string(one, "test", file->tests.at[i].id);
		json_set_number(one, "near", json_round(near[i], NEAR_PLACES));
	}
}

/* As a test, or as code that holds tests. */
static bool
is_changed(const struct evidence *e, const char *path)
{
	return e->has_change &&
	       (retrieve_is_one(&e->change.tests, path) || retrieve_is_one(&e->change.paths, path));
}

static void
put_imports(const struct evidence *e, size_t at, struct json *row)
{
	struct json *list;

	if (e->imports == NULL || e->import_of[at] == NULL)
		return;
	list = json_set_array(row, "imports");
	if (e->import_by[at])
		json_add_string(list, e->import_by[at]);
	json_add_string(list, e->import_of[at]);
}

static void
put_file(const struct evidence *e, size_t at, struct json *list)
{
	const struct evidence_file *file = &e->files.at[at];
	const struct signals_file *said = &e->signals.files[at];
	struct json *row = json_add_object(list), *signals, *terms;

	json_set_string(row, "path", file->path);
	if (is_changed(e, file->path))
		json_set_bool(row, "changed", true);
	signals = json_set_object(row, "signals");
	for (int s = 0; s < SIGNALS; s++) {
		double value =
		    e->signals.value[s] ? json_round(e->signals.value[s][at], PLACES) : 0;

		if (value > 0)
			json_set_number(signals, signal_name((enum signal)s), fmin(value, 1));
	}
	put_tests(file, said->near, json_set_array(row, "tests"));
	if (said->n_terms) {
		terms = json_set_array(row, "terms");
		for (size_t i = 0; i < said->n_terms; i++)
			json_add_string(terms, said->terms[i]);
	}
	put_commits(e, said, row);
	put_imports(e, at, row);
}

static void
put_history(const struct evidence *e, struct json *out)
{
	struct json *history = json_set_object(out, "history"), *missing;

	json_set_string(history, "head", e->head ? e->head : "");
	json_set_number(history, "commits", e->view ? (double)past_view_commits(e->view) : 0);
	json_set_bool(history, "shallow", e->shallow);
	missing = json_set_array(history, "missing");
	for (size_t i = 0; i < e->missing.len; i++)
		json_add_string(missing, e->missing.at[i]);
}

void
retrieve_evidence_put(const struct retrieval *r, struct json *out)
{
	const struct evidence *e = &r->evidence;
	struct json *list;

	if (!e->computed)
		return;
	list = json_set_array(out, "files");
	for (size_t i = 0; i < e->files.len; i++)
		put_file(e, i, list);
	if (e->signals.n_sources) {
		list = json_set_array(out, "sources");
		for (size_t i = 0; i < e->signals.n_sources; i++) {
			struct json *one = json_add_object(list);

			json_set_string(one, "path", e->signals.sources[i].path);
			json_set_number(
			    one, "weight", json_round(e->signals.sources[i].weight, NEAR_PLACES));
		}
	}
	put_history(e, out);
}
