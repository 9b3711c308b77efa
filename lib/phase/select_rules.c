#include "phase/select_rules.h"

#include <string.h>

#include "base/buf.h"
#include "doc/tests.h"

void
select_rules_init(struct select_rules *rules, const struct strings *list)
{
	rules->list = list;
	ignore_init(&rules->paths);
	for (size_t i = 0; list && i < list->len; i++) {
		if (strstr(list->at[i], "::") == NULL)
			ignore_add_line(&rules->paths, list->at[i], strlen(list->at[i]));
	}
}

void
select_rules_fini(struct select_rules *rules)
{
	ignore_fini(&rules->paths);
}

/* A `?` takes the whole of a character: bytes that continue one go with it. */
static const char *
one_character(const char *s)
{
	for (s++; ((unsigned char)*s & 0xc0) == 0x80;)
		s++;
	return s;
}

bool
select_glob(const char *pattern, const char *s)
{
	const char *star = NULL, *again = NULL;

	while (*s) {
		if (*pattern == '*') {
			star = ++pattern;
			again = s;
		} else if (*pattern == '?') {
			pattern++;
			s = one_character(s);
		} else if (*pattern == *s) {
			pattern++;
			s++;
		} else if (star) {
			pattern = star;
			s = ++again;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

bool
select_rules_fit_path(const struct select_rules *rules, const char *path)
{
	return ignore_covers(&rules->paths, path);
}

bool
select_rules_fit(const struct select_rules *rules, const char *id, const char *file)
{
	const char *local = doc_test_local(id);

	for (size_t i = 0; rules->list && i < rules->list->len; i++) {
		const char *pattern = rules->list->at[i];

		if (strcmp(pattern, id) == 0 || strcmp(pattern, local) == 0)
			return true;
		if (strstr(pattern, "::") &&
		    (select_glob(pattern, id) || select_glob(pattern, local)))
			return true;
	}
	return select_rules_fit_path(rules, file);
}
