/* pom.xml, with the poms above it that it names as its parents. */

#include <stdlib.h>
#include <string.h>

#include "detect/deps.h"
#include "io/xml.h"

#define POMS 6
#define NESTED 8
#define EXPANDED 100000

struct poms { /* the root's own first */
	struct xml at[POMS];
	size_t len;
	size_t expanded;    /* names replaced so far */
	struct map managed; /* "group:artifact", a place in versions */
	VEC_OF(const char *) versions;
};

static const struct xml_node *
find(const struct xml_node *node, const char *a, const char *b)
{
	node = xml_child(node, a);
	return b ? xml_child(node, b) : node;
}

static const char *
property(struct poms *poms, const char *name)
{
	if (strcmp(name, "project.parent.version") == 0)
		return xml_text(find(poms->at[0].root, "parent", NULL), "version");
	if (strcmp(name, "project.version") == 0)
		return xml_text(poms->at[0].root, "version");
	for (size_t i = 0; i < poms->len; i++) {
		const char *text = xml_text(find(poms->at[i].root, "properties", NULL), name);

		if (*text)
			return text;
	}
	return "";
}

/* A text with its ${names} replaced. */
static void
expand(struct poms *poms, const char *s, int level, struct buf *out)
{
	while (*s && !out->over) {
		size_t n = strcspn(s, "$"), close;
		char *name;

		buf_add(out, s, n);
		s += n;
		if (*s == '\0')
			return;
		close = s[1] == '{' ? strcspn(s, "}") : 0;
		if (close < 3 || s[close] == '\0' || level >= NESTED ||
		    ++poms->expanded > EXPANDED) {
			buf_char(out, *s++);
			continue;
		}
		name = mem_strndup(s + 2, close - 2);
		expand(poms, property(poms, name), level + 1, out);
		free(name);
		s += close + 1;
	}
}

static const char *
expanded(struct deps *d, struct poms *poms, const char *text)
{
	const char *lent;
	struct buf out;

	buf_init(&out, 1024);
	expand(poms, text, 0, &out);
	lent = arena_strdup(&d->arena, out.s);
	buf_fini(&out);
	return lent;
}

/* What dependencyManagement says, the nearest pom first. */
static void
read_managed(struct deps *d, struct poms *poms)
{
	map_init(&poms->managed);
	for (size_t i = 0; i < poms->len; i++) {
		const struct xml_node *list =
		    find(poms->at[i].root, "dependencyManagement", "dependencies");

		for (const struct xml_node *it = list ? list->first : NULL; it; it = it->next) {
			char *name = mem_printf("%s:%s", expanded(d, poms, xml_text(it, "groupId")),
			    xml_text(it, "artifactId"));
			bool added;
			size_t *slot = map_slot(&poms->managed, name, strlen(name), &added);

			if (added) {
				*slot = poms->versions.len;
				*vec_add(&poms->versions) = xml_text(it, "version");
			}
			free(name);
		}
	}
}

static const char *
managed(const struct poms *poms, const char *group, const char *artifact)
{
	char *name = mem_printf("%s:%s", group, artifact);
	const struct map_entry *e = map_find(&poms->managed, name, strlen(name));

	free(name);
	return e ? poms->versions.at[e->value] : "";
}

static void
add(struct deps *d, struct poms *poms, const struct xml_node *it, const char *group,
    const char *path)
{
	const char *artifact = expanded(d, poms, xml_text(it, "artifactId"));
	const char *version = xml_text(it, "version");
	char *name;

	if (*xml_text(it, "groupId"))
		group = expanded(d, poms, xml_text(it, "groupId"));
	if (*version == '\0')
		version = managed(poms, group, artifact);
	name = mem_printf("%.300s:%.300s", group, artifact);
	deps_add_as(d, "maven", name, expanded(d, poms, version), path, artifact);
	free(name);
}

static void
add_list(
    struct deps *d, struct poms *poms, const struct xml_node *list, bool imports, const char *path)
{
	for (const struct xml_node *it = list ? list->first : NULL; it; it = it->next) {
		if (d->list.len < DEPS_MAX && *xml_text(it, "artifactId") &&
		    (!imports || strcmp(xml_text(it, "scope"), "import") == 0))
			add(d, poms, it, "org.apache.maven.plugins", path);
	}
}

static bool
parse(struct deps *d, struct poms *poms, const char *path)
{
	struct err err = ERR_INIT;
	struct buf text;

	if (poms->len == POMS || !deps_text(d, path, DEPS_MANIFEST, &text))
		return false;
	if (xml_parse(text.s, text.len, &poms->at[poms->len], &err))
		deps_warn(d, path, &err);
	else
		poms->len++;
	buf_fini(&text);
	return err.status == ST_OK;
}

static void
wrapper(struct deps *d)
{
	static const char path[] = ".mvn/wrapper/maven-wrapper.properties";
	static const char mark[] = "apache-maven-";
	const char *dir = deps_up(d, path), *at;
	struct buf text;

	if (dir == NULL || !deps_text(d, deps_path(d, dir, path), DEPS_MANIFEST, &text))
		return;
	at = strstr(text.s, mark);
	if (at) {
		char *version =
		    mem_strndup(at + sizeof mark - 1, strspn(at + sizeof mark - 1, "0123456789."));

		deps_lock(d, "build", "maven", version);
		free(version);
	}
	buf_fini(&text);
}

static void
collect(struct deps *d, struct poms *poms, const char *path)
{
	const struct xml_node *own = poms->at[0].root;
	const struct xml_node *profiles = find(own, "profiles", NULL);

	for (size_t i = 0; i < poms->len; i++) {
		const struct xml_node *root = poms->at[i].root, *parent = xml_child(root, "parent");

		if (parent && *xml_text(parent, "artifactId") && d->list.len < DEPS_MAX)
			add(d, poms, parent, "", path);
		add_list(d, poms, find(root, "dependencyManagement", "dependencies"), true, path);
		add_list(d, poms, find(root, "dependencies", NULL), false, path);
	}
	add_list(d, poms, find(own, "build", "plugins"), false, path);
	for (const struct xml_node *p = profiles ? profiles->first : NULL; p; p = p->next)
		add_list(d, poms, find(p, "dependencies", NULL), false, path);
}

void
deps_maven(struct deps *d)
{
	const char *path = deps_path(d, d->root, "pom.xml"), *dir = d->root;
	struct poms poms = { .len = 0 };

	if (!parse(d, &poms, path))
		return;
	/* relativePath is ../pom.xml, and anything else an exception. */
	while (xml_child(poms.at[poms.len - 1].root, "parent")) {
		dir = deps_above(d, dir);
		if (dir == NULL || !parse(d, &poms, deps_path(d, dir, "pom.xml")))
			break;
	}
	deps_add(d, "build", "maven", "", path);
	wrapper(d);
	read_managed(d, &poms);
	collect(d, &poms, path);
	d->modules = "classpath";
	for (size_t i = 0; i < poms.len; i++)
		xml_fini(&poms.at[i]);
	map_fini(&poms.managed);
	vec_fini(&poms.versions);
}
