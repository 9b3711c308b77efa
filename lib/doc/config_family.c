#include "doc/config_private.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/near.h"
#include "doc/doc.h"

#define MEMBER_MAX 200
#define WORD_MAX 40

/* What stands for the `*` in a name that has the family's beginning and end. */
static bool
star_of(const struct config_key *key, const char *name, const char **star, size_t *n)
{
	const char *at = strchr(key->name, '*');
	size_t all = strlen(name), before, behind;

	if (at == NULL)
		return false;
	before = (size_t)(at - key->name);
	behind = strlen(at + 1);
	if (all <= before + behind || strncmp(name, key->name, before) != 0 ||
	    strcmp(name + all - behind, at + 1) != 0)
		return false;
	*star = name + before;
	*n = all - before - behind;
	return true;
}

static bool
is_printable(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f || s[i] == '*')
			return false;
	}
	return n <= MEMBER_MAX;
}

static bool
is_word(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!isalnum((unsigned char)s[i]) && s[i] != '-' && s[i] != '_')
			return false;
	}
	return n <= WORD_MAX;
}

static bool
is_phase(const char *s, size_t n)
{
	for (size_t i = 0; doc_phases[i]; i++) {
		if (strlen(doc_phases[i]) == n && memcmp(doc_phases[i], s, n) == 0)
			return true;
	}
	return false;
}

static bool
may_be_member(const struct config_key *key, const char *star, size_t n)
{
	switch (key->members) {
	case CONFIG_ANY:
		return is_printable(star, n);
	case CONFIG_WORD:
		return is_word(star, n);
	case CONFIG_PHASE:
		return is_phase(star, n);
	case CONFIG_NONE:
		break;
	}
	return false;
}

const struct config_key *
config_find(const char *name)
{
	const char *star;
	size_t n;

	for (const struct config_key *key = config_keys; key->name; key++) {
		if (strcmp(key->name, name) == 0)
			return key;
	}
	for (const struct config_key *key = config_keys; key->name; key++) {
		if (star_of(key, name, &star, &n) && may_be_member(key, star, n))
			return key;
	}
	return NULL;
}

/* The family's name with this part of `name` for the `*`: "limit.groq.request" was meant as
   "limit.groq.requests".  NULL when the beginning is another. */
static char *
as_member(const struct config_key *key, const char *name)
{
	const char *at = strchr(key->name, '*'), *end;
	size_t before;

	if (at == NULL)
		return NULL;
	before = (size_t)(at - key->name);
	if (strncmp(name, key->name, before) != 0)
		return NULL;
	end = at[1] ? strrchr(name, '.') : name + strlen(name);
	if (end <= name + before ||
	    !may_be_member(key, name + before, (size_t)(end - name) - before))
		return NULL;
	return mem_printf("%.*s%s", (int)(end - name), name, at + 1);
}

struct nearest {
	const char *name;
	char *best;
	size_t least;
};

/* Takes the candidate. */
static void
consider(struct nearest *nearest, char *candidate, size_t distance)
{
	if (nearest->best && distance >= nearest->least) {
		free(candidate);
		return;
	}
	free(nearest->best);
	nearest->best = candidate;
	nearest->least = distance;
}

static void
consider_key(struct nearest *nearest, const struct config_key *key)
{
	const char *last = strrchr(key->name, '.');
	char *member = as_member(key, nearest->name);

	if (last && strcmp(last + 1, nearest->name) == 0)
		consider(nearest, mem_strdup(key->name), 0);
	consider(nearest, mem_strdup(key->name), near_distance(nearest->name, key->name));
	if (member)
		consider(nearest, member, near_distance(nearest->name, member));
	for (size_t i = 0; key->members == CONFIG_PHASE && doc_phases[i]; i++) {
		char *of_phase =
		    mem_printf("%.*s%s", (int)strcspn(key->name, "*"), key->name, doc_phases[i]);

		consider(nearest, of_phase, near_distance(nearest->name, of_phase));
	}
}

char *
config_nearest(const char *name)
{
	struct nearest nearest = { .name = name };

	for (const struct config_key *key = config_keys; key->name; key++)
		consider_key(&nearest, key);
	return nearest.best;
}

