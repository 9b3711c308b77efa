/*
 * prompt - a file of share/prompts made into a request.
 *
 * NAME.md: front matter (takes: names separated by commas, gives: a schema, purpose: one line) and
 * a body of two parts, "# System" and "# User", with {{name}} where a value goes.  The names used
 * and the names in takes: are the same set, or the prompt is refused.
 *
 * Values from outside (story, tests, diff) enter only as PROMPT_OUTSIDE: between a line that says
 * what it is and where it ends and a line with the same mark, which the text cannot contain, since
 * the mark is made of its hash.  The system part says that what stands between marks is data.
 *
 * Identity: the SHA-256 of the file's bytes, in the request as "prompt", so in the cache key and
 * the ledger.
 *
 * Errors: ST_CONFIG names the file and what is wrong with it.
 */
#ifndef LLM_PROMPT_H
#define LLM_PROMPT_H

#include <stddef.h>

#include "base/err.h"

struct json;
struct share;

enum prompt_kind { PROMPT_OUTSIDE, PROMPT_OURS };

struct prompt_value {
	const char *name;
	enum prompt_kind kind;
	const char *text;
	size_t n;
};

/* values ends with a NULL name.  The request has model, limits and sampling left to defaults. */
enum status prompt_request(const struct share *share, const char *name,
    const struct prompt_value *values, struct json **request, struct err *err);

/* Text from outside between its marks: the only way in. */
struct buf;
void prompt_outside(const char *what, const char *text, size_t n, struct buf *out);

#endif
