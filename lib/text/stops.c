#include <stdlib.h>
#include <string.h>

#include "text/words.h"

#define MAX_STOP 10

/* English function words, and what is left of contractions; sorted. */
static const char stops[][MAX_STOP + 1] = { "about", "above", "after", "again", "all", "also", "am",
	"an", "and", "any", "are", "aren", "as", "at", "be", "because", "been", "before", "being",
	"both", "but", "by", "can", "could", "couldn", "did", "didn", "do", "does", "doesn",
	"doing", "don", "during", "each", "either", "for", "from", "further", "given", "had",
	"hadn", "has", "hasn", "have", "haven", "having", "he", "her", "here", "him", "his", "how",
	"if", "in", "into", "is", "isn", "it", "its", "itself", "just", "ll", "may", "me", "might",
	"more", "most", "must", "my", "neither", "no", "nor", "not", "of", "off", "on", "once",
	"only", "onto", "or", "other", "our", "over", "own", "re", "same", "shall", "she", "should",
	"shouldn", "so", "some", "such", "than", "that", "the", "their", "them", "themselves",
	"then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until",
	"up", "upon", "ve", "very", "via", "was", "wasn", "we", "were", "weren", "what", "when",
	"where", "whether", "which", "while", "who", "whom", "whose", "why", "will", "with",
	"within", "without", "won", "would", "wouldn", "you", "your" };

static int
compare(const void *key, const void *stop)
{
	return strcmp(key, stop);
}

bool
words_is_stop(const char *word, size_t n)
{
	char key[MAX_STOP + 1];

	if (n > MAX_STOP)
		return false;
	memcpy(key, word, n);
	key[n] = '\0';
	return bsearch(key, stops, sizeof stops / sizeof stops[0], sizeof stops[0], compare) !=
	       NULL;
}
