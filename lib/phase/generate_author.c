#include "phase/generate_author.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/share.h"
#include "io/digest.h"
#include "io/json.h"
#include "llm/llm.h"
#include "llm/prompt.h"
#include "phase/generate_check.h"
#include "phase/generate_context.h"
#include "phase/generate_escape.h"
#include "phase/generate_guide.h"
#include "phase/generate_nearest.h"

#define PROMPT "generation"
#define REPAIR "generation-repair"
#define PROMPT_MAX ((size_t)1024 * 1024)
#define EXPLANATION ((size_t)2000)
#define GIVE_UP 2 /* so many questions in a row without an answer: no more are asked */

struct author {
	struct phase_env *env;
	struct models *models;
	struct checker *checker;
	struct guides *guides;
	int unanswered;
};

/* One gap on its way. */
struct job {
	struct author *author;
	const struct model *model;
	const char *criterion;
	char *name;
	struct json *test;
	struct context context;
	struct told told;
	struct json *reply;
	struct candidate candidate;
	struct findings findings;
	bool repaired;
};

enum status
author_open(struct phase_env *env, const struct generate_args *args, struct models *models,
    struct author **out, struct err *err)
{
	struct author *author;
	enum status st;

	*out = NULL;
	if (env->llm == NULL || args->scan == NULL)
		return ST_OK;
	author = mem_calloc(1, sizeof *author);
	*author = (struct author){ .env = env, .models = models };
	st = checker_open(env, args, models, &author->checker, err);
	if (st) {
		free(author);
		return st;
	}
	author->guides = guides_new(env->share, args->root);
	*out = author;
	return ST_OK;
}

void
author_close(struct author *author)
{
	if (author == NULL)
		return;
	guides_free(author->guides);
	checker_close(author->checker);
	free(author);
}

/* The name of a test that runs: without what only says that it is pending. */
static char *
name_of(const struct model *model, const struct json *test)
{
	const char *name = json_get_string(test, "name"), *prefix = model->skeleton->prefix;
	const struct json *written = json_get(model->skeleton->tree, "written");
	size_t n = strlen(prefix);

	if (written == NULL || strncmp(name, prefix, n) != 0 || name[n] == '\0')
		return mem_strdup(name);
	return mem_printf("%s%s", json_string(written) ? json_string(written) : "", name + n);
}

/* Without the fence that models like to put around code, with one kind of line end. */
static void
take_code(const char *s, struct buf *out)
{
	size_t n = strlen(s), from = 0;

	while (n > 0 && strchr(" \t\r\n", s[n - 1]))
		n--;
	if (strncmp(s, "```", 3) == 0 && n > 6 && strncmp(s + n - 3, "```", 3) == 0) {
		from = strcspn(s, "\n");
		n -= 3;
	}
	for (size_t i = from; i < n; i++) {
		if (s[i] == '\n' && out->len == 0)
			continue;
		if (s[i] != '\r' || (i + 1 < n && s[i + 1] != '\n'))
			buf_char(out, s[i]);
	}
	while (out->len > 0 && out->s[out->len - 1] == '\n')
		buf_cut(out, out->len - 1);
	buf_char(out, '\n');
}

static enum status
ask(struct job *job, const char *prompt, struct err *err)
{
	struct prompt_value values[CONTEXT_VALUES];
	struct json *reply = NULL;
	enum status st;

	context_values(&job->context, values);
	st = phase_ask(job->author->env, prompt, values, &reply, err);
	if (st == ST_NO)
		job->author->unanswered++;
	if (st)
		return st;
	job->author->unanswered = 0;
	json_free(job->reply);
	job->reply = reply;
	buf_clear(&job->candidate.code);
	take_code(json_get_string(reply, "code"), &job->candidate.code);
	job->candidate.names = json_get(reply, "tests");
	findings_fini(&job->findings);
	return checker_check(
	    job->author->checker, job->model, &job->candidate, &job->findings, err);
}

static void
join_problems(const struct job *job, const char *between, struct buf *out)
{
	for (size_t i = 0; i < job->findings.problems.len; i++)
		buf_printf(out, "%s%s", i ? between : "", job->findings.problems.at[i]);
}

/* The second turn: its answer, and what is wrong with it. */
static enum status
ask_again(struct job *job, struct err *err)
{
	struct context *c = &job->context;
	size_t n = job->candidate.code.len;

	buf_add(&c->parts[PART_ANSWER], job->candidate.code.s, n < 24000 ? n : 24000);
	buf_str(&c->parts[PART_PROBLEMS], "- ");
	join_problems(job, "\n- ", &c->parts[PART_PROBLEMS]);
	job->repaired = true;
	return ask(job, REPAIR, err);
}

