#include "base/ignore.h"

#include <string.h>

void
ignore_init(struct ignore *ignore)
{
	*ignore = (struct ignore){ 0 };
	arena_init(&ignore->texts);
}

void
ignore_fini(struct ignore *ignore)
{
	vec_fini(&ignore->patterns);
	arena_fini(&ignore->texts);
}

static bool
has_wildcard(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (strchr("*?[\\", s[i]))
			return true;
	}
	return false;
}

/* Blanks at the end go, unless a backslash is before them. */
static size_t
without_final_blanks(const char *s, size_t n)
{
	while (n > 0 && s[n - 1] == ' ') {
		size_t slashes = 0;

		while (slashes + 1 < n && s[n - 2 - slashes] == '\\')
			slashes++;
		if (slashes % 2 == 1)
			break;
		n--;
	}
	return n;
}

void
ignore_add_line(struct ignore *ignore, const char *line, size_t n)
{
	struct ignore_pattern p = { 0 };

	if (n > 0 && line[n - 1] == '\r')
		n--;
	if (n == 0 || line[0] == '#' || memchr(line, '\0', n))
		return;
	n = without_final_blanks(line, n);
	if (n > 0 && line[0] == '!') {
		p.negated = true;
		line++, n--;
	}
	if (n > 0 && line[n - 1] == '/') {
		p.only_dirs = true;
		n--;
	}
	p.anchored = memchr(line, '/', n) != NULL;
	if (n > 0 && line[0] == '/')
		line++, n--;
	if (n == 0)
		return;
	p.text = arena_strndup(&ignore->texts, line, n);
	p.n = n;
	p.literal = !has_wildcard(line, n);
	while (p.tail < n && !strchr("*?[]\\/", line[n - 1 - p.tail]))
		p.tail++;
	*vec_add(&ignore->patterns) = p;
}

void
ignore_add(struct ignore *ignore, const char *text, size_t n)
{
	size_t at = n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	while (at < n) {
		const char *newline = memchr(text + at, '\n', n - at);
		size_t end = newline ? (size_t)(newline - text) : n;

		ignore_add_line(ignore, text + at, end - at);
		at = end + 1;
	}
}

static bool
in_class(const char *name, size_t n, unsigned char c)
{
	static const struct {
		const char *name, *members;
	} classes[] = {
		{ "alnum", "azAZ09" },
		{ "alpha", "azAZ" },
		{ "digit", "09" },
		{ "lower", "az" },
		{ "upper", "AZ" },
		{ "xdigit", "09afAF" },
		{ "punct", "!/:@[`{~" },
		{ "space", "\t\r  " },
		{ "blank", "\t\t  " },
		{ "graph", "!~" },
		{ "print", " ~" },
		{ "cntrl", "\x01\x1f\x7f\x7f" },
	};

	for (size_t i = 0; i < sizeof classes / sizeof classes[0]; i++) {
		if (strlen(classes[i].name) != n || memcmp(classes[i].name, name, n) != 0)
			continue;
		for (const char *m = classes[i].members; *m; m += 2) {
			if (c >= (unsigned char)m[0] && c <= (unsigned char)m[1])
				return true;
		}
	}
	return false;
}

/* The [...] at p: its length, or 0 when it does not close; *hit says whether c is in it. */
static size_t
bracket(const char *p, size_t n, unsigned char c, bool *hit)
{
	size_t i = 1;
	bool negated = i < n && (p[i] == '!' || p[i] == '^'), found = false;

	i += negated;
	for (size_t first = i; i < n && (p[i] != ']' || i == first); i++) {
		unsigned char low, high;
		const char *end;

		if (p[i] == '[' && i + 1 < n && p[i + 1] == ':' &&
		    (end = memchr(p + i + 2, ']', n - i - 2)) && end[-1] == ':' &&
		    end - 1 > p + i + 1) {
			found |= in_class(p + i + 2, (size_t)(end - 1 - (p + i + 2)), c);
			i = (size_t)(end - p);
			continue;
		}
		if (p[i] == '\\' && i + 1 < n)
			i++;
		low = high = (unsigned char)p[i];
		if (i + 2 < n && p[i + 1] == '-' && p[i + 2] != ']') {
			i += 2;
			if (p[i] == '\\' && i + 1 < n)
				i++;
			high = (unsigned char)p[i];
		}
		found |= c >= low && c <= high;
	}
	*hit = found != negated;
	return i < n ? i + 1 : 0;
}

