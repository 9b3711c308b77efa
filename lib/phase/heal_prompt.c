/* What a model is shown to repair a test. */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/inside.h"
#include "io/json.h"
#include "llm/llm.h"
#include "llm/prompt.h"
#include "phase/heal_private.h"
#include "text/excerpt.h"

#define PROMPT "healing"
#define FILE_MAX ((size_t)2 * 1024 * 1024)
#define ATTEMPT_BYTES ((size_t)1700) /* of what each earlier one changed */
#define HEAD_LINES 30		     /* of a test file */
#define AROUND_LINES 20		     /* of a place in the product */

enum part {
	CRITERION,
	TARGET,
	TEST,
	FAILURE,
	ANALYSIS,
	ATTEMPTS,
	TESTS,
	SURROUNDINGS,
	PRODUCT,
	PARTS
};

static const struct {
	const char *name;
	size_t max;
} parts[PARTS] = {
	[CRITERION] = { "criterion", 8000 },
	[TARGET] = { "target", 8000 },
	[TEST] = { "test", 64000 },
	[FAILURE] = { "failure", 12000 },
	[ANALYSIS] = { "analysis", 6000 },
	[ATTEMPTS] = { "attempts", 24000 },
	[TESTS] = { "tests", 16000 },
	[SURROUNDINGS] = { "surroundings", 8000 },
	[PRODUCT] = { "product", 8000 },
};

struct shown {
	const struct repair *repair;
	struct buf parts[PARTS], instructions, cut;
	const char *framework;
};

static void
put(struct buf *out, size_t max, const char *s, size_t n)
{
	size_t room = out->len < max ? max - out->len : 0, keep = excerpt_cut(s, n, room);

	buf_add(out, s, keep);
	if (out->len && out->s[out->len - 1] != '\n')
		buf_char(out, '\n');
	if (keep < n)
		buf_str(out, "[the rest is left out]\n");
}

static void
put_part(struct shown *s, enum part part, const char *text, size_t n)
{
	put(&s->parts[part], parts[part].max, text, n);
}

static void
put_criterion(struct shown *s)
{
	const char *id = json_get_string(s->repair->generated, "criterion");
	const char *text = doc_criterion_text(s->repair->h->env->doc, id);
	const char *gherkin = json_get_string(s->repair->generated, "gherkin");

	put_part(s, CRITERION, text, strlen(text));
	put_part(s, CRITERION, gherkin, strlen(gherkin));
}

/* The number makes each question another one, whatever the cache has of those before. */
static void
put_target(struct shown *s)
{
	const struct json *test = s->repair->generated;
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	buf_printf(&text, "file: %s\n", json_get_string(test, "file"));
	json_each (it, json_get(test, "tests"))
		buf_printf(&text, "test: %s\n", json_string(it) ? json_string(it) : "");
	buf_printf(&text, "attempt: %zu\n", s->repair->tries.len + 1);
	put_part(s, TARGET, text.s, text.len);
	buf_fini(&text);
}

/* The stage that failed, and what was said then. */
static void
put_failure(struct shown *s)
{
	const struct json *verified = s->repair->verified;
	const struct json *failure = json_get(verified, "failure");
	const char *output = json_get_string(verified, "output");
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	json_each (it, json_get(verified, "stages")) {
		if (strcmp(json_get_string(it, "verdict"), "failed") == 0)
			buf_printf(&text, "stage: %s\nhow: %s\nwhy: %s\n\n",
			    json_get_string(it, "stage"), json_get_string(verified, "outcome"),
			    json_get_string(it, "why"));
	}
	buf_str(&text, output);
	put_part(s, FAILURE, text.s, text.len);
	buf_clear(&text);
	if (failure)
		buf_printf(&text,
		    "category: %s\nfingerprint: %.16s\ncause: %s\nplace: %s:%.0f\ntry: %s\n",
		    json_get_string(failure, "category"), json_get_string(failure, "fingerprint"),
		    json_get_string(failure, "line"), json_get_string(failure, "file"),
		    json_get_number(failure, "at"), json_get_string(failure, "suggestion"));
	put_part(s, ANALYSIS, text.s, text.len);
	buf_fini(&text);
}

/* The third level begins afresh: what did not help before is not told. */
static void
put_attempts(struct shown *s, int level)
{
	struct buf text;
	size_t n = 0;

	if (level == HEAL_TIERS)
		return;
	buf_init(&text, BUF_DOCUMENT);
	json_each (it, s->repair->attempts) {
		const char *refused = json_get_string(it, "refused");

		buf_printf(&text, "attempt %zu: ", ++n);
		if (*refused)
			buf_printf(&text, "refused: %.500s\n", refused);
		else
			buf_printf(&text, "%s, fingerprint %.16s: %.500s\n",
			    json_get_string(it, "outcome"), json_get_string(it, "fingerprint"),
			    json_get_string(it, "failed"));
		put(&text, text.len + ATTEMPT_BYTES, json_get_string(it, "diff"),
		    strlen(json_get_string(it, "diff")));
	}
	put_part(s, ATTEMPTS, text.s, text.len);
	buf_fini(&text);
}

