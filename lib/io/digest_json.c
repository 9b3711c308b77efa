#include "io/digest.h"
#include "io/json.h"

void
digest_json(const struct json *value, char out[DIGEST_TEXT])
{
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	json_print(value, &text);
	digest_text(text.s, text.len, out);
	buf_fini(&text);
}
