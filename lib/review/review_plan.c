#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/command.h"
#include "io/file.h"
#include "io/json.h"
#include "io/place.h"
#include "phase/generate_syntax.h"
#include "review/review_private.h"

#define GIT_MS 60000
#define GIT_BYTES ((size_t)64 * 1024)

/* What git would lose by a write to this path, as "XY PATH"; empty when nothing, or no git.  The
   repository may be somebody else's: no monitor and no remote of its configuration is run, and a
   bare one that came among the files is not taken for the project's. */
static enum status
ask_git(const struct review *review, const char *path, struct buf *out, struct err *err)
{
	char *copy = mem_strdup(path), *repository = file_find_up(review->root, ".git");
	char *argv[] = { (char[]){ "env" }, (char[]){ "GIT_ALLOW_PROTOCOL=" }, (char[]){ "git" },
		(char[]){ "-c" }, (char[]){ "core.fsmonitor=false" }, (char[]){ "-c" },
		(char[]){ "safe.bareRepository=explicit" }, (char[]){ "--no-optional-locks" },
		(char[]){ "--literal-pathspecs" }, (char[]){ "status" }, (char[]){ "--porcelain" },
		(char[]){ "--untracked-files=all" }, (char[]){ "--" }, copy, NULL };
	const struct command command = {
		.argv = argv, .max_bytes = GIT_BYTES, .total_ms = GIT_MS, .dir = review->root
	};
	struct command_end end = { 0 };
	enum status st = ST_OK;

	if (repository) {
		st = command_run(&command, &end, err);
		if (st == ST_OK && (end.how != COMMAND_DONE || end.status != 0))
			st = err_set(err, ST_REFUSED,
			    "git cannot say whether %.200s has an uncommitted change: %.300s", path,
			    end.said.s);
		if (st == ST_OK)
			buf_add(out, end.out.s, strcspn(end.out.s, "\n"));
		command_end_fini(&end);
	}
	free(repository);
	free(copy);
	return st;
}

/* Where nothing is, an uncommitted deletion may be: that is a change, too. */
static enum status
check_absent(const struct review_plan *plan, const struct buf *state, struct err *err)
{
	if (state->len == 0)
		return ST_OK;
	return err_set(err, ST_REFUSED,
	    "%.300s has a change that is not committed (git status: %.2s): commit or restore it "
	    "first",
	    plan->path, state->s);
}

/* What is there stays, unless we wrote it and nobody touched it since. */
static enum status
check_present(struct review *review, struct review_plan *plan, struct err *err)
{
	const struct json *written = review_written(review, plan->test);

	digest_text(plan->before.s, plan->before.len, plan->before_sha256);
	if (strcmp(plan->before_sha256, plan->code_sha256) == 0) {
		plan->how = REVIEW_SAME;
		return ST_OK;
	}
	if (written && strcmp(json_get_string(written, "after_sha256"), plan->before_sha256) == 0) {
		plan->how = REVIEW_SWAP;
		return ST_OK;
	}
	return err_set(err, ST_REFUSED,
	    "%.300s is there already and is not overwritten: move it away, or copy from the test "
	    "by "
	    "hand",
	    plan->path);
}

enum status
review_syntax(struct review *review, const char *file, const struct buf *code, struct err *err)
{
	struct syntax_answer answer;
	enum status st = ST_OK;

	if (review->syntax == NULL)
		st = syntax_open(review->cli->share, NULL, &review->syntax, err);
	if (st == ST_OK)
		st = syntax_check(review->syntax, file, code, NULL, &answer, err);
	if (st == ST_OK && answer.verdict == SYNTAX_WRONG)
		st = err_set(err, ST_DATA, "%.300s does not parse: %.600s", file, answer.why);
	return st;
}

static enum status
check_code(struct review *review, const struct review_plan *plan, struct err *err)
{
	struct buf code;
	enum status st;

	buf_init(&code, REVIEW_CODE);
	buf_add(&code, plan->code, plan->n);
	st = review_syntax(review, plan->path, &code, err);
	buf_fini(&code);
	return st;
}

static enum status
find_file(struct review *review, struct review_plan *plan, bool *there, struct err *err)
{
	enum status st = place_read(review->root, plan->path, &plan->before, there, err);

	if (st == ST_DATA)
		return err_set(err, ST_REFUSED, "%.300s is there already", plan->path);
	return st;
}

/* Of a file that is there git is not asked: it would run the repository's filters on it.  After it
   was asked the file is looked for again: one that another rsg-review wrote in between is seen as
   what it is, the same test. */
static enum status
look(struct review *review, struct review_plan *plan, struct err *err)
{
	bool there = false;
	struct buf state;
	enum status st = place_check(plan->path, err);

	buf_init(&state, BUF_TEXT);
	if (st == ST_OK)
		st = review_root(review, err);
	if (st == ST_OK)
		st = find_file(review, plan, &there, err);
	if (st == ST_OK && !there)
		st = ask_git(review, plan->path, &state, err);
	if (st == ST_OK && !there)
		st = find_file(review, plan, &there, err);
	if (st == ST_OK)
		st = there ? check_present(review, plan, err) : check_absent(plan, &state, err);
	buf_fini(&state);
	return st;
}

enum status
review_plan(
    struct review *review, const struct json *test, struct review_plan *plan, struct err *err)
{
	*plan = (struct review_plan){ .test = test,
		.path = json_get_string(test, "file"),
		.code = json_get_string(test, "code"),
		.how = REVIEW_NEW };
	plan->n = strlen(plan->code);
	buf_init(&plan->before, REVIEW_CODE);
	review_code_sha256(test, plan->code_sha256);
	if (strcmp(json_get_string(test, "insert"), "new") != 0)
		err_set(err, ST_REFUSED, "it is meant for a place in a file: copy it by hand");
	else if (look(review, plan, err) == ST_OK && check_code(review, plan, err) == ST_OK)
		return ST_OK;
	review_plan_fini(plan);
	return err_context(err, "%s", json_get_string(test, "id"));
}

void
review_plan_fini(struct review_plan *plan)
{
	buf_fini(&plan->before);
}