/* A test that exists, and the head of its file. */
static void
put_near(struct shown *s, const struct json *test)
{
	const struct healer *h = s->repair->h;
	const char *file = json_get_string(test, "file"), *lines;
	double first = json_get_number(test, "line"), last = json_get_number(test, "end_line");
	struct buf text, head;
	size_t n;

	buf_init(&text, FILE_MAX);
	buf_init(&head, BUF_TEXT);
	if (first > 0 && last >= first && inside_read(h->args->root, file, FILE_MAX, &text)) {
		buf_printf(&head, "== %s\n", json_get_string(test, "id"));
		put_part(s, TESTS, head.s, head.len);
		lines = excerpt_lines(text.s, text.len, (size_t)first, (size_t)last, &n);
		put_part(s, TESTS, lines, n);
		buf_clear(&head);
		buf_printf(&head, "== %s\n", file);
		if (strstr(s->parts[SURROUNDINGS].s, head.s) == NULL) {
			put_part(s, SURROUNDINGS, head.s, head.len);
			lines = excerpt_lines(text.s, text.len, 1,
			    first < HEAD_LINES ? (size_t)first - 1 : HEAD_LINES, &n);
			put_part(s, SURROUNDINGS, lines, n);
		}
	}
	buf_fini(&head);
	buf_fini(&text);
}

static void
put_nearest(struct shown *s)
{
	const struct json *tests =
	    json_get(doc_output(s->repair->h->env->doc, "retrieval"), "tests");
	const struct json *conditioning = json_get(s->repair->generated, "conditioning");

	json_each (it, json_get(conditioning, "nearest")) {
		const struct json *test = doc_by_id(tests, json_get_string(it, "test"));

		if (test)
			put_near(s, test);
	}
}

/* The place in the product where it failed. */
static void
put_product(struct shown *s)
{
	const struct json *failure = json_get(s->repair->verified, "failure");
	const char *file = json_get_string(failure, "file"), *lines;
	size_t at = (size_t)json_get_number(failure, "at"), n;
	struct buf text, head;

	if (at == 0 || strcmp(file, json_get_string(s->repair->generated, "file")) == 0)
		return;
	buf_init(&text, FILE_MAX);
	buf_init(&head, BUF_TEXT);
	if (inside_read(s->repair->h->args->root, file, FILE_MAX, &text)) {
		buf_printf(&head, "== %s, around line %zu\n", file, at);
		put_part(s, PRODUCT, head.s, head.len);
		lines = excerpt_lines(text.s, text.len, at > AROUND_LINES ? at - AROUND_LINES : 1,
		    at + AROUND_LINES, &n);
		put_part(s, PRODUCT, lines, n);
	}
	buf_fini(&head);
	buf_fini(&text);
}

/* Never from a project's own file: it would be told to the model as ours. */
static void
put_instructions(struct shown *s)
{
	char *name = mem_printf("skeletons/%s.yaml", s->framework);
	struct json *tree = NULL;
	struct err none = ERR_INIT;

	if (share_yaml_trusted(s->repair->h->env->share, name, &tree, &none) == ST_OK)
		buf_str(&s->instructions, json_get_string(tree, "instructions"));
	json_free(tree);
	free(name);
}

/* A name out of the document stands in what is ours only where it can be nothing but a name. */
static const char *
framework_of(const struct json *test)
{
	const char *name = json_get_string(test, "framework");

	return name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] ? "its framework" : name;
}

static void
shown_init(struct shown *s, const struct repair *repair, int level)
{
	const char *code = json_get_string(repair->test, "code");

	*s = (struct shown){ .repair = repair, .framework = framework_of(repair->generated) };
	for (int i = 0; i < PARTS; i++)
		buf_init(&s->parts[i], BUF_DOCUMENT);
	buf_init(&s->instructions, BUF_TEXT);
	buf_init(&s->cut, BUF_TEXT);
	put_instructions(s);
	put_criterion(s);
	put_target(s);
	put_part(s, TEST, code, strlen(code));
	put_failure(s);
	put_attempts(s, level);
	put_nearest(s);
	put_product(s);
	for (int i = 0; i < PARTS && s->cut.len == 0; i++) {
		if (strstr(s->parts[i].s, "[the rest is left out]\n"))
			buf_str(&s->cut,
			    "Some of it was left out for want of room, where it says so.\n");
	}
}

static void
shown_fini(struct shown *s)
{
	for (int i = 0; i < PARTS; i++)
		buf_fini(&s->parts[i]);
	buf_fini(&s->instructions);
	buf_fini(&s->cut);
}

/* The model of a level, or of the one below it. */
static const char *
model_of(const struct heal_args *args, int level)
{
	while (level > 1 && args->models[level - 1] == NULL)
		level--;
	return args->models[level - 1];
}

enum status
heal_ask(struct repair *repair, int level, struct json **reply, struct err *err)
{
	struct healer *h = repair->h;
	struct prompt_value values[PARTS + 4];
	struct shown s;
	size_t n = 0;
	enum status st;

	shown_init(&s, repair, level);
	for (int i = 0; i < PARTS; i++) {
		const struct buf *part = &s.parts[i];

		values[n++] = (struct prompt_value){ parts[i].name, PROMPT_OUTSIDE,
			part->len ? part->s : "(none)", part->len ? part->len : 6 };
	}
	values[n++] =
	    (struct prompt_value){ "framework", PROMPT_OURS, s.framework, strlen(s.framework) };
	values[n++] = (struct prompt_value){ "instructions", PROMPT_OURS, s.instructions.s,
		s.instructions.len };
	values[n++] = (struct prompt_value){ "cut", PROMPT_OURS, s.cut.s, s.cut.len };
	values[n] = (struct prompt_value){ .name = NULL };
	llm_prefer(h->env->llm, model_of(h->args, level));
	st = phase_ask(h->env, PROMPT, values, reply, err);
	shown_fini(&s);
	return st;
}
