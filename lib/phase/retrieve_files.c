#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/inside.h"
#include "io/json.h"
#include "io/walk.h"
#include "phase/retrieve_private.h"

bool
retrieve_text(struct retrieval *r, const char *path, bool live, struct buf *out)
{
	struct evidence *e = &r->evidence;
	char *joined;
	bool read;

	if (e->bytes > EVIDENCE_BYTES)
		return false;
	joined = file_join(r->args->root, path);
	read = live ? walk_read(joined, EVIDENCE_FILE_BYTES, out) == WALK_READ
		    : inside_read(r->args->root, path, EVIDENCE_FILE_BYTES, out);
	free(joined);
	if (read)
		e->bytes += out->len;
	return read;
}

/* By a look at the name alone: most corpora have all of their files or none.  Whether it is inside
   the root is seen when it is read. */
static bool
is_there(const struct retrieval *r, const char *path)
{
	char *joined = file_join(r->args->root, path);
	bool there = file_exists(joined);

	free(joined);
	return there;
}

/* The file of a test, if it is below the root; looked for once. */
static struct evidence_file *
file_of(struct retrieval *r, const char *path)
{
	struct evidence *e = &r->evidence;
	bool added;
	size_t *slot = map_slot(&e->index, path, strlen(path), &added);

	if (added) {
		*slot = 0;
		if (is_there(r, path)) {
			vec_add(&e->files)->path = mem_strdup(path);
			*slot = e->files.len;
		}
	}
	return *slot ? &e->files.at[*slot - 1] : NULL;
}

static void
add_test(struct retrieval *r, uint32_t number, struct json *record)
{
	struct evidence_file *file = file_of(r, json_get_string(record, "file"));
	struct evidence_test *test;

	if (file == NULL || strcmp(json_get_string(record, "kind"), "manual") == 0)
		return;
	test = vec_add(&file->tests);
	test->test = number;
	test->id = mem_strdup(json_get_string(record, "id"));
	test->title = mem_strdup(json_get_string(record, "title"));
	test->line = (size_t)json_get_number(record, "line");
	test->end_line = (size_t)json_get_number(record, "end_line");
	test->whole = strcmp(json_get_string(record, "framework"), "file") == 0;
	if (r->evidence.has_change && number < EVIDENCE_TESTS)
		test->row = retrieve_shown(record);
}

struct reading {
	struct retrieval *r;
	size_t at; /* in the retrieval's tests: both are ordered by row */
};

static enum status
read_record(void *arg, int64_t row, const char *text, size_t n, struct err *err)
{
	struct reading *reading = arg;
	const struct corpus_tests *tests = &reading->r->tests;
	struct json *record = NULL;
	enum status st;

	while (reading->at < tests->len && tests->at[reading->at].row < row)
		reading->at++;
	if (reading->at == tests->len || tests->at[reading->at].row != row)
		return ST_OK;
	st = json_parse(text, n, &record, err);
	if (st == ST_OK)
		add_test(reading->r, (uint32_t)reading->at, record);
	json_free(record);
	return st;
}

/* Where each line begins, and the end behind the last. */
static void
find_lines(const struct buf *text, size_t **lines, size_t *n)
{
	VEC_OF(size_t) at = { 0 };

	*vec_add(&at) = 0;
	for (size_t i = 0; i < text->len; i++) {
		if (text->s[i] == '\n')
			*vec_add(&at) = i + 1;
	}
	*vec_add(&at) = text->len;
	*lines = at.at;
	*n = at.len - 1;
}

static struct document *
read_document(struct retrieval *r, const struct evidence_file *file, struct buf *text)
{
	VEC_OF(struct document_case) cases = { 0 };
	struct document *document;
	size_t *lines, n;

	find_lines(text, &lines, &n);
	vec_each (struct evidence_test *, test, &file->tests) {
		struct document_case *one = vec_add(&cases);
		size_t last = test->end_line >= test->line ? test->end_line : test->line;

		one->name = test->whole ? NULL : test->title; /* else the path would count again */
		if (test->line == 0 || test->line > n) {
			one->from = one->to = text->len;
			continue;
		}
		one->from = lines[test->line - 1];
		one->to = last < n ? lines[last] : text->len;
	}
	document =
	    document_new(r->evidence.lexicon, file->path, text->s, text->len, cases.at, cases.len);
	vec_fini(&cases);
	free(lines);
	return document;
}

static int
compare_file(const void *a, const void *b)
{
	const struct evidence_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

/* Texts of all files; those without one go. */
static void
read_texts(struct retrieval *r)
{
	struct evidence *e = &r->evidence;
	struct buf text;
	size_t kept = 0;

	buf_init(&text, EVIDENCE_FILE_BYTES);
	vec_sort(&e->files, compare_file);
	for (size_t i = 0; i < e->files.len; i++) {
		struct evidence_file file = e->files.at[i];

		if (file.tests.len && retrieve_text(r, file.path, false, &text))
			file.document = read_document(r, &file, &text);
		e->files.at[i] = e->files.at[kept];
		e->files.at[kept] = file;
		kept += file.document != NULL;
	}
	for (size_t i = kept; i < e->files.len; i++)
		retrieve_file_fini(&e->files.at[i]);
	e->files.len = kept;
	map_fini(&e->index);
	map_init(&e->index);
	for (size_t i = 0; i < e->files.len; i++)
		*map_slot(&e->index, e->files.at[i].path, strlen(e->files.at[i].path), NULL) = i;
	buf_fini(&text);
}

/* Is any file of the corpus below the root?  Else its records need not be read. */
static enum status
any_file(struct retrieval *r, bool *any, struct err *err)
{
	struct map files;
	enum status st;

	map_init(&files);
	st = corpus_files(r->corpus, &files, err);
	*any = false;
	for (size_t i = 0; st == ST_OK && !*any && i < files.len; i++)
		*any = is_there(r, files.at[i].key);
	map_fini(&files);
	return st;
}

enum status
retrieve_files(struct retrieval *r, struct err *err)
{
	struct reading reading = { .r = r };
	enum status st;
	bool any;

	r->evidence.lexicon = lexicon_open();
	st = any_file(r, &any, err);
	if (st || !any)
		return st;
	retrieve_past_start(r);
	st = corpus_records(r->corpus, read_record, &reading, err);
	if (st == ST_OK)
		read_texts(r);
	return st;
}
