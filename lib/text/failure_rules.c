#include "text/failure_private.h"

#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "io/regex.h"

#define RULES_MAX 500
#define FLAGS (REGEX_BYTES | REGEX_MULTILINE)

static const char *const names[FAILURE_CATEGORIES] = {
	[FAILURE_UNKNOWN] = "unknown",
	[FAILURE_COMPILE] = "compile",
	[FAILURE_IMPORT] = "import",
	[FAILURE_FIXTURE] = "fixture",
	[FAILURE_ASSERTION] = "assertion",
	[FAILURE_TIMEOUT] = "timeout",
	[FAILURE_ENVIRONMENT] = "environment",
	[FAILURE_FLAKY] = "flaky",
};

const char *
failure_category_name(enum failure_category category)
{
	return names[category];
}

static enum status
read_category(const char *name, enum failure_category *out, const char *rule, struct err *err)
{
	for (int i = 0; i < FAILURE_CATEGORIES; i++) {
		if (strcmp(names[i], name) == 0) {
			*out = (enum failure_category)i;
			return ST_OK;
		}
	}
	return err_set(err, ST_CONFIG,
	    "%s: rule %s has no category: compile, import, fixture, assertion, timeout, "
	    "environment, flaky or unknown",
	    FAILURE_FILE, rule);
}

static enum status
read_pattern(
    const struct json *from, const char *name, struct failure_pattern *out, struct err *err)
{
	const char *pattern = json_get_string(from, "pattern");

	if (regex_compile(pattern, FLAGS, &out->re, err))
		return err->status = ST_CONFIG, err_context(err, "%s: rule %s", FAILURE_FILE, name);
	out->line = regex_group(out->re, "line");
	out->file = regex_group(out->re, "file");
	out->at = regex_group(out->re, "at");
	out->name = regex_group(out->re, "name");
	out->function = regex_group(out->re, "function");
	out->last = json_get_bool(from, "last");
	out->runners = json_get(from, "runners");
	return ST_OK;
}

static enum status
check_rule(const struct failure_rule *rule, struct err *err)
{
	bool has_pattern = rule->pattern.re != NULL;

	if (!has_pattern && rule->stage == NULL)
		return err_set(
		    err, ST_CONFIG, "%s: rule %s has no pattern", FAILURE_FILE, rule->name);
	if (*rule->suggestion == '\0')
		return err_set(
		    err, ST_CONFIG, "%s: rule %s has no suggestion", FAILURE_FILE, rule->name);
	if (strstr(rule->suggestion, "{name}") && (!has_pattern || rule->pattern.name < 0))
		return err_set(err, ST_CONFIG,
		    "%s: rule %s suggests something about {name}, which its pattern has not",
		    FAILURE_FILE, rule->name);
	return ST_OK;
}

static enum status
read_rule(struct failure_rules *rules, const struct json *from, struct err *err)
{
	struct failure_rule *rule = vec_add(&rules->rules);
	enum status st;

	rule->name = json_get_string(from, "name");
	rule->suggestion = json_get_string(from, "suggestion");
	rule->stage = json_string(json_get(from, "stage"));
	rule->pattern.runners = json_get(from, "runners");
	if (*rule->name == '\0')
		return err_set(
		    err, ST_CONFIG, "%s: rule %zu has no name", FAILURE_FILE, rules->rules.len);
	st = read_category(json_get_string(from, "category"), &rule->category, rule->name, err);
	if (st == ST_OK && json_get(from, "pattern"))
		st = read_pattern(from, rule->name, &rule->pattern, err);
	return st ? st : check_rule(rule, err);
}

static enum status
read_frame(struct failure_rules *rules, const struct json *from, struct err *err)
{
	struct failure_pattern *frame = vec_add(&rules->frames);
	enum status st = read_pattern(from, "of a frame", frame, err);

	if (st == ST_OK && frame->file < 0)
		st = err_set(
		    err, ST_CONFIG, "%s: a frame's pattern has no part (?<file>...)", FAILURE_FILE);
	return st;
}

static enum status
read_all(struct failure_rules *rules, struct err *err)
{
	const struct json *list = json_get(rules->tree, "rules");
	const struct json *frames = json_get(rules->tree, "frames");
	const char *outside = json_string(json_get(rules->tree, "outside"));
	enum status st = ST_OK;

	if (json_len(list) > RULES_MAX || json_len(frames) > RULES_MAX)
		return err_set(
		    err, ST_CONFIG, "%s has more than %d rules", FAILURE_FILE, RULES_MAX);
	json_each (it, list) {
		if (st == ST_OK)
			st = read_rule(rules, it, err);
	}
	json_each (it, frames) {
		if (st == ST_OK)
			st = read_frame(rules, it, err);
	}
	if (st == ST_OK && outside && regex_compile(outside, FLAGS, &rules->outside, err))
		st = err->status = ST_CONFIG;
	return st ? st : failure_normal_init(rules, err);
}

enum status
failure_rules_read(struct json *tree, struct failure_rules **out, struct err *err)
{
	struct failure_rules *rules = mem_calloc(1, sizeof *rules);
	enum status st;

	rules->tree = tree;
	st = read_all(rules, err);
	if (st == ST_OK)
		*out = rules;
	else
		failure_rules_free(rules);
	return st;
}

void
failure_rules_free(struct failure_rules *rules)
{
	if (rules == NULL)
		return;
	vec_each (struct failure_rule *, rule, &rules->rules)
		regex_free(rule->pattern.re);
	vec_each (struct failure_pattern *, frame, &rules->frames)
		regex_free(frame->re);
	vec_fini(&rules->rules);
	vec_fini(&rules->frames);
	regex_free(rules->outside);
	failure_normal_fini(rules);
	json_free(rules->tree);
	free(rules);
}

static bool
names_runner(const struct failure_pattern *pattern, const char *framework)
{
	json_each (it, pattern->runners) {
		const char *name = json_string(it);

		if (name && strcmp(name, framework) == 0)
			return true;
	}
	return false;
}

/* A framework that no rule names is like none. */
static bool
is_known(const struct failure_rules *rules, const char *framework)
{
	vec_each (const struct failure_rule *, rule, &rules->rules) {
		if (names_runner(&rule->pattern, framework))
			return true;
	}
	return false;
}

bool
failure_fits(
    const struct failure_rules *rules, const struct failure_pattern *pattern, const char *framework)
{
	if (pattern->runners == NULL || framework == NULL || names_runner(pattern, framework))
		return true;
	return !is_known(rules, framework);
}
