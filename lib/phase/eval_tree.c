#include <stdlib.h>
#include <string.h>

#include "io/git.h"
#include "io/json.h"
#include "phase/eval_private.h"
#include "signal/sources.h"

#define FILE_MAX ((size_t)2 * 1024 * 1024) /* as rsg-scan */
#define RECENT 8			   /* cases; what none of them had is forgotten */

enum status
eval_thread_init(struct eval_thread *thread, const struct eval_args *args,
    const struct commits *commits, const struct map *places, struct err *err)
{
	enum status st;

	*thread = (struct eval_thread){ .args = args, .commits = commits, .places = places };
	map_init(&thread->known);
	thread->lexicon = lexicon_open();
	st = args->tools->open(args->tools->arg, &thread->state, err);
	if (st == ST_OK)
		st = eval_message_open(&thread->messages, err);
	return st;
}

void
eval_thread_fini(struct eval_thread *thread)
{
	vec_each (struct eval_file *, file, &thread->files)
		document_free(file->document);
	vec_fini(&thread->files);
	map_fini(&thread->known);
	if (thread->state)
		thread->args->tools->close(thread->state);
	eval_message_close(thread->messages);
	lexicon_close(thread->lexicon);
}

/* ---- a file */

struct lines {
	VEC_OF(size_t) from; /* of each line, and the end */
};

static void
find_lines(struct lines *lines, const char *bytes, size_t n)
{
	*vec_add(&lines->from) = 0;
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			*vec_add(&lines->from) = i + 1;
	}
	*vec_add(&lines->from) = n;
}

static size_t
line_at(const struct lines *lines, double line)
{
	size_t i = line < 1 ? 0 : (size_t)line - 1;

	return lines->from.at[i < lines->from.len ? i : lines->from.len - 1];
}

struct cases {
	VEC_OF(struct document_case) at;
	VEC_OF(struct json *) records;
};

static enum status
read_cases(const struct buf *records, const struct lines *lines, struct cases *out, struct err *err)
{
	for (size_t from = 0; from < records->len;) {
		size_t n = strcspn(records->s + from, "\n");
		struct json *record = NULL;
		struct document_case *it;

		if (json_parse(records->s + from, n, &record, err))
			return err->status;
		*vec_add(&out->records) = record;
		it = vec_add(&out->at);
		it->name = json_get_string(record, "name");
		it->from = line_at(lines, json_get_number(record, "line"));
		it->to = line_at(lines, json_get_number(record, "end_line") + 1);
		from += n + 1;
	}
	return ST_OK;
}

/* Is it a test?  Then its document, with its cases. */
static enum status
make_test(struct eval_thread *t, struct eval_file *file, const char *path, const char *bytes,
    size_t n, struct err *err)
{
	struct cases cases = { 0 };
	struct lines lines = { 0 };
	struct buf records;
	enum status st;

	buf_init(&records, BUF_DOCUMENT);
	st = t->args->tools->scan(t->state, path, bytes, n, &records, err);
	if (st == ST_OK && records.len) {
		find_lines(&lines, bytes, n);
		st = read_cases(&records, &lines, &cases, err);
		if (st == ST_OK)
			file->document =
			    document_new(t->lexicon, path, bytes, n, cases.at.at, cases.at.len);
		file->test = st == ST_OK;
	}
	file->looked = true;
	vec_each (struct json **, record, &cases.records)
		json_free(*record);
	vec_fini(&cases.records);
	vec_fini(&cases.at);
	vec_fini(&lines.from);
	buf_fini(&records);
	return st;
}

/* ---- a tree */

struct reading {
	struct eval_thread *thread;
	struct eval_tree *tree;
	struct strings missing;	   /* blobs */
	VEC_OF(size_t) number;	   /* of the file in the thread, of each */
	VEC_OF(const char *) path; /* lent by the tree */
};

static enum status
add_path(void *arg, const char *path, const char *blob, bool executable, struct err *err)
{
	struct eval_tree *tree = arg;

	(void)executable;
	(void)err;
	strings_add(&tree->live, path);
	strings_add(&tree->blobs, blob);
	return ST_OK;
}

