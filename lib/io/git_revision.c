#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/git_private.h"

#define REVISION_MAX 1000

bool
git_is_id(const char *s)
{
	size_t n = strspn(s, "0123456789abcdef");

	return s[n] == '\0' && (n == 40 || n == 64);
}

enum status
git_check_revision(const char *revision, struct err *err)
{
	size_t n = strlen(revision);

	if (n == 0 || n > REVISION_MAX || *revision == '-')
		return err_set(err, ST_NOINPUT,
		    "\"%.100s\" cannot be a revision: name a branch, a tag or a commit", revision);
	for (const char *at = revision; *at; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f)
			return err_set(err, ST_NOINPUT,
			    "a revision has no control characters: name a branch, a tag or a "
			    "commit");
	}
	return ST_OK;
}

/* The one id that it prints, free() it; ST_NO when it says no by its status. */
static enum status
one_id(struct git *git, struct git_run *run, char **out, struct err *err)
{
	int status = 0;
	enum status st;

	run->max_bytes = BUF_TEXT;
	st = git_run(git, run, &status, err);
	if (st == ST_OK) {
		run->end.out.s[strcspn(run->end.out.s, "\n")] = '\0';
		if (status == 0 && git_is_id(run->end.out.s))
			*out = mem_strdup(run->end.out.s);
		else
			st = ST_NO;
	}
	git_run_fini(run);
	return st;
}

enum status
git_commit_id(struct git *git, const char *revision, char **out, struct err *err)
{
	static const char *const words[] = { "rev-parse", "--verify", "--quiet", NULL };
	struct git_run run = { 0 };
	char *commit;
	enum status st = git_check_revision(revision, err);

	if (st)
		return st;
	commit = mem_printf("%s^{commit}", revision);
	git_args(&run, words);
	strings_add(&run.args, commit);
	st = one_id(git, &run, out, err);
	free(commit);
	if (st == ST_NO)
		return err_set(err, ST_NOINPUT,
		    "git knows no commit \"%.200s\" here: name a branch, a tag or a commit, or "
		    "fetch "
		    "it first",
		    revision);
	return st;
}

enum status
git_merge_base(struct git *git, const char *a, const char *b, char **out, struct err *err)
{
	struct git_run run = { 0 };
	char *first = NULL, *second = NULL;
	enum status st = git_commit_id(git, a, &first, err);

	if (st == ST_OK)
		st = git_commit_id(git, b, &second, err);
	if (st == ST_OK) {
		git_args(&run, (const char *const[]){ "merge-base", first, second, NULL });
		st = one_id(git, &run, out, err);
	}
	if (st == ST_NO)
		err_set(err, ST_NO,
		    "%.200s and %.200s have no common ancestor here: fetch more of the history "
		    "(git fetch --unshallow), or name another base",
		    a, b);
	free(first);
	free(second);
	return st;
}

/* Filters that the repository's own configuration names must not run when files of the work tree
   are compared: each is set to nothing, by the environment, where any name can be said. */
static enum status
forbid_filters(struct git *git, struct strings *out, struct err *err)
{
	static const char *const words[] = { "config", "--null", "--name-only", "--show-scope",
		"--get-regexp", "^filter\\.", NULL };
	struct git_run run = { .max_bytes = BUF_TEXT };
	const char *said_n = getenv("GIT_CONFIG_COUNT");
	long n = said_n ? strtol(said_n, NULL, 10) : 0;
	int status = 0;
	enum status st;

	git_args(&run, words);
	st = git_run(git, &run, &status, err);
	n = n < 0 || n > 10000 ? 0 : n;
	for (size_t at = 0; st == ST_OK && at < run.end.out.len;) {
		const char *scope = run.end.out.s + at, *key = scope + strlen(scope) + 1;
		const char *value = strrchr(key, '.');
		char *setting;

		at = (size_t)(key - run.end.out.s) + strlen(key) + 1;
		if ((strcmp(scope, "local") != 0 && strcmp(scope, "worktree") != 0) || !value)
			continue;
		setting = mem_printf("GIT_CONFIG_KEY_%ld=%s", n, key);
		strings_add(out, setting);
		free(setting);
		setting = mem_printf(
		    "GIT_CONFIG_VALUE_%ld=%s", n++, strcmp(value, ".required") == 0 ? "false" : "");
		strings_add(out, setting);
		free(setting);
	}
	if (st == ST_OK && out->len) {
		char *count = mem_printf("GIT_CONFIG_COUNT=%ld", n);

		strings_add(out, count);
		free(count);
	}
	git_run_fini(&run);
	return st;
}

static const char *const diff_words[] = { "diff", "--patch", "--full-index", "--unified=3",
	"--inter-hunk-context=0", "--src-prefix=a/", "--dst-prefix=b/", "--diff-algorithm=myers",
	"--indent-heuristic", "--no-ext-diff", "--no-textconv", "--no-color", "--no-relative",
	"--submodule=short", "--ignore-submodules=dirty", "--ws-error-highlight=none", NULL };

enum status
git_diff(struct git *git, const struct git_diff *diff, struct buf *out, struct err *err)
{
	struct strings settings = { 0 };
	struct git_run run = { .max_bytes = out->max - out->len, .settings = &settings };
	enum status st = ST_OK;

	if (!git_is_id(diff->base) || (diff->head && !git_is_id(diff->head)))
		return err_set(err, ST_BUG, "a diff of what is no commit");
	if (diff->head == NULL)
		st = forbid_filters(git, &settings, err);
	git_args(&run, diff_words);
	strings_add(&run.args, diff->renames ? "--find-renames" : "--no-renames");
	strings_add(&run.args, diff->base);
	if (diff->head)
		strings_add(&run.args, diff->head);
	strings_add(&run.args, "--");
	for (size_t i = 0; diff->paths && i < diff->paths->len; i++)
		strings_add(&run.args, diff->paths->at[i]);
	if (st == ST_OK)
		st = git_run(git, &run, NULL, err);
	if (st == ST_OK)
		buf_add(out, run.end.out.s, run.end.out.len);
	git_run_fini(&run);
	strings_fini(&settings);
	return st;
}
