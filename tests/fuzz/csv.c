/* Records come to an end, and their lines go up. */

#include <stdint.h>
#include <stdlib.h>

#include "text/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct csv csv;
	int line = 0;

	csv_init(&csv, (const char *)data, n);
	while (csv_next(&csv, &err) == ST_OK) {
		if (csv.line <= line || csv.fields.len == 0)
			abort();
		line = csv.line;
		csv_column(&csv.fields, "title");
	}
	csv_fini(&csv);
	return 0;
}
