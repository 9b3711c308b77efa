/* Trees: every text, and names of members. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "redact/redact_private.h"

#define LONG_NUMBER 1e11 /* from here a number may be that of a card */

/* "name":"text" as it would be printed: is the text found there, because of its name?  NULL, or the
   rule. */
struct named {
	size_t from;
	const char *rule;
};

static void
look(void *arg, const struct redact_finding *finding)
{
	struct named *named = arg;

	if (named->rule == NULL && finding->at >= named->from)
		named->rule = finding->rule;
}

static const char *
rule_by_name(struct redactor *r, const char *name, const char *text)
{
	struct named named = { 0 };
	struct buf line;

	if (name == NULL || *text == '\0' || !redact_has_keyword(r, name, strlen(name)))
		return NULL;
	buf_init(&line, SIZE_MAX / 4);
	json_print_string(name, strlen(name), &line);
	buf_char(&line, ':');
	named.from = line.len;
	json_print_string(text, strlen(text), &line);
	redact_find(r, line.s, line.len, look, &named);
	buf_fini(&line);
	return named.rule;
}

/* NULL when there is nothing in it. */
static char *
clean_text(struct redactor *r, const char *name, const char *text)
{
	size_t n = strlen(text);
	const char *rule;
	struct buf out;

	buf_init(&out, SIZE_MAX / 4);
	if (redact_text(r, text, n, &out))
		return buf_take(&out);
	buf_fini(&out);
	if (redact_mark(text, n) == n)
		return NULL;
	rule = rule_by_name(r, name, text);
	return rule ? mem_printf(REDACT_MARK "%s]", rule) : NULL;
}

static char *
clean_value(struct redactor *r, const char *name, const struct json *j)
{
	char number[JSON_NUMBER_TEXT];
	double d = json_number(j);

	if (json_string(j))
		return clean_text(r, name, json_string(j));
	if (json_kind(j) != JSON_NUMBER || fabs(d) < LONG_NUMBER || !r->personal)
		return NULL;
	json_number_text(d, number);
	return clean_text(r, NULL, number);
}

static bool
has_any(struct redactor *r, const char *name, const struct json *j)
{
	char *clean = clean_value(r, name, j);

	free(clean);
	if (clean)
		return true;
	json_each (it, j) {
		const char *key = json_key(it);

		if (key && redact_find(r, key, strlen(key), NULL, NULL))
			return true;
		if (has_any(r, key, it))
			return true;
	}
	return false;
}

static struct json *copy(struct redactor *r, const char *name, const struct json *j);

/* Two names may have become one. */
static void
set_member(struct redactor *r, struct json *object, const struct json *member)
{
	char *key = redact_string(r, json_key(member));

	for (unsigned i = 2; json_get(object, key); i++) {
		free(key);
		key = redact_string(r, json_key(member));
		key = mem_realloc(key, strlen(key) + 24, 1);
		snprintf(key + strlen(key), 24, "-%u", i);
	}
	json_set(object, key, copy(r, json_key(member), member));
	free(key);
}

static struct json *
copy(struct redactor *r, const char *name, const struct json *j)
{
	char *clean = clean_value(r, name, j);
	struct json *out;

	if (clean) {
		out = json_new_string(clean);
		free(clean);
		return out;
	}
	if (json_kind(j) == JSON_ARRAY) {
		out = json_new_array();
		json_each (item, j)
			json_add(out, copy(r, NULL, item));
		return out;
	}
	if (json_kind(j) != JSON_OBJECT)
		return json_copy(j);
	out = json_new_object();
	json_each (member, j)
		set_member(r, out, member);
	return out;
}

struct json *
redact_json(struct redactor *r, const struct json *j)
{
	return has_any(r, NULL, j) ? copy(r, NULL, j) : NULL;
}
