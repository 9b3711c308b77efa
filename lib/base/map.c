#include "base/map.h"

#include <stdlib.h>
#include <string.h>

uint64_t
hash_bytes(const void *bytes, size_t n)
{
	const unsigned char *p = bytes;
	uint64_t h = 0xcbf29ce484222325u;

	for (size_t i = 0; i < n; i++)
		h = (h ^ p[i]) * 0x100000001b3u;
	h = (h ^ (h >> 33)) * 0xff51afd7ed558ccdu;
	return h ^ (h >> 29);
}

/* The address of the map differs from run to run where addresses are randomised. */
static uint64_t
seeded_hash(const struct map *map, const char *key, size_t key_len)
{
	uint64_t h = hash_bytes(key, key_len) + (uint64_t)(uintptr_t)map;

	h = (h ^ (h >> 31)) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 32);
}

void
map_init(struct map *map)
{
	*map = (struct map){ 0 };
	arena_init(&map->keys);
}

void
map_fini(struct map *map)
{
	free(map->at);
	free(map->index);
	arena_fini(&map->keys);
	map_init(map);
}

/* The place in the index where the key is, or where it would go. */
static size_t
probe(const struct map *map, const char *key, size_t key_len, uint64_t hash)
{
	size_t i = (size_t)hash & (map->index_len - 1);

	for (; map->index[i].entry != 0; i = (i + 1) & (map->index_len - 1)) {
		const struct map_entry *e;

		if (map->index[i].hash != (uint32_t)(hash >> 32))
			continue;
		e = &map->at[map->index[i].entry - 1];
		if (e->hash == hash && e->key_len == key_len && memcmp(e->key, key, key_len) == 0)
			break;
	}
	return i;
}

static struct map_place
place_of(size_t entry, uint64_t hash)
{
	if (entry >= UINT32_MAX - 1)
		mem_exhausted();
	return (struct map_place){ (uint32_t)entry + 1, (uint32_t)(hash >> 32) };
}

static void
grow_index(struct map *map)
{
	map->index_len = map->index_len ? map->index_len * 2 : 32;
	free(map->index);
	map->index = mem_calloc(map->index_len, sizeof *map->index);
	for (size_t n = 0; n < map->len; n++) {
		size_t i = (size_t)map->at[n].hash & (map->index_len - 1);

		while (map->index[i].entry != 0)
			i = (i + 1) & (map->index_len - 1);
		map->index[i] = place_of(n, map->at[n].hash);
	}
}

size_t *
map_slot(struct map *map, const char *key, size_t key_len, bool *added)
{
	uint64_t hash = seeded_hash(map, key, key_len);
	size_t i;

	if (map->len * 2 >= map->index_len)
		grow_index(map);
	i = probe(map, key, key_len, hash);
	if (added)
		*added = map->index[i].entry == 0;
	if (map->index[i].entry == 0) {
		if (map->len == map->cap) {
			map->cap = map->cap ? map->cap * 2 : 16;
			map->at = mem_realloc(map->at, map->cap, sizeof *map->at);
		}
		map->at[map->len] = (struct map_entry){
			.key = arena_strndup(&map->keys, key, key_len),
			.key_len = key_len,
			.hash = hash,
		};
		map->index[i] = place_of(map->len++, hash);
	}
	return &map->at[map->index[i].entry - 1].value;
}

const struct map_entry *
map_find(const struct map *map, const char *key, size_t key_len)
{
	size_t i;

	if (map->len == 0)
		return NULL;
	i = probe(map, key, key_len, seeded_hash(map, key, key_len));
	return map->index[i].entry ? &map->at[map->index[i].entry - 1] : NULL;
}
