#include "text/test_name.h"

#include <stddef.h>
#include <string.h>

const char *
test_name_last(const char *name)
{
	static const char *const between[] = { "::", " > ", "#" };
	const char *at = name;

	for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
		for (const char *found; (found = strstr(at, between[i])) != NULL;)
			at = found + strlen(between[i]);
	}
	return at;
}
