#include "phase/classify_model.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "io/json.h"
#include "llm/prompt.h"
#include "text/quote.h"

#define SHOWN_TERMS 8
#define QUOTES_MAX 3	/* of one verdict */
#define QUOTE_BYTES 200 /* schemas/classification: a term */
#define EVIDENCE_MAX 20
#define SYSTEMS_MAX 60
#define VERDICTS_MAX 200 /* looked at */

struct merge {
	struct phase_env *env;
	struct quotes quotes;
	struct json *output;
};

static void
show_verdicts(struct json *to, const char *name, const struct json *verdicts)
{
	struct json *list = json_set_array(to, name);

	json_each (it, verdicts) {
		struct json *shown = json_add_object(list), *terms;
		size_t n = 0;

		json_set_string(shown, "name", json_get_string(it, "name"));
		json_set_number(shown, "confidence", json_get_number(it, "confidence"));
		terms = json_set_array(shown, "terms");
		json_each (term, json_get(it, "evidence")) {
			if (n++ < SHOWN_TERMS)
				json_add_string(terms, json_get_string(term, "term"));
		}
	}
}

static void
show(const struct json *output, struct buf *out)
{
	struct json *found = json_new_object(), *systems;

	show_verdicts(found, "domains", json_get(output, "domains"));
	show_verdicts(found, "scopes", json_get(output, "scopes"));
	systems = json_set_array(found, "systems");
	json_each (it, json_get(output, "systems"))
		json_add_string(systems, json_get_string(it, "name"));
	json_print_pretty(found, out);
	json_free(found);
}

static struct json *
entry_called(const struct json *list, const char *name)
{
	json_each (it, list) {
		if (strcmp(json_get_string(it, "name"), name) == 0)
			return it;
	}
	return NULL;
}

static void
evidence_add(struct json *entry, const struct quote *q, double confidence)
{
	struct json *evidence = json_get(entry, "evidence"), *it;

	if (json_len(evidence) >= EVIDENCE_MAX || confidence <= 0)
		return;
	it = json_add_object(evidence);
	json_set(it, "term", json_new_stringn(q->text, q->n));
	json_set_number(it, "weight", json_round(confidence, 4));
	json_set_number(it, "line", q->line);
	json_set_string(it, "by", "model");
}

/* How many of the quotes are in the story; those are added to the evidence. */
static size_t
quotes_take(struct merge *m, const struct json *item, struct json *entry, double confidence)
{
	const char *name = json_get_string(entry, "name");
	size_t seen = 0, found = 0;

	json_each (it, json_get(item, "quotes")) {
		const char *passage = json_string(it) ? json_string(it) : "";
		struct quote q;

		if (seen++ == QUOTES_MAX)
			break;
		if (!quotes_find(&m->quotes, passage, &q)) {
			phase_drop(m->env, name,
			    "The model's quote for %s is dropped, the story does not say "
			    "\"%.200s\".",
			    name, passage);
			continue;
		}
		found++;
		if (q.n <= QUOTE_BYTES)
			evidence_add(entry, &q, confidence);
	}
	return found;
}

/* Sets "model" of the entry when the verdict holds. */
static void
verdict_take(struct merge *m, const struct json *list, const char *kind, const struct json *item)
{
	const char *name = json_get_string(item, "name");
	const struct json *score = json_get(item, "confidence");
	struct json *entry = entry_called(list, name);

	if (entry == NULL) {
		phase_drop(m->env, name,
		    "The model's %s \"%.100s\" is dropped, the taxonomy has none of that name.",
		    kind, name);
	} else if (!phase_is_score(score)) {
		phase_drop(m->env, name,
		    "The model's verdict on %s is dropped, its confidence is not from 0 to 1.",
		    name);
	} else if (json_get(entry, "model")) {
		phase_drop(m->env, name, "The model's second verdict on %s is dropped.", name);
	} else if (quotes_take(m, item, entry, json_number(score)) == 0) {
		phase_drop(m->env, name,
		    "The model's verdict on %s is dropped, no quote from the story is with it.",
		    name);
	} else {
		json_set_number(entry, "builtin", json_get_number(entry, "confidence"));
		json_set_number(entry, "model", json_round(json_number(score), 4));
	}
}

static void
verdicts_take(struct merge *m, const struct json *reply, const char *member, const char *kind)
{
	const struct json *list = json_get(m->output, member);
	size_t n = 0;

	json_each (it, json_get(reply, member)) {
		if (n++ < VERDICTS_MAX)
			verdict_take(m, list, kind, it);
	}
}

