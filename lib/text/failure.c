#include "text/failure.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/json.h"
#include "io/regex.h"
#include "text/excerpt.h"
#include "text/failure_private.h"

struct hit {
	const struct failure_rule *rule;
	struct regex_match m;
};

static bool
matches(const struct failure_rule *rule, const struct buf *text, struct regex_match *m)
{
	struct err none = ERR_INIT;
	struct regex_match next;
	size_t at = 0;
	bool found = false;

	while (at <= text->len &&
	       regex_match(rule->pattern.re, text->s, text->len, at, &next, &none) == ST_OK) {
		*m = next;
		found = true;
		if (!rule->pattern.last || next.to[0] <= at)
			break;
		at = next.to[0];
	}
	return found;
}

static struct hit
find(const struct failure_rules *rules, const struct failure_ask *ask, const struct buf *text)
{
	struct hit hit = { NULL, { { 0 }, { 0 } } };

	vec_each (const struct failure_rule *, rule, &rules->rules) {
		if (rule->stage && (ask->stage == NULL || strcmp(rule->stage, ask->stage) != 0))
			continue;
		if (!failure_fits(rules, &rule->pattern, ask->framework))
			continue;
		if (rule->pattern.re && !matches(rule, text, &hit.m))
			continue;
		hit.rule = rule;
		return hit;
	}
	return hit;
}

static char *
one_line(const char *s, size_t n, size_t max)
{
	struct buf out;
	char *copy = mem_strndup(s, n);

	buf_init(&out, max + 8);
	excerpt_line(&out, copy, max);
	free(copy);
	return buf_take(&out);
}

static char *
part(const struct hit *hit, const struct buf *text, int group)
{
	if (hit->rule == NULL || hit->rule->pattern.re == NULL || group < 0 ||
	    hit->m.from[group] == (size_t)-1)
		return mem_strdup("");
	return one_line(
	    text->s + hit->m.from[group], hit->m.to[group] - hit->m.from[group], FAILURE_LINE);
}

static char *
last_line(const struct buf *text)
{
	const char *s = text->s;
	size_t n = text->len, from;

	while (n && strchr(" \t\n", s[n - 1]))
		n--;
	for (from = n; from && s[from - 1] != '\n';)
		from--;
	return one_line(s + from, n - from, FAILURE_LINE);
}

static void
fill(const char *template, const struct failure *failure, const char *name, struct buf *out)
{
	const struct {
		const char *word, *text;
	} parts[] = {
		{ "{name}", name },
		{ "{line}", failure->line },
		{ "{file}", *failure->file ? failure->file : "the file" },
	};

	while (*template) {
		size_t used = 0;

		for (size_t i = 0; i < sizeof parts / sizeof parts[0] && used == 0; i++) {
			if (strncmp(template, parts[i].word, strlen(parts[i].word)) == 0) {
				buf_str(out, parts[i].text);
				used = strlen(parts[i].word);
			}
		}
		if (used == 0)
			buf_char(out, *template);
		template += used ? used : 1;
	}
}

static void
find_place(const struct failure_rules *rules, const struct failure_ask *ask, const struct hit *hit,
    const struct buf *text, struct failure *out)
{
	const struct failure_pattern *p = hit->rule ? &hit->rule->pattern : NULL;
	char *file = part(hit, text, p ? p->file : -1), *at = part(hit, text, p ? p->at : -1);
	const char *inside = *file ? failure_inside(rules, ask->root, file) : NULL;

	out->file = mem_strdup("");
	out->function = mem_strdup("");
	failure_place(rules, ask, text, out);
	if (inside) {
		free(out->file);
		out->file = mem_strdup(inside);
		out->at = (int)strtol(at, NULL, 10) & 0x7fffffff;
	}
	free(file);
	free(at);
}

static void
add_part(struct buf *key, const char *s)
{
	buf_str(key, s ? s : "");
	buf_char(key, '\0');
}

/* The message is the whole of what the rule matched, or its line alone. */
static void
fingerprint(const struct failure_rules *rules, const struct failure_ask *ask, bool loose,
    const char *message, struct failure *out)
{
	struct buf key;

	buf_init(&key, BUF_TEXT);
	buf_printf(&key, "%d", FAILURE_VERSION);
	add_part(&key, loose ? "loose" : "strict");
	add_part(&key, ask->stage);
	add_part(&key, ask->test);
	add_part(&key, failure_category_name(out->category));
	add_part(&key, out->file);
	add_part(&key, out->function);
	failure_normal(rules, loose, ask->root, message, &key);
	digest_text(key.s, key.len, loose ? out->loose : out->strict);
	buf_fini(&key);
}

static void
suggest(const struct failure_rule *rule, const char *name, struct failure *out)
{
	struct buf text;

	buf_init(&text, BUF_TEXT);
	if (rule)
		fill(rule->suggestion, out, name, &text);
	out->suggestion = buf_take(&text);
}

static void
tell(const struct failure_rules *rules, const struct failure_ask *ask, const struct hit *hit,
    const struct buf *text, struct failure *out)
{
	const struct failure_rule *rule = hit->rule;
	bool matched = rule && rule->pattern.re;
	char *name = part(hit, text, rule ? rule->pattern.name : -1), *all;

	out->rule = rule ? rule->name : "";
	out->category = rule ? rule->category : FAILURE_UNKNOWN;
	out->line = matched ? part(hit, text, rule->pattern.line > 0 ? rule->pattern.line : 0)
			    : last_line(text);
	find_place(rules, ask, hit, text, out);
	suggest(rule, name, out);
	all = matched ? mem_strndup(text->s + hit->m.from[0], hit->m.to[0] - hit->m.from[0])
		      : mem_strdup(out->line);
	fingerprint(rules, ask, false, all, out);
	fingerprint(rules, ask, true, out->line, out);
	free(all);
	free(name);
}

void
failure_read(const struct failure_rules *rules, const struct failure_ask *ask, struct failure *out)
{
	struct buf text;
	struct hit hit;

	*out = (struct failure){ .category = FAILURE_UNKNOWN };
	buf_init(&text, FAILURE_TEXT * 6);
	failure_clean(&text, ask->text, ask->n);
	hit = find(rules, ask, &text);
	tell(rules, ask, &hit, &text, out);
	buf_fini(&text);
}

void
failure_fini(struct failure *failure)
{
	free(failure->line);
	free(failure->file);
	free(failure->function);
	free(failure->suggestion);
	*failure = (struct failure){ .category = FAILURE_UNKNOWN };
}

struct json *
failure_json(const struct failure *failure)
{
	struct json *j = json_new_object();

	json_set_string(j, "category", failure_category_name(failure->category));
	json_set_string(j, "line", failure->line);
	if (*failure->file)
		json_set_string(j, "file", failure->file);
	if (failure->at)
		json_set_number(j, "at", failure->at);
	json_set_string(j, "suggestion", failure->suggestion);
	json_set_string(j, "fingerprint", failure->loose);
	json_set_string(j, "fingerprint_strict", failure->strict);
	if (*failure->rule)
		json_set_string(j, "rule", failure->rule);
	return j;
}
