/*
 * terminal - questions to the person at the controlling terminal, whatever stdin is.
 *
 * It is /dev/tty: a filter's stdin is its document, a hook's are its refs, and neither ever answers
 * a question.  One process at a time asks on a terminal, however many were started side by side
 * (make -j): the others wait in terminal_open().
 *
 * Keys: a key counts without Enter.  What was typed before the question is thrown away, and several
 * keys at once (a paste, an arrow) are none of them an answer.  A key with Enter behind it is that
 * key.  While a key is waited for ^C, ^Z, ^\ and a hangup do what they do everywhere, and the
 * terminal is as it was before.
 *
 * Ownership: terminal_open() gives, terminal_close() ends.
 * Errors: ST_TEMPFAIL when there is no terminal to ask on.
 * Text written here goes out as it is: whoever calls makes it visible first (utf8_visible()).
 */
#ifndef IO_TERMINAL_H
#define IO_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

struct terminal;

enum status terminal_open(struct terminal **out, struct err *err);
void terminal_close(struct terminal *t); /* NULL is fine */

enum status terminal_write(struct terminal *t, const char *bytes, size_t n, struct err *err);
int terminal_columns(const struct terminal *t);
int terminal_rows(const struct terminal *t); /* 24 when unknown */

enum {
	TERMINAL_AGAIN = 0, /* stopped and went on: show the question again */
	TERMINAL_MANY = -1, /* several at once */
	TERMINAL_END = -2,  /* the terminal is gone, or ^D */
};
/* The next key: its code point, '\n' for Enter, 27 for Escape, or one of the above.  A signal that
   ends the program ends it here. */
int terminal_key(struct terminal *t);

/* A line that is typed with the terminal's own editing, without its newline; ST_NO for ^D. */
enum status terminal_line(struct terminal *t, struct buf *out, struct err *err);

/* Run a command of the user's through the shell, with the terminal as its stdin, stdout and stderr;
   words behind it are arguments, so that nothing in them is read by the shell.  *status is its exit
   status, or 128 + signal. */
enum status terminal_run(
    struct terminal *t, const char *command, char *const *words, int *status, struct err *err);

/* Let the user change a text in RSG_EDITOR, VISUAL, EDITOR or vi.  The file's name ends as `name`
   does, so that the editor knows the language.  ST_NO when the editor failed: the text is as it
   was.  Limits: text's max. */
enum status terminal_edit(struct terminal *t, const char *name, struct buf *text, struct err *err);

/* Show a text in RSG_PAGER, PAGER or less; without one, or when it is cat, just show it. */
enum status terminal_page(struct terminal *t, const char *bytes, size_t n, struct err *err);

#endif
