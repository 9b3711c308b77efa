#include "signal/terms.h"

#include <stdlib.h>
#include <string.h>

/* Words that say nothing in a request or a commit message: English ones, and those of every change.
   In order, for the search. */
/* clang-format off */
static const char *const stops[] = {
	"a", "about", "add", "added", "adds", "after", "all", "allow", "already", "also",
	"always", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before",
	"being", "both", "bug", "but", "by", "can", "cannot", "change", "changed", "changes",
	"commit", "could", "currently", "did", "do", "does", "doesn", "don", "done", "each",
	"else", "even", "fix", "fixed", "fixes", "for", "from", "get", "gets", "had", "has",
	"have", "he", "her", "here", "his", "how", "however", "if", "in", "instead", "into", "is",
	"isn", "issue", "it", "its", "just", "let", "like", "make", "makes", "may", "me", "more",
	"most", "must", "my", "need", "needs", "new", "no", "not", "now", "of", "on", "one",
	"only", "or", "other", "our", "out", "over", "own", "patch", "remove", "removed",
	"should", "since", "so", "some", "such", "support", "test", "tests", "than", "that",
	"the", "their", "them", "then", "there", "these", "they", "this", "those", "to", "too",
	"two", "up", "update", "updated", "us", "use", "used", "uses", "using", "very", "via",
	"was", "we", "were", "what", "when", "where", "whether", "which", "while", "who", "why",
	"will", "with", "would", "you", "your",
};
/* clang-format on */

struct word {
	const char *s;
	size_t n;
};

static int
by_word(const void *key, const void *member)
{
	const struct word *word = key;
	const char *stop = *(const char *const *)member;
	int order = strncmp(word->s, stop, word->n);

	return order != 0 ? order : -(stop[word->n] != '\0');
}

bool
terms_stop(const char *word, size_t n)
{
	struct word key = { word, n };

	return n > 0 && memchr(word, '\0', n) == NULL &&
	       bsearch(&key, stops, sizeof stops / sizeof stops[0], sizeof stops[0], by_word) !=
		   NULL;
}
