#include "review/facts.h"

#include <stddef.h>
#include <string.h>

#include "doc/doc.h"
#include "io/json.h"

const char *const fact_names[] = { "changed", "cost_usd", "coverage", "covered", "criteria",
	"domains", "edited", "gaps", "gaps.high", "gaps.low", "gaps.medium", "generated",
	"generated.skeletons", "generated.tests", "generated.unparsed", "healed", "healed.changed",
	"healed.flaky", "healed.left", "healed.stopped", "left", "models", "questions", "recall",
	"score", "selected", "tests", "tests.high", "tests.low", "tests.medium", "verified",
	"verified.failed", "verified.not-run", "verified.proven", "verified.survived", "warnings",
	"weak", "weak.high", "weak.low", "weak.medium", "wide", NULL };

/* Of an output: the number at a path, or how many elements an array has, all of them or those
   whose member says `value`. */
struct rule {
	const char *name, *phase, *path, *key, *value;
};

static const struct rule rules[] = {
	{ "changed", "impact", "files", NULL, NULL },
	{ "coverage", "coverage", "percent", NULL, NULL },
	{ "covered", "coverage", "summary.covered", NULL, NULL },
	{ "criteria", "ingestion", "criteria", NULL, NULL },
	{ "domains", "classification", "domains", NULL, NULL },
	{ "gaps", "coverage", "summary.gap", NULL, NULL },
	{ "generated", "generation", "tests", NULL, NULL },
	{ "generated.skeletons", "generation", "tests", "kind", "skeleton" },
	{ "generated.tests", "generation", "tests", "kind", "test" },
	{ "healed", "healing", "tests", "verdict", "healed" },
	{ "healed.flaky", "healing", "tests", "verdict", "flaky" },
	{ "healed.left", "healing", "tests", "verdict", "left" },
	{ "healed.stopped", "healing", "tests", "verdict", "stopped" },
	{ "left", "selection", "left", NULL, NULL },
	{ "questions", "ingestion", "questions", NULL, NULL },
	{ "recall", "selection", "expected_recall", NULL, NULL },
	{ "score", "ranking", "score", NULL, NULL },
	{ "selected", "selection", "selected", NULL, NULL },
	{ "tests", "ranking", "suite", NULL, NULL },
	{ "tests.high", "ranking", "suite", "priority", "high" },
	{ "tests.low", "ranking", "suite", "priority", "low" },
	{ "tests.medium", "ranking", "suite", "priority", "medium" },
	{ "weak", "coverage", "summary.weak", NULL, NULL },
	{ "wide", "impact", "wide", NULL, NULL },
};

/* The entry of a phase up to the one that is asked about, in the order of the document, which is
   what the gate's subject goes by. */
static const struct json *
entry_of(const struct json *doc, const char *phase, const char *wanted)
{
	json_each (entry, json_get(doc, "phases")) {
		if (strcmp(json_key(entry), wanted) == 0)
			return entry;
		if (strcmp(json_key(entry), phase) == 0)
			break;
	}
	return NULL;
}

static const struct json *
output_of(const struct json *doc, const char *phase, const char *wanted)
{
	return json_get(entry_of(doc, phase, wanted), "output");
}

static bool
of_rule(const struct json *output, const struct rule *rule, double *out)
{
	const struct json *at = json_path(output, rule->path);
	double n = 0;

	if (json_kind(at) == JSON_NUMBER) {
		*out = json_number(at);
		return true;
	}
	if (json_kind(at) == JSON_NULL || (output && at == NULL)) /* it is not known */
		return false;
	json_each (it, at)
		n += rule->key == NULL || strcmp(json_get_string(it, rule->key), rule->value) == 0;
	*out = n;
	return output != NULL;
}

/* Criteria of a status and a level of risk: "gaps.high", "weak.low". */
static bool
of_risk(const struct json *coverage, const char *name, double *out)
{
	const char *status = strncmp(name, "gaps.", 5) == 0 ? "gap" : "weak";
	const char *level = strchr(name, '.') + 1;
	const struct json *criteria = json_get(coverage, "criteria");
	double n = 0;

	json_each (risk, json_get(coverage, "risks")) {
		const struct json *of = doc_by_id(criteria, json_get_string(risk, "id"));

		n += strcmp(json_get_string(risk, "level"), level) == 0 &&
		     strcmp(json_get_string(of, "status"), status) == 0;
	}
	*out = n;
	return coverage != NULL;
}

