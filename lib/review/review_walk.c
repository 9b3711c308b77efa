#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "doc/doc.h"
#include "io/json.h"
#include "io/terminal.h"
#include "review/review_private.h"

#define SAID 2000

static void
write_text(struct review *review, const char *s)
{
	struct err ignored = ERR_INIT;

	terminal_write(review->terminal, s, strlen(s), &ignored);
}

void
review_say(struct review *review, enum style style, const char *fmt, ...)
{
	char text[SAID];
	struct buf line;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	buf_init(&line, 8 * SAID);
	view_text(&review->view, &line, style, text);
	buf_char(&line, '\n');
	write_text(review, line.s);
	buf_fini(&line);
}

/* A clean "no" is an answer, anything else a failure; neither ends the review. */
void
review_fault(struct review *review, const struct err *err)
{
	review_say(review, err->status == ST_NO ? STYLE_WARN : STYLE_BAD, "%s", err->text);
}

enum status
review_ask(struct review *review, const char *question, struct buf *line, struct err *err)
{
	struct buf shown;
	enum status st;

	buf_init(&shown, BUF_TEXT);
	utf8_visible(&shown, question, strlen(question), false);
	write_text(review, shown.s);
	buf_fini(&shown);
	st = terminal_line(review->terminal, line, err);
	if (st)
		write_text(review, "\n");
	while (line->len && strchr(" \t\r", line->s[line->len - 1]))
		buf_cut(line, line->len - 1);
	return st;
}

void
review_go(struct review *review, size_t step, size_t test)
{
	struct err err = ERR_INIT;

	review->step = step;
	review->test = test;
	review->view.columns = terminal_columns(review->terminal);
	buf_clear(&review->page);
	review->shown = 0;
	if (review_render(review, &review->page, &err))
		review_fault(review, &err);
	review_page_next(review);
}

static bool
on_test(const struct review *review)
{
	return review_at(review, REVIEW_GENERATION) && review_test(review, 0) != NULL;
}

/* What can be done here, most wanted first. */
static void
list_keys(struct review *review, struct buf *out)
{
	const char *phase = review_step_phase(review, review->step);
	bool there = phase && doc_output(review->cli->input, phase);

	if (on_test(review))
		buf_str(out, "adsuUeywjk");
	else if (there && review_at(review, REVIEW_RANKING))
		buf_str(out, "s/1e");
	else if (there)
		buf_char(out, 'e');
	if (review_gate_open(review))
		buf_str(out, "AR");
	buf_str(out, "npgrvVq?");
}

/* "GEN-1 undecided [a,d,...] ", without commas where the terminal is narrow. */
static void
ask(struct review *review)
{
	size_t left = review_page_left(review);
	struct buf text, keys;

	buf_init(&text, BUF_TEXT);
	buf_init(&keys, BUF_TEXT);
	if (left)
		buf_printf(&text, "%zu more %s: Space  ", left, left == 1 ? "line" : "lines");
	if (on_test(review)) {
		const struct json *test = review_test(review, review->test);

		buf_printf(&text, "%s %s", json_get_string(test, "id"),
		    review_word(review_status(review, test, NULL)));
	} else {
		buf_str(&text, review_step_name(review, review->step));
	}
	list_keys(review, &keys);
	buf_str(&text, " [");
	for (size_t i = 0; i < keys.len; i++) {
		bool wide =
		    text.len + 2 * (keys.len - i) + 3 < (size_t)review->view.columns || i == 0;

		buf_printf(&text, "%s%c", i && wide ? "," : "", keys.s[i]);
	}
	buf_str(&text, "] ");
	buf_clear(&keys);
	view_text(&review->view, &keys, STYLE_BOLD, text.s);
	write_text(review, keys.s);
	buf_fini(&text);
	buf_fini(&keys);
}

static void
explain(struct review *review)
{
	static const struct {
		char key;
		const char *text;
	} all[] = {
		{ 'a', "accept: write the test into the project, then the next one" },
		{ 'd', "discard the test, then the next one" },
		{ 's', "skip: the next test that is undecided" },
		{ 'u', "undo the last decision on a test" },
		{ 'U', "undo the decision on this test" },
		{ 'e', "edit in the editor" },
		{ 'y', "copy the code to the terminal's clipboard" },
		{ 'w', "write the code to a file" },
		{ 'j', "next test" },
		{ 'k', "previous test" },
		{ '/', "only tests with a text" },
		{ '1', "1-9: explain the place of the test of this rank" },
		{ 'A', "approve this phase" },
		{ 'R', "reject this phase, with a reason" },
		{ 'n', "next step" },
		{ 'p', "previous step" },
		{ 'g', "go to a step or a test by name" },
		{ 'r', "show this again" },
		{ 'v', "view all of it in the pager" },
		{ 'V', "view what people changed" },
		{ 'q', "quit; what was decided is kept" },
		{ '?', "this" },
	};
	struct buf keys;

	buf_init(&keys, BUF_TEXT);
	list_keys(review, &keys);
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		bool sorts = all[i].key == 's' && !on_test(review);

		if (memchr(keys.s, all[i].key, keys.len))
			review_say(review, STYLE_PLAIN, "%c      %s", all[i].key,
			    sorts ? "sort by the next column" : all[i].text);
	}
	review_say(review, STYLE_PLAIN, "Space  read on; decides nothing");
	buf_fini(&keys);
}

