#include "phase/scan_framework.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"

#define MAX_RULES 64
#define MAX_EXTENDS 4

static enum status
bad(const struct framework *f, const char *key, const char *why, struct err *err)
{
	return err_set(err, ST_CONFIG, "%s: %s: %s", f->path, key, why);
}

static enum status
one_of(const struct framework *f, const char *key, const char *value, const char *const *names,
    int *out, struct err *err)
{
	struct buf all;

	if (*value == '\0')
		return ST_OK;
	for (int i = 0; names[i]; i++) {
		if (strcmp(names[i], value) == 0) {
			*out = i;
			return ST_OK;
		}
	}
	buf_init(&all, BUF_TEXT);
	for (int i = 0; names[i]; i++)
		buf_printf(&all, "%s%s", i ? ", " : "expected one of ", names[i]);
	bad(f, key, all.s, err);
	buf_fini(&all);
	return ST_CONFIG;
}

static struct pattern
pattern_of(const struct json *j)
{
	return (struct pattern){
		.text = json_string(j), .name = -1, .klass = -1, .title = -1, .value = -1
	};
}

static void
add_strings(const struct json *list, struct strings *out)
{
	if (json_string(list))
		strings_add(out, json_string(list));
	json_each (item, list) {
		if (json_string(item))
			strings_add(out, json_string(item));
	}
}

static enum status
read_rule(struct framework *f, const struct json *j, bool container, struct err *err)
{
	static const char *const blocks[] = { "braces", "call", "indent", "end", "command", "line",
		NULL };
	struct rule *rule = vec_add(&f->rules);
	int block = SOURCE_LINE;
	enum status st;

	*rule = (struct rule){ .pattern = pattern_of(json_get(j, "pattern")),
		.requires = pattern_of(json_get(j, "requires")),
		.rejects = pattern_of(json_get(j, "rejects")),
		.ends = pattern_of(json_get(j, "ends")),
		.container = container,
		.hides = json_get_bool(j, "hides"),
		.chained = json_get_bool(j, "chained"),
		.nests = json_get_bool(j, "nests") || json_get_bool(j, "inside"),
		.inside = json_get_bool(j, "inside"),
		.name_from_body = strcmp(json_get_string(j, "name"), "body") == 0 };
	add_strings(json_get(j, "tags"), &rule->tags);
	if (rule->pattern.text == NULL)
		return bad(f, container ? "containers" : "cases", "a pattern is missing", err);
	st = one_of(f, "block", json_get_string(j, "block"), blocks, &block, err);
	rule->block = (enum source_block)block;
	return st;
}

static enum status
read_search(
    struct framework *f, const char *key, const struct json *j, struct search *out, struct err *err)
{
	static const char *const places[] = { "header", "body", "comment", "name", NULL };
	static const char *const counts[] = { "list", "matches", "rows", "unknown", NULL };
	int place = PLACE_HEADER, count = COUNT_LIST;
	enum status st;

	*out = (struct search){ .pattern = pattern_of(json_string(j) ? j : json_get(j, "pattern")),
		.condition = pattern_of(json_get(j, "if")),
		.group = (int)json_get_number(j, "group") };
	if (out->group < 1)
		out->group = 1;
	if (out->pattern.text == NULL)
		return bad(f, key, "a pattern is missing", err);
	st = one_of(f, key, json_get_string(j, "in"), places, &place, err);
	if (st == ST_OK)
		st = one_of(f, key, json_get_string(j, "count"), counts, &count, err);
	out->place = (enum place)place;
	out->count = (enum count)count;
	return st;
}

static enum status
read_rules(struct framework *f, struct err *err)
{
	enum status st = ST_OK;

	json_each (j, json_get(f->tree, "containers")) {
		if (st == ST_OK)
			st = read_rule(f, j, true, err);
	}
	json_each (j, json_get(f->tree, "cases")) {
		if (st == ST_OK)
			st = read_rule(f, j, false, err);
	}
	if (st == ST_OK && f->rules.len > MAX_RULES)
		st = bad(f, "cases", "more than 64 rules", err);
	return st;
}

static enum status
read_searches(struct framework *f, struct err *err)
{
	enum status st = ST_OK;

	json_each (j, json_get(f->tree, "parameters")) {
		if (st == ST_OK)
			st = read_search(f, "parameters", j, vec_add(&f->parameters), err);
	}
	json_each (j, json_get(f->tree, "tags")) {
		if (st == ST_OK)
			st = read_search(f, "tags", j, vec_add(&f->tags), err);
	}
	json_each (j, json_get(f->tree, "requirements")) {
		if (st == ST_OK)
			st = read_search(f, "requirements", j, vec_add(&f->requirements), err);
	}
	json_each (j, json_get(f->tree, "assertions")) {
		*vec_add(&f->assertions) = pattern_of(j);
	}
	json_each (j, json_get(f->tree, "imports")) {
		*vec_add(&f->imports) = pattern_of(j);
	}
	return st;
}

