#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "doc/schema.h"
#include "io/json.h"
#include "io/terminal.h"
#include "io/yaml.h"
#include "review/gate_case.h"
#include "review/gate_private.h"

#define FEEDBACK_BYTES ((size_t)256 * 1024)
#define SCISSORS "------------------------ >8 ------------------------"

/* "suite[0].score: expected ..." with the line of the edited text in front: JSON is YAML enough. */
static enum status
place_in_text(const struct buf *text, struct err *err)
{
	size_t n = strcspn(err->text, ": ");
	char *place = mem_strndup(err->text, n), *to = place;
	int line;

	for (const char *from = place; *from; from++) {
		if (*from == '[')
			*to++ = '.';
		else if (*from != ']')
			*to++ = *from;
	}
	*to = '\0';
	line = yaml_line_of(text->s, text->len, place);
	free(place);
	return line > 0 ? err_context(err, "line %d", line) : err->status;
}

/* The edited text as the output of the phase, checked. */
static enum status
read_output(const struct question *q, const struct buf *text, struct json **out, struct err *err)
{
	struct schema_set *set = NULL;
	const struct schema *schema;
	struct json *output = NULL;
	enum status st = json_parse(text->s, text->len, &output, err);

	if (st)
		return st;
	st = schema_builtin(q->g->subject.phase, &set, &schema, err);
	if (st == ST_OK && schema_check(schema, output, err))
		st = place_in_text(text, err);
	schema_set_free(set);
	if (st == ST_OK)
		*out = output;
	else
		json_free(output);
	return st;
}

/* After a mistake: e edits again, q gives the edit up. */
static enum status
edit_again(struct question *q, const char *what, bool *again, struct err *err)
{
	static const char prompt[] = "Edit again? [e,q] ";
	int key;

	if (gate_say(q, err, "%s", what))
		return err->status;
	do {
		if (terminal_write(q->t, prompt, sizeof prompt - 1, err))
			return err->status;
		key = terminal_key(q->t);
		if (terminal_write(q->t, "\n", 1, err))
			return err->status;
	} while (key != 'e' && key != 'q' && key != TERMINAL_END);
	*again = key == 'e';
	return ST_OK;
}

/* Until it is right or given up; *out stays NULL then. */
static enum status
edit_output(struct question *q, struct buf *text, struct json **out, struct err *err)
{
	char name[64];
	bool again = true;
	enum status st = ST_OK;

	snprintf(name, sizeof name, "%s.json", q->g->subject.phase);
	while (st == ST_OK && again && *out == NULL) {
		struct err cause = ERR_INIT;

		again = false;
		st = terminal_edit(q->t, name, text, &cause);
		if (st) /* the editor failed: nothing was changed */
			return gate_say(q, err, "%s", cause.text);
		st = read_output(q, text, out, &cause);
		if (st)
			st = edit_again(q, cause.text, &again, err);
	}
	return st;
}

/* An edit that could not be kept is not lost either: it is on the screen. */
static enum status
give_back(struct question *q, const char *why, const struct buf *diff, struct err *err)
{
	struct buf shown;
	enum status st = gate_say(q, err, "%s\nThe edit is not kept; it was:", why);

	buf_init(&shown, SIZE_MAX / 4);
	utf8_visible(&shown, diff->s, diff->len, true);
	if (st == ST_OK)
		st = terminal_write(q->t, shown.s, shown.len, err);
	buf_fini(&shown);
	return st;
}

static enum status
keep(struct question *q, const struct json *output, struct err *err)
{
	struct err cause = ERR_INIT;
	struct buf diff;
	enum status st;

	buf_init(&diff, BUF_DOCUMENT);
	st = gate_diff(
	    q->g->subject.phase, doc_output(q->g->doc, q->g->subject.phase), output, &diff, err);
	if (st == ST_OK && diff.len == 0) {
		st = gate_say(q, err, "Nothing was changed, and nothing is decided.");
	} else if (st == ST_OK) {
		st = gate_case_edit(q->g, output, diff.s, &cause);
		q->done = st == ST_OK || st == ST_NO;
		if (st == ST_NO || st == ST_TEMPFAIL)
			st = give_back(q, cause.text, &diff, err);
		else if (st)
			*err = cause;
	}
	buf_fini(&diff);
	return st;
}

enum status
gate_edit(struct question *q, struct err *err)
{
	struct json *output = NULL;
	struct buf text;
	enum status st;

	buf_init(&text, BUF_DOCUMENT);
	gate_show_output(doc_output(q->g->doc, q->g->subject.phase), &text);
	st = buf_check(&text, q->g->subject.phase, err);
	if (st == ST_OK)
		st = edit_output(q, &text, &output, err);
	if (st == ST_OK && output)
		st = keep(q, output, err);
	json_free(output);
	buf_fini(&text);
	return st;
}

/* What is above the scissors, without blanks around it. */
static char *
feedback_of(const struct buf *text)
{
	const char *end = strstr(text->s, SCISSORS), *from = text->s;
	struct buf clean;

	end = end ? end : text->s + text->len;
	while (end > from && strchr(" \t\r\n", end[-1]))
		end--;
	while (from < end && strchr(" \t\r\n", *from))
		from++;
	buf_init(&clean, FEEDBACK_BYTES * 3);
	utf8_repair(&clean, from, (size_t)(end - from));
	return buf_take(&clean);
}

enum status
gate_feedback(struct question *q, struct err *err)
{
	struct err cause = ERR_INIT;
	struct buf text;
	char *feedback;
	enum status st;

	buf_init(&text, FEEDBACK_BYTES);
	buf_printf(&text,
	    "\n" SCISSORS "\n"
	    "Why is this %s not good enough?  Write it above the line; below it nothing counts.\n"
	    "It is rejected with what you write.  Nothing is decided when you write nothing.\n",
	    q->g->subject.phase);
	st = terminal_edit(q->t, "feedback.md", &text, &cause);
	feedback = feedback_of(&text);
	if (st)
		st = gate_say(q, err, "%s", cause.text);
	else if (*feedback == '\0')
		st = gate_say(q, err, "Nothing was written, and nothing is decided.");
	else
		st = gate_answer(q, false, feedback, err);
	free(feedback);
	buf_fini(&text);
	return st;
}
