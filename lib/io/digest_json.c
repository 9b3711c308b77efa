#include "io/digest.h"
#include "io/json.h"
#include "io/json_keep.h"

void
digest_json_kept(const struct json_kept *kept, const struct json *value, char out[DIGEST_TEXT])
{
	struct buf text;

	buf_init(&text, SIZE_MAX / 2);
	json_print_kept(kept, value, &text);
	digest_text(text.s, text.len, out);
	buf_fini(&text);
}

void
digest_json(const struct json *value, char out[DIGEST_TEXT])
{
	digest_json_kept(NULL, value, out);
}