static void
read_on(struct review *review)
{
	if (review_page_left(review))
		review_page_next(review);
	else if (on_test(review) && review_test(review, review->test + 1))
		review_go(review, review->step, review->test + 1);
	else if (review->step + 1 < review_steps(review))
		review_go(review, review->step + 1, review->test);
	else
		review_say(review, STYLE_PLAIN, "This is the end: q quits.");
}

static void
step_by(struct review *review, int key)
{
	if (key == 'n' && review->step + 1 < review_steps(review))
		review_go(review, review->step + 1, review->test);
	else if (key == 'p' && review->step > 0)
		review_go(review, review->step - 1, review->test);
	else
		review_say(
		    review, STYLE_PLAIN, "This is the %s step.", key == 'n' ? "last" : "first");
}

/* The start of a step's name or its number, or a test's id. */
static bool
find_place(const struct review *review, const char *name, size_t *step, size_t *test)
{
	size_t n = strlen(name), i = 0;

	for (size_t at = 0; at < review_steps(review); at++) {
		if (strncasecmp(review_step_name(review, at), name, n) == 0 ||
		    (n == 1 && (size_t)(*name - '1') == at)) {
			*step = at;
			return true;
		}
	}
	json_each (it, review_tests(review)) {
		if (strcasecmp(json_get_string(it, "id"), name) == 0) {
			*step = review_step_of(review, REVIEW_GENERATION);
			*test = i;
			return true;
		}
		i++;
	}
	return false;
}

static void
go_to(struct review *review)
{
	size_t step = review->step, test = review->test;
	bool generated = json_get(review->cli->input, "story") != NULL;
	struct err err = ERR_INIT;
	struct buf name, question;
	enum status st;

	buf_init(&name, BUF_TEXT);
	buf_init(&question, BUF_TEXT);
	buf_str(&question, "Go to ");
	for (size_t at = 0; at < review_steps(review); at++)
		buf_printf(&question, "%s%s",
		    at == 0					 ? ""
		    : at + 1 < review_steps(review) || generated ? ", "
								 : " or ",
		    review_step_name(review, at));
	buf_str(&question, generated ? " or GEN-n: " : ": ");
	st = review_ask(review, question.s, &name, &err);
	buf_fini(&question);
	if (st == ST_OK && name.len && find_place(review, name.s, &step, &test))
		review_go(review, step, test);
	else if (st == ST_OK && name.len)
		review_say(review, STYLE_WARN, "there is no \"%s\"", name.s);
	buf_fini(&name);
}

static void
view_all(struct review *review)
{
	struct err err = ERR_INIT;

	if (terminal_page(review->terminal, review->page.s, review->page.len, &err))
		review_fault(review, &err);
}

static void
any_key(struct review *review, int key)
{
	switch (key) {
	case TERMINAL_END:
	case 'q':
		review->quit = true;
		return;
	case TERMINAL_AGAIN:
	case '\n':
		return;
	case TERMINAL_MANY:
		review_say(review, STYLE_WARN, "Several keys at once are no answer.");
		return;
	case ' ':
		read_on(review);
		return;
	case 'n':
	case 'p':
		step_by(review, key);
		return;
	case 'g':
		go_to(review);
		return;
	case 'r':
		review_go(review, review->step, review->test);
		return;
	case 'v':
		view_all(review);
		return;
	case 'V':
		review_show_edits(review);
		return;
	case '?':
		explain(review);
		return;
	default:
		review_say(review, STYLE_PLAIN, "? explains the keys.");
		return;
	}
}

/* The key stands behind its prompt; where one reads on, the prompt gives way to the text. */
static void
echo(struct review *review, int key)
{
	struct buf text;

	buf_init(&text, 64);
	if (key == ' ' || key == '\n') {
		buf_str(&text, "\r\033[K");
	} else {
		if (key > ' ')
			utf8_put(&text, (uint32_t)key);
		buf_char(&text, '\n');
	}
	write_text(review, text.s);
	buf_fini(&text);
}

/* Where the last session ended: the first test that is undecided, if others are decided. */
static void
start(struct review *review)
{
	size_t n = json_len(review_tests(review)), next = review_next_undecided(review, 0);
	size_t open = review_count(review, REVIEW_UNDECIDED);

	if (n == 0 || open == 0 || open == n) {
		if (n && open == 0)
			review_say(review, STYLE_BOLD, "All %zu tests are decided.", n);
		review_go(review, 0, 0);
		return;
	}
	review_say(review, STYLE_BOLD, "%zu of %zu tests are decided: on with %s.", n - open, n,
	    json_get_string(review_test(review, next), "id"));
	review_go(review, review_step_of(review, REVIEW_GENERATION), next);
}

enum status
review_walk(struct review *review, struct err *err)
{
	(void)err;
	start(review);
	while (!review->quit) {
		int key;

		ask(review);
		key = terminal_key(review->terminal);
		echo(review, key);
		if (key <= 0 ||
		    (!review_key_test(review, key) && !review_key_ranking(review, key) &&
			!review_key_gate(review, key) && !review_key_edit(review, key)))
			any_key(review, key);
	}
	return ST_OK;
}
