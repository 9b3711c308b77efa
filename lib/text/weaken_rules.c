#include "text/weaken_private.h"

#include <string.h>

#include "base/mem.h"
#include "io/json.h"

#define FLAGS (REGEX_BYTES | REGEX_MULTILINE | REGEX_LIGHT)
#define RULES_MAX 1000

static const char *const keys[GUARD_KINDS] = { "tests", "functions", "conditions", "dead",
	"returns", "assertions", "operators", "ranks", "trivial", "tolerances", "either", "both",
	"assignment", "tables", "registered", "marks" };

static const char *const blocks[] = { "braces", "call", "indent", "end", "command", "line" };

static const struct {
	const char *name;
	enum weaken_what what;
} marks[] = {
	{ "skip", WEAKEN_SKIP },
	{ "catch", WEAKEN_CATCH },
	{ "exit", WEAKEN_EXIT },
	{ "replaced", WEAKEN_REPLACED },
	{ "mocked", WEAKEN_MOCK },
};

static enum status
refuse(const struct json *from, const char *why, struct err *err)
{
	const char *pattern =
	    json_string(from) ? json_string(from) : json_get_string(from, "pattern");

	return err_set(err, ST_CONFIG, "%s: %.200s: %s", WEAKEN_FILE, pattern, why);
}

static enum status
read_block(struct guard *guard, const struct json *from, struct err *err)
{
	const char *name = json_string(json_get(from, "block"));

	guard->block = -1;
	guard->has_block = name != NULL;
	if (name == NULL || strcmp(name, "match") == 0)
		return ST_OK;
	for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
		if (strcmp(blocks[i], name) == 0)
			return guard->block = (int)i, ST_OK;
	}
	return refuse(
	    from, "block is none of braces, call, indent, end, command, line, match", err);
}

static enum status
read_what(struct guard *guard, const struct json *from, struct err *err)
{
	const char *name = json_get_string(from, "what");

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		if (strcmp(marks[i].name, name) == 0)
			return guard->what = marks[i].what, ST_OK;
	}
	return refuse(from, "what is none of skip, catch, exit, replaced, mocked", err);
}

static enum status
compile(const struct json *from, const char *pattern, struct regex **out, struct err *err)
{
	if (pattern == NULL || *pattern == '\0')
		return refuse(from, "there is no pattern", err);
	if (regex_compile(pattern, FLAGS, out, err))
		return err->status = ST_CONFIG,
		       err_context(err, "%s: %.200s", WEAKEN_FILE, pattern);
	return ST_OK;
}

static enum status
read_guard(struct guard *guard, enum guard_kind kind, const struct json *from, struct err *err)
{
	const char *pattern =
	    json_string(from) ? json_string(from) : json_string(json_get(from, "pattern"));
	const char *unless = json_string(json_get(from, "unless"));
	double rank = json_get_number(from, "rank");
	enum status st = compile(from, pattern, &guard->re, err);

	if (st == ST_OK && unless)
		st = compile(from, unless, &guard->unless, err);
	if (st == ST_OK)
		st = read_block(guard, from, err);
	if (st == ST_OK && kind == GUARD_MARKS)
		st = read_what(guard, from, err);
	if (st)
		return st;
	if (rank < 0 || rank > RANK_MAX)
		return refuse(from, "rank is not 0 to 9", err);
	guard->rank = (int)rank;
	guard->name = regex_group(guard->re, "name");
	guard->at = regex_group(guard->re, "at");
	guard->value = regex_group(guard->re, "value");
	guard->value2 = regex_group(guard->re, "value2");
	guard->operator= regex_group(guard->re, "operator");
	guard->frameworks = json_get(from, "frameworks");
	guard->close = json_get_bool(from, "close");
	guard->message = json_get_bool(from, "message");
	guard->raw = json_get_bool(from, "raw");
	guard->leads = strcmp(json_get_string(from, "form"), "if") == 0;
	guard->behind = strcmp(json_get_string(from, "form"), "behind") == 0;
	guard->first = strcmp(json_get_string(from, "said"), "first") == 0;
	guard->digits = json_get_bool(from, "digits");
	guard->within = json_get(from, "within") ? json_get_number(from, "within") : -1;
	if ((kind == GUARD_TESTS || kind == GUARD_REGISTERED || kind == GUARD_ASSIGNMENT) &&
	    guard->name < 0)
		return refuse(from, "the pattern has no part (?<name>...)", err);
	if ((kind == GUARD_TOLERANCES || kind == GUARD_ASSIGNMENT) && guard->value < 0)
		return refuse(from, "the pattern has no part (?<value>...)", err);
	return ST_OK;
}

