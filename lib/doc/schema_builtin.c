/* The schemas compiled into the library. */

#include <stdlib.h>
#include <string.h>

#include "doc/schema_data.h"
#include "doc/schema_node.h"

const char *
schema_builtin_text(const char *name, size_t *n)
{
	for (const struct schema_text *s = schema_texts; s->name; s++) {
		if (strcmp(s->name, name) == 0) {
			*n = s->n;
			return s->text;
		}
	}
	return NULL;
}

const char *
schema_builtin_name(size_t i)
{
	return schema_texts[i].name;
}

enum status
schema_builtin(
    const char *name, struct schema_set **set, const struct schema **out, struct err *err)
{
	struct schema_set *made = schema_set_new();
	enum status st;

	made->builtin = true;
	st = schema_compile(made, name, out, err);
	if (st)
		schema_set_free(made);
	else
		*set = made;
	return st;
}
