#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"
#include "io/terminal.h"
#include "review/edit.h"
#include "review/gate_case.h"
#include "review/gate_private.h"

#define FEEDBACK_BYTES ((size_t)256 * 1024)
#define SCISSORS "------------------------ >8 ------------------------"

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
	st = edit_diff(
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
	struct err cause = ERR_INIT;
	enum status st = edit_output(q->t, q->g->doc, q->g->subject.phase, &output, &cause);

	if (st == ST_NO)
		return gate_say(q, err, "%s", cause.text);
	if (st)
		*err = cause;
	else
		st = keep(q, output, err);
	json_free(output);
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
