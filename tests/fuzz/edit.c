/* Edits on the first line, behind it the text: applied or refused with a sentence that can be
   shown; in the other order they do the same. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"
#include "text/edit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct edit_span spans[] = {
	{ "a", 1, 1 },
	{ "b", 2, 4 },
	{ "c", 3, 3 },
	{ "c", 5, 9 },
	{ "d", 5, 5 },
	{ "\033[0m\xe2\x80\xae", 2, 6 },
	{ "none", 0, (size_t)-1 },
};

static void
check_sentence(const struct err *err)
{
	struct buf shown;

	buf_init(&shown, BUF_TEXT);
	utf8_visible(&shown, err->text, strlen(err->text), false);
	if (err->status != ST_DATA || err->text[0] == '\0' || strcmp(shown.s, err->text) != 0 ||
	    strlen(err->text) + 1 == sizeof err->text)
		abort();
	buf_fini(&shown);
}

static enum status
apply(const struct json *edits, const struct edit_file *file, struct buf *out)
{
	struct err err = ERR_INIT;
	enum status st = edit_apply(edits, file, out, &err);

	if (st) {
		check_sentence(&err);
		if (out->len > 0)
			abort();
	} else if (out->len > EDIT_TEXT || (out->len == file->n && file->n > 0 &&
					       memcmp(out->s, file->text, file->n) == 0)) {
		abort();
	}
	return st;
}

static struct json *
reversed(const struct json *edits)
{
	struct json *out = json_new_array();
	const struct json *list[EDIT_MAX];
	size_t n = 0;

	json_each (it, edits) {
		if (n < EDIT_MAX)
			list[n++] = it;
	}
	while (n > 0)
		json_add(out, json_copy(list[--n]));
	return out;
}

static void
try(const struct json *edits, const struct edit_file *file)
{
	struct buf one, other;

	buf_init(&one, BUF_DOCUMENT);
	buf_init(&other, BUF_DOCUMENT);
	if (apply(edits, file, &one) == ST_OK) {
		struct json *back = reversed(edits);

		if (apply(back, file, &other) || one.len != other.len ||
		    memcmp(one.s, other.s, one.len) != 0)
			abort();
		json_free(back);
	}
	buf_fini(&one);
	buf_fini(&other);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const char *text = (const char *)data, *end = n ? memchr(text, '\n', n) : NULL;
	size_t first = end ? (size_t)(end - text) : n, from = end ? first + 1 : n;
	const struct edit_file file = { text + from, n - from, spans,
		sizeof spans / sizeof spans[0] };
	struct err err = ERR_INIT;
	struct json *edits = NULL;

	if (n > 0 && json_parse(text, first, &edits, &err) == ST_OK)
		try(edits, &file);
	json_free(edits);
	return 0;
}
