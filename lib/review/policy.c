#include "review/policy.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/near.h"
#include "doc/doc.h"
#include "io/json.h"
#include "io/yaml.h"
#include "review/facts.h"

#define NAME_BYTES 200
#define WORD_BYTES 64

static const char *const operators[] = { ">=", "<=", ">", "<", "==", "!=" };

/* A policy while it is checked. */
struct reading {
	const char *path, *text;
	size_t n;
};

/* A mistake at a dotted place of the file. */
static enum status
wrong(const struct reading *r, struct err *err, const char *place, const char *what)
{
	int line = yaml_line_of(r->text, r->n, place);

	if (line > 0)
		return err_set(err, ST_CONFIG, "%s:%d: %s: %s", r->path, line, place, what);
	return err_set(err, ST_CONFIG, "%s: %s: %s", r->path, place, what);
}

/* "score >= 0.9" in its three words; false when it has others. */
static bool
split(const char *text, char name[WORD_BYTES], char op[WORD_BYTES], double *number)
{
	char *const words[] = { name, op };
	char *end;

	for (int i = 0; i < 2; i++) {
		size_t n = strcspn(text, " ");

		if (n == 0 || n >= WORD_BYTES)
			return false;
		memcpy(words[i], text, n);
		words[i][n] = '\0';
		text += n + strspn(text + n, " ");
	}
	errno = 0;
	*number = strtod(text, &end);
	return end != text && end[strspn(end, " ")] == '\0' && errno == 0 && isfinite(*number);
}

static const char *
nearest_fact(const char *name)
{
	const char *nearest = fact_names[0];

	for (const char *const *it = fact_names; *it; it++) {
		if (near_distance(name, *it) < near_distance(name, nearest))
			nearest = *it;
	}
	return nearest;
}

static bool
is_one_of(const char *word, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n && words[i]; i++) {
		if (strcmp(word, words[i]) == 0)
			return true;
	}
	return false;
}

/* The checked form of a condition is an object; it is appended to out. */
static enum status
read_condition(const struct reading *r, const char *place, const struct json *text,
    struct json *out, struct err *err)
{
	char name[WORD_BYTES], op[WORD_BYTES], said[200];
	struct json *condition;
	double number;

	if (json_string(text) == NULL || !split(json_string(text), name, op, &number))
		return wrong(
		    r, err, place, "expected a fact, an operator and a number, as in score >= 0.9");
	if (!is_one_of(op, operators, sizeof operators / sizeof operators[0]))
		return wrong(r, err, place, "expected one of >= <= > < == != behind the fact");
	if (!is_one_of(name, fact_names, SIZE_MAX)) {
		snprintf(said, sizeof said, "there is no fact \"%s\": did you mean %s?", name,
		    nearest_fact(name));
		return wrong(r, err, place, said);
	}
	condition = json_add_object(out);
	json_set_string(condition, "fact", name);
	json_set_string(condition, "op", op);
	json_set_number(condition, "number", number);
	return ST_OK;
}

static enum status
read_when(const struct reading *r, const char *place, const struct json *when, struct json *out,
    struct err *err)
{
	char at[120];
	size_t i = 0;

	if (json_kind(when) != JSON_ARRAY)
		return wrong(r, err, place, "expected a list of conditions");
	json_each (it, when) {
		snprintf(at, sizeof at, "%s.%zu", place, i++);
		if (read_condition(r, at, it, out, err))
			return ST_CONFIG;
	}
	return ST_OK;
}

