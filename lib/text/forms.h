/*
 * forms - words of English whose stem the stemmer does not find: "added" and "addition" are of
 * "add", "sent" is of "send", "notification" of "notify".
 *
 * A requirement says "the addition of an item" or "is notified", its test "adds" or "notification".
 * Listed are irregular verbs and plurals, nouns of verbs that a suffix rule misses, and British
 * spellings; not words that mean something else in software ("closure", "receipt", "extension").
 *
 * Limits: folded words below FORMS_BYTES bytes.
 */
#ifndef TEXT_FORMS_H
#define TEXT_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#define FORMS_BYTES 48

/* The word it is a form of, in buf or for ever; NULL when the stemmer will do. */
const char *forms_base(const char *word, size_t n, char buf[FORMS_BYTES]);

#endif
