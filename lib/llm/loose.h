/*
 * loose - JSON of providers, which is not as strict as ours.
 *
 * What json.h refuses and others send in members that nobody reads is made acceptable: \u0000 and
 * half a pair of surrogates (a text cut between its halves) become U+FFFD, an integer beyond 2^53
 * (a seed) becomes the nearest double.  Everything else is as strict as before.
 */
#ifndef LLM_LOOSE_H
#define LLM_LOOSE_H

#include <stddef.h>

#include "base/err.h"

struct json;

enum status loose_parse(const char *text, size_t n, struct json **out, struct err *err);

#endif