static const char *
or_else(const char *s, const char *otherwise)
{
	return *s ? s : otherwise;
}

static enum status
check_keys(const struct framework *f, struct err *err)
{
	static const char known[] =
	    " title extends language reader priority files markers without id name "
	    "classname sentence strip spaces decorators module body "
	    "containers cases parameters tags requirements assertions "
	    "imports ";

	json_each (member, f->tree) {
		const char *key = json_key(member), *hit = strstr(known, key);

		if (*key == '\0' || strchr(key, ' ') || hit == NULL || hit[-1] != ' ' ||
		    hit[strlen(key)] != ' ')
			return bad(f, key, "there is no such key: see rsg-scan(1)", err);
	}
	return ST_OK;
}

static enum status
read_framework(struct framework *f, struct err *err)
{
	static const char *const readers[] = { "patterns", "gherkin", "file", NULL };
	const struct json *t = f->tree;
	int reader = READER_PATTERNS;

	if (check_keys(f, err))
		return err->status;
	f->title = or_else(json_get_string(t, "title"), f->name);
	f->id_form = or_else(json_get_string(t, "id"), "{file}::{path|::}");
	f->name_form = or_else(json_get_string(t, "name"), "{path|::}");
	f->class_form = or_else(json_get_string(t, "classname"), "{class|.}");
	f->title_from_path = strcmp(json_get_string(t, "sentence"), "path") == 0;
	f->spaces = json_string(json_get(t, "spaces"));
	f->decorators = json_get_string(t, "decorators");
	f->priority = json_get_number(t, "priority");
	f->body_is_text = strcmp(json_get_string(t, "body"), "text") == 0;
	f->language = source_language(or_else(json_get_string(t, "language"), "text"));
	f->module = pattern_of(json_get(t, "module"));
	f->strip = pattern_of(json_get(t, "strip"));
	if (f->language == NULL)
		return bad(f, "language", "no such language: see rsg-scan(1)", err);
	json_each (j, json_get(t, "files")) {
		if (json_string(j))
			ignore_add_line(&f->files, json_string(j), strlen(json_string(j)));
	}
	if (f->files.patterns.len == 0)
		return bad(f, "files", "say which files hold tests", err);
	add_strings(json_get(t, "markers"), &f->markers);
	add_strings(json_get(t, "without"), &f->without);
	if (one_of(f, "reader", json_get_string(t, "reader"), readers, &reader, err) ||
	    read_rules(f, err) || read_searches(f, err))
		return err->status;
	f->reader = (enum reader)reader;
	return ST_OK;
}

static void
pattern_free(struct pattern *p)
{
	regex_free(p->regex);
}

static void
framework_free(struct framework *f)
{
	vec_each (struct rule *, r, &f->rules) {
		pattern_free(&r->pattern);
		pattern_free(&r->requires);
		pattern_free(&r->rejects);
		pattern_free(&r->ends);
		strings_fini(&r->tags);
	}
	vec_each (struct search *, s, &f->parameters) {
		pattern_free(&s->pattern);
		pattern_free(&s->condition);
	}
	vec_each (struct search *, t, &f->tags)
		pattern_free(&t->pattern);
	vec_each (struct search *, q, &f->requirements)
		pattern_free(&q->pattern);
	vec_each (struct pattern *, a, &f->assertions)
		pattern_free(a);
	vec_each (struct pattern *, i, &f->imports)
		pattern_free(i);
	pattern_free(&f->module);
	pattern_free(&f->strip);
	vec_fini(&f->rules);
	vec_fini(&f->parameters);
	vec_fini(&f->tags);
	vec_fini(&f->requirements);
	vec_fini(&f->assertions);
	vec_fini(&f->imports);
	strings_fini(&f->markers);
	strings_fini(&f->without);
	ignore_fini(&f->files);
	json_free(f->tree);
	free(f->name);
	free(f->path);
	free(f);
}

void
frameworks_free(struct frameworks *all)
{
	vec_each (struct framework **, f, &all->list)
		framework_free(*f);
	vec_each (struct search *, s, &all->requirements)
		pattern_free(&s->pattern);
	vec_fini(&all->list);
	vec_fini(&all->requirements);
	strings_fini(&all->generated);
	ignore_fini(&all->vendored);
	json_free(all->common);
	*all = (struct frameworks){ 0 };
}

static enum status
compile(const struct framework *f, struct pattern *p, struct err *err)
{
	if (p->text == NULL)
		return ST_OK;
	if (regex_compile(p->text, REGEX_MULTILINE | REGEX_BYTES, &p->regex, err)) {
		err->status = ST_CONFIG;
		return err_context(err, "%s", f->path);
	}
	p->name = regex_group(p->regex, "name");
	p->klass = regex_group(p->regex, "class");
	p->value = regex_group(p->regex, "value");
	p->title = regex_group(p->regex, "title");
	return ST_OK;
}

