#include "doc/schema_check.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

#include "base/utf8.h"
#include "io/json.h"

static const char *const kind_names[] = { "whole number", "null", "boolean", "number", "string",
	"array", "object" };

static bool
plain(const char *key)
{
	size_t n = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-$");

	return n > 0 && n <= 80 && key[n] == '\0';
}

static void
add_key(const char *key, struct buf *out)
{
	size_t n = strlen(key);

	if (plain(key)) {
		if (out->len)
			buf_char(out, '.');
		buf_str(out, key);
		return;
	}
	buf_str(out, "[\"");
	utf8_visible(out, key, n > 80 ? 80 : n, false);
	buf_str(out, n > 80 ? "...\"]" : "\"]");
}

#define SHOWN_PLACES 40

/* The steps from the top, the first ones left out when there are very many. */
static void
add_place(const struct place *place, struct buf *out)
{
	const struct place *steps[SHOWN_PLACES];
	size_t n = 0;

	for (; place && n < SHOWN_PLACES; place = place->up)
		steps[n++] = place;
	if (place)
		buf_str(out, "...");
	while (n-- > 0) {
		if (steps[n]->key)
			add_key(steps[n]->key, out);
		else
			buf_printf(out, "[%zu]", steps[n]->index);
	}
	if (out->len == 0)
		buf_str(out, "the top level");
}

__attribute__((format(printf, 3, 0))) static void
say(struct check *c, const struct place *place, const char *fmt, va_list ap)
{
	int depth = place ? place->depth : 0;
	char what[800];
	struct buf where;

	if (depth <= c->said_at)
		return;
	c->said_at = depth;
	buf_init(&where, BUF_TEXT);
	add_place(place, &where);
	vsnprintf(what, sizeof what, fmt, ap);
	err_set(c->err, ST_DATA, "%s: %s", where.s, what);
	buf_fini(&where);
}

bool
check_fail(struct check *c, const char *fmt, ...)
{
	va_list ap;

	if (!c->loud || c->fault)
		return false;
	va_start(ap, fmt);
	say(c, c->place, fmt, ap);
	va_end(ap);
	return false;
}

bool
check_fail_at(struct check *c, const char *key, const char *fmt, ...)
{
	struct place place = { c->place, key, 0, (c->place ? c->place->depth : 0) + 1 };
	va_list ap;

	if (!c->loud || c->fault)
		return false;
	va_start(ap, fmt);
	say(c, &place, fmt, ap);
	va_end(ap);
	return false;
}

bool
check_fault(struct check *c, enum status status)
{
	c->fault = status;
	return false;
}

bool
check_node(struct check *c, const struct schema *node, const struct json *j)
{
	unsigned kind = RULE_KIND(json_kind(j));
	bool fits = true;

	if (c->fault)
		return false;
	if (node->never)
		return check_fail(c, "nothing is allowed here");
	if (c->depth == CHECK_DEPTH || c->steps == CHECK_STEPS)
		return check_fault(
		    c, err_set(c->err, ST_DATA,
			   "the schema goes round in circles or takes too long: simplify it"));
	c->depth++;
	c->steps++;
	for (size_t i = 0; fits && i < node->rules.len; i++) {
		const struct rule *rule = &node->rules.at[i];

		if (rule->applies & kind)
			fits = rule->check(c, rule, j);
	}
	c->depth--;
	return fits;
}

bool
check_below(
    struct check *c, const struct schema *node, const char *key, size_t i, const struct json *j)
{
	struct place place = { c->place, key, i, (c->place ? c->place->depth : 0) + 1 };
	bool fits;

	c->place = &place;
	fits = check_node(c, node, j);
	c->place = place.up;
	return fits;
}

bool
check_quietly(struct check *c, const struct schema *node, const struct json *j)
{
	bool loud = c->loud, fits;

	c->loud = false;
	fits = check_node(c, node, j);
	c->loud = loud;
	return fits;
}

enum status
schema_check(const struct schema *schema, const struct json *instance, struct err *err)
{
	struct check c = { .set = schema->set, .err = err, .said_at = -1 };

	if (check_node(&c, schema, instance))
		return ST_OK;
	if (c.fault)
		return c.fault;
	c = (struct check){ .set = c.set, .err = err, .said_at = -1, .loud = true };
	check_node(&c, schema, instance);
	if (!c.fault && c.said_at < 0)
		check_fail(&c, "does not fit its schema");
	return c.fault ? c.fault : ST_DATA;
}

