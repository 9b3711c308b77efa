/*
 * policy - rules that decide a gate in place of a person: rsg-policy(5).
 *
 * Ownership: policy_read() gives, json_free() ends it; what policy_decide() returns is lent by it.
 * Errors: ST_CONFIG with file and line for anything the format does not have: a rule that is
 * misspelled must not let anything pass.
 */
#ifndef REVIEW_POLICY_H
#define REVIEW_POLICY_H

#include <stddef.h>

#include "base/err.h"

struct json;

/* The text of a policy; path is for messages.  *out is its checked form. */
enum status policy_read(
    const char *path, const char *text, size_t n, struct json **out, struct err *err);

/* The first rule that fits: an object with "name" and "decision"; NULL when none does. */
const struct json *policy_decide(
    const struct json *policy, const struct json *doc, const char *phase);

#endif
