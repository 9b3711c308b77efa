/* Scenarios of feature files, each a case; an outline with its Examples rows is one. */

#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"
#include "phase/scan_case.h"
#include "phase/scan_state.h"
#include "text/gherkin.h"

struct feature_file {
	struct scan *scan;
	const struct framework *framework;
	const char *path;
	const struct buf *text;
	const struct gherkin *g;
	const size_t *lines; /* offset of each line; then n */
	size_t line_count;
};

static enum status
load_words(struct scan *scan, struct err *err)
{
	struct json *languages = NULL;
	enum status st;

	if (scan->gherkin)
		return ST_OK;
	st = share_yaml(scan->share, "gherkin-languages.yaml", &languages, err);
	if (st == ST_OK)
		st = gherkin_words_new(languages, &scan->gherkin, err);
	json_free(languages);
	return st;
}

static void
add_tags(const struct strings *tags, struct record *r)
{
	for (size_t i = 0; i < tags->len; i++) {
		const char *tag = tags->at[i] + (tags->at[i][0] == '@');

		text_list_add(&r->tags, tag, strlen(tag), RECORD_TEXT);
		if (scan_is_requirement(tag, strlen(tag)))
			text_list_add(&r->requirements, tag, strlen(tag), RECORD_TEXT);
	}
}

static void
add_steps(const struct gherkin_scenario *s, struct record *r)
{
	bool then = false;

	vec_each (const struct gherkin_step *, step, &s->steps) {
		size_t n = strlen(step->text);

		if (step->kind <= GHERKIN_THEN)
			then = step->kind == GHERKIN_THEN;
		record_prose(r, step->text, n);
		if (then)
			text_list_add(&r->assertions, step->text, n, RECORD_TEXT);
		for (const char *q = strchr(step->text, '"'); q;) {
			const char *end = strchr(q + 1, '"');

			if (end == NULL)
				break;
			text_list_add(&r->literals, q + 1, (size_t)(end - q - 1), RECORD_TEXT);
			q = strchr(end + 1, '"');
		}
		if (step->doc_string)
			text_list_add(
			    &r->literals, step->doc_string, strlen(step->doc_string), RECORD_TEXT);
		for (size_t i = 0; i < step->table.len; i++) {
			for (size_t k = 0; k < step->table.at[i].len; k++)
				record_prose(r, step->table.at[i].cells[k],
				    strlen(step->table.at[i].cells[k]));
		}
	}
}

static void
add_examples(const struct gherkin_scenario *s, struct record *r)
{
	vec_each (const struct gherkin_examples *, e, &s->examples) {
		add_tags(&e->tags, r);
		record_prose(r, e->name, strlen(e->name));
		for (size_t i = 0; i < e->rows.len; i++) {
			for (size_t k = 0; k < e->rows.at[i].len; k++)
				record_prose(
				    r, e->rows.at[i].cells[k], strlen(e->rows.at[i].cells[k]));
		}
	}
}

static bool
is_tag_or_comment(const struct feature_file *ff, int line)
{
	size_t at;

	if ((size_t)line > ff->line_count)
		return false;
	at = ff->lines[line - 1];
	while (ff->text->s[at] == ' ' || ff->text->s[at] == '\t')
		at++;
	return ff->text->s[at] == '#' || ff->text->s[at] == '@';
}

/* Explicit links in the comments from the line above the scenario to its last one. */
static enum status
add_comment_links(const struct feature_file *ff, const struct gherkin_scenario *s, struct record *r,
    struct err *err)
{
	struct scan_file file = {
		.path = ff->path, .framework = ff->framework, .all = &ff->scan->frameworks
	};
	int first = s->line;

	while (first > 1 && is_tag_or_comment(ff, first - 1))
		first--;
	vec_each (const struct gherkin_text *, c, &ff->g->comments) {
		if (c->line >= first && c->line <= s->end_line &&
		    scan_links(
			&file, PLACE_COMMENT, c->text, strlen(c->text), &r->requirements, err))
			return err->status;
	}
	return scan_links(
	    &file, PLACE_COMMENT, s->description, strlen(s->description), &r->requirements, err);
}

