/* Spans are in order, code is as long as the text and keeps its newlines, blocks end in it, imports
   have a name and a line. */

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "text/imports.h"
#include "text/source.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct source_language *
pick(uint8_t byte)
{
	size_t count = 0;

	while (source_language_name(count))
		count++;
	return source_language(source_language_name(byte % count));
}

static void
check_spans(const struct source *s)
{
	size_t at = 0;

	vec_each (const struct source_span *, span, &s->spans) {
		if (span->from < at || span->inner < span->from || span->inner_to < span->inner ||
		    span->to < span->inner_to || span->to > s->n || span->to == span->from)
			abort();
		at = span->to;
	}
	for (size_t i = 0; i < s->n; i++) {
		if ((s->text[i] == '\n') != (s->code[i] == '\n'))
			abort();
	}
}

static void
check_imports(const struct source *s)
{
	struct imports imports;

	if (source_unbalanced(s) > s->n)
		abort();
	imports_find(s, &imports);
	vec_each (const struct import *, it, &imports.at) {
		if (*it->name == '\0' || it->line == 0 || it->line > s->lines.len)
			abort();
	}
	imports_fini(&imports);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct source s;

	if (n == 0)
		return 0;
	source_init(&s, pick(data[0]), (const char *)data + 1, n - 1);
	check_spans(&s);
	check_imports(&s);
	for (size_t at = 0; at < s.n; at += 1 + at / 4) {
		for (int block = SOURCE_BRACES; block <= SOURCE_LINE; block++) {
			if (source_block_end(&s, (enum source_block)block, at, at) > s.n)
				abort();
		}
		if (source_close(&s, at) > s.n || source_line_start(&s, at) > at)
			abort();
	}
	source_fini(&s);
	return 0;
}
