/* Any text: what is repaired is JSON, which is then left alone; and a cut is told. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "io/json.h"
#include "llm/llm_repair.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *j = NULL, *again = NULL;
	unsigned done, none;
	struct buf text;

	if (repair_json((const char *)data, n, &j, &done, &err))
		return 0;
	buf_init(&text, BUF_DOCUMENT);
	json_print(j, &text);
	if (repair_json(text.s, text.len, &again, &none, &err) || none != 0 ||
	    !json_equal(j, again))
		abort();
	if ((done & REPAIR_ASKED) || (done == 0 && json_kind(j) == JSON_NONE))
		abort();
	json_free(again);
	json_free(j);
	json_free(repair_names(done));
	buf_fini(&text);
	return 0;
}
