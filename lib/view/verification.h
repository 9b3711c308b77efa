/*
 * verification - what other views show of the verified tests, too.
 *
 * Ownership: what is returned is lent by the document.
 */
#ifndef VIEW_VERIFICATION_H
#define VIEW_VERIFICATION_H

struct buf;
struct json;
struct view;

/* The entry of a generated test, NULL where it was not verified. */
const struct json *verification_of(const struct json *doc, const char *id);

/* The same where it is of the code that the test has now. */
const struct json *verification_now(const struct json *doc, const struct json *generated);

/* The stage that failed, else the last one it went through. */
const struct json *verification_stop(const struct json *test);

/* How many tests got through each stage, by framework and model. */
void view_survival(const struct json *survival, const struct view *view, struct buf *out);

#endif
