/* Manual cases in CSV: TestRail's and Xray's exports, and tables with columns of any name. */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "phase/scan_manual.h"
#include "phase/scan_state.h"
#include "text/csv.h"

/* What people call the columns, the usual name first; ended by an empty one. */
static const char *const names[MANUAL_FIELDS] = {
	[MANUAL_ID] = "id\0case id\0test id\0test case id\0tc id\0tcid\0issue key\0issue id\0key\0"
		      "test key\0number\0no\0",
	[MANUAL_TITLE] = "title\0summary\0test summary\0name\0test name\0test case\0"
			 "test case name\0purpose\0scenario\0",
	[MANUAL_SECTION] = "section hierarchy\0section\0folder\0test repo\0suite\0test suite\0"
			   "module\0component\0area\0",
	[MANUAL_STEPS] = "steps (step)\0steps\0test steps\0step\0action\0step description\0"
			 "test step\0actions\0procedure\0unstructured definition\0"
			 "gherkin definition\0",
	[MANUAL_DATA] = "data\0test data\0",
	[MANUAL_EXPECTED] = "steps (expected result)\0expected result\0expected results\0"
			    "expected\0result\0expected outcome\0",
	[MANUAL_PRECONDITIONS] = "preconditions\0precondition\0pre-conditions\0setup\0",
	[MANUAL_DESCRIPTION] = "description\0objective\0goal\0notes\0",
	[MANUAL_TAGS] = "tags\0labels\0label\0",
	[MANUAL_REQUIREMENTS] = "requirements\0requirement\0references\0refs\0requirement id\0"
				"requirement keys\0covers\0story\0jira\0linked issues\0",
};

struct columns {
	int at[MANUAL_FIELDS]; /* -1: none */
};

static void
guess(const struct strings *header, struct columns *c)
{
	for (int field = 0; field < MANUAL_FIELDS; field++) {
		c->at[field] = -1;
		for (const char *n = names[field]; *n && c->at[field] < 0; n += strlen(n) + 1)
			c->at[field] = csv_column(header, n);
	}
}

static int
field_of(const char *s, size_t n)
{
	for (int i = 0; i < MANUAL_FIELDS; i++) {
		if (strlen(manual_fields[i]) == n && memcmp(manual_fields[i], s, n) == 0)
			return i;
	}
	return -1;
}

static enum status
all_names(const struct strings *header, const char *why, struct err *err)
{
	struct buf all;

	buf_init(&all, 600);
	for (size_t i = 0; i < header->len && all.len < 400; i++)
		buf_printf(&all, "%s%.60s", i ? ", " : "", header->at[i]);
	err_set(err, ST_DATA, "%s (the columns are: %s)", why, all.s);
	buf_fini(&all);
	return ST_DATA;
}

/* One "title=Purpose", with or without quotes round the column. */
static enum status
map_one(const char *s, size_t n, const struct strings *header, struct columns *c, struct err *err)
{
	const char *equals = memchr(s, '=', n);
	int field = equals ? field_of(s, (size_t)(equals - s)) : -1;
	char *column, *why;
	enum status st = ST_OK;

	if (field < 0)
		return err_set(err, ST_USAGE,
		    "--map %.*s: write field=column with id, title, section, steps, data, "
		    "expected, "
		    "preconditions, description, tags or requirements",
		    (int)(n < 100 ? n : 100), s);
	equals++;
	n -= (size_t)(equals - s);
	if (n >= 2 && equals[0] == '"' && equals[n - 1] == '"')
		equals++, n -= 2;
	column = mem_strndup(equals, n);
	c->at[field] = csv_column(header, column);
	if (c->at[field] < 0) {
		why = mem_printf("there is no column %.60s: correct --map", column);
		st = all_names(header, why, err);
		free(why);
	}
	free(column);
	return st;
}

static enum status
apply_map(const char *map, const struct strings *header, struct columns *c, struct err *err)
{
	while (map && *map) {
		size_t n = 0;

		for (bool quoted = false; map[n] && (quoted || map[n] != ','); n++)
			quoted ^= map[n] == '"';
		if (n > 0 && map_one(map, n, header, c, err))
			return err->status;
		map += n + (map[n] == ',');
	}
	return ST_OK;
}

static const char *
recognise(const struct strings *header, const char *format)
{
	if (strcmp(format, "auto") != 0)
		return format;
	if (csv_column(header, "title") >= 0 &&
	    (csv_column(header, "section") >= 0 || csv_column(header, "section hierarchy") >= 0))
		return "testrail";
	if ((csv_column(header, "test type") >= 0 || csv_column(header, "tcid") >= 0) &&
	    (csv_column(header, "action") >= 0 || csv_column(header, "step") >= 0))
		return "xray";
	return "csv";
}

static const char *
cell(const struct csv *csv, const struct columns *c, enum manual_field field)
{
	int at = c->at[field];

	return at >= 0 && (size_t)at < csv->fields.len ? csv->fields.at[at] : "";
}

/* A row without id and title, or with the id of the row before, has more steps of that case. */
static bool
continues(const struct csv *csv, const struct columns *c, const struct manual *m)
{
	const char *id = cell(csv, c, MANUAL_ID), *title = cell(csv, c, MANUAL_TITLE);

	if (m->line == 0)
		return false;
	if (*id == '\0' && c->at[MANUAL_ID] >= 0)
		return *title == '\0';
	return (*id && strcmp(id, m->fields[MANUAL_ID].s) == 0) || (*id == '\0' && *title == '\0');
}

static void
add_row(const struct csv *csv, const struct columns *c, struct manual *m, bool more)
{
	for (enum manual_field field = MANUAL_ID; field < MANUAL_FIELDS; field++) {
		bool once = field == MANUAL_ID || field == MANUAL_TITLE || field == MANUAL_SECTION;

		if (!(more && once))
			manual_add(m, field, cell(csv, c, field));
	}
	if (!more)
		m->line = csv->line;
	m->end_line = csv->next_line - 1;
}

static enum status
rows(struct scan *scan, struct csv *csv, const struct columns *c, const char *format,
    struct err *err)
{
	struct manual m;
	enum status st;

	manual_init(&m);
	while ((st = csv_next(csv, err)) == ST_OK) {
		bool more = continues(csv, c, &m);

		if (!more)
			manual_emit(scan, &m, format);
		add_row(csv, c, &m, more);
	}
	if (st == ST_NO)
		manual_emit(scan, &m, format);
	manual_fini(&m);
	return st == ST_NO ? ST_OK : st;
}

enum status
manual_csv(struct scan *scan, const char *s, size_t n, const char *format, const char *map,
    struct err *err)
{
	struct columns columns;
	struct csv csv;
	enum status st;

	csv_init(&csv, s, n);
	st = csv_next(&csv, err);
	if (st == ST_NO)
		st = err_set(err, ST_DATA, "the file is empty: a header line is expected");
	if (st == ST_OK) {
		format = recognise(&csv.fields, format);
		guess(&csv.fields, &columns);
		st = apply_map(map, &csv.fields, &columns, err);
	}
	if (st == ST_OK && columns.at[MANUAL_TITLE] < 0)
		st = all_names(
		    &csv.fields, "no column holds the title: name it with --map title=COLUMN", err);
	if (st == ST_OK)
		st = rows(scan, &csv, &columns, format, err);
	csv_fini(&csv);
	return st;
}
