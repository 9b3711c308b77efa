#include "phase/generate_check.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "io/json.h"
#include "phase/generate_imports.h"
#include "phase/generate_nearest.h"
#include "phase/generate_syntax.h"
#include "text/excerpt.h"
#include "text/source.h"

#define PROBLEMS_MAX 20

enum status
checker_open(struct phase_env *env, const struct generate_args *args, struct models *models,
    struct checker **out, struct err *err)
{
	struct checker *checker = mem_calloc(1, sizeof *checker);
	enum status st;

	checker->env = env;
	checker->args = args;
	checker->models = models;
	map_init(&checker->imports);
	st = syntax_open(env->share, env->cancel, &checker->syntax, err);
	if (st) {
		checker_close(checker);
		return st;
	}
	models_imports(models, &checker->imports);
	*out = checker;
	return ST_OK;
}

void
checker_close(struct checker *checker)
{
	if (checker == NULL)
		return;
	vec_each (struct kept *, it, &checker->kept) {
		shape_fini(&it->shape);
		free(it->id);
		free(it->name);
	}
	vec_fini(&checker->kept);
	map_fini(&checker->imports);
	syntax_close(checker->syntax);
	free(checker);
}

void
findings_fini(struct findings *findings)
{
	strings_fini(&findings->problems);
	json_free(findings->checks);
	json_free(findings->tests);
	json_free(findings->records);
	*findings = (struct findings){ 0 };
}

void
findings_add(struct findings *findings, const char *fmt, ...)
{
	char text[1500];
	struct buf shown;
	va_list ap;

	if (findings->problems.len == PROBLEMS_MAX)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&shown, BUF_TEXT);
	utf8_repair(&shown, text, strlen(text));
	strings_add(&findings->problems, shown.s);
	buf_fini(&shown);
}

/* Nothing that a reader of the code does not see: controls, bidirectional marks, zero width. */
static bool
is_invisible(uint32_t c)
{
	return (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || c == 0x61c ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff || (c >= 0xe0000 && c <= 0xe0fff);
}

static void
check_text(const struct buf *code, struct findings *out)
{
	size_t len, line = 1;

	if (code->over || code->len > CHECK_CODE)
		findings_add(out, "it is larger than %zu bytes", CHECK_CODE);
	if (strspn(code->s, " \t\n") == code->len)
		findings_add(out, "it is empty");
	for (size_t i = 0; i < code->len; i += len) {
		uint32_t c = utf8_next(code->s + i, code->len - i, &len);

		line += c == '\n';
		if (is_invisible(c)) {
			findings_add(
			    out, "line %zu holds a character that cannot be seen, U+%04X", line, c);
			return;
		}
	}
}

static enum status
check_syntax(struct checker *checker, const struct model *model, const struct candidate *candidate,
    struct findings *out, struct err *err)
{
	struct syntax_answer answer;
	enum status st = syntax_check(
	    checker->syntax, candidate->file, &candidate->code, model->source, &answer, err);

	if (st)
		return st;
	if (answer.verdict == SYNTAX_WRONG)
		findings_add(out, "it does not parse: %s", answer.why);
	json_set_string(
	    out->checks, "syntax", answer.verdict == SYNTAX_PARSES ? "parsed" : "unchecked");
	if (answer.verdict == SYNTAX_PARSES)
		json_set_string(out->checks, "parser", answer.by);
	return ST_OK;
}

static enum status
check_imports(struct checker *checker, const struct model *model, const struct candidate *candidate,
    struct findings *out, struct err *err)
{
	struct resolver resolver = { .syntax = checker->syntax,
		.root = checker->args->root,
		.file = candidate->file,
		.framework = model->skeleton->framework,
		.tests = &checker->imports };
	struct json *list = json_set_array(out->checks, "imports");
	struct strings problems = { 0 };
	enum status st = resolver_init(&resolver, err);

	if (st == ST_OK)
		resolver_check(&resolver, &candidate->code, list, &problems);
	for (size_t i = 0; i < problems.len; i++)
		findings_add(out, "%s", problems.at[i]);
	strings_fini(&problems);
	resolver_fini(&resolver);
	return st;
}

enum status
checker_check(struct checker *checker, const struct model *model, const struct candidate *candidate,
    struct findings *out, struct err *err)
{
	enum status st;

	*out = (struct findings){
		.checks = json_new_object(), .tests = json_new_array(), .records = json_new_array()
	};
	check_text(&candidate->code, out);
	if (out->problems.len > 0) /* the rest would say the same in other words */
		return ST_OK;
	st = check_syntax(checker, model, candidate, out, err);
	if (st == ST_OK)
		st = check_tests(checker, model, candidate, out, err);
	if (st == ST_OK)
		st = check_imports(checker, model, candidate, out, err);
	if (st == ST_OK)
		check_same(checker, candidate, out);
	return st;
}

const char *
lines_of(const struct json *record, const char *text, size_t n, size_t *len)
{
	return excerpt_lines(text, n, (size_t)json_get_number(record, "line"),
	    (size_t)json_get_number(record, "end_line"), len);
}
