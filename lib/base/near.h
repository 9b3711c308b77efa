/*
 * near - the word that was meant: edit distance with transpositions.
 *
 * Limits: words longer than NEAR_MAX bytes are far from everything.
 *
 * Source: Damerau 1964, the restricted form ("optimal string alignment").
 */
#ifndef BASE_NEAR_H
#define BASE_NEAR_H

#include <stdbool.h>
#include <stddef.h>

#define NEAR_MAX 64

size_t near_distance(const char *a, const char *b);

/* Close enough to suggest: up to a third of the longer word. */
bool near_enough(size_t distance, const char *a, const char *b);

#endif
