/*
 * vec - a growing array of any type, and of strings.
 *
 *	VEC_OF(struct match) hits = { 0 };
 *	*vec_add(&hits) = (struct match){ ... };	   the new last element, zeroed
 *	vec_each(struct match *, m, &hits) ...
 *	vec_fini(&hits);
 *
 * Ownership: the vec owns the array, not what the elements point to.  Elements move when it grows.
 * vec_add() names its argument more than once; give it a plain variable or member.
 */
#ifndef BASE_VEC_H
#define BASE_VEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

#define VEC_OF(T)                                                                                  \
	struct {                                                                                   \
		T *at;                                                                             \
		size_t len, cap;                                                                   \
	}

#define vec_add(v)                                                                                 \
	((v)->at = vec_grow((v)->at, &(v)->cap, ++(v)->len, sizeof *(v)->at),                      \
	    &(v)->at[(v)->len - 1])
#define vec_last(v) (&(v)->at[(v)->len - 1])
#define vec_fini(v) (free((v)->at), (v)->at = NULL, (v)->len = (v)->cap = 0)
#define vec_each(T, it, v) for (T it = (v)->at; it && it < (v)->at + (v)->len; it++)
#define vec_sort(v, cmp) ((v)->len ? qsort((v)->at, (v)->len, sizeof *(v)->at, (cmp)) : (void)0)

/* The array with room for need elements, the last one zeroed. */
void *vec_grow(void *at, size_t *cap, size_t need, size_t size);

struct strings { /* a vec of strings that owns them */
	char **at;
	size_t len, cap;
};

void strings_add(struct strings *strings, const char *s);
void strings_addn(struct strings *strings, const char *s, size_t n);
bool strings_has(const struct strings *strings, const char *s);
void strings_fini(struct strings *strings);

#endif
