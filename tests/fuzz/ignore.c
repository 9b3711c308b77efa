/* The text before the first NUL is an ignore file, what follows a path; it comes to an end. */

#include <stdint.h>
#include <string.h>

#include "base/ignore.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	const uint8_t *nul = n ? memchr(data, '\0', n) : NULL;
	size_t len = nul ? (size_t)(nul - data) : n;
	struct ignore ignore;
	char *path = mem_strndup(nul ? (const char *)nul + 1 : "", nul ? n - len - 1 : 0);

	ignore_init(&ignore);
	ignore_add(&ignore, (const char *)data, len);
	ignore_match(&ignore, path, false);
	ignore_match(&ignore, path, true);
	ignore_fini(&ignore);
	free(path);
	return 0;
}
