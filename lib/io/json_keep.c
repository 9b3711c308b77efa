#include "io/json_keep.h"

#include "io/json.h"

void
json_keep_init(struct json_kept *kept)
{
	kept->len = 0;
	buf_init(&kept->text, SIZE_MAX / 2);
}

void
json_keep_fini(struct json_kept *kept)
{
	kept->len = 0;
	buf_fini(&kept->text);
}

void
json_keep(struct json_kept *kept, const struct json *value)
{
	size_t from = kept->text.len;

	if (kept->len == JSON_KEPT_MOST)
		return;
	json_print_kept(kept, value, &kept->text);
	kept->at[kept->len].value = value;
	kept->at[kept->len].from = from;
	kept->at[kept->len++].len = kept->text.len - from;
}

void
json_keep_forget(struct json_kept *kept, const struct json *value)
{
	size_t left = 0;

	for (size_t i = 0; i < kept->len; i++) {
		if (kept->at[i].value != value)
			kept->at[left++] = kept->at[i];
	}
	kept->len = left;
}

bool
json_keep_add(const struct json_kept *kept, const struct json *value, struct buf *out)
{
	for (size_t i = 0; i < kept->len; i++) {
		if (kept->at[i].value != value)
			continue;
		buf_add(out, kept->text.s + kept->at[i].from, kept->at[i].len);
		return true;
	}
	return false;
}