static enum status
check_words(const struct reading *r, const char *place, const struct json *rule, struct err *err)
{
	static const char *const keys[] = { "name", "phase", "decision", "when", NULL };
	const char *decision = json_get_string(rule, "decision");
	const char *name = json_get_string(rule, "name");
	char at[120];

	if (json_kind(rule) != JSON_OBJECT)
		return wrong(r, err, place, "expected name, phase, decision and when");
	json_each (it, rule) {
		snprintf(at, sizeof at, "%s.%.40s", place, json_key(it));
		if (!is_one_of(json_key(it), keys, SIZE_MAX))
			return wrong(r, err, at, "a rule has name, phase, decision and when");
	}
	for (int i = 0; keys[i]; i++) {
		snprintf(at, sizeof at, "the rule has no %s", keys[i]);
		if (json_get(rule, keys[i]) == NULL)
			return wrong(r, err, place, at);
	}
	snprintf(at, sizeof at, "%s.name", place);
	if (*name == '\0' || strlen(name) > NAME_BYTES)
		return wrong(r, err, at, "expected a text of at most 200 bytes");
	snprintf(at, sizeof at, "%s.phase", place);
	if (doc_phase_index(json_get_string(rule, "phase")) < 0)
		return wrong(r, err, at, "there is no such phase");
	snprintf(at, sizeof at, "%s.decision", place);
	if (strcmp(decision, "approve") != 0 && strcmp(decision, "reject") != 0)
		return wrong(r, err, at, "expected approve or reject");
	return ST_OK;
}

static enum status
read_rule(
    const struct reading *r, size_t i, const struct json *rule, struct json *out, struct err *err)
{
	static const char *const words[] = { "name", "phase", "decision" };
	char place[60], at[80];
	struct json *checked;

	snprintf(place, sizeof place, "rules.%zu", i);
	if (check_words(r, place, rule, err))
		return ST_CONFIG;
	checked = json_add_object(out);
	for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
		json_set_string(checked, words[w], json_get_string(rule, words[w]));
	snprintf(at, sizeof at, "%s.when", place);
	return read_when(r, at, json_get(rule, "when"), json_set_array(checked, "when"), err);
}

enum status
policy_read(const char *path, const char *text, size_t n, struct json **out, struct err *err)
{
	const struct reading r = { path, text, n };
	struct json *file = NULL, *policy = json_new_array();
	enum status st = yaml_parse(text, n, &file, err);
	size_t i = 0;

	if (st) {
		err_context(err, "%s", path);
		st = err->status = ST_CONFIG;
	}
	json_each (it, file) {
		if (st == ST_OK && strcmp(json_key(it), "rules") != 0)
			st = wrong(&r, err, json_key(it), "expected rules, and nothing beside");
	}
	if (st == ST_OK && json_kind(json_get(file, "rules")) != JSON_ARRAY)
		st = wrong(&r, err, "rules", "expected a list of rules");
	json_each (rule, json_get(file, "rules")) {
		if (st == ST_OK)
			st = read_rule(&r, i++, rule, policy, err);
	}
	json_free(file);
	if (st == ST_OK)
		*out = policy;
	else
		json_free(policy);
	return st;
}

static bool
holds(const struct json *condition, const struct json *doc, const char *phase)
{
	const char *op = json_get_string(condition, "op");
	double number = json_get_number(condition, "number"), value;

	if (!fact(doc, phase, json_get_string(condition, "fact"), &value))
		return false;
	if (strcmp(op, ">=") == 0)
		return value >= number;
	if (strcmp(op, "<=") == 0)
		return value <= number;
	if (strcmp(op, ">") == 0)
		return value > number;
	if (strcmp(op, "<") == 0)
		return value < number;
	return (value == number) == (strcmp(op, "==") == 0);
}

static bool
fits(const struct json *rule, const struct json *doc, const char *phase)
{
	if (strcmp(json_get_string(rule, "phase"), phase) != 0)
		return false;
	json_each (condition, json_get(rule, "when")) {
		if (!holds(condition, doc, phase))
			return false;
	}
	return true;
}

const struct json *
policy_decide(const struct json *policy, const struct json *doc, const char *phase)
{
	json_each (rule, policy) {
		if (fits(rule, doc, phase))
			return rule;
	}
	return NULL;
}
