/* Spans follow each other, none is empty, neighbours differ, and together they are the text. */

#include <stdint.h>
#include <stdlib.h>

#include "text/highlight.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

struct seen {
	const char *at;
	enum highlight_kind last;
	size_t spans;
};

static void
see(enum highlight_kind kind, const char *s, size_t n, void *arg)
{
	struct seen *seen = arg;

	if (s != seen->at || n == 0 || (seen->spans++ && kind == seen->last) ||
	    highlight_name(kind) == NULL)
		abort();
	seen->at = s + n;
	seen->last = kind;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const names[] = { "python", "javascript", "typescript", "go", "java",
		"kotlin", "ruby", "rust", "c", "cpp", "sh", "tcl", "php", "gherkin", "none" };
	struct seen seen;

	if (n == 0)
		return 0;
	seen = (struct seen){ .at = (const char *)data + 1 };
	highlight(names[data[0] % (sizeof names / sizeof names[0])], seen.at, n - 1, see, &seen);
	if (seen.at != (const char *)data + n)
		abort();
	return 0;
}
