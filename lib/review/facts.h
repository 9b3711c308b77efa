/*
 * facts - what a document says in numbers, for the rules of a policy.
 *
 * A function of the phases up to and with the one that is asked about: what comes behind is not
 * what is decided.  rsg-policy(5) explains each fact.
 *
 * A fact is absent when its phase has no output, or when a cost is unknown.
 */
#ifndef REVIEW_FACTS_H
#define REVIEW_FACTS_H

#include <stdbool.h>

struct json;

extern const char *const fact_names[]; /* sorted; NULL behind the last */

/* name is one of these.  False when it is absent. */
bool fact(const struct json *doc, const char *phase, const char *name, double *out);

#endif
