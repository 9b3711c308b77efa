/* The classes of a file, and what it says of other files. */

#include <string.h>

#include "phase/scan_above.h"

#define MAX_IMPORTS 256

void
home_init(struct home *home, const struct framework *framework, const char *path,
    struct source *source, struct items *items)
{
	*home =
	    (struct home){ .path = path, .framework = framework, .source = source, .items = items };
	map_init(&home->classes);
	for (size_t i = 0; i < items->len; i++) {
		const struct item *c = &items->at[i];
		bool added;

		if (c->bases && c->name[0]) {
			size_t *slot = map_slot(&home->classes, c->name, strlen(c->name), &added);

			if (added)
				*slot = i + 1;
		}
	}
}

void
home_fini(struct home *home)
{
	map_fini(&home->classes);
	vec_fini(&home->imports);
}

bool
home_class(struct home *home, const char *name, size_t n, struct base *out)
{
	const struct map_entry *e = map_find(&home->classes, name, n);

	if (e == NULL)
		return false;
	*out = (struct base){ home, e->value - 1 };
	return true;
}

/* The end of the statement: of the line, or of the brackets that open in it. */
static size_t
statement_end(struct source *s, size_t at)
{
	size_t end = source_line_end(s, at);
	const char *open = memchr(s->code + at, '(', end - at);

	return open ? source_close(s, (size_t)(open - s->code)) : end;
}

void
home_imports(struct home *home)
{
	struct source *s = home->source;
	struct err err = ERR_INIT;
	struct regex_match m;

	if (home->has_imports)
		return;
	home->has_imports = true;
	vec_each (const struct pattern *, p, &home->framework->imports) {
		int group = p->value < 0 ? 0 : p->value;

		for (size_t at = 0; home->imports.len < MAX_IMPORTS; at = m.to[0] + 1) {
			if (regex_match(p->regex, s->code, s->n, at, &m, &err))
				break;
			*vec_add(&home->imports) = (struct import){ m.from[group], m.to[group],
				statement_end(s, m.to[0]) };
		}
	}
}
