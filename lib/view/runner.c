#include "view/runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/mem.h"
#include "io/json.h"
#include "io/regex.h"
#include "view/runner_private.h"

#define MOST ((size_t)100000) /* bytes: xargs gives a program 128 KiB with its environment */
#define TESTS "{tests}"

static enum status
bad(const struct runner *runner, const char *key, const char *expected, struct err *err)
{
	return err_set(
	    err, ST_CONFIG, "runners/%s.yaml: %s: expected %s", runner->name, key, expected);
}

static enum status
check_list(const struct runner *runner, const char *key, struct err *err)
{
	const struct json *list = json_get(runner->data, key);

	if (list && json_kind(list) != JSON_ARRAY)
		return bad(runner, key, "a list of texts", err);
	json_each (it, list) {
		if (json_string(it) == NULL)
			return bad(runner, key, "a list of texts", err);
	}
	return ST_OK;
}

/* A form, a list of them, or one of either for each framework. */
static enum status
check_forms(const struct runner *runner, const char *key, const struct json *forms, struct err *err)
{
	const char *form = json_string(forms), *tests = form ? strstr(form, TESTS) : NULL;
	bool known;

	if (form == NULL) {
		json_each (it, forms) {
			if (check_forms(runner, key, it, err))
				return err->status;
		}
		return ST_OK;
	}
	known = runner_knows_places(tests ? tests + strlen(TESTS) : form);
	if (tests) {
		char *before = mem_strndup(form, (size_t)(tests - form));

		known = known && runner_knows_places(before);
		free(before);
	}
	return known ? ST_OK : bad(runner, key, "places that rsg-select(1) names", err);
}

static enum status
check_places(const struct runner *runner, struct err *err)
{
	static const char *const keys[] = { "arguments", "coarse", "loose", "test", "whole",
		"group" };
	bool joins = false;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		if (check_forms(runner, keys[i], json_get(runner->data, keys[i]), err))
			return err->status;
	}
	json_each (it, json_get(runner->data, "arguments"))
		joins = joins || strstr(json_string(it), TESTS);
	if (joins && json_get(runner->data, "test") == NULL)
		return bad(runner, "test", "how a test looks in " TESTS, err);
	return ST_OK;
}

static enum status
check_keys(const struct runner *runner, struct err *err)
{
	static const char *const known[] = { "title", "frameworks", "arguments", "coarse", "loose",
		"loose_tags", "test", "whole", "group", "between", "join", "escape", "templates",
		"only", "without", "most", "escaped", "separator" };
	static const char *const lists[] = { "frameworks", "arguments", "coarse", "loose",
		"loose_tags" };

	json_each (it, runner->data) {
		size_t i = 0;

		while (i < sizeof known / sizeof *known && strcmp(known[i], json_key(it)) != 0)
			i++;
		if (i == sizeof known / sizeof *known)
			return bad(runner, json_key(it), "another key", err);
	}
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		if (check_list(runner, lists[i], err))
			return err->status;
	}
	if (json_len(json_get(runner->data, "frameworks")) == 0)
		return bad(runner, "frameworks", "a list of texts", err);
	if (json_len(json_get(runner->data, "arguments")) == 0)
		return bad(runner, "arguments", "a list of texts", err);
	return ST_OK;
}

static enum status
read_escape(struct runner *runner, struct err *err)
{
	const char *escape = json_get_string(runner->data, "escape");

	if (strcmp(escape, "regex") == 0)
		runner->escape = RUNNER_REGEX;
	else if (strcmp(escape, "word") == 0)
		runner->escape = RUNNER_WORD;
	else if (*escape)
		return bad(runner, "escape", "regex or word", err);
	runner->templates = json_get_bool(runner->data, "templates");
	runner->escaped = json_get_string(runner->data, "escaped");
	runner->separator = json_get_string(runner->data, "separator");
	return ST_OK;
}

static enum status
read_pattern(const struct runner *runner, const char *key, struct regex **out, struct err *err)
{
	const char *pattern = json_string(json_get(runner->data, key));

	if (pattern && regex_compile(pattern, 0, out, err)) {
		err->status = ST_CONFIG;
		return err_context(err, "runners/%s.yaml: %s", runner->name, key);
	}
	return ST_OK;
}

enum status
runner_open(const struct json *data, const char *name, struct runner **out, struct err *err)
{
	struct runner *runner = mem_calloc(1, sizeof *runner);

	runner->name = name;
	runner->data = data;
	if (check_keys(runner, err) || check_places(runner, err) || read_escape(runner, err) ||
	    read_pattern(runner, "only", &runner->only, err) ||
	    read_pattern(runner, "without", &runner->without, err)) {
		runner_close(runner);
		return err->status;
	}
	*out = runner;
	return ST_OK;
}

void
runner_close(struct runner *runner)
{
	if (runner == NULL)
		return;
	regex_free(runner->only);
	regex_free(runner->without);
	free(runner);
}

static bool
has(const struct json *list, const char *text)
{
	json_each (it, list) {
		if (strcmp(json_string(it), text) == 0)
			return true;
	}
	return false;
}

/* A name that takes too long to look at fits nothing. */
static bool
fits(const struct regex *regex, const char *name)
{
	struct err ignored = ERR_INIT;
	struct regex_match m;

	return regex_match(regex, name, strlen(name), 0, &m, &ignored) == ST_OK;
}

static bool
can_say(const struct runner *runner, const char *form, const struct json *test)
{
	struct buf out;
	bool can;

	buf_init(&out, BUF_TEXT);
	can = runner_form(runner, form, test, runner->escape, &out);
	buf_fini(&out);
	return can;
}

