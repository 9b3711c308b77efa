#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/git_private.h"

void
git_tokens_init(struct git_tokens *tokens, git_token_fn *fn, void *arg, struct err *err)
{
	*tokens = (struct git_tokens){ .fn = fn, .arg = arg, .err = err };
	buf_init(&tokens->rest, GIT_TOKEN_BYTES);
}

/* What is longer than a piece may be is cut: a commit with a huge message is not the end of all. */
static void
keep_rest(struct buf *rest, const char *bytes, size_t n)
{
	size_t room = rest->max - rest->len;

	buf_add(rest, bytes, n < room ? n : room);
}

bool
git_tokens_take(void *arg, const char *bytes, size_t n)
{
	struct git_tokens *t = arg;

	while (n > 0 && t->st == ST_OK) {
		const char *end = memchr(bytes, '\0', n);
		size_t len = end ? (size_t)(end - bytes) : n;

		if (end && t->rest.len == 0) {
			t->st = t->fn(t->arg, bytes, len, t->err);
		} else {
			keep_rest(&t->rest, bytes, len);
			if (end)
				t->st = t->fn(t->arg, t->rest.s, t->rest.len, t->err);
		}
		if (end)
			buf_clear(&t->rest);
		bytes += len + (end != NULL);
		n -= len + (end != NULL);
	}
	return t->st == ST_OK;
}

/* What git says to args, which are freed, token by token; one that wants no more ends it. */
static enum status
run_tokens(
    struct git *git, const struct strings *args, git_token_fn *fn, void *arg, struct err *err)
{
	struct git_tokens tokens;
	struct git_run run = {
		.args = *args, .ms = GIT_LOG_MS, .data = git_tokens_take, .arg = &tokens
	};
	enum status st;

	git_tokens_init(&tokens, fn, arg, err);
	st = git_run(git, &run, NULL, err);
	if (tokens.st)
		st = tokens.st;
	buf_fini(&tokens.rest);
	git_run_fini(&run);
	return st == ST_NO ? ST_OK : st;
}

/* ---- trees */

struct tree {
	git_tree_fn *fn;
	void *arg;
};

/* "100644 blob ID\tPATH" */
static enum status
read_entry(void *arg, const char *token, size_t n, struct err *err)
{
	struct tree *tree = arg;
	const char *tab = memchr(token, '\t', n), *blob = strchr(token, ' ');
	char id[GIT_ID_MAX + 1];
	size_t len;

	if (!tab || strncmp(token, "100", 3) != 0 || strncmp(blob, " blob ", 6) != 0)
		return ST_OK; /* a link, a submodule */
	len = (size_t)(tab - blob - 6);
	if (len > GIT_ID_MAX)
		return err_set(err, ST_IO, "git ls-tree shows an id that is none: try git fsck");
	memcpy(id, blob + 6, len);
	id[len] = '\0';
	return tree->fn(tree->arg, tab + 1, id, strncmp(token, "100755", 6) == 0, err);
}

enum status
git_tree(struct git *git, const char *revision, const struct strings *paths, git_tree_fn *fn,
    void *arg, struct err *err)
{
	struct tree tree = { fn, arg };
	struct git_run run = { 0 };
	enum status st = git_check_revision(revision, err);

	if (st)
		return st;
	git_args(&run,
	    (const char *const[]){ "ls-tree", "-r", "-z", "--full-tree", revision, "--", NULL });
	for (size_t i = 0; paths && i < paths->len; i++)
		strings_add(&run.args, paths->at[i]);
	return run_tokens(git, &run.args, read_entry, &tree, err);
}

/* ---- files that are not tracked */

struct untracked {
	struct strings *out;
	size_t most;
};

static enum status
keep_untracked(void *arg, const char *token, size_t n, struct err *err)
{
	struct untracked *untracked = arg;

	(void)err;
	strings_addn(untracked->out, token, n);
	return untracked->out->len < untracked->most ? ST_OK : ST_NO;
}

enum status
git_untracked(struct git *git, size_t most, struct strings *out, struct err *err)
{
	struct untracked untracked = { out, most };
	struct git_run run = { 0 };

	git_args(&run,
	    (const char *const[]){ "ls-files", "--others", "--exclude-standard", "-z", NULL });
	return run_tokens(git, &run.args, keep_untracked, &untracked, err);
}

/* ---- blobs */

struct blobs {
	struct buf line, bytes; /* the line in front of a blob, and what is kept of it */
	size_t i, left, max;	/* left: how much of it is still to come, with its newline */
	bool large, inside;
	git_blob_fn *fn;
	void *arg;
	enum status st;
	struct err *err;
};

static void
tell_blob(struct blobs *b, const char *bytes, size_t n)
{
	b->st = b->fn(b->arg, b->i++, bytes, n, b->err);
}

/* "ID blob SIZE", "ID missing" */
static void
begin_blob(struct blobs *b)
{
	char *type = strchr(b->line.s, ' '), *size = type ? strchr(type + 1, ' ') : NULL;

	if (size == NULL) {
		tell_blob(b, NULL, 0);
	} else {
		b->left = (size_t)strtoull(size, NULL, 10) + 1;
		b->large = strncmp(type, " blob ", 6) != 0 || b->left > b->max + 1;
		b->inside = true;
	}
	buf_clear(&b->line);
}

