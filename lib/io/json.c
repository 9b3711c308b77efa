#include "io/json.h"

#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/json_check.h"

/* struct json is never defined: a pointer to it is a pointer to a cJSON. */
static cJSON *
raw(const struct json *j)
{
	return (cJSON *)(uintptr_t)j;
}

static struct json *
wrap(cJSON *c)
{
	return (struct json *)c;
}

static cJSON *
made(cJSON *c)
{
	if (c == NULL)
		mem_exhausted();
	return c;
}

static void
use_our_memory(void)
{
	static bool done;
	cJSON_Hooks hooks = { .malloc_fn = mem_alloc, .free_fn = free };

	if (done)
		return;
	cJSON_InitHooks(&hooks);
	done = true;
}

/* Most names differ in this already. */
static uint32_t
start_of_name(const char *name)
{
	uint32_t start = 0;

	for (int i = 0; i < 8 && name[i]; i++)
		start = start * 37 + (unsigned char)name[i];
	return start;
}

static const char *
duplicate_of_many(const cJSON *object)
{
	struct map seen;
	const char *found = NULL;

	map_init(&seen);
	for (const cJSON *a = object->child; a && found == NULL; a = a->next) {
		bool added;

		map_slot(&seen, a->string, strlen(a->string), &added);
		if (!added)
			found = a->string;
	}
	map_fini(&seen);
	return found;
}

/* Few members are compared with each other, many go through a map. */
static const char *
duplicate_member(const cJSON *object)
{
	struct {
		uint32_t start;
		const char *name;
	} seen[16];
	size_t n = 0;

	for (const cJSON *a = object->child; a; a = a->next, n++) {
		if (n == sizeof seen / sizeof seen[0])
			return duplicate_of_many(object);
		seen[n].name = a->string;
		seen[n].start = start_of_name(a->string);
		for (size_t i = 0; i < n; i++) {
			if (seen[i].start == seen[n].start && strcmp(seen[i].name, a->string) == 0)
				return a->string;
		}
	}
	return NULL;
}

static enum status
refuse_duplicates(const cJSON *c, struct err *err)
{
	const char *name = cJSON_IsObject(c) ? duplicate_member(c) : NULL;

	if (name)
		return err_set(err, ST_DATA, "the member \"%.100s\" appears twice: keep one", name);
	for (const cJSON *child = c->child; child; child = child->next) {
		if (child->child && refuse_duplicates(child, err))
			return ST_DATA;
	}
	return ST_OK;
}

enum status
json_parse(const char *text, size_t n, struct json **out, struct err *err)
{
	cJSON *c;

	if (json_check(text, n, err))
		return ST_DATA;
	use_our_memory();
	c = cJSON_ParseWithLengthOpts(text, n, NULL, 0);
	if (c == NULL)
		return err_set(err, ST_BUG, "cJSON refused checked JSON: please report the input");
	if (refuse_duplicates(c, err)) {
		cJSON_Delete(c);
		return ST_DATA;
	}
	*out = wrap(c);
	return ST_OK;
}

struct json *
json_copy(const struct json *j)
{
	use_our_memory();
	return wrap(made(cJSON_Duplicate(raw(j), 1)));
}

void
json_free(struct json *j)
{
	cJSON_Delete(raw(j));
}

enum json_kind
json_kind(const struct json *j)
{
	if (j == NULL)
		return JSON_NONE;
	switch (raw(j)->type & 0xff) {
	case cJSON_False:
	case cJSON_True:
		return JSON_BOOL;
	case cJSON_Number:
		return JSON_NUMBER;
	case cJSON_String:
		return JSON_STRING;
	case cJSON_Array:
		return JSON_ARRAY;
	case cJSON_Object:
		return JSON_OBJECT;
	default:
		return JSON_NULL;
	}
}

static struct json *
get_n(const struct json *object, const char *key, size_t n)
{
	if (json_kind(object) != JSON_OBJECT)
		return NULL;
	for (cJSON *c = raw(object)->child; c; c = c->next) {
		if (strncmp(c->string, key, n) == 0 && c->string[n] == '\0')
			return wrap(c);
	}
	return NULL;
}

struct json *
json_get(const struct json *object, const char *key)
{
	return get_n(object, key, strlen(key));
}

