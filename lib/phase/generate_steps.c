#include "phase/generate_steps.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "doc/doc.h"
#include "io/json.h"
#include "phase/generate_escape.h"
#include "phase/generate_names.h"

#define STEP_MAX 1000 /* bytes */
#define TEXT_MAX 4000 /* of a criterion */
#define TITLE_CHARS 80
#define TITLE_MIN 20 /* what stands before a colon is a title from here on */
#define CLAUSE_MIN 8 /* a shorter part of a sentence is no clause */

/* Words that open a condition; those that say when rather than what stay in the step. */
static const struct {
	const char *word;
	bool keep, inside; /* also in the middle of a sentence */
} conditions[] = {
	{ "when", false, true },
	{ "whenever", false, true },
	{ "if", false, true },
	{ "once", false, true },
	{ "as soon as", false, true },
	{ "after", true, false },
	{ "before", true, false },
	{ "while", true, false },
	{ "until", true, false },
	{ "unless", true, false },
	{ "for", true, false },
	{ "within", true, false },
	{ "with", true, false },
	{ "without", true, false },
	{ "during", true, false },
};

static char *
clean(const char *s, size_t n)
{
	struct buf out;

	buf_init(&out, BUF_TEXT);
	escape_clean(&out, s, n < TEXT_MAX ? n : TEXT_MAX);
	while (out.len > 0 && strchr(" .,;:", out.s[out.len - 1]))
		buf_cut(&out, out.len - 1);
	if (out.len > STEP_MAX) {
		size_t to = STEP_MAX;

		while (to > 0 && ((unsigned char)out.s[to] & 0xc0) == 0x80)
			to--;
		buf_cut(&out, to);
		buf_str(&out, "...");
	}
	return buf_take(&out);
}

/* "The total" in the middle of a step is "the total"; "PayGate", "API" and "I" stay. */
static void
lower_first(char *s)
{
	bool word = s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'a' && s[1] <= 'z';

	for (const char *c = s + 1; word && *c && *c != ' '; c++)
		word = !(*c >= 'A' && *c <= 'Z');
	if (word || (s[0] == 'A' && s[1] == ' '))
		s[0] = (char)(s[0] - 'A' + 'a');
}

static void
add_step(struct steps *steps, const char *keyword, const char *s, size_t n)
{
	char *text = clean(s, n);
	struct step *last = steps->at.len ? vec_last(&steps->at) : NULL;

	if (*text == '\0') {
		free(text);
		return;
	}
	if (last && strcmp(last->keyword, "Given") != 0 && strcmp(keyword, "Then") == 0 &&
	    strcmp(last->keyword, "When") != 0)
		keyword = "And";
	lower_first(text);
	*vec_add(&steps->at) = (struct step){ .keyword = keyword, .text = text };
}

static bool
is_boundary(char c)
{
	return c == '\0' || c == ' ' || c == ',' || c == ';' || c == ':';
}

/* The length of a condition word at s, or 0. */
static size_t
condition_at(const char *s, bool inside, bool *keep)
{
	for (size_t i = 0; i < sizeof conditions / sizeof conditions[0]; i++) {
		size_t n = strlen(conditions[i].word);

		if ((inside && !conditions[i].inside) ||
		    strncasecmp(s, conditions[i].word, n) != 0 || !is_boundary(s[n]))
			continue;
		*keep = conditions[i].keep;
		return n;
	}
	return 0;
}

/* The first of `stops` outside brackets and quotation marks; n when there is none. */
static size_t
find_stop(const char *s, size_t n, const char *stops)
{
	int depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '"')
			quoted = !quoted;
		else if (s[i] == '(' || s[i] == '[')
			depth++;
		else if ((s[i] == ')' || s[i] == ']') && depth > 0)
			depth--;
		else if (depth == 0 && !quoted && strchr(stops, s[i]) &&
			 (s[i] != '.' || i + 1 == n || s[i + 1] == ' '))
			return i;
	}
	return n;
}

static const char *
skip_word(const char *s, const char *word)
{
	size_t n = strlen(word);

	return strncasecmp(s, word, n) == 0 && is_boundary(s[n]) ? s + n : s;
}

static const char *
skip_space(const char *s)
{
	return s + strspn(s, " ,");
}

/* What must hold: one step a part. */
static void
add_thens(struct steps *steps, const char *s, size_t n)
{
	const char *end = s + n;

	while (s < end) {
		size_t part = find_stop(s, (size_t)(end - s), ".;");

		add_step(steps, "Then", s, part);
		s += part;
		s += s < end;
		while (s < end && *s == ' ')
			s++;
	}
}

/* "..., when the guest pays: the guest learns ..." */
static bool
add_inner_condition(struct steps *steps, const char *s, size_t n)
{
	for (size_t i = CLAUSE_MIN; i + CLAUSE_MIN < n; i++) {
		bool keep;
		size_t word = s[i - 1] == ' ' ? condition_at(s + i, true, &keep) : 0, from, len;

		if (word == 0 || find_stop(s, i, ".;") < i)
			continue;
		from = i + word;
		len = find_stop(s + from, n - from, ".;:");
		add_step(steps, "When", s + from, len);
		add_thens(steps, s, i);
		from += len + (from + len < n);
		add_thens(steps, s + from, n - from);
		return true;
	}
	return false;
}

static bool
add_outer_condition(struct steps *steps, const char *s, size_t n)
{
	bool keep = false;
	size_t word = condition_at(s, false, &keep), comma = find_stop(s, n, ",.;:");
	const char *rest;

	if (word == 0 || comma == n || s[comma] != ',' || comma < CLAUSE_MIN ||
	    comma + CLAUSE_MIN > n)
		return false;
	add_step(steps, "When", keep ? s : s + word, keep ? comma : comma - word);
	rest = skip_space(skip_word(skip_space(s + comma), "then"));
	add_thens(steps, rest, (size_t)(s + n - rest));
	return true;
}

