/*
 * edit - a person changes something in the editor until it is right or gives up.
 *
 * What is wrong is said, and the editor offered again with what was typed.
 *
 * Errors: ST_NO when nothing was changed, the editor failed, or the changes were dropped; err says
 * which.
 */
#ifndef REVIEW_EDIT_H
#define REVIEW_EDIT_H

#include "base/buf.h"
#include "base/err.h"

struct json;
struct terminal;
struct view;

/* ST_OK, or ST_DATA with what is wrong; anything else ends the editing. */
typedef enum status edit_check_fn(void *arg, const struct buf *text, struct err *err);

/* name says the language, as in terminal_edit(). */
enum status edit_text(struct terminal *t, const char *name, edit_check_fn *check, void *arg,
    struct buf *text, struct err *err);

/* A phase's output as indented JSON, checked against its schema.  *out is the caller's. */
enum status edit_output(struct terminal *t, const struct json *doc, const char *phase,
    struct json **out, struct err *err);

/* Append what changed between two outputs of a phase, printed with indentation. */
enum status edit_diff(const char *phase, const struct json *before, const struct json *after,
    struct buf *out, struct err *err);

/* Append a unified diff for a person, in colour where the view has it. */
void edit_show_diff(const struct view *view, const char *diff, size_t n, struct buf *out);

#endif
