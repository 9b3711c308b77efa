/* Any JSON is read as an Atlassian document: its blocks stand on lines of its text. */

#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "io/json.h"
#include "text/adf.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct json *tree = NULL;
	struct blocks blocks;
	int line = 1, lines = 1;
	struct buf text;

	if (json_parse((const char *)data, n, &tree, &err))
		return 0;
	blocks_init(&blocks);
	buf_init(&text, BUF_DOCUMENT);
	adf_read(&blocks, &text, &line, tree);
	for (size_t i = 0; i < text.len; i++)
		lines += text.s[i] == '\n';
	if (lines != line)
		abort();
	for (size_t i = 0; i < blocks.len; i++) {
		if (blocks.at[i].line < 1 || blocks.at[i].end_line < blocks.at[i].line ||
		    blocks.at[i].end_line > lines)
			abort();
	}
	buf_fini(&text);
	blocks_fini(&blocks);
	json_free(tree);
	return 0;
}