char *
config_variable(const char *name)
{
	const struct config_key *key = config_find(name);
	char *variable;

	if (key && key->variable)
		return mem_strdup(key->variable);
	variable = mem_printf("RSG_%.*s%s%s", (int)strcspn(name, "*"), name,
	    strchr(name, '*') ? "NAME" : "", strchr(name, '*') ? strchr(name, '*') + 1 : "");
	for (char *p = variable; *p; p++)
		*p = isalnum((unsigned char)*p) ? (char)toupper((unsigned char)*p) : '_';
	return variable;
}

/* The text between the beginning and the end that the variables of a family have. */
static char *
member_of(const struct config_key *key, const char *variable, size_t n)
{
	const char *star = strchr(key->name, '*');
	char *family = config_variable(key->name), *name = NULL;
	size_t before = strlen("RSG_") + (size_t)(star - key->name), behind = strlen(star + 1);

	/* The family's has NAME in place of the star. */
	if (n > before + behind && memcmp(variable, family, before) == 0 &&
	    memcmp(variable + n - behind, family + before + 4, behind) == 0) {
		size_t len = n - before - behind;

		name = mem_printf("%.*s%.*s%s", (int)(star - key->name), key->name, (int)len,
		    variable + before, star + 1);
		for (size_t i = 0; i < len; i++) {
			char *c = &name[(size_t)(star - key->name) + i];

			*c = (char)tolower((unsigned char)*c);
		}
	}
	free(family);
	return name;
}

char *
config_member_of_variable(const char *variable)
{
	for (const struct config_key *key = config_keys; key->name; key++) {
		char *name =
		    key->members != CONFIG_NONE ? member_of(key, variable, strlen(variable)) : NULL;

		if (name && config_find(name) == key)
			return name;
		free(name);
	}
	return NULL;
}

/* A member that a variable set has whatever name leads to that variable. */
static struct config_member *
find_member(const struct config *config, const char *name)
{
	struct config_member *found = NULL;
	char *variable;

	if (config->members.len == 0)
		return NULL;
	variable = config_variable(name);
	vec_each (struct config_member *, it, &config->members) {
		if (strcmp(it->name, name) == 0) {
			found = it;
			break;
		}
		if (it->value.origin && strcmp(it->value.origin, variable) == 0)
			found = it;
	}
	free(variable);
	return found;
}

struct config_value *
config_member(const struct config *config, const char *name)
{
	struct config_member *member = find_member(config, name);

	return member ? &member->value : NULL;
}

struct config_value *
config_member_make(struct config *config, const char *name)
{
	struct config_member *member = find_member(config, name);

	if (member == NULL || strcmp(member->name, name) != 0) {
		member = vec_add(&config->members);
		member->name = mem_strdup(name);
		member->variable = config_variable(name);
	}
	return &member->value;
}

void
config_value_fini(struct config_value *value)
{
	free(value->text);
	free(value->origin);
	strings_fini(&value->list);
}

void
config_members_fini(struct config *config)
{
	vec_each (struct config_member *, it, &config->members) {
		free(it->name);
		free(it->variable);
		config_value_fini(&it->value);
	}
	vec_fini(&config->members);
}

const char *
config_first(const struct config *config, const char *family, const char *const *names, size_t n)
{
	const struct config_key *key = config_find(family);
	const char *star = strchr(key->name, '*');

	for (size_t i = 0; i < n; i++) {
		const struct config_member *member;
		char *name;

		if (names[i] == NULL || *names[i] == '\0')
			continue;
		name =
		    mem_printf("%.*s%s%s", (int)(star - key->name), key->name, names[i], star + 1);
		member = find_member(config, name);
		free(name);
		if (member)
			return member->name;
	}
	return key->name;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

void
config_names(const struct config *config, struct strings *out)
{
	for (const struct config_key *key = config_keys; key->name; key++)
		strings_add(out, key->name);
	vec_each (struct config_member *, it, &config->members)
		strings_add(out, it->name);
	vec_sort(out, by_name);
}
