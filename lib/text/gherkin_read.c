#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "text/gherkin.h"
#include "text/gherkin_words.h"

/* Where description lines go, and what rows, steps and tags belong to. */
enum place { AT_TOP, AT_FEATURE, AT_RULE, AT_SCENARIO, AT_EXAMPLES };

struct reader {
	struct gherkin *g;
	const struct gherkin_words *words;
	const struct gherkin_language *language; /* NULL until known */
	enum place place;
	int line;
	struct strings tags; /* seen, not yet given to anything */
	struct buf text;     /* description lines of the place */
	struct buf doc;	     /* doc string */
	int description_line;
	int tags_line;	/* of the first of the tags */
	char delimiter; /* '"' or '`' inside a doc string, else 0 */
	size_t indent;	/* of the delimiter */
};

static struct gherkin_scenario *
scenario_last(struct reader *r)
{
	return r->g->scenarios.len ? vec_last(&r->g->scenarios) : NULL;
}

static void
problem_add(struct reader *r, const char *s, size_t n)
{
	struct gherkin_text *problem = vec_add(&r->g->problems);

	problem->text = arena_strndup(&r->g->arena, s, n);
	problem->line = r->line;
}

static void
description_end(struct reader *r)
{
	const char *text;

	if (r->text.len == 0)
		return;
	while (r->text.s[r->text.len - 1] == '\n')
		buf_cut(&r->text, r->text.len - 1);
	text = arena_strndup(&r->g->arena, r->text.s, r->text.len);
	buf_clear(&r->text);
	if (r->place == AT_FEATURE) {
		vec_last(&r->g->features)->description = text;
		vec_last(&r->g->features)->description_line = r->description_line;
	} else if (r->place == AT_RULE) {
		vec_last(&r->g->rules)->description = text;
	} else if (r->place == AT_EXAMPLES) {
		vec_last(&vec_last(&r->g->scenarios)->examples)->description = text;
	} else {
		vec_last(&r->g->scenarios)->description = text;
	}
}

static void
tags_take(struct reader *r, struct strings *to)
{
	strings_fini(to);
	*to = r->tags;
	r->tags = (struct strings){ 0 };
}

static void
feature_add(struct reader *r, const char *name, size_t n)
{
	struct gherkin_feature *feature = vec_add(&r->g->features);

	feature->name = arena_strndup(&r->g->arena, name, n);
	feature->description = "";
	feature->language = arena_strdup(&r->g->arena, r->language->code);
	feature->line = feature->description_line = r->line;
	feature->first_line = r->tags.len > 0 ? r->tags_line : r->line;
	r->place = AT_FEATURE;
}

static void
rule_add(struct reader *r, const char *name, size_t n)
{
	struct gherkin_rule *rule = vec_add(&r->g->rules);

	rule->name = arena_strndup(&r->g->arena, name, n);
	rule->description = "";
	rule->feature = (int)r->g->features.len - 1;
	rule->line = r->line;
	r->place = AT_RULE;
	tags_take(r, &rule->tags);
}

static int
rule_now(const struct reader *r)
{
	int feature = (int)r->g->features.len - 1;

	if (r->g->rules.len == 0 || vec_last(&r->g->rules)->feature != feature)
		return -1;
	return (int)r->g->rules.len - 1;
}

static void
scenario_add(struct reader *r, enum gherkin_word_kind kind, const char *name, size_t n)
{
	struct gherkin_scenario *scenario;

	if (r->g->features.len == 0)
		feature_add(r, "", 0);
	scenario = vec_add(&r->g->scenarios);
	scenario->name = arena_strndup(&r->g->arena, name, n);
	scenario->description = "";
	scenario->feature = (int)r->g->features.len - 1;
	scenario->rule = rule_now(r);
	scenario->line = scenario->end_line = r->line;
	scenario->background = kind == WORD_BACKGROUND;
	scenario->outline = kind == WORD_OUTLINE;
	r->place = AT_SCENARIO;
	tags_take(r, &scenario->tags);
}

