#include "phase/scan_framework.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "doc/share.h"
#include "io/json.h"

#define MAX_EXTENDS 4

static void
pattern_free(struct pattern *p)
{
	regex_free(p->regex);
}

void
framework_free(struct framework *f)
{
	if (f == NULL)
		return;
	vec_each (struct rule *, r, &f->rules) {
		pattern_free(&r->pattern);
		pattern_free(&r->requires);
		pattern_free(&r->rejects);
		pattern_free(&r->ends);
		pattern_free(&r->holds);
		pattern_free(&r->says);
		pattern_free(&r->around);
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
	vec_each (struct pattern *, g, &f->registers)
		pattern_free(g);
	vec_each (struct pattern *, s, &f->shares)
		pattern_free(s);
	pattern_free(&f->module);
	pattern_free(&f->under);
	pattern_free(&f->strip);
	pattern_free(&f->lists);
	vec_fini(&f->rules);
	vec_fini(&f->parameters);
	vec_fini(&f->tags);
	vec_fini(&f->requirements);
	vec_fini(&f->assertions);
	vec_fini(&f->imports);
	vec_fini(&f->registers);
	vec_fini(&f->shares);
	strings_fini(&f->markers);
	strings_fini(&f->without);
	ignore_fini(&f->files);
	ignore_fini(&f->within);
	ignore_fini(&f->heirs);
	json_free(f->tree);
	json_free(f->expanded);
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
	ignore_fini(&all->vendored);
	json_free(all->common);
	*all = (struct frameworks){ 0 };
}

/* `\\w` takes letters of any script too: the bytes of what is not ASCII. */
static void
widen(const char *pattern, struct buf *out)
{
	bool in_class = false;

	for (const char *c = pattern; *c; c++) {
		if (*c == '\\' && c[1] == 'w') {
			buf_str(out, in_class ? "\\w\\x80-\\xff" : "[\\w\\x80-\\xff]");
			c++;
			continue;
		}
		buf_char(out, *c);
		if (*c == '\\' && c[1]) {
			buf_char(out, *++c);
		} else if (*c == '[' && !in_class) {
			in_class = true;
			if (c[1] == '^')
				buf_char(out, *++c);
			if (c[1] == ']')
				buf_char(out, *++c);
		} else if (*c == ']') {
			in_class = false;
		}
	}
}

static enum status
compile(const struct framework *f, struct pattern *p, struct err *err)
{
	struct buf wide;
	enum status st;

	if (p->text == NULL)
		return ST_OK;
	buf_init(&wide, BUF_TEXT);
	widen(p->text, &wide);
	st = regex_compile(wide.s, REGEX_MULTILINE | REGEX_BYTES, &p->regex, err);
	buf_fini(&wide);
	if (st) {
		err->status = ST_CONFIG;
		return err_context(err, "%s", f->path);
	}
	p->name = regex_group(p->regex, "name");
	p->klass = regex_group(p->regex, "class");
	p->value = regex_group(p->regex, "value");
	p->title = regex_group(p->regex, "title");
	p->bases = regex_group(p->regex, "bases");
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
		    compile(f, &r->rejects, err) || compile(f, &r->ends, err) ||
		    compile(f, &r->holds, err) || compile(f, &r->says, err) ||
		    compile(f, &r->around, err))
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
	vec_each (struct pattern *, g, &f->registers)
		st = st ? st : compile(f, g, err);
	vec_each (struct pattern *, s, &f->shares)
		st = st ? st : compile(f, s, err);
	if (st == ST_OK)
		st = compile(f, &f->module, err);
	if (st == ST_OK)
		st = compile(f, &f->under, err);
	if (st == ST_OK)
		st = compile(f, &f->lists, err);
	return st ? st : compile(f, &f->strip, err);
}

enum status
framework_variant(
    const struct framework *base, struct json *tree, struct framework **out, struct err *err)
{
	struct framework *f = mem_calloc(1, sizeof *f);
	enum status st;

	f->path = mem_strdup(base->path);
	f->name = mem_strdup(base->name);
	f->tree = tree;
	ignore_init(&f->files);
	ignore_init(&f->within);
	ignore_init(&f->heirs);
	st = framework_read(f, err);
	if (st)
		framework_free(f);
	else
		*out = f;
	return st;
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
	ignore_init(&f->within);
	ignore_init(&f->heirs);
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
			return framework_bad(
			    f, "extends", "there is no framework of this name", err);
		json_each (member, base->tree) {
			if (json_get(f->tree, json_key(member)) == NULL)
				json_set(f->tree, json_key(member), json_copy(member));
		}
	}
	return framework_bad(f, "extends", "more than 4 frameworks deep", err);
}

static enum status
load_common(const struct share *share, struct frameworks *out, struct err *err)
{
	struct framework common = { .path = (char *)"scan.yaml" };
	enum status st = share_yaml(share, "scan.yaml", &out->common, err);

	if (st)
		return st;
	json_each (j, json_get(out->common, "vendored")) {
		if (json_string(j))
			ignore_add_line(&out->vendored, json_string(j), strlen(json_string(j)));
	}
	json_each (j, json_get(out->common, "requirements")) {
		struct search *s = vec_add(&out->requirements);

		if (framework_read_search(&common, "requirements", j, s, err) ||
		    compile(&common, &s->pattern, err))
			return err->status;
	}
	return ST_OK;
}

/* What rsg-detect alone knows holds no tests: a web framework, a build tool. */
static void
leave_out(struct frameworks *all)
{
	size_t kept = 0;

	for (size_t i = 0; i < all->list.len; i++) {
		struct framework *f = all->list.at[i];

		bool others = json_get(f->tree, "detect") || json_get(f->tree, "guide");

		if (others && json_get(f->tree, "files") == NULL)
			framework_free(f);
		else
			all->list.at[kept++] = f;
	}
	all->list.len = kept;
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
	for (size_t i = 0; st == ST_OK && i < out->list.len; i++)
		st = extend(out, out->list.at[i], err);
	if (st == ST_OK)
		leave_out(out);
	for (size_t i = 0; st == ST_OK && i < out->list.len; i++)
		st = framework_read(out->list.at[i], err);
	vec_sort(&out->list, by_priority);
	strings_fini(&paths);
	if (st)
		frameworks_free(out);
	return st;
}
