/* Any bytes are a tree with names, or are refused. */

#include <stdint.h>
#include <stdlib.h>

#include "io/xml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
check(const struct xml_node *node)
{
	if (node->name == NULL || node->text == NULL || node->line > node->end_line)
		abort();
	for (const struct xml_node *child = node->first; child; child = child->next)
		check(child);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct err err = ERR_INIT;
	struct xml xml;

	if (xml_parse((const char *)data, n, &xml, &err) == ST_OK) {
		check(xml.root);
		xml_fini(&xml);
	}
	return 0;
}