static const char *
engine(const struct author *author)
{
	struct llm_totals totals;

	llm_totals(author->env->llm, &totals);
	return totals.engine ? totals.engine : "model";
}

static void
put_prompt(const struct job *job, struct json *conditioning)
{
	struct err err = ERR_INIT;
	char sha256[DIGEST_TEXT];
	struct buf text;

	buf_init(&text, PROMPT_MAX);
	if (share_read_trusted(job->author->env->share,
		job->repaired ? "prompts/" REPAIR ".md" : "prompts/" PROMPT ".md", &text,
		&err) == ST_OK) {
		digest_text(text.s, text.len, sha256);
		json_set_string(conditioning, "prompt", sha256);
	}
	buf_fini(&text);
}

static void
put_explanation(const struct job *job)
{
	const char *said = json_get_string(job->reply, "explanation");
	struct buf line;

	buf_init(&line, BUF_TEXT);
	escape_clean(&line, said, strnlen(said, EXPLANATION));
	json_set_string(job->test, "explanation", line.s);
	buf_fini(&line);
}

/* The skeleton's entry becomes the test's. */
static void
put_test(struct job *job)
{
	struct json *test = job->test, *conditioning = json_get(test, "conditioning"), *cut;
	struct checker *checker = job->author->checker;

	json_set_string(test, "kind", "test");
	json_remove(test, "pending");
	json_set_string(test, "name", job->name);
	json_set_string(test, "code", job->candidate.code.s);
	json_set(test, "tests", job->findings.tests);
	job->findings.tests = NULL;
	put_explanation(job);
	json_set_string(test, "model", engine(job->author));
	json_set_bool(job->findings.checks, "repaired", job->repaired);
	json_set(test, "checks", job->findings.checks);
	job->findings.checks = NULL;
	put_prompt(job, conditioning);
	if (json_len(job->told.record) > 0)
		json_set(conditioning, "guides", json_copy(job->told.record));
	if (job->context.cut.len > 0) {
		cut = json_set_array(conditioning, "cut");
		for (size_t i = 0; i < job->context.cut.len && i < 100; i++)
			json_add_string(cut, job->context.cut.at[i]);
	}
	checker_keep(checker, json_get_string(test, "id"), &job->candidate, &job->findings);
}

static void
warn_dropped(const struct job *job)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	join_problems(job, "; ", &text);
	json_set_string(phase_warn(job->author->env, "model-test-dropped",
			    "%s keeps its skeleton, what the model wrote for it is not used: "
			    "%.800s.",
			    job->criterion, text.s),
	    "about", job->criterion);
	buf_fini(&text);
}

static enum status
run_job(struct job *job, struct err *err)
{
	enum status st = ask(job, PROMPT, err);

	if (st == ST_OK && job->findings.problems.len > 0) {
		st = ask_again(job, err);
		if (st == ST_NO) { /* the first answer is all there is */
			warn_dropped(job);
			return ST_OK;
		}
	}
	if (st == ST_NO)
		return ST_OK;
	if (st)
		return st;
	if (job->findings.problems.len > 0)
		warn_dropped(job);
	else
		put_test(job);
	return ST_OK;
}

static void
job_fini(struct job *job)
{
	context_fini(&job->context);
	told_fini(&job->told);
	findings_fini(&job->findings);
	buf_fini(&job->candidate.code);
	json_free(job->reply);
	free(job->name);
}

enum status
author_write(struct author *author, const struct model *model, const struct json *criterion,
    const struct json *coverage, struct json *test, struct err *err)
{
	struct job job = { .author = author,
		.model = model,
		.criterion = json_get_string(criterion, "id"),
		.test = test };
	const struct gap_parts parts = { .models = author->models,
		.model = model,
		.syntax = author->checker->syntax,
		.criterion = criterion,
		.coverage = coverage,
		.skeleton = test,
		.name = job.name = name_of(model, test),
		.told = &job.told };
	const char *file = json_get_string(test, "file");
	enum status st;

	if (author->unanswered >= GIVE_UP || model->test == NULL) {
		if (model->test == NULL)
			json_set_string(phase_warn(author->env, "model-not-asked",
					    "%s keeps its skeleton: no existing test shows a "
					    "framework to write it for.",
					    job.criterion),
			    "about", job.criterion);
		free(job.name);
		return ST_OK;
	}
	st = guides_tell(author->guides, model->skeleton, file, &job.told, err);
	if (st) {
		free(job.name);
		return st;
	}
	context_make(&parts, &job.context);
	job.candidate =
	    (struct candidate){ .name = job.name, .file = file, .criterion = job.criterion };
	buf_init(&job.candidate.code, 4 * CHECK_CODE);
	st = run_job(&job, err);
	job_fini(&job);
	return st;
}
