/*
 * mem - memory that is there or the process ends.
 *
 * Errors: when memory runs out the process writes one line and ends with status 75.  That is safe
 * because every lasting effect of rsg is inside a transaction or behind a rename; keep it so.
 *
 * Ownership: what mem_* returns is freed with free().  An arena owns everything taken from it and
 * frees it at once; it holds plain bytes only, nothing that needs a destructor.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

void *mem_alloc(size_t n);
void *mem_calloc(size_t n, size_t size);
void *mem_realloc(void *p, size_t n, size_t size);
char *mem_strdup(const char *s);
char *mem_strndup(const char *s, size_t n);
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The end: says so on stderr and leaves with 75.  For the allocators of libraries. */
_Noreturn void mem_exhausted(void);

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t used, size; /* of the head block, in bytes */
};

void arena_init(struct arena *arena);
void arena_fini(struct arena *arena);
void *arena_alloc(struct arena *arena, size_t n); /* zeroed, aligned for any type */
char *arena_strndup(struct arena *arena, const char *s, size_t n);
char *arena_strdup(struct arena *arena, const char *s);

#endif
