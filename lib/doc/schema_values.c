/* The rules for numbers and strings. */

#include <float.h>
#include <math.h>
#include <string.h>

#include "doc/schema_check.h"
#include "io/json.h"
#include "io/regex.h"

static bool
fail_number(struct check *c, const char *wanted, double limit, double found)
{
	char a[JSON_NUMBER_TEXT], b[JSON_NUMBER_TEXT];

	if (!c->loud)
		return false;
	json_number_text(limit, a);
	json_number_text(found, b);
	return check_fail(c, "expected %s %s, found %s", wanted, a, b);
}

bool
rule_minimum(struct check *c, const struct rule *rule, const struct json *j)
{
	double d = json_number(j);

	return d >= rule->number || fail_number(c, "at least", rule->number, d);
}

bool
rule_maximum(struct check *c, const struct rule *rule, const struct json *j)
{
	double d = json_number(j);

	return d <= rule->number || fail_number(c, "at most", rule->number, d);
}

bool
rule_more_than(struct check *c, const struct rule *rule, const struct json *j)
{
	double d = json_number(j);

	return d > rule->number || fail_number(c, "more than", rule->number, d);
}

bool
rule_less_than(struct check *c, const struct rule *rule, const struct json *j)
{
	double d = json_number(j);

	return d < rule->number || fail_number(c, "less than", rule->number, d);
}

/* Within rounding: 0.0075 is a multiple of 0.0001. */
static bool
is_multiple(double d, double of)
{
	double times = d / of;

	if (!isfinite(times))
		return fmod(d, of) == 0;
	return fabs(times - nearbyint(times)) <= 4 * DBL_EPSILON * fabs(times);
}

bool
rule_multiple(struct check *c, const struct rule *rule, const struct json *j)
{
	double d = json_number(j);

	return is_multiple(d, rule->number) || fail_number(c, "a multiple of", rule->number, d);
}

static size_t
characters(const char *s)
{
	size_t n = 0;

	for (; *s; s++)
		n += ((unsigned char)*s & 0xc0) != 0x80;
	return n;
}

bool
rule_min_length(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = characters(json_string(j));

	if ((double)n >= rule->number)
		return true;
	return check_fail(c, "expected at least %.0f characters, found %zu", rule->number, n);
}

bool
rule_max_length(struct check *c, const struct rule *rule, const struct json *j)
{
	size_t n = characters(json_string(j));

	if ((double)n <= rule->number)
		return true;
	return check_fail(c, "expected at most %.0f characters, found %zu", rule->number, n);
}

bool
rule_pattern(struct check *c, const struct rule *rule, const struct json *j)
{
	const char *s = json_string(j);
	struct regex_match m;
	enum status st = regex_match(rule->regex, s, strlen(s), 0, &m, c->err);

	if (st == ST_DATA)
		return check_fault(c, st);
	return st == ST_OK || check_fail(c, "expected text that matches %s", rule->text);
}

bool
rule_format(struct check *c, const struct rule *rule, const struct json *j)
{
	return rule->format(json_string(j)) || check_fail(c, "expected a valid %s", rule->text);
}
