#define OPENSSL_SUPPRESS_DEPRECATED
#include "io/digest.h"

#include <errno.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <string.h>
#include <sys/random.h>

#include "base/mem.h"

void
digest_bytes(const void *bytes, size_t n, unsigned char out[DIGEST_BYTES])
{
	SHA256_CTX ctx;

	SHA256_Init(&ctx);
	SHA256_Update(&ctx, bytes, n);
	SHA256_Final(out, &ctx);
}

_Static_assert(sizeof(SHA256_CTX) <= sizeof(struct digest), "struct digest is too small");

void
digest_start(struct digest *digest)
{
	SHA256_Init((SHA256_CTX *)digest->state);
}

void
digest_add(struct digest *digest, const void *bytes, size_t n)
{
	SHA256_Update((SHA256_CTX *)digest->state, bytes, n);
}

static void
write_hex(const unsigned char raw[DIGEST_BYTES], char out[DIGEST_TEXT])
{
	static const char hex[] = "0123456789abcdef";

	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		out[2 * i] = hex[raw[i] >> 4];
		out[2 * i + 1] = hex[raw[i] & 15];
	}
	out[DIGEST_TEXT - 1] = '\0';
}

void
digest_end(struct digest *digest, char out[DIGEST_TEXT])
{
	unsigned char raw[DIGEST_BYTES];

	SHA256_Final(raw, (SHA256_CTX *)digest->state);
	write_hex(raw, out);
}

void
digest_text(const void *bytes, size_t n, char out[DIGEST_TEXT])
{
	unsigned char raw[DIGEST_BYTES];

	digest_bytes(bytes, n, raw);
	write_hex(raw, out);
}

bool
digest_check_text(const char *s)
{
	return strspn(s, "0123456789abcdef") == DIGEST_TEXT - 1 && s[DIGEST_TEXT - 1] == '\0';
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_encode(const void *bytes, size_t n, struct buf *out)
{
	const unsigned char *p = bytes;

	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
			     (left > 2 ? p[i + 2] : 0);

		buf_char(out, base64_digits[v >> 18]);
		buf_char(out, base64_digits[v >> 12 & 63]);
		buf_char(out, left > 1 ? base64_digits[v >> 6 & 63] : '=');
		buf_char(out, left > 2 ? base64_digits[v & 63] : '=');
	}
}

bool
base64_decode(const char *s, size_t n, struct buf *out)
{
	size_t pad = n > 0 && s[n - 1] == '=' ? (n > 1 && s[n - 2] == '=' ? 2u : 1u) : 0u;

	if (n % 4)
		return false;
	for (size_t i = 0; i < n; i += 4) {
		uint32_t v = 0;

		for (size_t k = 0; k < 4; k++) {
			char c = s[i + k];
			const char *at = c ? strchr(base64_digits, c) : NULL;

			if (at == NULL && (c != '=' || i + k < n - pad))
				return false;
			v = v << 6 | (at ? (uint32_t)(at - base64_digits) : 0);
		}
		buf_char(out, (char)(v >> 16));
		if (i + 4 < n || pad < 2)
			buf_char(out, (char)(v >> 8 & 255));
		if (i + 4 < n || pad < 1)
			buf_char(out, (char)(v & 255));
	}
	return true;
}

void
random_bytes(void *out, size_t n)
{
	char *p = out;

	while (n > 0) {
		ssize_t got = getrandom(p, n, 0);

		if (got < 0 && errno != EINTR)
			mem_exhausted();
		if (got > 0) {
			p += got;
			n -= (size_t)got;
		}
	}
}
