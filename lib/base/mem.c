#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/err.h"

struct arena_block {
	struct arena_block *next;
	_Alignas(max_align_t) char bytes[];
};

_Noreturn void
mem_exhausted(void)
{
	static const char text[] = "rsg: out of memory: try again with a smaller input\n";

	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(ST_TEMPFAIL);
	_exit(ST_TEMPFAIL);
}

void *
mem_alloc(size_t n)
{
	void *p = malloc(n ? n : 1);

	if (p == NULL)
		mem_exhausted();
	return p;
}

void *
mem_calloc(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (p == NULL)
		mem_exhausted();
	return p;
}

void *
mem_realloc(void *p, size_t n, size_t size)
{
	void *q;

	if (size && n > SIZE_MAX / size)
		mem_exhausted();
	q = realloc(p, n && size ? n * size : 1);
	if (q == NULL)
		mem_exhausted();
	return q;
}

char *
mem_strdup(const char *s)
{
	return mem_strndup(s, strlen(s));
}

char *
mem_strndup(const char *s, size_t n)
{
	char *p = mem_alloc(n + 1);

	memcpy(p, s, n);
	p[n] = '\0';
	return p;
}

char *
mem_printf(const char *fmt, ...)
{
	va_list ap;
	char *p;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0)
		mem_exhausted();
	p = mem_alloc((size_t)n + 1);
	va_start(ap, fmt);
	vsnprintf(p, (size_t)n + 1, fmt, ap);
	va_end(ap);
	return p;
}

void
arena_init(struct arena *arena)
{
	*arena = (struct arena){ 0 };
}

void
arena_fini(struct arena *arena)
{
	struct arena_block *block, *next;

	for (block = arena->head; block; block = next) {
		next = block->next;
		free(block);
	}
	arena_init(arena);
}

void *
arena_alloc(struct arena *arena, size_t n)
{
	const size_t align = _Alignof(max_align_t);
	struct arena_block *block;
	void *p;

	if (n > SIZE_MAX / 2)
		mem_exhausted();
	n = (n + align - 1) / align * align;
	if (arena->head == NULL || n > arena->size - arena->used) {
		arena->size = n > 64 * 1024 ? n : 64 * 1024;
		block = mem_alloc(sizeof *block + arena->size);
		block->next = arena->head;
		arena->head = block;
		arena->used = 0;
	}
	p = arena->head->bytes + arena->used;
	arena->used += n;
	return memset(p, 0, n);
}

char *
arena_strndup(struct arena *arena, const char *s, size_t n)
{
	char *p = arena_alloc(arena, n + 1);

	memcpy(p, s, n);
	return p;
}

char *
arena_strdup(struct arena *arena, const char *s)
{
	return arena_strndup(arena, s, strlen(s));
}