/* Can it be said in the first form of the key?  absent: where there is no such key. */
static bool
has_form(const struct runner *runner, const char *key, const struct json *test, bool absent)
{
	const char *form = runner_form_at(runner_forms(runner, key, test), 0);

	return form ? can_say(runner, form, test) : absent;
}

static enum runner_how
how_of(const struct runner *runner, const struct json *test)
{
	const char *name = json_get_string(test, "name");

	if (runner->without && fits(runner->without, name))
		return RUNNER_OUT;
	if ((runner->only == NULL || fits(runner->only, name)) &&
	    has_form(runner, "group", test, true) && has_form(runner, "test", test, true))
		return RUNNER_NAMED;
	return has_form(runner, "whole", test, false) ? RUNNER_WHOLE : RUNNER_OUT;
}

static void
add_argument(struct map *seen, const char *text, struct runner_list *out)
{
	bool added = false;

	map_slot(seen, text, strlen(text), &added);
	if (added) {
		strings_add(&out->args, text);
		out->bytes += strlen(text) + 1;
	}
}

/* One for each different value. */
static void
repeat(const struct runner *runner, const char *form, const struct runner_items *items,
    struct map *seen, struct runner_list *out)
{
	struct buf value, text;

	buf_init(&value, BUF_TEXT);
	buf_init(&text, BUF_TEXT);
	vec_each (const struct runner_item *, it, &items->at) {
		buf_clear(&value);
		buf_clear(&text);
		runner_form(runner, form, it->test, RUNNER_PLAIN, &value);
		if (*form == '{')
			runner_path(value.s, &text);
		else
			buf_add(&text, value.s, value.len);
		add_argument(seen, text.s, out);
	}
	buf_fini(&value);
	buf_fini(&text);
}

static void
joined(const struct runner *runner, const char *form, const struct runner_items *items,
    struct map *seen, struct runner_list *out)
{
	const char *place = strstr(form, TESTS);
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	buf_add(&text, form, (size_t)(place - form));
	runner_join(runner, items, &text);
	buf_str(&text, place + strlen(TESTS));
	add_argument(seen, text.s, out);
	buf_fini(&text);
}

static void
build(const struct runner *runner, const struct json *forms, const struct runner_items *items,
    struct runner_list *out)
{
	struct map seen;

	strings_fini(&out->args);
	out->args = (struct strings){ 0 };
	out->bytes = 0;
	out->one = false;
	map_init(&seen);
	json_each (it, forms) {
		const char *form = json_string(it);

		out->one = out->one || strstr(form, TESTS) || !runner_has_place(form);

		if (strstr(form, TESTS))
			joined(runner, form, items, &seen, out);
		else if (runner_has_place(form))
			repeat(runner, form, items, &seen, out);
		else
			add_argument(&seen, form, out);
	}
	map_fini(&seen);
}

/* Files, classes, suites in place of tests. */
static void
build_coarse(const struct runner *runner, struct runner_items *items, struct runner_list *out)
{
	vec_each (struct runner_item *, it, &items->at) {
		if (has_form(runner, "whole", it->test, false))
			it->how = RUNNER_WHOLE;
	}
	out->coarse = true;
	build(runner, json_get(runner->data, "coarse"), items, out);
}

static void
name_others(const struct map *others, struct buf *out)
{
	for (size_t i = 0; i < others->len; i++)
		buf_printf(out, "%s%s %zu", i ? ", " : "", others->at[i].key, others->at[i].value);
}

/* True when one of the tests has a tag that asks for the loose form. */
static bool
sort_out(const struct runner *runner, const struct json *tests, struct runner_items *items,
    struct runner_list *out)
{
	const struct json *frameworks = json_get(runner->data, "frameworks");
	bool loose = false;
	struct map others;

	map_init(&others);
	json_each (test, tests) {
		const char *framework = json_get_string(test, "framework");
		enum runner_how how = RUNNER_OUT;

		if (!has(frameworks, framework)) {
			++*map_slot(&others, framework, strlen(framework), NULL);
			out->others++;
			continue;
		}
		how = how_of(runner, test);
		if (how == RUNNER_OUT) {
			out->nameless++;
			continue;
		}
		*vec_add(&items->at) = (struct runner_item){ test, how };
		json_each (tag, json_get(test, "tags"))
			loose = loose || has(json_get(runner->data, "loose_tags"),
					     json_string(tag) ? json_string(tag) : "");
	}
	name_others(&others, &out->of);
	map_fini(&others);
	return loose;
}

enum status
runner_arguments(
    struct runner *runner, const struct json *tests, struct runner_list *out, struct err *err)
{
	struct runner_items items = { 0 };
	bool loose;

	*out = (struct runner_list){ .most = MOST };
	buf_init(&out->of, BUF_TEXT);
	if (json_get(runner->data, "most"))
		out->most = (size_t)json_get_number(runner->data, "most");
	loose = sort_out(runner, tests, &items, out);
	out->tests = items.at.len;
	if (out->tests)
		build(runner, json_get(runner->data, loose ? "loose" : "arguments"), &items, out);
	if (json_get(runner->data, "coarse") && out->one && out->bytes > out->most)
		build_coarse(runner, &items, out);
	vec_fini(&items.at);
	return buf_check(&out->of, "the list of frameworks", err);
}

void
runner_list_fini(struct runner_list *list)
{
	strings_fini(&list->args);
	buf_fini(&list->of);
}