static bool
take_blobs(void *arg, const char *bytes, size_t n)
{
	struct blobs *b = arg;

	while (n > 0 && b->st == ST_OK) {
		size_t len;

		if (b->inside) {
			len = n < b->left ? n : b->left;
			if (!b->large)
				buf_add(&b->bytes, bytes, len);
			b->left -= len;
			b->inside = b->left > 0;
			if (!b->inside && b->large)
				tell_blob(b, NULL, 0);
			else if (!b->inside)
				buf_cut(&b->bytes, b->bytes.len - 1), /* the newline */
				    tell_blob(b, b->bytes.s, b->bytes.len);
			if (!b->inside)
				buf_clear(&b->bytes);
		} else {
			const char *end = memchr(bytes, '\n', n);

			len = end ? (size_t)(end - bytes) + 1 : n;
			buf_add(&b->line, bytes, end ? len - 1 : len);
			if (end)
				begin_blob(b);
		}
		bytes += len;
		n -= len;
	}
	return b->st == ST_OK;
}

enum status
git_blobs(struct git *git, const struct strings *ids, size_t max_bytes, git_blob_fn *fn, void *arg,
    struct err *err)
{
	struct blobs blobs = { .max = max_bytes, .fn = fn, .arg = arg, .err = err };
	struct git_run run = { .ms = GIT_LOG_MS, .data = take_blobs, .arg = &blobs };
	struct buf in;
	enum status st;

	st = git_join_ids(ids, &in, err);
	buf_init(&blobs.line, BUF_TEXT);
	buf_init(&blobs.bytes, max_bytes + 2);
	if (st == ST_OK && ids->len > 0) {
		git_args(&run, (const char *const[]){ "cat-file", "--batch", NULL });
		run.in = in.s;
		run.in_n = in.len;
		st = git_run(git, &run, NULL, err);
		if (blobs.st)
			st = blobs.st;
		if (st == ST_OK && blobs.i < ids->len)
			st = err_set(err, ST_IO, "git cat-file ended early: try git fsck");
		git_run_fini(&run);
	}
	buf_fini(&in);
	buf_fini(&blobs.line);
	buf_fini(&blobs.bytes);
	return st == ST_NO ? ST_OK : st;
}

/* ---- blame */

static int
by_id(const void *a, const void *b)
{
	const struct map_entry *x = a, *y = b;

	return strcmp(x->key, y->key);
}

/* Of --incremental: "ID FROM TO LINES", then lines of a word and more, last the "filename". */
static void
count_lines(char *text, struct map *lines)
{
	char *id = NULL;
	size_t n = 0;
	struct map boundary;

	map_init(&boundary);
	for (char *at = text, *next; *at; at = next) {
		char *end = at + strcspn(at, "\n");
		size_t len = strcspn(at, " \n");

		next = end + (*end == '\n');
		*end = '\0';
		if (len >= 40 && strspn(at, "0123456789abcdef") == len) {
			char *last = strrchr(at, ' ');

			at[len] = '\0';
			id = at;
			n = last ? (size_t)strtoull(last + 1, NULL, 10) : 0;
		} else if (id && strcmp(at, "boundary") == 0) {
			*map_slot(&boundary, id, strlen(id), NULL) = 1;
		} else if (id && strncmp(at, "filename ", 9) == 0) {
			if (!map_find(&boundary, id, strlen(id)))
				*map_slot(lines, id, strlen(id), NULL) += n;
			id = NULL;
		}
	}
	map_fini(&boundary);
}

static void
blame_args(const struct git_blame *blame, struct git_run *run)
{
	char *text;

	git_args(run, (const char *const[]){ "blame", "--incremental", "--root", "--no-textconv",
			  "--no-ext-diff", "--ignore-revs-file=", NULL });
	for (size_t i = 0; i < blame->n && i < GIT_RANGES; i++) {
		text = mem_printf("-L%zu,%zu", blame->ranges[i].first, blame->ranges[i].last);
		strings_add(&run->args, text);
		free(text);
	}
	if (blame->since) {
		text = mem_printf("^%s", blame->since);
		strings_add(&run->args, text);
		free(text);
	}
	strings_add(&run->args, blame->revision);
	strings_add(&run->args, "--");
	strings_add(&run->args, blame->path);
}

enum status
git_blame(
    struct git *git, const struct git_blame *blame, git_blame_fn *fn, void *arg, struct err *err)
{
	struct git_run run = { .max_bytes = BUF_DOCUMENT };
	struct map lines;
	enum status st;

	if (!git_is_id(blame->revision) || (blame->since && !git_is_id(blame->since)))
		return err_set(err, ST_BUG, "a blame of what is no commit");
	map_init(&lines);
	blame_args(blame, &run);
	st = git_run(git, &run, NULL, err);
	if (st == ST_OK)
		count_lines(run.end.out.s, &lines);
	if (st == ST_OK && lines.len)
		qsort(lines.at, lines.len, sizeof *lines.at, by_id);
	for (size_t i = 0; st == ST_OK && i < lines.len; i++)
		fn(arg, lines.at[i].key, lines.at[i].value);
	map_fini(&lines);
	git_run_fini(&run);
	return st;
}
