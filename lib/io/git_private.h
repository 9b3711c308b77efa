/*
 * git_private - one run of git, and its output in pieces.
 */
#ifndef IO_GIT_PRIVATE_H
#define IO_GIT_PRIVATE_H

#include "io/command.h"
#include "io/git.h"

#define GIT_BYTES ((size_t)2 * 1024 * 1024 * 1024)
#define GIT_SHORT_MS 60000

struct git {
	char *dir, *root, *below, *head;
	bool shallow;
	struct strings environment;
	const volatile sig_atomic_t *cancel;
};

struct git_run {
	struct strings args; /* behind `git`: the verb and what it takes */
	const char *in;
	size_t in_n, max_bytes;
	int64_t ms;
	command_data_fn *data; /* NULL: collected in end.out */
	void *arg;
	const struct strings *settings; /* more of the environment; NULL */
	struct command_end end;
};

void git_args(struct git_run *run, const char *const *words); /* appended, up to NULL */

/* Its exit status may be any when *status is given, else 0; git_run_fini() whatever comes back. */
enum status git_run(struct git *git, struct git_run *run, int *status, struct err *err);
void git_run_fini(struct git_run *run);

/* ST_NOINPUT for what cannot be the name of a revision. */
enum status git_check_revision(const char *revision, struct err *err);

/* The ids, one a line; buf_fini() it whatever comes back. */
enum status git_join_ids(const struct strings *ids, struct buf *out, struct err *err);

/* Pieces that end in '\0', out of bytes that come in chunks. */
typedef enum status git_token_fn(void *arg, const char *token, size_t n, struct err *err);

struct git_tokens {
	struct buf rest;
	git_token_fn *fn;
	void *arg;
	enum status st;
	struct err *err;
};

void git_tokens_init(struct git_tokens *tokens, git_token_fn *fn, void *arg, struct err *err);
bool git_tokens_take(void *tokens, const char *bytes, size_t n); /* a command_data_fn */

#endif
