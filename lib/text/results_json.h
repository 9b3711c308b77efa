/* results_json - a case as a line of schemas/result.schema.json; source and test are the caller's.
 */
#ifndef TEXT_RESULTS_JSON_H
#define TEXT_RESULTS_JSON_H

#include "text/results.h"

struct json;

/* test NULL: none is known.  json_free() it. */
struct json *results_case_json(
    const struct results_case *c, const char *source, const char *format, const char *test);

#endif
