/*
 * digest - SHA-256, base64 and random bytes, over libcrypto.
 *
 * The low-level SHA256_* calls are used on purpose: fetching an EVP digest initialises the whole
 * provider machinery, which costs more than the rest of a small filter.
 */
#ifndef IO_DIGEST_H
#define IO_DIGEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct json;

#define DIGEST_BYTES 32
#define DIGEST_TEXT 65

/* Of bytes that come piece by piece. */
struct digest {
	uint64_t state[16];
};
void digest_start(struct digest *digest);
void digest_add(struct digest *digest, const void *bytes, size_t n);
void digest_end(struct digest *digest, char out[DIGEST_TEXT]);

void digest_bytes(const void *bytes, size_t n, unsigned char out[DIGEST_BYTES]);
void digest_text(const void *bytes, size_t n, char out[DIGEST_TEXT]); /* lower-case hexadecimal */
/* Of a value as it is printed on one line. */
void digest_json(const struct json *value, char out[DIGEST_TEXT]);
bool digest_check_text(const char *s); /* 64 lower-case hexadecimal digits */

void base64_encode(const void *bytes, size_t n, struct buf *out);
/* False when malformed; padding is required. */
bool base64_decode(const char *s, size_t n, struct buf *out);

void random_bytes(void *out, size_t n);

#endif