static bool
has_rules(const struct json *language, enum guard_kind kind)
{
	const struct json *rules = json_get(language, keys[kind]);

	return json_kind(rules) == JSON_STRING || json_len(rules) > 0;
}

/* A word that is none of ours is a rule that would not be kept; without tests and assertions
   nothing would ever be told. */
static enum status
check_language(const struct json *language, struct err *err)
{
	const char *name = NULL;

	json_each (it, json_get(language, "names"))
		name = json_string(it);
	json_each (it, language) {
		const char *key = json_key(it);
		bool known = strcmp(key, "names") == 0 || strcmp(key, "literals") == 0;

		for (int kind = 0; kind < GUARD_KINDS && !known; kind++)
			known = strcmp(key, keys[kind]) == 0;
		if (!known)
			return err_set(
			    err, ST_CONFIG, "%s: there are no rules named %.50s", WEAKEN_FILE, key);
	}
	if (name == NULL)
		return err_set(err, ST_CONFIG, "%s: a language has no names", WEAKEN_FILE);
	if (!has_rules(language, GUARD_TESTS) || !has_rules(language, GUARD_ASSERTIONS))
		return err_set(
		    err, ST_CONFIG, "%s: %.50s has no tests or no assertions", WEAKEN_FILE, name);
	return ST_OK;
}

static enum status
read_kind(
    struct guard_language *language, enum guard_kind kind, const struct json *from, struct err *err)
{
	struct guards *guards = &language->of[kind];
	enum status st = ST_OK;

	if (json_len(from) > RULES_MAX)
		return err_set(err, ST_CONFIG, "%s has more than %d rules in %s", WEAKEN_FILE,
		    RULES_MAX, keys[kind]);
	if (json_kind(from) == JSON_STRING)
		return read_guard(vec_add(guards), kind, from, err);
	json_each (it, from) {
		if (st == ST_OK)
			st = read_guard(vec_add(guards), kind, it, err);
	}
	return st;
}

enum status
weaken_rules_read(struct json *tree, struct weaken_rules **out, struct err *err)
{
	struct weaken_rules *rules = mem_calloc(1, sizeof *rules);
	const struct json *list = json_get(tree, "languages");
	enum status st = ST_OK;

	rules->tree = tree;
	if (json_len(list) == 0 || json_len(list) > RULES_MAX)
		st = err_set(err, ST_CONFIG, "%s has no languages, or too many", WEAKEN_FILE);
	json_each (it, list) {
		struct guard_language *language = st ? NULL : vec_add(&rules->languages);

		if (language == NULL)
			break;
		st = check_language(it, err);
		language->names = json_get(it, "names");
		language->literals = json_get(it, "literals");
		for (int kind = 0; kind < GUARD_KINDS && st == ST_OK; kind++)
			st = read_kind(
			    language, (enum guard_kind)kind, json_get(it, keys[kind]), err);
	}
	if (st == ST_OK)
		*out = rules;
	else
		weaken_rules_free(rules);
	return st;
}

void
weaken_rules_free(struct weaken_rules *rules)
{
	if (rules == NULL)
		return;
	vec_each (struct guard_language *, language, &rules->languages) {
		for (int kind = 0; kind < GUARD_KINDS; kind++) {
			vec_each (struct guard *, guard, &language->of[kind]) {
				regex_free(guard->re);
				regex_free(guard->unless);
			}
			vec_fini(&language->of[kind]);
		}
	}
	vec_fini(&rules->languages);
	json_free(rules->tree);
	free(rules);
}

bool
guard_names(const struct json *list, const char *name)
{
	json_each (it, list) {
		if (json_string(it) && name && strcmp(json_string(it), name) == 0)
			return true;
	}
	return false;
}
