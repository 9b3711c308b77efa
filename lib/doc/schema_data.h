/*
 * schema_data - the texts of schemas/, compiled in by lib/gen/schemas.sh; sorted, ended by a NULL
 * name.
 */
#ifndef DOC_SCHEMA_DATA_H
#define DOC_SCHEMA_DATA_H

#include <stddef.h>

struct schema_text {
	const char *name, *text;
	size_t n;
};

extern const struct schema_text schema_texts[];

#endif
