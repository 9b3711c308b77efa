/*
 * gherkin - feature files: features, rules, scenarios, steps, examples, with their lines.
 *
 * The reader is forgiving: what does not fit the grammar is kept in `problems`, so that a
 * half-written file still gives its scenarios.  Several features in one text are read one after the
 * other.
 *
 * Ownership: a gherkin owns all it lends; gherkin_init() before, gherkin_fini() after.  The text
 * and the words need not outlive the call.  The text must be UTF-8 without NUL.
 *
 * Limits: time and memory are linear in the text.  Reading cannot fail.
 *
 * Source: https://cucumber.io/docs/gherkin/reference (Gherkin 6: Rule, Example, several Examples).
 */
#ifndef TEXT_GHERKIN_H
#define TEXT_GHERKIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/mem.h"
#include "base/vec.h"

struct json;

/* The keywords of all languages: share/gherkin-languages.yaml, as JSON. */
struct gherkin_words;

enum status gherkin_words_new(
    const struct json *languages, struct gherkin_words **out, struct err *err);
void gherkin_words_free(struct gherkin_words *words);

enum gherkin_step_kind {
	GHERKIN_GIVEN,
	GHERKIN_WHEN,
	GHERKIN_THEN,
	GHERKIN_AND,
	GHERKIN_BUT,
	GHERKIN_STAR
};

extern const char *const gherkin_step_names[]; /* "given" "when" "then" "and" "but" "*" */

struct gherkin_row {
	char **cells; /* unescaped, outer space removed */
	size_t len;
	int line;
};

struct gherkin_table {
	struct gherkin_row *at;
	size_t len, cap;
};

struct gherkin_step {
	enum gherkin_step_kind kind;
	const char *text;
	int line, end_line;
	const char *doc_string; /* NULL for none; indentation of the delimiter removed */
	struct gherkin_table table;
};

struct gherkin_examples {
	const char *name, *description;
	struct strings tags; /* as written, with the @ */
	int line;
	struct gherkin_table rows; /* the first is the header */
};

struct gherkin_scenario {
	const char *name, *description; /* "" where there is none */
	struct strings tags;		/* its own, as written, with the @ */
	int feature, rule;		/* indices; rule -1 for none */
	int line, end_line;		/* of the keyword; of the last step, row or delimiter */
	bool background, outline;
	VEC_OF(struct gherkin_step) steps;
	VEC_OF(struct gherkin_examples) examples;
	int example_rows; /* of all Examples, headers not counted */
};

struct gherkin_rule {
	const char *name, *description;
	struct strings tags;
	int feature, line;
};

struct gherkin_feature {
	const char *name, *description, *language;
	struct strings tags;
	int line, description_line;
	int first_line; /* of its first tag, or of the keyword */
};

struct gherkin_text { /* a comment or a line that does not fit */
	const char *text;
	int line;
};

struct gherkin {
	struct arena arena;
	VEC_OF(struct gherkin_feature) features;
	VEC_OF(struct gherkin_rule) rules;
	VEC_OF(struct gherkin_scenario) scenarios; /* backgrounds included, in order */
	VEC_OF(struct gherkin_text) comments, problems;
};

void gherkin_init(struct gherkin *g);
void gherkin_fini(struct gherkin *g);
void gherkin_table_fini(struct gherkin_table *table);

/*
 * Read a text whose first line is number first_line.  Scenarios before any Feature line (a snippet)
 * belong to a feature with an empty name, made when needed.  language is what to read it as until a
 * "# language:" line says otherwise; NULL: found out from the first keyword.
 */
void gherkin_read(struct gherkin *g, const struct gherkin_words *words, const char *text, size_t n,
    int first_line, const char *language);

/* Whether the first line that is no comment, tag or blank opens a feature, rule or scenario;
 *language (may be NULL) is then the language whose keyword it is, lent by the words. */
bool gherkin_looks_like(
    const struct gherkin_words *words, const char *text, size_t n, const char **language);

/* The code of language number i, NULL behind the last. */
const char *gherkin_language(const struct gherkin_words *words, size_t i);

/*
 * The step keyword that prose starts with in a language, in any case: its length with the space
 * behind it, 0 for none.  A "*" does not count.
 */
size_t gherkin_step_keyword(const struct gherkin_words *words, const char *language,
    const char *line, size_t n, enum gherkin_step_kind *kind);

#endif