/* One byte of s against the pattern's next element: the element's length, or 0. */
static size_t
one(const char *p, size_t n, char c)
{
	bool hit = false;
	size_t len;

	if (p[0] == '?')
		return c != '/';
	if (p[0] == '[') {
		len = bracket(p, n, (unsigned char)c, &hit);
		return hit && c != '/' ? len : 0;
	}
	if (p[0] == '\\')
		return n > 1 && p[1] == c ? 2 : 0;
	return p[0] == c;
}

/* "**" between slashes or at an end: any number of directories. */
static bool
is_double_star(const char *start, const char *p, size_t pn)
{
	return pn >= 2 && p[0] == '*' && p[1] == '*' && (p == start || p[-1] == '/') &&
	       (pn == 2 || p[2] == '/');
}

/* A star takes as little as will do, and more when what follows does not fit.  Only the last one of
   a directory, and the last double one, have to be tried again: what lies between two double ones
   is so many directories, and where it fits first leaves the most for the rest. */
static bool
glob(const char *p, size_t pn, const char *s, size_t n)
{
	static const size_t none = (size_t)-1;
	size_t i = 0, at = 0, star = none, star_at = 0, far = none, far_at = 0;

	for (;;) {
		const char *slash;
		size_t took;

		if (i < pn && is_double_star(p, p + i, pn - i)) {
			if (i + 2 == pn)
				return at < n || i == 0;
			far = i += 3;
			far_at = at;
			star = none;
			continue;
		}
		if (i < pn && p[i] == '*') {
			star = i++;
			star_at = at;
			continue;
		}
		if (at == n && i == pn)
			return true;
		if (at < n && i < pn && (took = one(p + i, pn - i, s[at])) > 0) {
			i += took;
			at++;
			continue;
		}
		if (star != none && star_at < n && s[star_at] != '/') {
			at = ++star_at;
			i = star + 1;
			continue;
		}
		slash = far == none ? NULL : memchr(s + far_at, '/', n - far_at);
		if (slash == NULL)
			return false;
		at = far_at = (size_t)(slash - s) + 1;
		i = far;
		star = none;
	}
}

bool
ignore_glob(const char *pattern, size_t pattern_n, const char *s, size_t n)
{
	return glob(pattern, pattern_n, s, n);
}

static bool
fits(const struct ignore_pattern *p, const char *s, size_t n)
{
	if (p->literal)
		return n == p->n && memcmp(s, p->text, n) == 0;
	if (n < p->tail || memcmp(s + n - p->tail, p->text + p->n - p->tail, p->tail) != 0)
		return false;
	return glob(p->text, p->n, s, n);
}

enum ignore_answer
ignore_match(const struct ignore *ignore, const char *path, bool is_dir)
{
	size_t n = strlen(path), base = n;

	while (base > 0 && path[base - 1] != '/')
		base--;
	for (size_t i = ignore->patterns.len; i > 0; i--) {
		const struct ignore_pattern *p = &ignore->patterns.at[i - 1];
		size_t from = p->anchored ? 0 : base;

		if ((!p->only_dirs || is_dir) && fits(p, path + from, n - from))
			return p->negated ? IGNORE_NO : IGNORE_YES;
	}
	return IGNORE_UNSAID;
}

bool
ignore_covers(const struct ignore *ignore, const char *path)
{
	char *dir = mem_strdup(path);
	bool covered = false;

	for (char *slash = strchr(dir, '/'); slash && !covered; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		covered = *dir && ignore_match(ignore, dir, true) == IGNORE_YES;
		*slash = '/';
	}
	free(dir);
	return covered || ignore_match(ignore, path, false) == IGNORE_YES;
}
