/* TestRail's XML export: suite > sections > section > cases > case, sections in sections. */

#include <string.h>

#include "io/xml.h"
#include "phase/scan_manual.h"
#include "phase/scan_state.h"

#define MAX_LEVELS 32

/* Rich text fields may be HTML: tags become blanks. */
static void
add_text(struct manual *m, enum manual_field field, const char *s)
{
	const char *last = strrchr(s, '>');
	struct buf plain;
	bool tag = false;

	buf_init(&plain, BUF_DOCUMENT);
	for (; *s; s++) {
		if (*s == '<' && (s[1] == '/' || (s[1] >= 'a' && s[1] <= 'z')) && last && s < last)
			tag = true;
		if (!tag)
			buf_char(&plain, *s);
		if (*s == '>' && tag) {
			tag = false;
			buf_char(&plain, ' ');
		}
	}
	manual_add(m, field, plain.s);
	buf_fini(&plain);
}

static void
add_steps(const struct xml_node *steps, struct manual *m)
{
	for (const struct xml_node *step = steps->first; step; step = step->next) {
		add_text(m, MANUAL_STEPS, xml_text(step, "content"));
		add_text(m, MANUAL_EXPECTED, xml_text(step, "expected"));
	}
}

static void
add_custom(const struct xml_node *custom, struct manual *m)
{
	static const struct {
		const char *name;
		enum manual_field field;
	} known[] = {
		{ "preconds", MANUAL_PRECONDITIONS },
		{ "steps", MANUAL_STEPS },
		{ "expected", MANUAL_EXPECTED },
		{ "goals", MANUAL_DESCRIPTION },
		{ "mission", MANUAL_DESCRIPTION },
		{ "testrail_bdd_scenario", MANUAL_STEPS },
	};

	for (const struct xml_node *n = custom->first; n; n = n->next) {
		if (strcmp(n->name, "steps_separated") == 0)
			add_steps(n, m);
		for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
			if (strcmp(n->name, known[i].name) == 0)
				add_text(m, known[i].field, n->text);
		}
	}
}

static void
add_case(struct scan *scan, const struct xml_node *node, const char *section, struct manual *m)
{
	const struct xml_node *custom = xml_child(node, "custom");

	manual_add(m, MANUAL_ID, xml_text(node, "id"));
	manual_add(m, MANUAL_TITLE, xml_text(node, "title"));
	manual_add(m, MANUAL_SECTION, section);
	manual_add(m, MANUAL_REQUIREMENTS, xml_text(node, "references"));
	if (custom)
		add_custom(custom, m);
	m->line = node->line;
	m->end_line = node->end_line;
	manual_emit(scan, m, "testrail");
}

static void
add_section(
    struct scan *scan, const struct xml_node *node, struct buf *path, struct manual *m, int level)
{
	size_t before = path->len;

	if (strcmp(node->name, "section") == 0 && *xml_text(node, "name"))
		buf_printf(path, "%s%.200s", before ? " > " : "", xml_text(node, "name"));
	for (const struct xml_node *n = node->first; n; n = n->next) {
		if (strcmp(n->name, "case") == 0)
			add_case(scan, n, path->s, m);
		else if (n->first && level < MAX_LEVELS)
			add_section(scan, n, path, m, level + 1);
	}
	buf_cut(path, before);
}

enum status
manual_xml(struct scan *scan, const char *s, size_t n, const char *format, struct err *err)
{
	struct manual m;
	struct xml xml;
	struct buf path;
	enum status st;

	if (strcmp(format, "auto") != 0 && strcmp(format, "testrail") != 0)
		return err_set(err, ST_DATA, "the file is XML: --format testrail reads it");
	st = xml_parse(s, n, &xml, err);
	if (st)
		return st;
	if (strcmp(xml.root->name, "suite") != 0 && strcmp(xml.root->name, "sections") != 0) {
		st = err_set(err, ST_DATA,
		    "the root is <%.100s>: TestRail's export with <suite> is expected",
		    xml.root->name);
	} else {
		manual_init(&m);
		buf_init(&path, BUF_TEXT);
		add_section(scan, xml.root, &path, &m, 0);
		buf_fini(&path);
		manual_fini(&m);
	}
	xml_fini(&xml);
	return st;
}
