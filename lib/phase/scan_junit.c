/* Properties of JUnit reports, attached to the cases they speak of. */

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/file.h"
#include "io/xml.h"
#include "phase/scan_state.h"

#define MAX_LEVELS 32

struct entry { /* a testcase with properties that name requirements */
	char *class_name;
	struct strings ids;
	size_t next; /* the next entry of that name + 1, or 0 */
};

struct junit {
	struct map names; /* -> entry + 1 */
	VEC_OF(struct entry) entries;
};

void
junit_free(struct junit *junit)
{
	if (junit == NULL)
		return;
	vec_each (struct entry *, e, &junit->entries) {
		free(e->class_name);
		strings_fini(&e->ids);
	}
	vec_fini(&junit->entries);
	map_fini(&junit->names);
	free(junit);
}

/* Every separator of class names becomes a dot. */
static void
dotted(const char *s, struct buf *out)
{
	for (; *s; s++) {
		bool separator = strchr(":$/\\# >", *s) != NULL;

		if (!separator)
			buf_char(out, *s);
		else if (out->len > 0 && out->s[out->len - 1] != '.')
			buf_char(out, '.');
	}
}

/* "test_x[1-2]" and "test x(int)" are parameters of a case. */
static size_t
without_parameters(const char *name)
{
	size_t n = strlen(name), cut;

	if (n > 0 && (name[n - 1] == ']' || name[n - 1] == ')')) {
		cut = strcspn(name, name[n - 1] == ']' ? "[" : "(");
		if (cut > 0 && cut < n)
			n = cut;
	}
	while (n > 0 && name[n - 1] == ' ')
		n--;
	return n;
}

static bool
names_requirement(const char *property)
{
	static const char *const names[] = { "requirement", "requirements", "req", "jira", "issue",
		"issues", "story", "covers", "verifies", "test_id", "test_key", "testcase_id",
		"xray", "testrail", "tms", "acceptance_criterion" };

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		if (strcmp(names[i], property) == 0)
			return true;
	}
	return false;
}

static void
add_ids(const char *value, struct strings *out)
{
	while (*value) {
		size_t n = strcspn(value, " \t\r\n,;|");

		if (n > 0 && n < 200)
			strings_addn(out, value, n);
		value += n + (value[n] != '\0');
	}
}

static void
add_case(struct junit *junit, const struct xml_node *testcase)
{
	const struct xml_node *properties = xml_child(testcase, "properties");
	const char *name = xml_get(testcase, "name");
	struct strings ids = { 0 };
	struct buf class_name;
	struct entry *e;
	size_t *slot;

	for (const struct xml_node *p = properties ? properties->first : NULL; p; p = p->next) {
		if (names_requirement(xml_get(p, "name")))
			add_ids(*xml_get(p, "value") ? xml_get(p, "value") : p->text, &ids);
	}
	if (ids.len == 0)
		return;
	buf_init(&class_name, BUF_TEXT);
	dotted(xml_get(testcase, "classname"), &class_name);
	slot = map_slot(&junit->names, name, without_parameters(name), NULL);
	e = vec_add(&junit->entries);
	*e = (struct entry){ buf_take(&class_name), ids, *slot };
	*slot = junit->entries.len;
}

static void
add_suite(struct junit *junit, const struct xml_node *suite, int level)
{
	for (const struct xml_node *n = suite->first; n; n = n->next) {
		if (strcmp(n->name, "testcase") == 0)
			add_case(junit, n);
		else if (strcmp(n->name, "testsuite") == 0 && level < MAX_LEVELS)
			add_suite(junit, n, level + 1);
	}
}

enum status
scan_junit(struct scan *scan, const char *path, struct err *err)
{
	struct buf text;
	struct xml xml;
	enum status st;

	buf_init(&text, BUF_DOCUMENT);
	st = file_read(path, &text, err);
	if (st == ST_OK && xml_parse(text.s, text.len, &xml, err))
		st = err_context(err, "%s", path);
	buf_fini(&text);
	if (st)
		return st;
	if (strncmp(xml.root->name, "testsuite", 9) != 0) {
		st = err_set(err, ST_DATA, "%s: the root is <%.100s>: a JUnit report is expected",
		    path, xml.root->name);
		xml_fini(&xml);
		return st;
	}
	if (scan->junit == NULL) {
		scan->junit = mem_calloc(1, sizeof *scan->junit);
		map_init(&scan->junit->names);
	}
	add_suite(scan->junit, xml.root, 0);
	xml_fini(&xml);
	return ST_OK;
}

/* Does s end in `end`, at the start or behind a dot?  *rest is what is before. */
static bool
ends_in(const char *s, const char *end, size_t *rest)
{
	size_t n = strlen(s), m = strlen(end);

	if (m > n || memcmp(s + n - m, end, m) != 0 || (m < n && m > 0 && s[n - m - 1] != '.'))
		return false;
	*rest = m < n && m > 0 ? n - m - 1 : n - m;
	return true;
}

/* Is the last part of a report's class name a part of the path of the file? */
static bool
in_path(const char *prefix, size_t n, const char *file)
{
	size_t from = n;

	while (from > 0 && prefix[from - 1] != '.')
		from--;
	while (*file) {
		size_t len = strcspn(file, "/."), part = strcspn(file, "/");

		if (len == n - from && memcmp(file, prefix + from, len) == 0)
			return true;
		file += part + (file[part] == '/');
	}
	return false;
}

static bool
same_class(const struct entry *e, const struct record *r, const char *class_name)
{
	size_t rest;

	if (e->class_name[0] == '\0')
		return true;
	if (r->class_is_full)
		return *class_name && (ends_in(e->class_name, class_name, &rest) ||
					  ends_in(class_name, e->class_name, &rest));
	return ends_in(e->class_name, class_name, &rest) &&
	       (rest == 0 || in_path(e->class_name, rest, r->file.s));
}

static void
attach_name(
    const struct junit *junit, const char *name, size_t n, const char *class_name, struct record *r)
{
	const struct map_entry *found = map_find(&junit->names, name, n);
	size_t limit = 1000;

	for (size_t i = found ? found->value : 0; i > 0 && limit-- > 0;) {
		const struct entry *e = &junit->entries.at[i - 1];

		for (size_t k = 0; same_class(e, r, class_name) && k < e->ids.len; k++)
			text_list_add(
			    &r->requirements, e->ids.at[k], strlen(e->ids.at[k]), RECORD_TEXT);
		i = e->next;
	}
}

/* Reports use the whole name, or its last part. */
void
junit_attach(const struct junit *junit, struct record *r)
{
	static const char *const separators[] = { "::", ".", "#", " > " };
	struct buf class_name;

	buf_init(&class_name, BUF_TEXT);
	dotted(r->classname.s, &class_name);
	attach_name(junit, r->name.s, r->name.len, class_name.s, r);
	for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
		const char *at = NULL, *next = strstr(r->name.s, separators[i]);

		for (; next; next = strstr(next + 1, separators[i]))
			at = next + strlen(separators[i]);
		if (at && *at)
			attach_name(junit, at, strlen(at), class_name.s, r);
	}
	buf_fini(&class_name);
}