static bool
has_word(const char *s, const char *word, const char **at)
{
	size_t n = strlen(word);

	for (const char *c = s; *c; c++) {
		if ((c == s || is_boundary(c[-1])) && strncasecmp(c, word, n) == 0 &&
		    is_boundary(c[n])) {
			*at = c;
			return true;
		}
	}
	return false;
}

/* "Given a, when b then c" in one sentence. */
static bool
add_given_when_then(struct steps *steps, const char *s)
{
	const char *when = NULL, *then = NULL, *given = skip_word(s, "given");

	if (!has_word(given, "then", &then) || !has_word(given, "when", &when) || then < when ||
	    (given == s && when != s))
		return false;
	if (given != s)
		add_step(steps, "Given", given, (size_t)(when - given));
	add_step(steps, "When", when + 4, (size_t)(then - when) - 4);
	add_thens(steps, then + 4, strlen(then + 4));
	return true;
}

static void
add_role(struct steps *steps, const struct json *ingestion)
{
	const char *role = json_get_string(ingestion, "role");
	bool article = skip_word(role, "a") != role || skip_word(role, "an") != role ||
		       skip_word(role, "the") != role || skip_word(role, "we") != role;
	struct buf text;

	if (*role == '\0')
		return;
	buf_init(&text, BUF_TEXT);
	if (!article)
		buf_str(&text, strchr("aeiouAEIOU", role[0]) ? "an " : "a ");
	buf_str(&text, role);
	add_step(steps, "Given", text.s, text.len);
	buf_fini(&text);
}

static const char *
capital(const char *keyword)
{
	static const char *const keywords[] = { "Given", "When", "Then", "And", "But" };

	for (size_t i = 0; i < sizeof keywords / sizeof keywords[0]; i++) {
		if (strcasecmp(keyword, keywords[i]) == 0)
			return keywords[i];
	}
	return "*";
}

static void
copy_steps(struct steps *steps, const struct json *scenario)
{
	json_each (it, json_get(scenario, "steps")) {
		const char *text = json_get_string(it, "text");
		struct step *step = vec_add(&steps->at);

		step->keyword = capital(json_get_string(it, "keyword"));
		step->text = clean(text, strlen(text));
		step->table = json_get(it, "table");
		step->doc_string = json_get(it, "doc_string");
	}
}

/* The steps of the criterion's own scenario, those of the background first. */
static bool
add_scenario(struct steps *steps, const struct json *ingestion, const struct json *criterion)
{
	const struct json *scenarios = json_get(ingestion, "scenarios"), *scenario;
	const char *id = json_get_string(criterion, "scenario");

	scenario = *id ? doc_by_id(scenarios, id) : NULL;
	if (json_len(json_get(scenario, "steps")) == 0)
		return false;
	json_each (it, scenarios) {
		const char *rule = json_get_string(it, "rule");

		if (json_get_bool(it, "background") &&
		    (*rule == '\0' || strcmp(rule, json_get_string(scenario, "rule")) == 0))
			copy_steps(steps, it);
	}
	copy_steps(steps, scenario);
	if (json_len(json_get(scenario, "example_tables")) > 0)
		steps->examples = json_get(scenario, "example_tables");
	return true;
}

static char *
title_of(const struct steps *steps, const struct json *ingestion, const struct json *criterion)
{
	const struct json *scenario =
	    doc_by_id(json_get(ingestion, "scenarios"), json_get_string(criterion, "scenario"));
	const char *name = json_get_string(scenario, "name"), *text = "";
	struct buf out, whole;
	size_t colon;

	buf_init(&out, BUF_TEXT);
	buf_init(&whole, BUF_TEXT);
	vec_each (const struct step *, step, &steps->at) {
		if (strcmp(step->keyword, "Then") == 0) {
			text = step->text;
			break;
		}
	}
	if (strchr(name, ' ')) /* "receipt" alone says too little */
		text = name;
	else if (*text == '\0')
		text = json_get_string(criterion, "text");
	escape_clean(&whole, text, strlen(text));
	colon = find_stop(whole.s, whole.len, ":;");
	if (colon >= TITLE_MIN)
		buf_cut(&whole, colon);
	name_title(&out, whole.s, TITLE_CHARS);
	if (out.len == 0)
		buf_str(&out, "criterion");
	buf_fini(&whole);
	return buf_take(&out);
}

struct steps
steps_new(const struct json *ingestion, const struct json *criterion)
{
	struct steps steps = { 0 };
	struct buf text;
	const char *s = json_get_string(criterion, "text");

	buf_init(&text, BUF_DOCUMENT);
	escape_clean(&text, s, strnlen(s, TEXT_MAX));
	if (!add_scenario(&steps, ingestion, criterion) && !add_given_when_then(&steps, text.s)) {
		add_role(&steps, ingestion);
		if (!add_outer_condition(&steps, text.s, text.len) &&
		    !add_inner_condition(&steps, text.s, text.len))
			add_thens(&steps, text.s, text.len);
	}
	buf_fini(&text);
	steps.title = title_of(&steps, ingestion, criterion);
	return steps;
}

void
steps_free(struct steps *steps)
{
	vec_each (struct step *, step, &steps->at)
		free(step->text);
	vec_fini(&steps->at);
	free(steps->title);
}

void
steps_text(const struct steps *steps, struct buf *out)
{
	vec_each (const struct step *, step, &steps->at)
		buf_printf(out, "%s %s\n", step->keyword, step->text);
}