static struct eval_file *
file_of(struct eval_thread *t, const char *path, const char *blob)
{
	char *key = mem_printf("%s\n%s", path, blob);
	size_t *slot = map_slot(&t->known, key, strlen(key), NULL);

	if (*slot == 0) {
		(void)vec_add(&t->files);
		*slot = t->files.len;
	}
	free(key);
	t->files.at[*slot - 1].used = t->turn;
	return &t->files.at[*slot - 1];
}

static enum status
take_blob(void *arg, size_t i, const char *bytes, size_t n, struct err *err)
{
	struct reading *r = arg;
	struct eval_thread *t = r->thread;
	struct eval_file *file = &t->files.at[r->number.at[i]];
	const char *path = r->path.at[i];

	if (bytes == NULL || memchr(bytes, '\0', n < 8192 ? n : 8192)) {
		file->looked = true;
		bytes = "";
		n = 0;
	}
	if (!file->looked && make_test(t, file, path, bytes, n, err))
		return err->status;
	if (!file->document)
		file->document = document_new(t->lexicon, path, bytes, n, NULL, 0);
	return ST_OK;
}

/* Which files are to be read: those that may be tests, and sources where they are asked for. */
static void
list_missing(struct reading *r, bool sources)
{
	struct eval_thread *t = r->thread;
	const struct eval_tools *tools = t->args->tools;

	for (size_t i = 0; i < r->tree->live.len; i++) {
		const char *path = r->tree->live.at[i], *blob = r->tree->blobs.at[i];
		bool may_be = tools->may_be_test(t->state, path);
		struct eval_file *file;

		if (!may_be && !(sources && sources_has(t->args->sources, path)))
			continue;
		file = file_of(t, path, blob);
		if (!may_be)
			file->looked = true;
		if (file->document)
			continue;
		strings_add(&r->missing, blob);
		*vec_add(&r->number) = (size_t)(file - t->files.at);
		*vec_add(&r->path) = path;
	}
}

static void
sort_documents(struct eval_thread *t, struct eval_tree *tree, bool sources)
{
	for (size_t i = 0; i < tree->live.len; i++) {
		char *key = mem_printf("%s\n%s", tree->live.at[i], tree->blobs.at[i]);
		const struct map_entry *entry = map_find(&t->known, key, strlen(key));
		const struct eval_file *file = entry ? &t->files.at[entry->value - 1] : NULL;

		free(key);
		if (file == NULL || file->document == NULL)
			continue;
		if (file->test) {
			*vec_add(&tree->tests) = file->document;
			*vec_add(&tree->paths) = tree->live.at[i];
		} else if (sources && sources_has(t->args->sources, tree->live.at[i])) {
			*vec_add(&tree->sources) = file->document;
		}
	}
}

/* Documents that have not been asked for lately are made again when they are. */
static void
forget(struct eval_thread *t)
{
	vec_each (struct eval_file *, file, &t->files) {
		if (file->document && file->used + RECENT < t->turn) {
			document_free(file->document);
			*file = (struct eval_file){ .used = file->used };
		}
	}
}

enum status
eval_tree_read(struct eval_thread *t, const char *revision, bool sources, struct eval_tree *out,
    struct err *err)
{
	struct reading r = { .thread = t, .tree = out };
	enum status st;

	*out = (struct eval_tree){ 0 };
	t->turn++;
	forget(t);
	st = git_tree(t->args->git, revision, NULL, add_path, out, err);
	if (st == ST_OK) {
		list_missing(&r, sources);
		st = git_blobs(t->args->git, &r.missing, FILE_MAX, take_blob, &r, err);
	}
	if (st == ST_OK)
		sort_documents(t, out, sources);
	strings_fini(&r.missing);
	vec_fini(&r.number);
	vec_fini(&r.path);
	return st;
}

void
eval_tree_fini(struct eval_tree *tree)
{
	strings_fini(&tree->live);
	strings_fini(&tree->blobs);
	vec_fini(&tree->tests);
	vec_fini(&tree->sources);
	vec_fini(&tree->paths);
}
