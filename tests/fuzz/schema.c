/* [schema, instance]: neither an unusable schema nor an odd instance does harm. */

#include <stdint.h>
#include <stdlib.h>

#include "doc/schema.h"
#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct schema_set *set = schema_set_new();
	const struct schema *schema = NULL;
	struct err err = ERR_INIT;
	struct json *both = NULL;

	if (json_parse((const char *)data, n, &both, &err) == ST_OK && json_len(both) == 2) {
		const struct json *instance = json_next(json_first(both));
		enum status st = schema_set_add(set, "fuzz", json_copy(json_first(both)), &err);

		if (st == ST_OK)
			st = schema_compile(set, "fuzz", &schema, &err);
		if (st == ST_OK)
			st = schema_check(schema, instance, &err);
		if (st != ST_OK && (st != ST_DATA || err.text[0] == '\0'))
			abort();
	}
	json_free(both);
	schema_set_free(set);
	return 0;
}
