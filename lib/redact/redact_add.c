/* Rules of a user: a file in the form of rules.yaml. */
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "io/regex.h"
#include "io/yaml.h"
#include "redact/redact_private.h"

#define MOST_RULES 1000
#define MOST_KEYWORDS 10000 /* of all rules; a redactor numbers them in 16 bits */
#define KEYWORD_MIN 3
#define KEYWORD_MAX 64
#define BEFORE_MAX 64

char *
redact_anchored(const struct redact_rule *rule)
{
	return rule->keywords ? mem_printf("\\G(?:%s)", rule->pattern) : mem_strdup(rule->pattern);
}

static enum status
check_names(const struct json *j, struct err *err)
{
	static const char *const known[] = { "id", "finds", "pattern", "keywords", "near", "unless",
		"check", "entropy", "before", "personal", "anywhere", "tests" };

	json_each (member, j) {
		bool found = false;

		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
			found = found || strcmp(known[i], json_key(member)) == 0;
		if (!found)
			return err_set(
			    err, ST_CONFIG, "\"%.60s\" is nothing a rule has", json_key(member));
	}
	return ST_OK;
}

static bool
is_id(const char *s)
{
	size_t n = strlen(s);

	return n > 0 && n <= KEYWORD_MAX && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == n;
}

static const char *
text_of(struct redactor *r, const struct json *j, const char *name)
{
	const char *s = json_string(json_get(j, name));

	return s ? arena_strdup(&r->arena, s) : NULL;
}

static enum status
read_keywords(
    struct redactor *r, const struct json *list, struct redact_rule *rule, struct err *err)
{
	struct buf all;
	enum status st = ST_OK;

	if (list == NULL)
		return ST_OK;
	if (r->keywords.len + json_len(list) > MOST_KEYWORDS)
		return err_set(err, ST_CONFIG, "there are more than %d keywords", MOST_KEYWORDS);
	buf_init(&all, BUF_TEXT);
	json_each (word, list) {
		const char *s = json_string(word);
		size_t n = s ? strlen(s) : 0;

		if (n < KEYWORD_MIN || n > KEYWORD_MAX || strchr(s, '\n'))
			st = err_set(err, ST_CONFIG, "a keyword has %d to %d bytes and no newline",
			    KEYWORD_MIN, KEYWORD_MAX);
		for (size_t i = 0; st == ST_OK && i < n; i++)
			buf_char(&all, s[i] >= 'A' && s[i] <= 'Z' ? (char)(s[i] | 0x20) : s[i]);
		buf_char(&all, '\n');
	}
	if (st == ST_OK && json_len(list) == 0)
		st = err_set(err, ST_CONFIG, "keywords is no list, or empty: leave it out");
	rule->keywords = arena_strndup(&r->arena, all.s, all.len);
	buf_fini(&all);
	return st;
}

static enum status
check_pattern(const char *pattern, struct err *err)
{
	struct regex *re = NULL;

	if (regex_compile(pattern, REGEX_BYTES | REGEX_LIGHT, &re, err))
		err->status = ST_CONFIG;
	regex_free(re);
	return err->status;
}

static enum status
check_rule(const struct redact_rule *rule, struct err *err)
{
	char *anchored;
	enum status st;

	if (!is_id(rule->id))
		return err_set(err, ST_CONFIG, "an id has 1 to 64 of a-z, 0-9 and -");
	if (rule->pattern == NULL || *rule->pattern == '\0')
		return err_set(err, ST_CONFIG, "it has no pattern");
	if (rule->check && !redact_check_known(rule->check))
		return err_set(err, ST_CONFIG, "check is literal, password, secret, luhn or iban");
	if (rule->before < 0)
		return err_set(err, ST_CONFIG, "before is 0 to %d", BEFORE_MAX);
	anchored = redact_anchored(rule);
	st = check_pattern(anchored, err);
	free(anchored);
	return st == ST_OK && rule->unless ? check_pattern(rule->unless, err) : st;
}

static enum status
read_rule(struct redactor *r, const struct json *j, struct err *err)
{
	struct redact_rule *rule = arena_alloc(&r->arena, sizeof *rule);
	double before = json_get_number(j, "before");

	if (json_kind(j) != JSON_OBJECT)
		return err_set(err, ST_CONFIG, "it is no mapping");
	rule->id = arena_strdup(&r->arena, json_get_string(j, "id"));
	rule->finds = arena_strdup(&r->arena, json_get_string(j, "finds"));
	rule->pattern = text_of(r, j, "pattern");
	rule->near = text_of(r, j, "near");
	rule->unless = text_of(r, j, "unless");
	rule->check = text_of(r, j, "check");
	rule->entropy = json_get_number(j, "entropy");
	rule->before = before >= 0 && before <= BEFORE_MAX ? (int)before : -1;
	rule->personal = json_get_bool(j, "personal");
	rule->anywhere = json_get_bool(j, "anywhere");
	if (check_names(j, err) || read_keywords(r, json_get(j, "keywords"), rule, err) ||
	    check_rule(rule, err))
		return err->status;
	redact_use(r, rule, true);
	return ST_OK;
}

enum status
redact_add(struct redactor *r, const char *yaml, size_t n, struct err *err)
{
	struct json *tree = NULL;
	const struct json *rules;
	size_t i = 0;
	enum status st = yaml_parse(yaml, n, &tree, err);

	if (st) {
		err->status = ST_CONFIG;
		return ST_CONFIG;
	}
	rules = json_get(tree, "rules");
	if (json_kind(rules) != JSON_ARRAY || json_len(tree) != 1 || json_len(rules) > MOST_RULES)
		st = err_set(err, ST_CONFIG, "expected `rules:` with a list of rules below it");
	else
		json_each (rule, rules) {
			i++;
			if (st == ST_OK && (st = read_rule(r, rule, err)) != ST_OK)
				err_context(
				    err, "rule %zu, \"%.64s\"", i, json_get_string(rule, "id"));
		}
	json_free(tree);
	return st;
}
