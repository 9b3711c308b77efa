#include "io/json.h"
#include "phase/classify_taxonomy.h"

#define MERGE_DEPTH 8

/* A list or a map of weights as text: "kafka, event bus" or "button 1.6, dark mode 2.5". */
static void
put_text(const struct json *j, struct buf *out)
{
	char number[JSON_NUMBER_TEXT];

	if (json_string(j))
		buf_str(out, json_string(j));
	json_each (it, j) {
		json_number_text(json_number(it), number);
		if (json_kind(j) == JSON_OBJECT)
			buf_printf(out, ", %s %s", json_key(it), number);
		else
			buf_printf(out, ", %s", json_string(it) ? json_string(it) : "");
	}
}

static void
append_text(struct json *base, const char *key, const struct json *have, const struct json *more)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	put_text(have, &text);
	buf_str(&text, ", ");
	put_text(more, &text);
	json_set(base, key, json_new_stringn(text.s, text.len));
	buf_fini(&text);
}

static bool
is_text_or_list(const struct json *j)
{
	enum json_kind kind = json_kind(j);

	return kind == JSON_STRING || kind == JSON_ARRAY || kind == JSON_OBJECT;
}

static void
merge(struct json *base, const struct json *more, int depth)
{
	json_each (it, more) {
		const char *key = json_key(it);
		struct json *have = json_get(base, key);
		enum json_kind kind = json_kind(it);

		if (have && kind == json_kind(have) && kind == JSON_OBJECT && depth < MERGE_DEPTH) {
			merge(have, it, depth + 1);
		} else if (have && is_text_or_list(have) && is_text_or_list(it)) {
			append_text(base, key, have, it);
		} else {
			json_set(base, key, json_copy(it));
		}
	}
}

void
taxonomy_merge(struct json *base, const struct json *more)
{
	merge(base, more, 0);
}
