#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/git_private.h"

/*
 * With -z a commit comes as: id, parents, message, an empty piece, then for each file its line of
 * --raw and its path.  The first such line begins with a newline.  An id begins with neither
 * newline nor colon, so nothing has to be counted.
 */
enum expect { ID, PARENTS, MESSAGE, NOTHING, FILE_OR_ID, PATH };

struct reader {
	enum expect expect;
	struct arena arena; /* of the commit that is being read */
	struct git_commit commit;
	VEC_OF(struct git_file) files;
	git_commit_fn *fn;
	void *arg;
	bool stopped;
};

static void
reader_init(struct reader *r, git_commit_fn *fn, void *arg)
{
	*r = (struct reader){ .fn = fn, .arg = arg };
	arena_init(&r->arena);
}

static void
reader_fini(struct reader *r)
{
	vec_fini(&r->files);
	arena_fini(&r->arena);
}

/* A commit is whole: tell, and begin anew. */
static enum status
tell(struct reader *r, struct err *err)
{
	enum status st = ST_OK;

	if (r->commit.id) {
		r->commit.files = r->files.at;
		r->commit.n = r->files.len;
		st = r->fn(r->arg, &r->commit, err);
	}
	r->stopped = r->stopped || st;
	r->commit = (struct git_commit){ 0 };
	r->files.len = 0;
	arena_fini(&r->arena);
	arena_init(&r->arena);
	return st;
}

static enum status
bad(struct err *err)
{
	return err_set(err, ST_IO,
	    "git log says what this program does not understand: take a git of 2.30 "
	    "or later");
}

/* The next word of a line of --raw, in its place; NULL when there is none. */
static char *
next_word(char **at)
{
	char *word = *at, *end = strchr(word, ' ');

	if (end == NULL)
		return NULL;
	*end = '\0';
	*at = end + 1;
	return word;
}

/* ":100644 100644 OLD NEW M" */
static enum status
read_raw(struct reader *r, const char *line, struct err *err)
{
	char *at = arena_strdup(&r->arena, line + (*line == '\n'));
	char *old_mode = next_word(&at), *mode = next_word(&at), *old = next_word(&at);
	char *new = next_word(&at);
	struct git_file *file;

	if (!new || *old_mode != ':' || !git_is_id(old) || !git_is_id(new) || !*at)
		return bad(err);
	r->expect = PATH;
	if (r->files.len >= GIT_FILES) {
		r->commit.cut = true;
		return ST_OK;
	}
	file = vec_add(&r->files);
	*file = (struct git_file){ .status = *at,
		.mode = mode,
		.old_mode = old_mode + 1,
		.old_blob = old,
		.new_blob = new };
	return ST_OK;
}

static enum status
read_id(struct reader *r, const char *token, struct err *err)
{
	enum status st = tell(r, err);

	if (st)
		return st;
	if (!git_is_id(token))
		return bad(err);
	r->commit.id = arena_strdup(&r->arena, token);
	r->expect = PARENTS;
	return ST_OK;
}

static enum status
read_token(void *arg, const char *token, size_t n, struct err *err)
{
	struct reader *r = arg;

	switch (r->expect) {
	case ID:
		return read_id(r, token, err);
	case PARENTS:
		r->commit.parent = arena_strndup(&r->arena, token, strcspn(token, " "));
		r->expect = MESSAGE;
		return ST_OK;
	case MESSAGE:
		r->commit.message = arena_strndup(&r->arena, token, n);
		r->commit.message_n = n;
		r->expect = NOTHING;
		return ST_OK;
	case NOTHING:
		r->expect = FILE_OR_ID;
		return n == 0 ? ST_OK : bad(err);
	case FILE_OR_ID:
		return *token == ':' || *token == '\n' ? read_raw(r, token, err)
						       : read_id(r, token, err);
	case PATH:
		if (!r->commit.cut)
			vec_last(&r->files)->path = arena_strndup(&r->arena, token, n);
		r->expect = FILE_OR_ID;
		return ST_OK;
	}
	return bad(err);
}