static bool
unparsed(const struct json *generation, double *out)
{
	double n = 0;

	json_each (test, json_get(generation, "tests"))
		n += strcmp(json_get_string(json_get(test, "checks"), "syntax"), "parsed") != 0;
	*out = n;
	return generation != NULL;
}

/* stage NULL: any. */
static bool
has_stage(const struct json *test, const char *stage, const char *verdict)
{
	json_each (it, json_get(test, "stages")) {
		if ((stage == NULL || strcmp(json_get_string(it, "stage"), stage) == 0) &&
		    strcmp(json_get_string(it, "verdict"), verdict) == 0)
			return true;
	}
	return false;
}

/* Of the tests that a model wrote, which alone say so. */
static bool
of_verified(const struct json *verification, const char *name, double *out)
{
	const char *what = name + strcspn(name, ".");
	double n = 0;

	json_each (test, json_get(verification, "tests")) {
		bool survived = json_get_bool(test, "survived");
		bool failed = !survived && has_stage(test, NULL, "failed");

		if (json_get(test, "model") == NULL)
			continue;
		n += strcmp(what, ".survived") == 0  ? survived
		     : strcmp(what, ".failed") == 0  ? failed
		     : strcmp(what, ".not-run") == 0 ? !survived && !failed
		     : strcmp(what, ".proven") == 0  ? has_stage(test, "proven", "ok")
						     : 1;
	}
	*out = n;
	return verification != NULL;
}

/* Does the code that stands assert something else than the generated one? */
static bool
is_changed(const struct json *healed)
{
	const char *code = json_get_string(healed, "sha256");

	json_each (it, json_get(healed, "attempts")) {
		if (strcmp(json_get_string(it, "sha256"), code) == 0 &&
		    json_len(json_get(it, "changed")) > 0)
			return true;
	}
	return false;
}

static bool
changed(const struct json *healing, double *out)
{
	double n = 0;

	json_each (test, json_get(healing, "tests"))
		n += is_changed(test);
	*out = n;
	return healing != NULL;
}

static bool
by_model(const struct json *entry)
{
	const char *engine = json_get_string(entry, "engine");

	return *engine && strcmp(engine, "builtin") != 0;
}

/* What the entries say of the phases' work. */
static bool
of_entries(const struct json *doc, const char *phase, const char *name, double *out)
{
	double n = 0;

	for (int i = 0; doc_phases[i]; i++) {
		const struct json *entry = entry_of(doc, phase, doc_phases[i]);
		const struct json *cost = json_path(entry, "usage.cost_usd");

		if (strcmp(name, "warnings") == 0)
			n += (double)json_len(json_get(entry, "warnings"));
		else if (strcmp(name, "models") == 0)
			n += by_model(entry);
		else if (strcmp(name, "edited") == 0)
			n += json_get(entry, "edited") != NULL;
		else if (json_kind(cost) == JSON_NULL)
			return false;
		else
			n += json_number(cost);
	}
	*out = n;
	return true;
}

bool
fact(const struct json *doc, const char *phase, const char *name, double *out)
{
	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		if (strcmp(rules[i].name, name) == 0)
			return of_rule(output_of(doc, phase, rules[i].phase), &rules[i], out);
	}
	if (strncmp(name, "gaps.", 5) == 0 || strncmp(name, "weak.", 5) == 0)
		return of_risk(output_of(doc, phase, "coverage"), name, out);
	if (strcmp(name, "generated.unparsed") == 0)
		return unparsed(output_of(doc, phase, "generation"), out);
	if (strncmp(name, "verified", 8) == 0)
		return of_verified(output_of(doc, phase, "verification"), name, out);
	if (strcmp(name, "healed.changed") == 0)
		return changed(output_of(doc, phase, "healing"), out);
	return of_entries(doc, phase, name, out);
}
