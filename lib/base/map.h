/*
 * map - byte-string keys to size_t values, iterated in order of insertion.
 *
 * Ownership: keys are copied and the map's.  A pointer into the map is valid until the next
 * map_slot().
 *
 * Limits: 2^32 - 2 keys; the hash is seeded per map, so that hostile keys cannot be chosen to
 * collide in advance.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mem.h"

struct map_entry {
	const char *key; /* ends in '\0' */
	size_t key_len, value;
	uint64_t hash;
};

struct map_place { /* 0 entry where free; the hash again, to pass by without a look at the entry */
	uint32_t entry, hash;
};

struct map {
	struct map_entry *at; /* len entries, in order of insertion */
	size_t len, cap;
	struct map_place *index;
	size_t index_len;
	struct arena keys;
};

void map_init(struct map *map);
void map_fini(struct map *map);

/* The value of a key; a new key starts at 0 and sets *added (which may be NULL). */
size_t *map_slot(struct map *map, const char *key, size_t key_len, bool *added);
const struct map_entry *map_find(const struct map *map, const char *key, size_t key_len);

/* 64-bit FNV-1a with a final mix: fixed for ever, used where a hash is stored or printed. */
uint64_t hash_bytes(const void *bytes, size_t n);

#endif
