/* Gemfile, *.gemspec and Gemfile.lock, by lines. */

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "detect/deps.h"
#include "io/inside.h"

/* The string that begins at or behind s on its line; its length, 0 when there is none. */
static size_t
quoted(const char **s)
{
	size_t n;
	char quote;

	*s += strcspn(*s, "\"'#\n");
	quote = **s;
	if (quote != '"' && quote != '\'')
		return 0;
	++*s;
	for (n = 0; (*s)[n] && (*s)[n] != quote && (*s)[n] != '\n'; n++)
		;
	return (*s)[n] == quote ? n : 0;
}

/* gem "name", "~> 1.2", ">= 1.2.3", group: :test */
static void
gem(struct deps *d, const char *s, const char *path)
{
	size_t n = quoted(&s);
	char *name = mem_strndup(s, n);
	struct buf constraint;

	buf_init(&constraint, 1024);
	s += n + (n > 0);
	while (n > 0 && s[strspn(s, " \t")] == ',') {
		s += strspn(s, " \t,");
		if (*s != '"' && *s != '\'')
			break;
		n = quoted(&s);
		buf_printf(
		    &constraint, "%s%.*s", constraint.len ? ", " : "", n > 200 ? 200 : (int)n, s);
		s += n + (n > 0);
	}
	deps_add(d, "gem", name, constraint.s, path);
	buf_fini(&constraint);
	free(name);
}

static void
lines(struct deps *d, const char *path)
{
	static const char *const starts[] = { "gem ", "gem(", "gem\t" };
	static const char *const inner[] = { ".add_dependency", ".add_development_dependency",
		".add_runtime_dependency" };
	struct buf text;

	if (!deps_text(d, path, DEPS_MANIFEST, &text))
		return;
	for (const char *s = text.s; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		const char *at = s + strspn(s, " \t");
		size_t n = strcspn(at, ".#\"'(\n");

		for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
			if (strncmp(at, starts[i], strlen(starts[i])) == 0)
				gem(d, at, path);
		}
		for (size_t i = 0; i < sizeof inner / sizeof *inner; i++) {
			if (strncmp(at + n, inner[i], strlen(inner[i])) == 0 &&
			    strchr(" (", at[n + strlen(inner[i])]))
				gem(d, at + n, path);
		}
	}
	buf_fini(&text);
}

/* "    rspec (3.12.0)": four blanks, of what is installed. */
static void
lock_lines(struct deps *d, const char *dir)
{
	struct buf text;

	if (!deps_text(d, deps_path(d, dir, "Gemfile.lock"), DEPS_LOCK, &text))
		return;
	for (const char *s = text.s; *s; s += strcspn(s, "\n"), s += *s == '\n') {
		size_t n = strcspn(s, "\n"), name;
		const char *open;

		if (strspn(s, " ") != 4)
			continue;
		name = strcspn(s + 4, " (\n");
		open = s + 4 + name;
		if (4 + name + 2 < n && open[0] == ' ' && open[1] == '(') {
			char *gem_name = mem_strndup(s + 4, name);
			char *version = mem_strndup(open + 2, strcspn(open + 2, ")\n"));

			deps_lock(d, "gem", gem_name, version);
			free(version);
			free(gem_name);
		}
	}
	buf_fini(&text);
}

void
deps_ruby(struct deps *d)
{
	static const char pattern[] = "*.gemspec";
	size_t before = d->list.len;
	struct strings names = { 0 };
	const char *dir;

	lines(d, deps_path(d, d->root, "Gemfile"));
	inside_list(d->tree, d->root, &names);
	for (size_t i = 0; i < names.len; i++) {
		if (ignore_glob(pattern, sizeof pattern - 1, names.at[i], strlen(names.at[i])))
			lines(d, deps_path(d, d->root, names.at[i]));
	}
	strings_fini(&names);
	if (d->list.len == before)
		return;
	dir = deps_up(d, "Gemfile.lock");
	if (dir)
		lock_lines(d, dir);
	d->modules = "require";
}
