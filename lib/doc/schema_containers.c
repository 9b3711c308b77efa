/* The rules for arrays and objects. */

#include <string.h>

#include "base/mem.h"
#include "doc/schema_check.h"
#include "io/json.h"
#include "io/regex.h"

static bool
fail_count(struct check *c, const char *limit, const struct rule *rule, const char *what, size_t n)
{
	return check_fail(c, "expected %s %.0f %s, found %zu", limit, rule->number, what, n);
}

bool
rule_min_items(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = json_len(j);

	return (double)n >= rule->number || fail_count(c, "at least", rule, "elements", n);
}

bool
rule_max_items(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = json_len(j);

	return (double)n <= rule->number || fail_count(c, "at most", rule, "elements", n);
}

bool
rule_min_members(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = json_len(j);

	return (double)n >= rule->number || fail_count(c, "at least", rule, "members", n);
}

bool
rule_max_members(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = json_len(j);

	return (double)n <= rule->number || fail_count(c, "at most", rule, "members", n);
}

struct element {
	uint64_t hash;
	size_t i;
	const struct json *j;
};

static int
by_hash(const void *a, const void *b)
{
	const struct element *x = a, *y = b;

	if (x->hash != y->hash)
		return x->hash < y->hash ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

/* Elements are compared only with those of the same hash. */
bool
rule_unique(struct check *c, const struct rule *rule, const struct json *j)
{
	VEC_OF(struct element) all = { 0 };
	bool unique = true;
	size_t i = 0;

	(void)rule;
	json_each (it, j) {
		*vec_add(&all) = (struct element){ json_hash(it, (uintptr_t)&all), i, it };
		i++;
	}
	vec_sort(&all, by_hash);
	for (size_t a = 0; unique && a < all.len; a++) {
		for (size_t b = a + 1; b < all.len && all.at[b].hash == all.at[a].hash; b++) {
			if (!json_equal(all.at[a].j, all.at[b].j))
				continue;
			unique = check_fail(
			    c, "elements %zu and %zu are equal", all.at[a].i, all.at[b].i);
			break;
		}
	}
	vec_fini(&all);
	return unique;
}

bool
rule_items(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t i = 0;

	json_each (it, j) {
		if (!check_below(c, rule->node, NULL, i++, it))
			return false;
	}
	return true;
}

/* items as a list; node is additionalItems. */
bool
rule_tuple(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t i = 0;

	json_each (it, j) {
		const struct schema *node = i < rule->nodes.len ? rule->nodes.at[i] : rule->node;

		if (node && !check_below(c, node, NULL, i, it))
			return false;
		i++;
	}
	return true;
}

bool
rule_contains(struct check *c, const struct rule *rule, const struct json *j)
{
	json_each (it, j) {
		if (check_quietly(c, rule->node, it))
			return true;
	}
	return check_fail(c, "no element is what one of them must be");
}

/* Sets *known when a pattern names the member. */
static bool
fits_patterns(struct check *c, const struct members *m, const struct json *it, bool *known)
{
	const char *key = json_key(it);

	vec_each (const struct member_pattern *, p, &m->patterns) {
		struct regex_match match;
		enum status st = regex_match(p->regex, key, strlen(key), 0, &match, c->err);

		if (st == ST_DATA)
			return check_fault(c, st);
		if (st == ST_NO)
			continue;
		*known = true;
		if (!check_below(c, p->node, key, 0, it))
			return false;
	}
	return true;
}

static bool
fits_additional(struct check *c, const struct members *m, const struct json *it)
{
	if (m->additional == NULL)
		return true;
	if (m->additional->never)
		return check_fail_at(c, json_key(it), "there is no such member");
	return check_below(c, m->additional, json_key(it), 0, it);
}

static bool
fail_missing(struct check *c, const struct members *m, const struct json *j)
{
	if (!c->loud)
		return false;
	for (size_t i = 0; i < m->names.len; i++) {
		const struct map_entry *e = &m->names.at[i];

		if (m->at.at[e->value].required && json_get(j, e->key) == NULL)
			return check_fail(c, "the member \"%.100s\" is missing", e->key);
	}
	return false;
}

bool
rule_members(struct check *c, const struct rule *rule, const struct json *j)
{
	const struct members *m = rule->members;
	size_t required = 0;

	json_each (it, j) {
		const char *key = json_key(it);
		const struct map_entry *e = map_find(&m->names, key, strlen(key));
		const struct member *member = e ? &m->at.at[e->value] : NULL;
		bool known = member && member->node;

		required += member && member->required;
		if (known && !check_below(c, member->node, key, 0, it))
			return false;
		if (!fits_patterns(c, m, it, &known))
			return false;
		if (!known && !fits_additional(c, m, it))
			return false;
	}
	return required >= m->required || fail_missing(c, m, j);
}

bool
rule_names(struct check *c, const struct rule *rule, const struct json *j)
{
	json_each (it, j) {
		struct json *name = json_new_string(json_key(it));
		bool fits = check_quietly(c, rule->node, name);

		json_free(name);
		if (!fits)
			return check_fail_at(c, json_key(it), "a member may not have this name");
	}
	return true;
}

/* text is a member; with it there must be all that value lists. */
bool
rule_needs(struct check *c, const struct rule *rule, const struct json *j)
{
	if (json_get(j, rule->text) == NULL)
		return true;
	json_each (name, rule->value) {
		if (json_get(j, json_string(name)) == NULL)
			return check_fail(c, "with \"%.100s\" the member \"%.100s\" is needed",
			    rule->text, json_string(name));
	}
	return true;
}

bool
rule_needs_schema(struct check *c, const struct rule *rule, const struct json *j)
{
	return json_get(j, rule->text) == NULL || check_node(c, rule->node, j);
}
