#include "phase/impact_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/ignore.h"
#include "doc/share.h"
#include "io/json.h"

#define FILE_NAME "changes.yaml"
#define RULES_MAX 200

struct rule {
	struct kind kind;
	struct ignore files;
};

struct kinds {
	struct json *tree;
	VEC_OF(struct rule) rules;
};

static const char *const names[] = { "source", "test", "build", "lock", "config", "data", "docs",
	"template", "other" };

static const char *
known_name(const char *name)
{
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], name) == 0)
			return names[i];
	}
	return NULL;
}

static enum status
read_rule(struct kinds *kinds, const struct json *from, struct err *err)
{
	struct rule *rule = vec_add(&kinds->rules);

	ignore_init(&rule->files);
	rule->kind.name = known_name(json_get_string(from, "kind"));
	rule->kind.wide = json_string(json_get(from, "wide"));
	if (rule->kind.name == NULL)
		return err_set(err, ST_CONFIG,
		    "%s: rule %zu has no kind of file: source, test, build, lock, config, data, "
		    "docs, template or other",
		    FILE_NAME, kinds->rules.len);
	if (json_len(json_get(from, "files")) == 0)
		return err_set(err, ST_CONFIG, "%s: rule %zu has no files: write files: [\"*.x\"]",
		    FILE_NAME, kinds->rules.len);
	json_each (it, json_get(from, "files")) {
		const char *pattern = json_string(it);

		if (pattern == NULL)
			return err_set(err, ST_CONFIG, "%s: a pattern of rule %zu is no text",
			    FILE_NAME, kinds->rules.len);
		ignore_add_line(&rule->files, pattern, strlen(pattern));
	}
	return ST_OK;
}

enum status
kinds_load(const struct share *share, struct kinds **out, struct err *err)
{
	struct kinds *kinds = mem_calloc(1, sizeof *kinds);
	enum status st = share_yaml(share, FILE_NAME, &kinds->tree, err);
	const struct json *rules = json_get(kinds->tree, "rules");

	if (st == ST_OK && json_len(rules) > RULES_MAX)
		st = err_set(err, ST_CONFIG, "%s has more than %d rules", FILE_NAME, RULES_MAX);
	json_each (it, rules) {
		if (st == ST_OK)
			st = read_rule(kinds, it, err);
	}
	if (st == ST_OK)
		*out = kinds;
	else
		kinds_free(kinds);
	return st;
}

void
kinds_free(struct kinds *kinds)
{
	if (kinds == NULL)
		return;
	vec_each (struct rule *, rule, &kinds->rules)
		ignore_fini(&rule->files);
	vec_fini(&kinds->rules);
	json_free(kinds->tree);
	free(kinds);
}

struct kind
kinds_of(const struct kinds *kinds, const char *path)
{
	vec_each (const struct rule *, rule, &kinds->rules) {
		if (ignore_covers(&rule->files, path))
			return rule->kind;
	}
	return (struct kind){ NULL, NULL };
}
