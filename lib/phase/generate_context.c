#include "phase/generate_context.h"

#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "phase/generate_about.h"
#include "phase/generate_context_tests.h"
#include "phase/generate_guide.h"
#include "phase/generate_nearest.h"
#include "phase/generate_syntax.h"
#include "phase/phase.h"

static const struct {
	const char *name;
	size_t max;
} parts[PARTS] = {
	[PART_CRITERION] = { "criterion", 8000 },
	[PART_STORY] = { "story", 8000 },
	[PART_TARGET] = { "target", 8000 },
	[PART_SKELETON] = { "skeleton", 6000 },
	[PART_TESTS] = { "tests", 24000 },
	[PART_SURROUNDINGS] = { "surroundings", 16000 },
	[PART_CHANGE] = { "change", 12000 },
	[PART_ANSWER] = { "answer", 12000 },
	[PART_PROBLEMS] = { "problems", 4000 },
};

void
context_put(struct context *c, struct buf *out, size_t max, const char *what, const char *text)
{
	size_t n = strlen(text), room = out->len < max ? max - out->len : 0, keep = room;
	char note[300];

	if (n <= room) {
		buf_str(out, text);
		return;
	}
	while (keep > 0 && text[keep - 1] != '\n')
		keep--;
	if (keep == 0) /* one long line: not through a character */
		for (keep = room; keep > 0 && ((unsigned char)text[keep] & 0xc0) == 0x80;)
			keep--;
	buf_add(out, text, keep);
	if (out->len && out->s[out->len - 1] != '\n')
		buf_char(out, '\n');
	buf_str(out, "[the rest is left out]\n");
	snprintf(note, sizeof note, "%.200s: %zu of %zu bytes", what, n - keep, n);
	strings_add(&c->cut, note);
}

static void
put_part(struct context *c, enum context_part part, const char *text)
{
	context_put(c, &c->parts[part], parts[part].max, parts[part].name, text);
}

static void
put_criterion(const struct gap_parts *gap, struct context *c)
{
	const struct phase_env *env = gap->models->env;
	const struct explanation about = { env->words, json_get(env->doc, "story"), gap->criterion,
		gap->coverage, gap->model };
	struct buf text;

	buf_init(&text, BUF_TEXT);
	explain_about(&about, &text);
	buf_printf(&text, "Coverage: %s, score %.2f of 1.  Score of the whole run: %.2f.\n\n",
	    json_get_string(gap->coverage, "status"), json_get_number(gap->coverage, "score"),
	    json_get_number(gap->models->ranking, "score"));
	buf_str(&text, json_get_string(gap->skeleton, "gherkin"));
	put_part(c, PART_CRITERION, text.s);
	buf_fini(&text);
}

static void
put_target(const struct gap_parts *gap, struct context *c)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	buf_printf(
	    &text, "name: %s\nfile: %s\n", gap->name, json_get_string(gap->skeleton, "file"));
	put_part(c, PART_TARGET, text.s);
	buf_fini(&text);
}

/* A file of the change as a model needs it: where, what happened, in which functions. */
static void
put_changed_file(const struct json *file, struct buf *text)
{
	static const char *const members[] = { "path", "old_path", "status", "kind" };
	struct json *line = json_new_object(), *names = json_new_array();

	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		if (json_get(file, members[i]))
			json_set_string(line, members[i], json_get_string(file, members[i]));
	}
	json_each (symbol, json_get(file, "symbols"))
		json_add_string(names, json_get_string(symbol, "name"));
	json_set(line, "symbols", names);
	json_print(line, text);
	buf_char(text, '\n');
	json_free(line);
}

/* The files of the change, one on a line. */
static void
put_change(const struct gap_parts *gap, struct context *c)
{
	const struct json *change = json_get(gap->models->env->doc, "change");
	struct buf text;

	if (change == NULL)
		return;
	buf_init(&text, BUF_DOCUMENT);
	buf_printf(&text, "from %s to %s\n", json_get_string(change, "base"),
	    json_get_string(change, "head"));
	json_each (file, json_get(change, "files")) {
		put_changed_file(file, &text);
		if (text.len > 4 * parts[PART_CHANGE].max)
			break;
	}
	put_part(c, PART_CHANGE, text.s);
	buf_fini(&text);
}

/* Never from a project's own file: it would be told to the model as ours. */
static void
put_instructions(const struct gap_parts *gap, struct context *c)
{
	struct json *tree = NULL;

	if (skeleton_read_trusted(
		gap->models->env->share, gap->model->skeleton->framework, &tree) == ST_OK)
		buf_str(&c->instructions, json_get_string(tree, "instructions"));
	json_free(tree);
}

static void
put_told(const struct told *told, struct context *c)
{
	char note[64];

	if (told == NULL)
		return;
	if (told->text.len > 0)
		buf_printf(&c->instructions, "%s%.*s", c->instructions.len ? "\n\n" : "",
		    (int)told->text.len - 1, told->text.s);
	if (told->left_out > 0) {
		snprintf(note, sizeof note, "guides: %zu texts", told->left_out);
		strings_add(&c->cut, note);
	}
}

static void
put_cut(struct context *c)
{
	if (c->cut.len > 0)
		buf_str(
		    &c->cut_text, "Some of it was left out for want of room, where it says so.\n");
}

void
context_make(const struct gap_parts *gap, struct context *out)
{
	*out = (struct context){ .framework = gap->model->skeleton->framework };
	for (size_t i = 0; i < PARTS; i++)
		buf_init(&out->parts[i], BUF_TEXT);
	buf_init(&out->instructions, BUF_TEXT);
	buf_init(&out->cut_text, BUF_TEXT);
	put_instructions(gap, out);
	put_told(gap->told, out);
	put_criterion(gap, out);
	put_part(
	    out, PART_STORY, json_get_string(json_get(gap->models->env->doc, "story"), "text"));
	put_target(gap, out);
	put_part(out, PART_SKELETON, json_get_string(gap->skeleton, "code"));
	context_tests(gap, out, parts[PART_TESTS].max);
	context_surroundings(gap, out, parts[PART_SURROUNDINGS].max);
	put_change(gap, out);
	put_cut(out);
}

void
context_fini(struct context *context)
{
	for (size_t i = 0; i < PARTS; i++)
		buf_fini(&context->parts[i]);
	buf_fini(&context->instructions);
	buf_fini(&context->cut_text);
	strings_fini(&context->cut);
}

void
context_values(const struct context *c, struct prompt_value *values)
{
	size_t n = 0;

	for (size_t i = 0; i < PARTS; i++) {
		const struct buf *part = &c->parts[i];

		values[n++] = (struct prompt_value){ parts[i].name, PROMPT_OUTSIDE,
			part->len ? part->s : "(none)", part->len ? part->len : 6 };
	}
	values[n++] =
	    (struct prompt_value){ "framework", PROMPT_OURS, c->framework, strlen(c->framework) };
	values[n++] = (struct prompt_value){ "instructions", PROMPT_OURS, c->instructions.s,
		c->instructions.len };
	values[n++] = (struct prompt_value){ "cut", PROMPT_OURS, c->cut_text.s, c->cut_text.len };
	values[n] = (struct prompt_value){ .name = NULL };
}
