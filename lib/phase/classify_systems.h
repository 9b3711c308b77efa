/*
 * classify_systems - names of systems in running text.
 *
 * Two marks give a system away: a name with a capital inside a sentence or inside the word
 * ("PayGate", "talks to Salesforce"), and a word before one of the taxonomy's system nouns
 * ("billing service").  A word that begins a sentence proves nothing by its capital, nor does one
 * in a heading.
 */
#ifndef PHASE_CLASSIFY_SYSTEMS_H
#define PHASE_CLASSIFY_SYSTEMS_H

#include <stdbool.h>
#include <stddef.h>

struct taxonomy;

enum systems_mark { SYSTEMS_NAME, SYSTEMS_CAMEL, SYSTEMS_NOUN };

/* The name is text[from .. to). */
typedef void systems_fn(void *arg, enum systems_mark mark, size_t from, size_t to);

/* capitals: whether a capital inside a sentence means a name (not in a heading, not in German). */
void systems_find(
    const struct taxonomy *t, const char *text, size_t n, bool capitals, systems_fn *fn, void *arg);

#endif