struct json *
json_path(const struct json *j, const char *dotted)
{
	struct json *at = wrap(raw(j));

	for (const char *p = dotted; at && *p;) {
		size_t n = strcspn(p, ".");

		at = get_n(at, p, n);
		p += n + (p[n] == '.');
	}
	return at;
}

struct json *
json_first(const struct json *container)
{
	return container ? wrap(raw(container)->child) : NULL;
}

struct json *
json_next(const struct json *item)
{
	return wrap(raw(item)->next);
}

size_t
json_len(const struct json *container)
{
	size_t n = 0;

	json_each (it, container)
		n++;
	return n;
}

const char *
json_key(const struct json *member)
{
	return raw(member)->string;
}

const char *
json_string(const struct json *j)
{
	return json_kind(j) == JSON_STRING ? raw(j)->valuestring : NULL;
}

double
json_number(const struct json *j)
{
	return json_kind(j) == JSON_NUMBER ? raw(j)->valuedouble : 0;
}

bool
json_bool(const struct json *j)
{
	return j && (raw(j)->type & 0xff) == cJSON_True;
}

const char *
json_get_string(const struct json *object, const char *key)
{
	const char *s = json_string(json_get(object, key));

	return s ? s : "";
}

double
json_get_number(const struct json *object, const char *key)
{
	return json_number(json_get(object, key));
}

bool
json_get_bool(const struct json *object, const char *key)
{
	return json_bool(json_get(object, key));
}

struct json *
json_new_object(void)
{
	use_our_memory();
	return wrap(made(cJSON_CreateObject()));
}

struct json *
json_new_array(void)
{
	use_our_memory();
	return wrap(made(cJSON_CreateArray()));
}

struct json *
json_new_string(const char *s)
{
	use_our_memory();
	return wrap(made(cJSON_CreateString(s)));
}

struct json *
json_new_stringn(const char *s, size_t n)
{
	char *copy = mem_strndup(s, n);
	struct json *j = json_new_string(copy);

	free(copy);
	return j;
}

struct json *
json_new_number(double d)
{
	use_our_memory();
	return wrap(made(cJSON_CreateNumber(isfinite(d) ? d : 0)));
}

struct json *
json_new_bool(bool b)
{
	use_our_memory();
	return wrap(made(cJSON_CreateBool(b)));
}

struct json *
json_new_null(void)
{
	use_our_memory();
	return wrap(made(cJSON_CreateNull()));
}

struct json *
json_set_new(struct json *object, const char *key, struct json *value)
{
	if (!cJSON_AddItemToObject(raw(object), key, raw(value)))
		mem_exhausted();
	return value;
}

struct json *
json_set(struct json *object, const char *key, struct json *value)
{
	struct json *old = json_get(object, key);

	if (old == NULL)
		return json_set_new(object, key, value);
	free(raw(value)->string);
	raw(value)->string = mem_strdup(key);
	cJSON_ReplaceItemViaPointer(raw(object), raw(old), raw(value));
	return value;
}

struct json *
json_add(struct json *array, struct json *value)
{
	cJSON_AddItemToArray(raw(array), raw(value));
	return value;
}

struct json *
json_set_string(struct json *object, const char *key, const char *s)
{
	return json_set(object, key, json_new_string(s));
}

struct json *
json_set_number(struct json *object, const char *key, double d)
{
	return json_set(object, key, json_new_number(d));
}

struct json *
json_set_bool(struct json *object, const char *key, bool b)
{
	return json_set(object, key, json_new_bool(b));
}

struct json *
json_set_object(struct json *object, const char *key)
{
	return json_set(object, key, json_new_object());
}

struct json *
json_set_array(struct json *object, const char *key)
{
	return json_set(object, key, json_new_array());
}

struct json *
json_add_object(struct json *array)
{
	return json_add(array, json_new_object());
}

struct json *
json_add_string(struct json *array, const char *s)
{
	return json_add(array, json_new_string(s));
}

struct json *
json_take(struct json *object, const char *key)
{
	struct json *j = json_get(object, key);

	return j ? wrap(cJSON_DetachItemViaPointer(raw(object), raw(j))) : NULL;
}

void
json_remove(struct json *object, const char *key)
{
	json_free(json_take(object, key));
}
