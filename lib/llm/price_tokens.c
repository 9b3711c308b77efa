#include "llm/price.h"

/*
 * Sixths of a token.  English words take a token for four letters, code and JSON nearly one a sign,
 * other scripts one for two to three bytes: each is counted as a third or a half more.
 */
static int
sixths(unsigned char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
		return 2;
	if ((c >= '0' && c <= '9') || c >= 0x80)
		return 3;
	return c == ' ' || c == '\t' || c == '\r' ? 1 : 6;
}

int64_t
tokens_estimate(const char *text, size_t n)
{
	int64_t sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += sixths((unsigned char)text[i]);
	return (sum + 5) / 6;
}