static enum status
read_log(struct git *git, struct git_run *run, git_commit_fn *fn, void *arg, struct err *err)
{
	struct git_tokens tokens;
	struct reader reader;
	enum status st;

	reader_init(&reader, fn, arg);
	git_tokens_init(&tokens, read_token, &reader, err);
	run->ms = GIT_LOG_MS;
	run->data = git_tokens_take;
	run->arg = &tokens;
	st = git_run(git, run, NULL, err);
	if (tokens.st)
		st = tokens.st;
	if (st == ST_OK && !reader.stopped)
		st = tell(&reader, err);
	buf_fini(&tokens.rest);
	reader_fini(&reader);
	git_run_fini(run);
	run->arg = NULL;
	return st == ST_NO ? ST_OK : st;
}

static const char *const log_words[] = { "log", "--no-merges", "--raw", "--no-renames",
	"--no-abbrev", "-z", "--root", "--no-ext-diff", "--no-textconv", "--no-color",
	"--no-decorate", "--no-notes", "--no-mailmap", "--no-show-signature", "--no-relative",
	"--encoding=UTF-8", "--ignore-submodules=dirty", "--format=tformat:%H%x00%P%x00%B%x00",
	NULL };

static void
add_limit(struct git_run *run, size_t limit)
{
	char *text = mem_printf("--max-count=%zu", limit);

	if (limit)
		strings_add(&run->args, text);
	free(text);
}

enum status
git_log(struct git *git, const char *revision, size_t limit, git_commit_fn *fn, void *arg,
    struct err *err)
{
	struct git_run run = { 0 };
	enum status st = git_check_revision(revision, err);

	if (st || !*git->head)
		return st;
	git_args(&run, log_words);
	add_limit(&run, limit);
	strings_add(&run.args, revision);
	strings_add(&run.args, "--");
	return read_log(git, &run, fn, arg, err);
}

enum status
git_join_ids(const struct strings *ids, struct buf *out, struct err *err)
{
	buf_init(out, ids->len * (GIT_ID_MAX + 1) + 1);
	for (size_t i = 0; i < ids->len; i++) {
		if (!git_is_id(ids->at[i]))
			return err_set(err, ST_BUG, "%.80s is no id", ids->at[i]);
		buf_str(out, ids->at[i]);
		buf_char(out, '\n');
	}
	return buf_check(out, "the ids", err);
}

enum status
git_log_of(
    struct git *git, const struct strings *ids, git_commit_fn *fn, void *arg, struct err *err)
{
	struct git_run run = { 0 };
	struct buf in;
	enum status st = git_join_ids(ids, &in, err);

	if (st == ST_OK && ids->len > 0) {
		git_args(&run, log_words);
		strings_add(&run.args, "--no-walk=unsorted");
		strings_add(&run.args, "--stdin");
		run.in = in.s;
		run.in_n = in.len;
		st = read_log(git, &run, fn, arg, err);
	}
	buf_fini(&in);
	return st;
}

enum status
git_ids(struct git *git, const char *revision, size_t limit, struct strings *out, struct err *err)
{
	struct git_run run = { .ms = GIT_LOG_MS };
	enum status st = git_check_revision(revision, err);

	if (st || !*git->head)
		return st;
	git_args(&run, (const char *const[]){ "rev-list", "--no-merges", NULL });
	add_limit(&run, limit);
	strings_add(&run.args, revision);
	strings_add(&run.args, "--");
	st = git_run(git, &run, NULL, err);
	for (char *at = run.end.out.s; st == ST_OK && *at;) {
		size_t n = strcspn(at, "\n");

		strings_addn(out, at, n);
		if (!git_is_id(out->at[out->len - 1]))
			st = bad(err);
		at += n + (at[n] == '\n');
	}
	git_run_fini(&run);
	return st;
}