static void
add_kinds(unsigned kinds, struct buf *out)
{
	for (int kind = 0; kind <= JSON_OBJECT; kind++) {
		if (!(kinds & RULE_KIND(kind)))
			continue;
		if (out->len)
			buf_str(out, " or ");
		if (kind != JSON_NULL)
			buf_str(out, strchr("ao", kind_names[kind][0]) ? "an " : "a ");
		buf_str(out, kind_names[kind]);
	}
}

bool
rule_type(struct check *c, const struct rule *rule, const struct json *j)
{
	struct buf wanted, found;

	if (rule->kinds & RULE_KIND(json_kind(j)))
		return true;
	if ((rule->kinds & RULE_WHOLE) && json_kind(j) == JSON_NUMBER &&
	    json_number(j) == floor(json_number(j)))
		return true;
	if (!c->loud)
		return false;
	buf_init(&wanted, BUF_TEXT);
	buf_init(&found, BUF_TEXT);
	add_kinds(rule->kinds, &wanted);
	add_kinds(RULE_KIND(json_kind(j)), &found);
	check_fail(c, "expected %s, found %s", wanted.s, found.s);
	buf_fini(&wanted);
	buf_fini(&found);
	return false;
}

/* Values as a person would list them: strings without quotes, and not too many. */
static void
add_value(const struct json *j, struct buf *out)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	if (json_string(j))
		buf_str(&text, json_string(j));
	else
		json_print(j, &text);
	utf8_visible(out, text.s, text.len > 60 ? 60 : text.len, false);
	if (text.len > 60)
		buf_str(out, "...");
	buf_fini(&text);
}

bool
rule_enum(struct check *c, const struct rule *rule, const struct json *j)
{
	struct buf list;

	json_each (value, rule->value) {
		if (json_equal(value, j))
			return true;
	}
	if (!c->loud)
		return false;
	buf_init(&list, BUF_TEXT);
	json_each (value, rule->value) {
		if (list.len > 300) {
			buf_str(&list, ", ...");
			break;
		}
		if (list.len)
			buf_str(&list, ", ");
		add_value(value, &list);
	}
	check_fail(c, "expected one of %s", list.s);
	buf_fini(&list);
	return false;
}

bool
rule_const(struct check *c, const struct rule *rule, const struct json *j)
{
	struct buf value;

	if (json_equal(rule->value, j))
		return true;
	buf_init(&value, BUF_TEXT);
	add_value(rule->value, &value);
	check_fail(c, "expected %s", value.s);
	buf_fini(&value);
	return false;
}

/* A reference into another built-in schema is followed when the first instance needs it. */
bool
rule_ref(struct check *c, const struct rule *rule, const struct json *j)
{
	struct schema *node = rule->node;

	if (node == NULL) {
		enum status st = schema_reach(c->set, rule->text, &node, c->err);

		if (st)
			return check_fault(c, st);
	}
	return check_node(c, node, j);
}

bool
rule_all(struct check *c, const struct rule *rule, const struct json *j)
{
	for (size_t i = 0; i < rule->nodes.len; i++) {
		if (!check_node(c, rule->nodes.at[i], j))
			return false;
	}
	return true;
}

/* Nothing deeper than this place went wrong: the sum is the message. */
static bool
fail_alternatives(struct check *c, const struct rule *rule, const struct json *j)
{
	int before = c->said_at, here = c->place ? c->place->depth : 0;

	if (!c->loud)
		return false;
	for (size_t i = 0; i < rule->nodes.len; i++)
		check_node(c, rule->nodes.at[i], j);
	if (before < here && c->said_at == here)
		c->said_at = before;
	return check_fail(c, "fits none of the %zu alternatives", rule->nodes.len);
}

bool
rule_any(struct check *c, const struct rule *rule, const struct json *j)
{
	for (size_t i = 0; i < rule->nodes.len && !c->fault; i++) {
		if (check_quietly(c, rule->nodes.at[i], j))
			return true;
	}
	return fail_alternatives(c, rule, j);
}

bool
rule_one(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t fits = 0;

	for (size_t i = 0; i < rule->nodes.len && fits < 2 && !c->fault; i++)
		fits += check_quietly(c, rule->nodes.at[i], j);
	if (fits > 1)
		return check_fail(c, "fits more than one alternative");
	return fits == 1 || fail_alternatives(c, rule, j);
}

bool
rule_not(struct check *c, const struct rule *rule, const struct json *j)
{
	if (check_quietly(c, rule->node, j))
		return check_fail(c, "is what it must not be");
	return !c->fault;
}

bool
rule_if(struct check *c, const struct rule *rule, const struct json *j)
{
	struct schema *then = check_quietly(c, rule->node, j) ? rule->yes : rule->no;

	if (c->fault)
		return false;
	return then == NULL || check_node(c, then, j);
}
