/* Patterns with alternatives, as the runners of JavaScript have them, become plain ones. */

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "phase/scan_setting.h"

#define MAX_PATTERNS 64
#define MAX_PATTERN ((size_t)1000)

struct group { /* [from, to) with its brackets; the inside starts at `inner` */
	size_t from, inner, to;
	char separator;
	bool optional, any;
};

/* The first group of alternatives in s, if any. */
static bool
find_group(const char *s, struct group *g)
{
	for (size_t i = 0; s[i]; i++) {
		bool brace = s[i] == '{', sign = strchr("?+@*!", s[i]) && s[i + 1] == '(';
		size_t depth = 0, at = i + (sign ? 1 : 0);
		char open = brace ? '{' : '(', close = brace ? '}' : ')';

		if (s[i] == '\\' && s[i + 1])
			i++;
		if (!brace && !sign)
			continue;
		*g = (struct group){ .from = i,
			.inner = at + 1,
			.separator = brace ? ',' : '|',
			.optional = !brace && (s[i] == '?' || s[i] == '*'),
			.any = !brace && s[i] == '!' };
		for (; s[at]; at++) {
			depth += s[at] == open;
			if (s[at] == close && --depth == 0) {
				g->to = at + 1;
				return true;
			}
		}
	}
	return false;
}

static void
add_choice(const char *glob, const struct group *g, const char *s, size_t n, struct strings *todo)
{
	struct buf one;

	buf_init(&one, BUF_TEXT);
	buf_add(&one, glob, g->from);
	buf_add(&one, s, n);
	buf_str(&one, glob + g->to);
	strings_addn(todo, one.s, one.len);
	buf_fini(&one);
}

static void
split(const char *glob, const struct group *g, struct strings *todo)
{
	size_t from = g->inner, depth = 0;

	if (g->any) {
		add_choice(glob, g, "*", 1, todo);
		return;
	}
	if (g->optional)
		add_choice(glob, g, "", 0, todo);
	for (size_t at = g->inner; at < g->to; at++) {
		if (depth == 0 && (glob[at] == g->separator || at == g->to - 1)) {
			add_choice(glob, g, glob + from, at - from, todo);
			from = at + 1;
		}
		depth += glob[at] == '(' || glob[at] == '{';
		depth -= depth > 0 && (glob[at] == ')' || glob[at] == '}');
	}
}

void
scan_glob_expand(const char *glob, struct strings *out)
{
	struct strings todo = { 0 };
	struct group g;
	size_t most = out->len + MAX_PATTERNS;

	strings_add(&todo, glob);
	for (size_t i = 0; i < todo.len && i < (size_t)4 * MAX_PATTERNS && out->len < most; i++) {
		if (strlen(todo.at[i]) > MAX_PATTERN)
			continue;
		if (find_group(todo.at[i], &g))
			split(todo.at[i], &g, &todo);
		else
			strings_add(out, todo.at[i]);
	}
	strings_fini(&todo);
}
