/* go.mod; the versions in it are those that are built with. */

#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"

struct words {
	const char *at[4];
	size_t n[4], len;
};

/* The words of a line without its comment. */
static void
split(const char *s, size_t n, struct words *out)
{
	out->len = 0;
	for (size_t i = 0; i < n && out->len < 4;) {
		size_t m = 0;

		if (strchr(" \t\r\"`", s[i])) {
			i++;
			continue;
		}
		if (n - i >= 2 && s[i] == '/' && s[i + 1] == '/')
			return;
		while (i + m < n && !strchr(" \t\r\"`", s[i + m]))
			m++;
		out->at[out->len] = s + i;
		out->n[out->len++] = m;
		i += m;
	}
}

static bool
is(const struct words *w, size_t i, const char *text)
{
	return w->len > i && w->n[i] == strlen(text) && memcmp(w->at[i], text, w->n[i]) == 0;
}

static void
take(struct deps *d, const char *ecosystem, const char *known, const struct words *w, size_t i,
    const char *path)
{
	char *name = known ? mem_strdup(known) : mem_strndup(w->at[i], w->n[i]);
	size_t v = known ? i : i + 1;
	char *version = v < w->len ? mem_strndup(w->at[v], w->n[v]) : mem_strdup("");

	deps_add(d, ecosystem, name, version, path);
	if (!known)
		deps_lock(d, ecosystem, name, version);
	free(name);
	free(version);
}

void
deps_go(struct deps *d)
{
	const char *path = deps_path(d, d->root, "go.mod");
	bool inside = false;
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	for (const char *s = text.s; *s;) {
		size_t n = strcspn(s, "\n");
		bool indirect = false;
		struct words w;

		split(s, n, &w);
		for (size_t i = 0; i + 11 <= n; i++)
			indirect = indirect || memcmp(s + i, "// indirect", 11) == 0;
		if (is(&w, 0, ")"))
			inside = false;
		else if (is(&w, 0, "require") && is(&w, 1, "("))
			inside = true;
		else if (is(&w, 0, "go") && w.len > 1)
			take(d, "engine", "go", &w, 1, path);
		else if (is(&w, 0, "require") && w.len > 2 && !indirect)
			take(d, "go", NULL, &w, 1, path);
		else if (inside && w.len > 1 && !indirect)
			take(d, "go", NULL, &w, 0, path);
		s += n + (s[n] == '\n');
	}
	deps_add(d, "build", "go", "", path);
	d->modules = "go modules";
	buf_fini(&text);
}
