#include "llm/llm_key.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "llm/model.h"

#define KEY_BYTES ((size_t)256 * 1024 * 1024)

static const char *const who[] = { "version", "provider", "url", "model" };

static bool
is_who(const char *name)
{
	for (size_t i = 0; i < sizeof who / sizeof who[0]; i++) {
		if (strcmp(name, who[i]) == 0)
			return true;
	}
	return false;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(
	    json_key(*(const struct json *const *)a), json_key(*(const struct json *const *)b));
}

static void
put_object(const struct json *j, struct buf *out)
{
	VEC_OF(const struct json *) members = { 0 };
	bool first = true;

	json_each (member, j)
		*vec_add(&members) = member;
	vec_sort(&members, by_name);
	buf_char(out, '{');
	vec_each (const struct json **, member, &members) {
		if (!first)
			buf_char(out, ',');
		first = false;
		json_print_string(json_key(*member), strlen(json_key(*member)), out);
		buf_char(out, ':');
		key_canonical(*member, out);
	}
	buf_char(out, '}');
	vec_fini(&members);
}

void
key_canonical(const struct json *j, struct buf *out)
{
	bool first = true;

	switch (json_kind(j)) {
	case JSON_OBJECT:
		put_object(j, out);
		return;
	case JSON_ARRAY:
		buf_char(out, '[');
		json_each (item, j) {
			if (!first)
				buf_char(out, ',');
			first = false;
			key_canonical(item, out);
		}
		buf_char(out, ']');
		return;
	default:
		json_print(j, out);
	}
}

static void
set_field(struct json *fields, const char *name, const struct json *value)
{
	char hash[DIGEST_TEXT];
	struct buf text;

	buf_init(&text, KEY_BYTES);
	key_canonical(value, &text);
	if (text.len > KEY_LONG) {
		digest_text(text.s, text.len, hash);
		json_set_string(json_set_object(fields, name), "sha256", hash);
	} else {
		json_set(fields, name, json_copy(value));
	}
	buf_fini(&text);
}

struct json *
key_fields(const struct model *model, const struct json *request)
{
	struct json *fields = json_new_object();

	json_set_number(fields, "version", KEY_VERSION);
	json_set_string(fields, "provider", model->provider ? model->provider : "");
	json_set_string(fields, "url", model->url ? model->url : "");
	json_set_string(fields, "model", model->id ? model->id : "");
	json_each (member, request) {
		if (!is_who(json_key(member)))
			set_field(fields, json_key(member), member);
	}
	return fields;
}

static void
hash_fields(const struct json *fields, char out[DIGEST_TEXT])
{
	struct buf text;

	buf_init(&text, KEY_BYTES);
	key_canonical(fields, &text);
	digest_text(text.s, text.len, out);
	buf_fini(&text);
}

void
key_hash(const struct json *fields, char out[DIGEST_TEXT])
{
	hash_fields(fields, out);
}

void
key_hash_any(const struct json *fields, char out[DIGEST_TEXT])
{
	struct json *what = json_copy(fields);

	for (size_t i = 0; i < sizeof who / sizeof who[0]; i++)
		json_remove(what, who[i]);
	hash_fields(what, out);
	json_free(what);
}

static void
put_name(const char *name, size_t n, struct buf *out)
{
	if (out)
		buf_printf(out, "%s%.60s", n ? ", " : "", name);
}

size_t
key_differ(const struct json *a, const struct json *b, bool any_model, struct buf *out)
{
	size_t n = 0;

	json_each (member, a) {
		if (any_model && is_who(json_key(member)))
			continue;
		if (!json_equal(member, json_get(b, json_key(member))))
			put_name(json_key(member), n++, out);
	}
	json_each (member, b) {
		if (!(any_model && is_who(json_key(member))) &&
		    json_get(a, json_key(member)) == NULL)
			put_name(json_key(member), n++, out);
	}
	return n;
}
