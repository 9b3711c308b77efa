#include "text/edit_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* z[i]: how much of s stands at s + i again (Gusfield 1997, 1.4). */
static size_t *
own_prefixes(struct edit_text s)
{
	size_t *z = mem_calloc(s.n, sizeof *z), from = 0, to = 0;

	z[0] = s.n;
	for (size_t i = 1; i < s.n; i++) {
		size_t k = 0;

		if (i < to)
			k = z[i - from] < to - i ? z[i - from] : to - i;
		while (i + k < s.n && s.s[k] == s.s[i + k])
			k++;
		z[i] = k;
		if (i + k > to) {
			from = i;
			to = i + k;
		}
	}
	return z;
}

static void
note(struct edit_found *out, size_t at, size_t common, size_t whole)
{
	if (common > out->near_n) {
		out->near = at;
		out->near_n = common;
	}
	if (common < whole)
		return;
	if (out->places < EDIT_SHOWN)
		out->at[out->places] = at;
	out->places++;
}

void
edit_find(struct edit_text text, struct edit_text search, struct edit_found *out)
{
	size_t *z = own_prefixes(search), from = 0, to = 0;

	*out = (struct edit_found){ 0 };
	for (size_t i = 0; i < text.n; i++) {
		size_t k = 0;

		if (i < to)
			k = z[i - from] < to - i ? z[i - from] : to - i;
		while (k < search.n && i + k < text.n && text.s[i + k] == search.s[k])
			k++;
		if (i + k > to) {
			from = i;
			to = i + k;
		}
		note(out, i, k, search.n);
	}
	free(z);
}

size_t
edit_line(struct edit_text text, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at && i < text.n; i++)
		line += text.s[i] == '\n';
	return line;
}
