/* json_equal() and json_hash(): linear in the size of the values, however many members. */

#include <string.h>

#include "base/map.h"
#include "base/vec.h"
#include "io/json.h"

#define FEW 16

static const struct json *
find(const struct json *object, const struct map *names, const struct json **members,
    const char *key)
{
	const struct map_entry *e;

	if (members == NULL)
		return json_get(object, key);
	e = map_find(names, key, strlen(key));
	return e ? members[e->value] : NULL;
}

static bool
equal_members(const struct json *a, const struct json *b, const struct map *names,
    const struct json **members)
{
	json_each (it, a) {
		const struct json *other = find(b, names, members, json_key(it));

		if (other == NULL || !json_equal(it, other))
			return false;
	}
	return true;
}

static bool
equal_objects(const struct json *a, const struct json *b)
{
	VEC_OF(const struct json *) members = { 0 };
	struct map names;
	bool same;

	if (json_len(a) != json_len(b))
		return false;
	if (json_len(b) <= FEW)
		return equal_members(a, b, NULL, NULL);
	map_init(&names);
	json_each (it, b) {
		*map_slot(&names, json_key(it), strlen(json_key(it)), NULL) = members.len;
		*vec_add(&members) = it;
	}
	same = equal_members(a, b, &names, members.at);
	map_fini(&names);
	vec_fini(&members);
	return same;
}

static bool
equal_arrays(const struct json *a, const struct json *b)
{
	const struct json *x = json_first(a), *y = json_first(b);

	for (; x && y; x = json_next(x), y = json_next(y)) {
		if (!json_equal(x, y))
			return false;
	}
	return x == NULL && y == NULL;
}

bool
json_equal(const struct json *a, const struct json *b)
{
	enum json_kind kind = json_kind(a);

	if (kind != json_kind(b))
		return false;
	switch (kind) {
	case JSON_BOOL:
		return json_bool(a) == json_bool(b);
	case JSON_NUMBER:
		return json_number(a) == json_number(b);
	case JSON_STRING:
		return strcmp(json_string(a), json_string(b)) == 0;
	case JSON_ARRAY:
		return equal_arrays(a, b);
	case JSON_OBJECT:
		return equal_objects(a, b);
	default:
		return kind == JSON_NULL;
	}
}

static uint64_t
mix(uint64_t h, uint64_t with)
{
	h = (h ^ with) * 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

static uint64_t
hash_text(const char *s, uint64_t seed)
{
	for (; *s; s++)
		seed = mix(seed, (unsigned char)*s);
	return seed;
}

uint64_t
json_hash(const struct json *j, uint64_t seed)
{
	enum json_kind kind = json_kind(j);
	uint64_t h = mix(seed, kind), bits, sum = 0;
	double d = json_number(j) + 0.0; /* -0 becomes 0 */

	if (kind == JSON_STRING)
		return hash_text(json_string(j), h);
	if (kind == JSON_BOOL)
		return mix(h, json_bool(j));
	if (kind == JSON_NUMBER) {
		memcpy(&bits, &d, sizeof bits);
		return mix(h, bits);
	}
	json_each (it, j) {
		if (kind == JSON_ARRAY)
			h = mix(h, json_hash(it, seed));
		else
			sum += mix(hash_text(json_key(it), seed), json_hash(it, seed));
	}
	return mix(h, sum);
}
