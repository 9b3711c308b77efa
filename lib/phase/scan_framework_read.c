/* What a framework's file says, key by key. */

#include <string.h>

#include "phase/scan_framework.h"

#include "base/mem.h"
#include "io/json.h"

#define MAX_RULES 64

enum status
framework_bad(const struct framework *f, const char *key, const char *why, struct err *err)
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
	framework_bad(f, key, all.s, err);
	buf_fini(&all);
	return ST_CONFIG;
}

static struct pattern
pattern_of(const struct json *j)
{
	return (struct pattern){ .text = json_string(j),
		.name = -1,
		.klass = -1,
		.title = -1,
		.value = -1,
		.bases = -1 };
}

void
framework_strings(const struct json *list, struct strings *out)
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
	static const char *const registered[] = { "no", "known", "only", NULL };
	int block = SOURCE_LINE, known = REGISTERED_NO;
	enum status st;

	*rule = (struct rule){ .pattern = pattern_of(json_get(j, "pattern")),
		.requires = pattern_of(json_get(j, "requires")),
		.rejects = pattern_of(json_get(j, "rejects")),
		.ends = pattern_of(json_get(j, "ends")),
		.holds = pattern_of(json_get(j, "holds")),
		.says = pattern_of(json_get(j, "says")),
		.around = pattern_of(json_get(j, "around")),
		.container = container,
		.hides = json_get_bool(j, "hides"),
		.outer = json_get_bool(j, "outer"),
		.abstract = json_get_bool(j, "abstract"),
		.absent = json_get_bool(j, "absent"),
		.spreads = json_get_bool(j, "spreads"),
		.chained = json_get_bool(j, "chained"),
		.nests = json_get_bool(j, "nests") || json_get_bool(j, "inside"),
		.inside = json_get_bool(j, "inside"),
		.name_from_body = strcmp(json_get_string(j, "name"), "body") == 0 };
	framework_strings(json_get(j, "tags"), &rule->tags);
	if (rule->pattern.text == NULL)
		return framework_bad(
		    f, container ? "containers" : "cases", "a pattern is missing", err);
	st = one_of(f, "block", json_get_string(j, "block"), blocks, &block, err);
	if (st == ST_OK)
		st = one_of(
		    f, "registered", json_get_string(j, "registered"), registered, &known, err);
	rule->registered = (enum registered)known;
	rule->block = (enum source_block)block;
	return st;
}

enum status
framework_read_search(
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
		return framework_bad(f, key, "a pattern is missing", err);
	st = one_of(f, key, json_get_string(j, "in"), places, &place, err);
	if (st == ST_OK)
		st = one_of(f, key, json_get_string(j, "count"), counts, &count, err);
	out->place = (enum place)place;
	out->count = (enum count)count;
	return st;
}

/* %functions% in a pattern is that word's own pattern. */
static void
put_words(const struct json *words, struct json *rule)
{
	struct json *copy = json_copy(rule);

	json_each (member, copy) {
		const char *s = json_string(member);
		struct buf out;

		buf_init(&out, BUF_TEXT);
		while (s && *s) {
			size_t n = *s == '%' ? strcspn(s + 1, "%") : strcspn(s, "%");
			char *word = mem_strndup(s + 1, *s == '%' ? n : 0);
			const char *value = json_string(json_get(words, word));

			if (*s != '%')
				buf_add(&out, s, n);
			else if (value)
				buf_printf(&out, "(?:%s)", value);
			else
				buf_char(&out, *s);
			s += *s != '%' ? n : value ? n + 2 : 1;
			free(word);
		}
		if (json_string(member))
			json_set_string(rule, json_key(member), out.s);
		buf_fini(&out);
	}
	json_free(copy);
}

static void
expand_words(struct framework *f)
{
	static const char *const lists[] = { "containers", "cases" };

	if (json_get(f->tree, "words") == NULL)
		return;
	f->expanded = json_copy(f->tree);
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		json_each (rule, json_get(f->expanded, lists[i]))
			put_words(json_get(f->tree, "words"), rule);
	}
}

