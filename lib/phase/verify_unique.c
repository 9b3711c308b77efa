/* Is it a test that exists, or one that went through before, under another name? */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/inside.h"
#include "io/json.h"
#include "phase/verify_private.h"
#include "text/excerpt.h"
#include "text/source.h"
#include "text/test_name.h"

#define COMPARED_MAX 2000

/* By a record's lines, or all of the text where it has none. */
static void
shape_of(const struct json *record, const char *file, const struct buf *text, struct shape *out)
{
	const struct source_language *language = source_language_for(file);
	double from = json_get_number(record, "line"), to = json_get_number(record, "end_line");
	size_t n = text->len;
	const char *s = text->s;

	if (to >= from && from > 0)
		s = excerpt_lines(s, text->len, (size_t)from, (size_t)to, &n);

	shape_make(language ? source_language_name_of(language) : NULL, s, n,
	    test_name_last(json_get_string(record, "name")), out);
}

/* The existing test that a fresh one repeats, or NULL; *compared counts. */
static const char *
same_as(const struct chain *chain, const struct shape *fresh, size_t *compared)
{
	const struct json *retrieval = doc_output(chain->v->env->doc, "retrieval");
	const char *read = "", *found = NULL;
	struct buf text;

	buf_init(&text, VERIFY_CODE);
	json_each (test, json_get(retrieval, "tests")) {
		const char *file = json_get_string(test, "file");
		struct shape shape;

		if (found || *compared == COMPARED_MAX || strcmp(file, chain->names.file) == 0 ||
		    json_get_number(test, "end_line") <= 0)
			continue;
		if (strcmp(read, file) != 0) {
			bool there = inside_read(chain->v->args->root, file, VERIFY_CODE, &text);

			read = there ? file : "";
		}
		if (*read == '\0')
			continue;
		shape_of(test, file, &text, &shape);
		if (shape_likeness(fresh, &shape) >= SHAPE_SAME)
			found = json_get_string(test, "id");
		shape_fini(&shape);
		++*compared;
	}
	buf_fini(&text);
	return found;
}

static const struct verify_known *
known_as(const struct chain *chain, const struct shape *fresh)
{
	vec_each (const struct verify_known *, it, &chain->v->known) {
		if (shape_likeness(fresh, &it->shape) >= SHAPE_SAME)
			return it;
	}
	return NULL;
}

static void
compare(struct chain *chain, const struct json *record, const struct buf *code, size_t *compared)
{
	const char *name = json_get_string(record, "name"), *existing;
	const struct verify_known *known;
	struct shape fresh;

	shape_of(record, chain->names.file, code, &fresh);
	existing = same_as(chain, &fresh, compared);
	known = existing ? NULL : known_as(chain, &fresh);
	if (existing)
		verify_record_set(&chain->record, VERIFY_STAGE_UNIQUE, VERIFY_FAILED,
		    "%.300s does what the existing test %.300s does", name, existing);
	else if (known)
		verify_record_set(&chain->record, VERIFY_STAGE_UNIQUE, VERIFY_FAILED,
		    "%.300s does what %.300s of %.60s does", name, known->name, known->id);
	shape_fini(&fresh);
}

enum status
verify_unique(struct chain *chain, struct err *err)
{
	struct json *records = json_new_array();
	size_t compared = 0;
	struct buf code;
	enum status st;

	buf_init(&code, BUF_DOCUMENT);
	buf_str(&code, json_get_string(chain->test, "code"));
	st = phase_records(
	    chain->v->env, chain->v->args->scan, chain->names.file, &code, records, err);
	json_each (it, records) {
		if (!chain->record.stopped)
			compare(chain, it, &code, &compared);
	}
	if (st == ST_OK && json_len(records) == 0)
		verify_record_set(&chain->record, VERIFY_STAGE_UNIQUE, VERIFY_SKIPPED,
		    "no test is found in it by its text");
	else if (st == ST_OK && !chain->record.stopped)
		verify_record_set(&chain->record, VERIFY_STAGE_UNIQUE, VERIFY_OK,
		    "none of the tests near it does the same (%zu compared)", compared);
	buf_fini(&code);
	json_free(records);
	return st;
}

void
verify_keep(struct chain *chain)
{
	struct json *records = json_new_array();
	struct err ignored = ERR_INIT;
	struct buf code;

	buf_init(&code, BUF_DOCUMENT);
	buf_str(&code, json_get_string(chain->test, "code"));
	phase_records(
	    chain->v->env, chain->v->args->scan, chain->names.file, &code, records, &ignored);
	json_each (it, records) {
		struct verify_known *known = vec_add(&chain->v->known);

		known->id = mem_strdup(json_get_string(chain->test, "id"));
		known->name = mem_strdup(json_get_string(it, "name"));
		shape_of(it, chain->names.file, &code, &known->shape);
	}
	buf_fini(&code);
	json_free(records);
}

void
verify_forget(struct verifier *v)
{
	vec_each (struct verify_known *, it, &v->known) {
		shape_fini(&it->shape);
		free(it->id);
		free(it->name);
	}
	vec_fini(&v->known);
}
