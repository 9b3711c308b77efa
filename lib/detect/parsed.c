#include "detect/parsed.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"

void
parsed_fini(struct parsed *p)
{
	vec_each (struct parsed_file *, file, &p->files) {
		free(file->path);
		json_free(file->value);
	}
	vec_fini(&p->files);
	p->bytes = 0;
}

bool
parsed_get(const struct parsed *p, const char *path, const struct json **out)
{
	vec_each (const struct parsed_file *, file, &p->files) {
		if (strcmp(file->path, path) != 0)
			continue;
		*out = file->value;
		return true;
	}
	return false;
}

void
parsed_add(struct parsed *p, const char *path, size_t n, struct json *value)
{
	if (p->bytes + n > PARSED_BYTES)
		parsed_fini(p);
	*vec_add(&p->files) = (struct parsed_file){ mem_strdup(path), value };
	p->bytes += n;
}