static void
combine_scopes(const struct json *list)
{
	json_each (it, list) {
		if (json_get(it, "model"))
			json_set_number(it, "confidence",
			    json_round(
				(json_get_number(it, "builtin") + json_get_number(it, "model")) / 2,
				4));
	}
}

/* Domains share a sum of 1, in the model's verdict as in the rules'. */
static void
combine_domains(const struct json *list)
{
	double sum = 0;

	json_each (it, list)
		sum += json_get_number(it, "model");
	json_each (it, list) {
		double builtin = json_get_number(it, "confidence");

		if (sum <= 0) {
			json_remove(it, "model");
			json_remove(it, "builtin");
			continue;
		}
		json_set_number(it, "builtin", builtin);
		json_set_number(it, "model", json_round(json_get_number(it, "model") / sum, 4));
		json_set_number(
		    it, "confidence", json_round((builtin + json_get_number(it, "model")) / 2, 4));
	}
}

static int
by_confidence(const void *a, const void *b)
{
	const struct json *x = *(const struct json *const *)a, *y = *(const struct json *const *)b;
	double p = json_get_number(x, "confidence"), q = json_get_number(y, "confidence");

	if (p > q || p < q)
		return p > q ? -1 : 1;
	return strcmp(json_get_string(x, "name"), json_get_string(y, "name"));
}

static void
sort(struct json *output, const char *member)
{
	struct json *list = json_new_array();
	VEC_OF(const struct json *) entries = { 0 };

	json_each (it, json_get(output, member))
		*vec_add(&entries) = it;
	vec_sort(&entries, by_confidence);
	vec_each (const struct json **, it, &entries)
		json_add(list, json_copy(*it));
	vec_fini(&entries);
	json_set(output, member, list);
}

static bool
has_system(const struct json *systems, const struct quote *q)
{
	char *name = quote_fold(q->text, q->n);
	bool found = false;

	json_each (it, systems) {
		const char *text = json_get_string(it, "name");
		char *known = quote_fold(text, strlen(text));

		found = found || strcmp(known, name) == 0;
		free(known);
	}
	free(name);
	return found;
}

static void
system_take(struct merge *m, const struct json *item)
{
	const char *name = json_get_string(item, "quote");
	struct json *systems = json_get(m->output, "systems"), *it;
	struct quote q;

	if (!quotes_find(&m->quotes, name, &q) || q.n > QUOTE_BYTES) {
		phase_drop(m->env, NULL,
		    "The model's system is dropped, the story does not name \"%.200s\".", name);
		return;
	}
	if (has_system(systems, &q) || json_len(systems) >= SYSTEMS_MAX)
		return;
	it = json_add_object(systems);
	json_set(it, "name", json_new_stringn(q.text, q.n));
	json_set_array(it, "evidence");
	evidence_add(it, &q, 1);
}

void
classify_merge(struct phase_env *env, const char *story, size_t n, const struct json *reply,
    struct json *output)
{
	struct merge m = { .env = env, .output = output };
	size_t seen = 0;

	quotes_init(&m.quotes, story, n);
	verdicts_take(&m, reply, "domains", "domain");
	verdicts_take(&m, reply, "scopes", "testing scope");
	json_each (it, json_get(reply, "systems")) {
		if (seen++ < VERDICTS_MAX)
			system_take(&m, it);
	}
	combine_domains(json_get(output, "domains"));
	combine_scopes(json_get(output, "scopes"));
	sort(output, "domains");
	sort(output, "scopes");
	quotes_fini(&m.quotes);
}

enum status
classify_model(struct phase_env *env, struct json *output, struct err *err)
{
	struct prompt_value values[3] = { { .name = NULL } };
	struct json *reply = NULL;
	struct buf found;
	enum status st;

	if (env->llm == NULL)
		return ST_OK;
	buf_init(&found, BUF_DOCUMENT);
	show(output, &found);
	values[0] = phase_story(env);
	values[1] = (struct prompt_value){ "found", PROMPT_OUTSIDE, found.s, found.len };
	st = phase_ask(env, "classification", values, &reply, err);
	if (st == ST_OK)
		classify_merge(env, values[0].text, values[0].n, reply, output);
	json_free(reply);
	buf_fini(&found);
	return st == ST_NO ? ST_OK : st;
}
