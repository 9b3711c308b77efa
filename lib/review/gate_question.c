#include "review/gate_question.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/output.h"
#include "io/json.h"
#include "io/terminal.h"
#include "review/gate_case.h"
#include "review/gate_private.h"

#define REASON_BYTES ((size_t)4096)
#define SAID_BYTES 2000

enum status
gate_say(struct question *q, struct err *err, const char *fmt, ...)
{
	char text[SAID_BYTES];
	struct buf line;
	enum status st;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&line, BUF_TEXT);
	utf8_visible(&line, text, strlen(text), true);
	buf_char(&line, '\n');
	st = terminal_write(q->t, line.s, line.len, err);
	buf_fini(&line);
	return st;
}

/* Whether it still needs somebody; says whose decision counts when not. */
static enum status
is_open(struct question *q, bool *open, struct err *err)
{
	struct json *gate = NULL;
	enum status st = gate_case_get(q->g, &gate, err);
	const char *status = json_get_string(gate, "status");

	*open = st == ST_NO || strcmp(status, "pending") == 0;
	if (st == ST_OK && !*open)
		st = gate_say(q, err, "%s was %s by %s at %s: that counts", q->g->subject.phase,
		    status, json_get_string(gate, "by"), json_get_string(gate, "decided_at"));
	json_free(gate);
	return st == ST_NO ? ST_OK : st;
}

enum status
gate_answer(struct question *q, bool approve, const char *reason, struct err *err)
{
	const struct gate_decision decision = {
		.approve = approve, .how = "tty", .reason = reason && *reason ? reason : NULL
	};
	struct err cause = ERR_INIT;
	enum status st = gate_case_decide(q->g, &decision, &cause);
	bool open;

	if (st == ST_TEMPFAIL) /* the store is busy: nothing is lost, the question stays */
		return gate_say(q, err, "%s", cause.text);
	if (st == ST_NO)
		st = is_open(q, &open, err);
	else if (st)
		*err = cause;
	q->done = true;
	return st;
}

static enum status
approve(struct question *q, struct err *err)
{
	return gate_answer(q, true, NULL, err);
}

static enum status
reject(struct question *q, struct err *err)
{
	static const char prompt[] = "Why? (Enter: no reason, ^D: think again) ";
	struct buf line, reason;
	enum status st = terminal_write(q->t, prompt, sizeof prompt - 1, err);

	buf_init(&line, REASON_BYTES);
	buf_init(&reason, REASON_BYTES * 3);
	if (st == ST_OK)
		st = terminal_line(q->t, &line, err);
	if (st == ST_OK) {
		utf8_repair(&reason, line.s, line.len);
		st = gate_answer(q, false, reason.s, err);
	} else if (st == ST_NO || st == ST_DATA) {
		st = gate_say(q, err, "\nNothing is decided.");
	}
	buf_fini(&line);
	buf_fini(&reason);
	return st;
}

static enum status
leave(struct question *q, struct err *err)
{
	(void)err;
	q->done = true;
	return ST_OK;
}

static enum status help(struct question *q, struct err *err);

static const struct {
	int key;
	const char *help;
	enum status (*act)(struct question *q, struct err *err);
} keys[] = {
	{ 'y', "approve", approve },
	{ 'n', "reject, with a line that says why", reject },
	{ 'e', "edit the output in the editor and approve that", gate_edit },
	{ 'f', "write feedback in the editor and reject with it", gate_feedback },
	{ 'd', "show the difference to the last version that was asked about", gate_show_diff },
	{ 'v', "show all of it in the pager", gate_show_all },
	{ 'p', "print it again", gate_show },
	{ 'q', "leave it pending", leave },
	{ '?', "say what the keys do", help },
};

static enum status
help(struct question *q, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < sizeof keys / sizeof keys[0]; i++)
		st = gate_say(q, err, "%c  %s", keys[i].key, keys[i].help);
	return st;
}

static enum status
put_prompt(struct question *q, struct err *err)
{
	struct buf line;
	enum status st;

	buf_init(&line, BUF_TEXT);
	buf_printf(&line, "Approve %s? [", q->g->subject.phase);
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		buf_printf(&line, "%s%c", i ? "," : "", keys[i].key);
	buf_str(&line, "] ");
	st = terminal_write(q->t, line.s, line.len, err);
	buf_fini(&line);
	return st;
}

/* What no key means decides nothing. */
static enum status
press(struct question *q, int key, struct err *err)
{
	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
		if (keys[i].key != key)
			continue;
		if (gate_say(q, err, "%c", key))
			return err->status;
		return keys[i].act(q, err);
	}
	if (key == TERMINAL_END)
		return leave(q, err);
	if (key == TERMINAL_AGAIN)
		return terminal_write(q->t, "\n", 1, err);
	return gate_say(q, err, "\n%s decides nothing: press one key of these, ? explains them",
	    key == '\n'		   ? "Enter"
	    : key == TERMINAL_MANY ? "More than a key at once"
				   : "That key");
}

enum status
gate_question(struct gate_case *g, struct terminal *t, struct err *err)
{
	struct question q = { .g = g, .t = t };
	bool open = true;
	enum status st;

	q.view = (struct view){ terminal_columns(t), cli_terminal_color(g->cli), cli_unicode() };
	buf_init(&q.diff, BUF_DOCUMENT);
	st = is_open(&q, &open, err); /* others may have had the terminal for long */
	q.done = !open;
	if (st == ST_OK && open)
		st = gate_show_open(&q, err);
	if (st == ST_OK && open)
		st = gate_show(&q, err);
	while (st == ST_OK && !q.done) {
		st = put_prompt(&q, err);
		if (st == ST_OK)
			st = press(&q, terminal_key(t), err);
	}
	json_free(q.gate);
	json_free(q.before);
	buf_fini(&q.diff);
	return st;
}
