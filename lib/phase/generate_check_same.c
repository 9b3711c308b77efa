#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/generate_check.h"
#include "phase/generate_nearest.h"
#include "phase/generate_syntax.h"

#define MATCHES_MAX 20
#define FILE_MAX ((size_t)2 * 1024 * 1024)

/* A test of the new code, as it is compared. */
struct fresh {
	const struct json *record;
	struct shape shape;
};

static void
shape_of(const struct json *record, const char *file, const char *text, size_t n, struct shape *out)
{
	size_t len, tail_n;
	const char *lines = lines_of(record, text, n, &len);
	const char *tail = model_tail(json_get_string(record, "name"), &tail_n);
	char *name = mem_strndup(tail, tail_n);

	shape_make(syntax_language_of(file), lines, len, name, out);
	free(name);
}

/* A title's name is all of it; only its end may have been taken off by model_tail(). */
static bool
shares_name(const struct json *record, const struct json *test)
{
	const char *title = json_get_string(record, "title");

	return *title && strcmp(title, json_get_string(test, "title")) == 0;
}

/* By its text where the tree is at hand, else by its record. */
static double
likeness(const struct checker *checker, const struct fresh *fresh, const struct json *test)
{
	const char *file = json_get_string(test, "file");
	struct json *record;
	struct shape shape;
	struct buf text;
	double alike = -1;

	buf_init(&text, FILE_MAX);
	if (inside_read(checker->args->root, file, FILE_MAX, &text) &&
	    json_get_number(test, "end_line") > 0) {
		shape_of(test, file, text.s, text.len, &shape);
		alike = shape_likeness(&fresh->shape, &shape);
		shape_fini(&shape);
	}
	buf_fini(&text);
	if (alike >= 0)
		return alike;
	record = models_record(checker->models, json_get_string(test, "id"));
	alike = record_likeness(fresh->record, record);
	json_free(record);
	return alike;
}

static void
compare_existing(struct checker *checker, const struct candidate *candidate,
    const struct fresh *fresh, struct findings *out)
{
	const struct json *query = models_query(checker->models, candidate->criterion);
	size_t n = 0;

	json_each (match, json_get(query, "matches")) {
		const char *id = json_get_string(match, "test");
		const struct json *test = models_test(checker->models, id);

		if (test == NULL || n++ == MATCHES_MAX)
			continue;
		if (shares_name(fresh->record, test))
			findings_add(out, "%s has the name of an existing test, %s",
			    json_get_string(fresh->record, "name"), id);
		else if (likeness(checker, fresh, test) >= SHAPE_SAME)
			findings_add(out, "%s does what the existing test %s does",
			    json_get_string(fresh->record, "name"), id);
	}
}

static void
compare_kept(struct checker *checker, const struct fresh *fresh, struct findings *out)
{
	vec_each (const struct kept *, it, &checker->kept) {
		if (shape_likeness(&fresh->shape, &it->shape) >= SHAPE_SAME)
			findings_add(out, "%s does what %s of %s does",
			    json_get_string(fresh->record, "name"), it->name, it->id);
	}
}

void
check_same(struct checker *checker, const struct candidate *candidate, struct findings *out)
{
	json_each (record, out->records) {
		struct fresh fresh = { .record = record };

		shape_of(
		    record, candidate->file, candidate->code.s, candidate->code.len, &fresh.shape);
		compare_existing(checker, candidate, &fresh, out);
		compare_kept(checker, &fresh, out);
		shape_fini(&fresh.shape);
	}
}

void
checker_keep(struct checker *checker, const char *id, const struct candidate *candidate,
    const struct findings *findings)
{
	json_each (record, findings->records) {
		struct kept *kept = vec_add(&checker->kept);

		kept->id = mem_strdup(id);
		kept->name = mem_strdup(json_get_string(record, "name"));
		shape_of(
		    record, candidate->file, candidate->code.s, candidate->code.len, &kept->shape);
	}
}