static enum status
read_rules(struct framework *f, struct err *err)
{
	const struct json *tree;
	enum status st = ST_OK;

	expand_words(f);
	tree = f->expanded ? f->expanded : f->tree;

	json_each (j, json_get(tree, "containers")) {
		if (st == ST_OK)
			st = read_rule(f, j, true, err);
	}
	json_each (j, json_get(tree, "cases")) {
		if (st == ST_OK)
			st = read_rule(f, j, false, err);
	}
	if (st == ST_OK && f->rules.len > MAX_RULES)
		st = framework_bad(f, "cases", "more than 64 rules", err);
	return st;
}

static enum status
read_searches(struct framework *f, struct err *err)
{
	enum status st = ST_OK;

	json_each (j, json_get(f->tree, "parameters")) {
		if (st == ST_OK)
			st =
			    framework_read_search(f, "parameters", j, vec_add(&f->parameters), err);
	}
	json_each (j, json_get(f->tree, "tags")) {
		if (st == ST_OK)
			st = framework_read_search(f, "tags", j, vec_add(&f->tags), err);
	}
	json_each (j, json_get(f->tree, "requirements")) {
		if (st == ST_OK)
			st = framework_read_search(
			    f, "requirements", j, vec_add(&f->requirements), err);
	}
	json_each (j, json_get(f->tree, "assertions")) {
		*vec_add(&f->assertions) = pattern_of(j);
	}
	json_each (j, json_get(f->tree, "imports")) {
		*vec_add(&f->imports) = pattern_of(j);
	}
	json_each (j, json_get(f->tree, "registers")) {
		*vec_add(&f->registers) = pattern_of(j);
	}
	json_each (j, json_get(f->tree, "shares")) {
		*vec_add(&f->shares) = pattern_of(j);
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
	    "imports registers shares under within words settings above heirs lists "
	    "detect guide run "; /* those of rsg-detect(1) */

	json_each (member, f->tree) {
		const char *key = json_key(member), *hit = strstr(known, key);

		if (*key == '\0' || strchr(key, ' ') || hit == NULL || hit[-1] != ' ' ||
		    hit[strlen(key)] != ' ')
			return framework_bad(f, key, "there is no such key: see rsg-scan(1)", err);
	}
	return ST_OK;
}

static void
read_files(const struct json *list, struct ignore *out)
{
	json_each (j, list) {
		if (json_string(j))
			ignore_add_line(out, json_string(j), strlen(json_string(j)));
	}
}

enum status
framework_read(struct framework *f, struct err *err)
{
	static const char *const readers[] = { "patterns", "gherkin", "file", NULL };
	static const char *const above[] = { "no", "module", "package", NULL };
	const struct json *t = f->tree;
	int reader = READER_PATTERNS, ways = ABOVE_NO;

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
	f->under = pattern_of(json_get(t, "under"));
	f->lists = pattern_of(json_get(t, "lists"));
	if (f->language == NULL)
		return framework_bad(f, "language", "no such language: see rsg-scan(1)", err);
	read_files(json_get(t, "files"), &f->files);
	read_files(json_get(t, "within"), &f->within);
	read_files(json_get(t, "heirs"), &f->heirs);
	if (f->files.patterns.len == 0)
		return framework_bad(f, "files", "say which files hold tests", err);
	framework_strings(json_get(t, "markers"), &f->markers);
	framework_strings(json_get(t, "without"), &f->without);
	if (one_of(f, "reader", json_get_string(t, "reader"), readers, &reader, err) ||
	    one_of(f, "above", json_get_string(t, "above"), above, &ways, err) ||
	    read_rules(f, err) || read_searches(f, err))
		return err->status;
	f->reader = (enum reader)reader;
	f->above = (enum reach)ways;
	return ST_OK;
}
