#include "text/gherkin.h"

#include <string.h>

#include "text/gherkin_words.h"

const char *const gherkin_step_names[] = { "given", "when", "then", "and", "but", "*" };

void
gherkin_init(struct gherkin *g)
{
	*g = (struct gherkin){ 0 };
	arena_init(&g->arena);
}

void
gherkin_table_fini(struct gherkin_table *table)
{
	vec_each (struct gherkin_row *, row, table)
		free(row->cells);
	vec_fini(table);
}

static void
scenario_fini(struct gherkin_scenario *scenario)
{
	vec_each (struct gherkin_step *, step, &scenario->steps)
		gherkin_table_fini(&step->table);
	vec_each (struct gherkin_examples *, examples, &scenario->examples) {
		strings_fini(&examples->tags);
		gherkin_table_fini(&examples->rows);
	}
	vec_fini(&scenario->steps);
	vec_fini(&scenario->examples);
	strings_fini(&scenario->tags);
}

void
gherkin_fini(struct gherkin *g)
{
	vec_each (struct gherkin_feature *, it, &g->features)
		strings_fini(&it->tags);
	vec_each (struct gherkin_rule *, it, &g->rules)
		strings_fini(&it->tags);
	vec_each (struct gherkin_scenario *, it, &g->scenarios)
		scenario_fini(it);
	vec_fini(&g->features);
	vec_fini(&g->rules);
	vec_fini(&g->scenarios);
	vec_fini(&g->comments);
	vec_fini(&g->problems);
	arena_fini(&g->arena);
}

static void
trim(const char **line, size_t *len)
{
	while (*len > 0 && (**line == ' ' || **line == '\t')) {
		++*line;
		--*len;
	}
}

bool
gherkin_looks_like(
    const struct gherkin_words *words, const char *text, size_t n, const char **language)
{
	const struct gherkin_language *named = NULL;
	const char *line;
	size_t at = 0, len, ignored;

	while (gherkin_line(text, n, &at, &line, &len)) {
		trim(&line, &len);
		if (len == 0 || line[0] == '@')
			continue;
		if (line[0] == '#') {
			if (named == NULL)
				named = gherkin_words_of_comment(words, line, len);
			continue;
		}
		if (named && gherkin_title_word(named, line, len, &ignored)) {
			if (language)
				*language = named->code;
			return true;
		}
		vec_each (const struct gherkin_language *, it, &words->languages) {
			if (!gherkin_title_word(it, line, len, &ignored))
				continue;
			if (language)
				*language = it->code;
			return true;
		}
		return false;
	}
	return false;
}
