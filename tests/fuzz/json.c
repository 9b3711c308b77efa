/* What is accepted prints, reads back as the same value, and prints the same again. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
compare(const struct json *j, const struct buf *text)
{
	struct err err = ERR_INIT;
	struct json *back = NULL;
	struct buf again;

	buf_init(&again, BUF_DOCUMENT);
	if (json_parse(text->s, text->len, &back, &err))
		abort();
	json_print(back, &again);
	if (!json_equal(j, back) || json_hash(j, 1) != json_hash(back, 1))
		abort();
	buf_fini(&again);
	json_free(back);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *j = NULL, *copy;
	struct buf text;

	if (json_parse((const char *)data, n, &j, &err)) {
		if (err.text[0] == '\0')
			abort();
		return 0;
	}
	buf_init(&text, BUF_DOCUMENT);
	json_print(j, &text);
	compare(j, &text);
	buf_clear(&text);
	json_print_pretty(j, &text);
	compare(j, &text);
	copy = json_copy(j);
	if (!json_equal(j, copy))
		abort();
	json_free(copy);
	json_free(j);
	buf_fini(&text);
	return 0;
}
