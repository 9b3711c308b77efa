#include "io/stem.h"

#include <libstemmer.h>
#include <limits.h>
#include <stdlib.h>

#include "base/mem.h"

struct stem {
	struct sb_stemmer *snowball;
};

struct stem *
stem_open(const char *language)
{
	struct sb_stemmer *snowball = sb_stemmer_new(language, NULL);
	struct stem *stem;

	if (snowball == NULL)
		return NULL;
	stem = mem_alloc(sizeof *stem);
	stem->snowball = snowball;
	return stem;
}

void
stem_close(struct stem *stem)
{
	if (stem == NULL)
		return;
	sb_stemmer_delete(stem->snowball);
	free(stem);
}

const char *
stem_word(struct stem *stem, const char *word, size_t n, size_t *len)
{
	const sb_symbol *result;

	if (n > INT_MAX)
		n = INT_MAX;
	result = sb_stemmer_stem(stem->snowball, (const sb_symbol *)word, (int)n);
	if (result == NULL)
		mem_exhausted();
	*len = (size_t)sb_stemmer_length(stem->snowball);
	return (const char *)result;
}
