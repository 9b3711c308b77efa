/*
 * selection - the tests that rsg-select chose, or those it left, as lists for programs and people.
 */
#ifndef VIEW_SELECTION_H
#define VIEW_SELECTION_H

#include <stdbool.h>

#include "base/err.h"

struct buf;
struct json;
struct view;

/* An array of objects: rank, test, name, title, file, line, framework, tags, score, why and
   duration_ms, as far as they are known; json_free() it.  rest: what was left, quarantined tests
   apart; those have no why. */
struct json *selection_tests(const struct json *doc, bool rest);

void selection_ctrf(const struct json *tests, struct buf *out);
void selection_csv(const struct json *tests, struct buf *out);
void selection_markdown(const struct json *tests, struct buf *out);

/* Why one test, named by its id, its rank or a part that no other has, is in or out. */
enum status selection_explain(const struct json *doc, const char *what, const struct view *view,
    struct buf *out, struct err *err);

#endif
