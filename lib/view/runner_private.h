/*
 * runner_private - what the modules of runner share.
 *
 * runner.c reads the data and decides which tests are given how, runner_form.c puts the values of a
 * test into a form, runner_value.c knows those values.
 */
#ifndef VIEW_RUNNER_PRIVATE_H
#define VIEW_RUNNER_PRIVATE_H

#include "view/runner.h"

struct regex;

enum runner_escape { RUNNER_PLAIN, RUNNER_REGEX, RUNNER_WORD };

struct runner {
	const char *name;
	const struct json *data;
	struct regex *only, *without; /* or NULL */
	enum runner_escape escape;
	bool templates;
	const char *escaped;   /* signs that may have a backslash where the runner reads them */
	const char *separator; /* in names, where the runner may have a blank alone */
};

/* How a test is put into {tests}. */
enum runner_how { RUNNER_OUT, RUNNER_WHOLE, RUNNER_NAMED };

struct runner_item {
	const struct json *test;
	enum runner_how how;
};

struct runner_items {
	VEC_OF(struct runner_item) at;
};

/* What the data has under key for the test's framework: a text, or a list of them; and the text
   number i of that, or NULL. */
const struct json *runner_forms(
    const struct runner *runner, const char *key, const struct json *test);
const char *runner_form_at(const struct json *forms, size_t i);

/* A form with the values of a test.  False: a value has what the escape does not allow, and out is
   as it was. */
bool runner_form(const struct runner *runner, const char *form, const struct json *test,
    enum runner_escape escape, struct buf *out);
bool runner_has_place(const char *form);
bool runner_knows_places(const char *form); /* {tests} is no such place */

/* The value of the place of that name; false when there is none. */
bool runner_value(const char *place, size_t n, const struct json *test, struct buf *out);

/* What stands for {tests}. */
void runner_join(const struct runner *runner, const struct runner_items *items, struct buf *out);

#endif
