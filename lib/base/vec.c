#include "base/vec.h"

#include <stdint.h>
#include <string.h>

#include "base/mem.h"

void *
vec_grow(void *at, size_t *cap, size_t need, size_t size)
{
	if (need > *cap) {
		*cap = *cap ? *cap * 2 : 8;
		at = mem_realloc(at, *cap, size);
	}
	memset((char *)at + (need - 1) * size, 0, size);
	return at;
}

void
strings_addn(struct strings *strings, const char *s, size_t n)
{
	*vec_add(strings) = mem_strndup(s, n);
}

void
strings_add(struct strings *strings, const char *s)
{
	strings_addn(strings, s, strlen(s));
}

bool
strings_has(const struct strings *strings, const char *s)
{
	for (size_t i = 0; i < strings->len; i++) {
		if (strcmp(strings->at[i], s) == 0)
			return true;
	}
	return false;
}

void
strings_fini(struct strings *strings)
{
	for (size_t i = 0; i < strings->len; i++)
		free(strings->at[i]);
	vec_fini(strings);
}
