/* Any bytes taken for a run document: refused with a reason, or a document with an id. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "doc/doc.h"
#include "doc/schema.h"
#include "io/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static struct schema_set *set;
	static const struct schema *schema;
	struct err err = ERR_INIT;
	struct json *doc = NULL;

	if (set == NULL && schema_builtin("run-document", &set, &schema, &err))
		abort();
	if (json_parse((const char *)data, n, &doc, &err))
		return 0;
	if (schema_check(schema, doc, &err) != ST_OK) {
		if (err.status != ST_DATA || err.text[0] == '\0')
			abort();
	} else if (strlen(doc_run_id(doc)) != 36) {
		abort();
	}
	json_free(doc);
	return 0;
}