enum status
framework_prepare(struct framework *f, struct err *err)
{
	enum status st = ST_OK;

	if (f->ready)
		return ST_OK;
	f->ready = true;
	vec_each (struct rule *, r, &f->rules) {
		if (compile(f, &r->pattern, err) || compile(f, &r->requires, err) ||
		    compile(f, &r->rejects, err) || compile(f, &r->ends, err))
			return err->status;
	}
	vec_each (struct search *, s, &f->parameters) {
		if (compile(f, &s->pattern, err) || compile(f, &s->condition, err))
			return err->status;
	}
	vec_each (struct search *, t, &f->tags)
		st = st ? st : compile(f, &t->pattern, err);
	vec_each (struct search *, q, &f->requirements)
		st = st ? st : compile(f, &q->pattern, err);
	vec_each (struct pattern *, a, &f->assertions)
		st = st ? st : compile(f, a, err);
	vec_each (struct pattern *, i, &f->imports)
		st = st ? st : compile(f, i, err);
	if (st == ST_OK)
		st = compile(f, &f->module, err);
	return st ? st : compile(f, &f->strip, err);
}

static int
by_priority(const void *a, const void *b)
{
	const struct framework *x = *(struct framework *const *)a,
			       *y = *(struct framework *const *)b;

	if (x->priority != y->priority)
		return x->priority > y->priority ? -1 : 1;
	return strcmp(x->name, y->name);
}

static enum status
load_one(const struct share *share, const char *path, struct frameworks *out, struct err *err)
{
	const char *base = strrchr(path, '/'), *dot = strrchr(path, '.');
	struct framework *f;

	base = base ? base + 1 : path;
	if (dot == NULL || strcmp(dot, ".yaml") != 0 || dot <= base)
		return ST_OK;
	f = mem_calloc(1, sizeof *f);
	*vec_add(&out->list) = f;
	f->path = mem_strdup(path);
	f->name = mem_strndup(base, (size_t)(dot - base));
	ignore_init(&f->files);
	return share_yaml(share, path, &f->tree, err);
}

static struct framework *
by_name(const struct frameworks *all, const char *name)
{
	vec_each (struct framework *const *, f, &all->list) {
		if (strcmp((*f)->name, name) == 0)
			return *f;
	}
	return NULL;
}

/* What the framework does not say itself is as in the one it extends. */
static enum status
extend(const struct frameworks *all, struct framework *f, struct err *err)
{
	const struct framework *base = f;

	for (int i = 0; i < MAX_EXTENDS; i++) {
		const char *name = json_get_string(base->tree, "extends");

		if (*name == '\0')
			return ST_OK;
		base = by_name(all, name);
		if (base == NULL)
			return bad(f, "extends", "there is no framework of this name", err);
		json_each (member, base->tree) {
			if (json_get(f->tree, json_key(member)) == NULL)
				json_set(f->tree, json_key(member), json_copy(member));
		}
	}
	return bad(f, "extends", "more than 4 frameworks deep", err);
}

static enum status
load_common(const struct share *share, struct frameworks *out, struct err *err)
{
	struct framework common = { .path = (char *)"scan.yaml" };
	enum status st = share_yaml(share, "scan.yaml", &out->common, err);

	if (st)
		return st;
	add_strings(json_get(out->common, "generated"), &out->generated);
	json_each (j, json_get(out->common, "vendored")) {
		if (json_string(j))
			ignore_add_line(&out->vendored, json_string(j), strlen(json_string(j)));
	}
	json_each (j, json_get(out->common, "requirements")) {
		struct search *s = vec_add(&out->requirements);

		if (read_search(&common, "requirements", j, s, err) ||
		    compile(&common, &s->pattern, err))
			return err->status;
	}
	return ST_OK;
}

enum status
frameworks_load(const struct share *share, struct frameworks *out, struct err *err)
{
	struct strings paths = { 0 };
	enum status st;

	*out = (struct frameworks){ 0 };
	ignore_init(&out->vendored);
	st = load_common(share, out, err);
	if (st == ST_OK)
		st = share_list(share, "frameworks", &paths, err);
	for (size_t i = 0; st == ST_OK && i < paths.len; i++)
		st = load_one(share, paths.at[i], out, err);
	for (size_t i = 0; st == ST_OK && i < out->list.len; i++) {
		st = extend(out, out->list.at[i], err);
		if (st == ST_OK)
			st = read_framework(out->list.at[i], err);
	}
	vec_sort(&out->list, by_priority);
	strings_fini(&paths);
	if (st)
		frameworks_free(out);
	return st;
}
