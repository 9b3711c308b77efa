/*
 * json_keep - values printed once, and copied where they are printed again.
 *
 * For the large parts of a document that is hashed, written and stored.  One line only: indented,
 * the same value has other bytes.
 *
 * Ownership: json_keep_init() begins, json_keep_fini() ends; the bytes are kept here, the values
 * are the caller's and known by their address.  Nothing notices a change of what is kept: forget it
 * before it or anything in it is changed or freed.
 *
 * Limits: JSON_KEPT_MOST values; of more the rest is printed each time.
 */
#ifndef IO_JSON_KEEP_H
#define IO_JSON_KEEP_H

#include "base/buf.h"
#include "io/digest.h"

#define JSON_KEPT_MOST 12 /* each is looked at for each container that is printed */

struct json;

struct json_kept {
	struct buf text;
	struct {
		const struct json *value;
		size_t from, len;
	} at[JSON_KEPT_MOST];
	size_t len;
};

void json_keep_init(struct json_kept *kept);
void json_keep_fini(struct json_kept *kept);
void json_keep(struct json_kept *kept, const struct json *value);	 /* an object or an array */
void json_keep_forget(struct json_kept *kept, const struct json *value); /* NULL: nothing */

/* The bytes of json_print(), and their digest.  kept may be NULL. */
void json_print_kept(const struct json_kept *kept, const struct json *j, struct buf *out);
void digest_json_kept(
    const struct json_kept *kept, const struct json *value, char out[DIGEST_TEXT]);

/* What is kept of this very value is added to out; false when nothing is. */
bool json_keep_add(const struct json_kept *kept, const struct json *value, struct buf *out);

#endif