static void
examples_add(struct reader *r, const char *name, size_t n)
{
	struct gherkin_scenario *scenario = scenario_last(r);
	struct gherkin_examples *examples = vec_add(&scenario->examples);

	examples->name = arena_strndup(&r->g->arena, name, n);
	examples->description = "";
	examples->line = scenario->end_line = r->line;
	scenario->outline = true;
	r->place = AT_EXAMPLES;
	tags_take(r, &examples->tags);
}

static bool
in_scenario(const struct reader *r)
{
	return r->place == AT_SCENARIO || r->place == AT_EXAMPLES;
}

static bool
title_line(struct reader *r, const char *s, size_t n)
{
	const struct gherkin_word *word;
	size_t len = 0;

	word = r->language ? gherkin_title_word(r->language, s, n, &len) : NULL;
	if (word == NULL)
		return false;
	if (word->kind == WORD_EXAMPLES && !in_scenario(r))
		return false;
	while (len < n && (s[len] == ' ' || s[len] == '\t'))
		len++;
	description_end(r);
	s += len;
	n -= len;
	if (word->kind == WORD_FEATURE) {
		feature_add(r, s, n);
		tags_take(r, &vec_last(&r->g->features)->tags);
	} else if (word->kind == WORD_RULE) {
		if (r->g->features.len == 0)
			feature_add(r, "", 0);
		rule_add(r, s, n);
	} else if (word->kind == WORD_EXAMPLES) {
		examples_add(r, s, n);
	} else {
		scenario_add(r, word->kind, s, n);
	}
	return true;
}

static bool
step_line(struct reader *r, const char *s, size_t n)
{
	const struct gherkin_word *word = NULL;
	struct gherkin_scenario *scenario;
	struct gherkin_step *step;
	size_t len = 2;

	if (r->language == NULL || (r->place != AT_SCENARIO && r->place != AT_TOP))
		return false;
	if (s[0] != '*' || n < 2 || s[1] != ' ') {
		word = gherkin_step_word(r->language, s, n, false, &len);
		if (word == NULL)
			return false;
	}
	if (r->place == AT_TOP)
		scenario_add(r, WORD_SCENARIO, "", 0);
	description_end(r);
	scenario = scenario_last(r);
	step = vec_add(&scenario->steps);
	step->kind = word ? (enum gherkin_step_kind)(word->kind - WORD_GIVEN) : GHERKIN_STAR;
	step->text = arena_strndup(&r->g->arena, s + len, n - len);
	step->line = step->end_line = scenario->end_line = r->line;
	return true;
}

static void
comment_add(struct reader *r, const char *s, size_t n)
{
	struct gherkin_text *comment = vec_add(&r->g->comments);

	comment->text = arena_strndup(&r->g->arena, s, n);
	comment->line = r->line;
}

static void
tag_add(struct reader *r, const char *s, size_t n)
{
	if (r->tags.len == 0)
		r->tags_line = r->line;
	strings_addn(&r->tags, s, n);
}

static void
tags_read(struct reader *r, const char *s, size_t n)
{
	size_t at = 0;

	while (at < n) {
		size_t from;

		while (at < n && (s[at] == ' ' || s[at] == '\t'))
			at++;
		from = at;
		while (at < n && s[at] != ' ' && s[at] != '\t' && (at == from || s[at] != '@'))
			at++;
		if (at > from && s[from] == '#') {
			comment_add(r, s + from, n - from);
			return;
		}
		if (at > from + 1 && s[from] == '@')
			tag_add(r, s + from, at - from);
		else if (at > from)
			problem_add(r, s + from, at - from);
	}
}

static bool
row_line(struct reader *r, const char *s, size_t n)
{
	struct gherkin_scenario *scenario = scenario_last(r);
	struct gherkin_table *table;
	struct gherkin_row *row;
	size_t rest;

	if (!in_scenario(r))
		return false;
	if (r->place == AT_EXAMPLES) {
		table = &vec_last(&scenario->examples)->rows;
		if (table->len > 0)
			scenario->example_rows++;
	} else {
		if (scenario->steps.len == 0)
			return false;
		table = &vec_last(&scenario->steps)->table;
		vec_last(&scenario->steps)->end_line = r->line;
	}
	description_end(r);
	row = vec_add(table);
	row->line = r->line;
	rest = gherkin_row_read(&r->g->arena, row, s, n);
	if (rest < n)
		problem_add(r, s + rest, n - rest);
	scenario->end_line = r->line;
	return true;
}

