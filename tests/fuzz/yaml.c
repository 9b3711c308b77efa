/* A YAML text becomes a JSON tree that prints and reads back, or is refused with a reason. */

#include <stdint.h>
#include <stdlib.h>

#include "io/json.h"
#include "io/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *j = NULL, *back = NULL;
	struct buf text;

	if (yaml_parse((const char *)data, n, &j, &err)) {
		if (err.text[0] == '\0')
			abort();
		return 0;
	}
	yaml_line_of((const char *)data, n, "a.b");
	buf_init(&text, BUF_DOCUMENT);
	json_print(j, &text);
	if (json_parse(text.s, text.len, &back, &err) || !json_equal(j, back))
		abort();
	buf_fini(&text);
	json_free(j);
	json_free(back);
	return 0;
}