/* The scenario's lines without indentation. */
static void
hash(const struct feature_file *ff, const struct gherkin_scenario *s, struct record *r)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	for (int i = s->line; i <= s->end_line && (size_t)i <= ff->line_count; i++) {
		size_t at = ff->lines[i - 1], end = ff->lines[i];

		while (at < end && strchr(" \t", ff->text->s[at]))
			at++;
		while (end > at && strchr(" \t\r\n", ff->text->s[end - 1]))
			end--;
		buf_add(&text, ff->text->s + at, end - at);
		buf_char(&text, '\n');
	}
	digest_text(text.s, text.len, r->sha256);
	buf_fini(&text);
}

static void
name(const struct feature_file *ff, const struct gherkin_scenario *s, struct record *r)
{
	const struct gherkin_feature *feature = &ff->g->features.at[s->feature];

	buf_str(&r->file, ff->path);
	buf_str(&r->name, s->name);
	buf_str(&r->title, s->name);
	buf_str(&r->classname, feature->name);
	if (s->rule >= 0 && ff->g->rules.at[s->rule].name[0])
		buf_printf(&r->classname, " > %s", ff->g->rules.at[s->rule].name);
	if (r->name.len == 0) {
		buf_str(&r->name, s->steps.len > 0 ? s->steps.at[0].text : "scenario");
		buf_add(&r->title, r->name.s, r->name.len);
	}
	buf_printf(&r->id, "%s:%s::", ff->framework->name, ff->path);
	if (r->classname.len > 0)
		buf_printf(&r->id, "%s > ", r->classname.s);
	buf_str(&r->id, r->name.s);
}

static enum status
scenario(const struct feature_file *ff, const struct gherkin_scenario *s, struct err *err)
{
	struct record *r = &ff->scan->record;
	enum status st;

	record_clear(r);
	name(ff, s, r);
	r->line = s->line;
	r->end_line = s->end_line > s->line ? s->end_line : s->line;
	r->language = "gherkin";
	r->framework = ff->framework->name;
	r->parameters = s->outline ? (size_t)s->example_rows : 1;
	add_tags(&s->tags, r);
	if (s->rule >= 0)
		add_tags(&ff->g->rules.at[s->rule].tags, r);
	add_tags(&ff->g->features.at[s->feature].tags, r);
	record_prose(r, s->description, strlen(s->description));
	add_steps(s, r);
	add_examples(s, r);
	hash(ff, s, r);
	st = add_comment_links(ff, s, r, err);
	if (st == ST_OK)
		scan_emit(ff->scan, r);
	return st;
}

static size_t *
find_lines(const struct buf *text, size_t *count)
{
	VEC_OF(size_t) lines = { 0 };

	*vec_add(&lines) = 0;
	for (size_t i = 0; i < text->len; i++) {
		if (text->s[i] == '\n' || (text->s[i] == '\r' && text->s[i + 1] != '\n'))
			*vec_add(&lines) = i + 1;
	}
	*count = lines.len;
	*vec_add(&lines) = text->len;
	return lines.at;
}

enum status
scan_gherkin(
    struct scan *scan, const struct framework *framework, const struct buf *text, struct err *err)
{
	struct feature_file ff = {
		.scan = scan, .framework = framework, .path = scan->path, .text = text
	};
	struct gherkin g;
	size_t *lines;
	enum status st = load_words(scan, err);

	if (st)
		return st;
	gherkin_init(&g);
	gherkin_read(&g, scan->gherkin, text->s, text->len, 1, NULL);
	ff.lines = lines = find_lines(text, &ff.line_count);
	ff.g = &g;
	vec_each (const struct gherkin_scenario *, s, &g.scenarios) {
		if (s->background || st != ST_OK)
			continue;
		st = scenario(&ff, s, err);
	}
	gherkin_fini(&g);
	free(lines);
	return st;
}