static bool
doc_open(struct reader *r, const char *s, size_t n, size_t indent)
{
	struct gherkin_scenario *scenario = scenario_last(r);

	if (n < 3 || (memcmp(s, "\"\"\"", 3) != 0 && memcmp(s, "```", 3) != 0))
		return false;
	if (r->place != AT_SCENARIO || scenario->steps.len == 0 ||
	    vec_last(&scenario->steps)->doc_string)
		return false;
	r->delimiter = s[0];
	r->indent = indent;
	buf_clear(&r->doc);
	if (n > 3)
		problem_add(r, s + 3, n - 3); /* a media type */
	return true;
}

static void
doc_close(struct reader *r)
{
	struct gherkin_scenario *scenario = scenario_last(r);
	struct gherkin_step *step = vec_last(&scenario->steps);

	if (r->doc.len > 0)
		buf_cut(&r->doc, r->doc.len - 1);
	step->doc_string = arena_strndup(&r->g->arena, r->doc.s, r->doc.len);
	step->end_line = scenario->end_line = r->line;
	r->delimiter = 0;
}

static void
doc_line(struct reader *r, const char *raw, size_t n, size_t indent)
{
	const char delimiter[] = { r->delimiter, r->delimiter, r->delimiter, '\0' };
	size_t cut = indent < r->indent ? indent : r->indent;

	if (n - indent == 3 && memcmp(raw + indent, delimiter, 3) == 0) {
		doc_close(r);
		return;
	}
	for (size_t at = cut; at < n; at++) {
		if (raw[at] != '\\' || at + 1 >= n || raw[at + 1] != r->delimiter)
			buf_char(&r->doc, raw[at]);
	}
	buf_char(&r->doc, '\n');
}

static void
other_line(struct reader *r, const char *s, size_t n)
{
	if (r->place == AT_TOP || (r->place == AT_SCENARIO && scenario_last(r)->steps.len > 0)) {
		problem_add(r, s, n);
		return;
	}
	if (r->text.len == 0)
		r->description_line = r->line;
	buf_add(&r->text, s, n);
	buf_char(&r->text, '\n');
}

static void
line_read(struct reader *r, const char *raw, size_t n)
{
	const struct gherkin_language *language;
	size_t indent = 0;
	const char *s;

	while (n > 0 && strchr(" \t\r", raw[n - 1]))
		n--;
	while (indent < n && (raw[indent] == ' ' || raw[indent] == '\t'))
		indent++;
	if (r->delimiter) {
		doc_line(r, raw, n, indent);
		return;
	}
	s = raw + indent;
	n -= indent;
	if (n == 0) {
		if (r->text.len > 0)
			buf_char(&r->text, '\n');
	} else if (s[0] == '#') {
		language = gherkin_words_of_comment(r->words, s, n);
		if (language)
			r->language = language;
		else
			comment_add(r, s, n);
	} else if (s[0] == '@') {
		tags_read(r, s, n);
	} else if (s[0] == '|' ? !row_line(r, s, n)
			       : !doc_open(r, s, n, indent) && !title_line(r, s, n) &&
				     !step_line(r, s, n)) {
		other_line(r, s, n);
	}
}

void
gherkin_read(struct gherkin *g, const struct gherkin_words *words, const char *text, size_t n,
    int first_line, const char *language)
{
	struct reader r = { .g = g, .words = words, .line = first_line };
	size_t at = 0, len;
	const char *line;

	if (language == NULL && !gherkin_looks_like(words, text, n, &language))
		language = "en";
	r.language = gherkin_words_find(words, language, strlen(language));
	buf_init(&r.text, SIZE_MAX / 2);
	buf_init(&r.doc, SIZE_MAX / 2);
	while (gherkin_line(text, n, &at, &line, &len)) {
		line_read(&r, line, len);
		r.line++;
	}
	description_end(&r);
	if (r.delimiter) {
		r.line--;
		problem_add(&r, &r.delimiter, 1);
		doc_close(&r);
	}
	vec_each (char **, tag, &r.tags)
		problem_add(&r, *tag, strlen(*tag));
	strings_fini(&r.tags);
	buf_fini(&r.text);
	buf_fini(&r.doc);
}
