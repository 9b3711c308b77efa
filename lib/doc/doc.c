#include "doc/doc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "io/json.h"

const char *const doc_phases[] = { "ingestion", "classification", "embedding", "impact",
	"retrieval", "coverage", "ranking", "selection", "generation", "verification", "healing",
	"audit", NULL };

static const struct {
	const char *tool, *of; /* of: the member that it is about, when it is about one */
	const char *apart[3];  /* phases before it that it does not look at */
	const char *again;     /* one behind which it comes again */
} facts[] = {
	{ "rsg-ingest", "story", { NULL }, NULL },
	{ "rsg-classify", "story", { NULL }, NULL },
	{ "rsg-embed", "story", { NULL }, NULL },
	{ "rsg-impact", "change", { "ingestion", "classification", "embedding" }, NULL },
	{ "rsg-retrieve", NULL, { NULL }, NULL },
	{ "rsg-cover", "story", { NULL }, NULL },
	{ "rsg-rank", NULL, { NULL }, NULL },
	{ "rsg-select", NULL, { NULL }, NULL },
	{ "rsg-generate", "story", { "selection" }, NULL },
	{ "rsg-verify", "story", { "selection" }, "healing" },
	{ "rsg-heal", "story", { "selection", "verification" }, "healing" },
	{ "rsg-audit", NULL, { NULL }, NULL },
};

const char *
doc_tool(int phase_index)
{
	return facts[phase_index].tool;
}

int
doc_phase_index(const char *phase)
{
	for (int i = 0; doc_phases[i]; i++) {
		if (strcmp(doc_phases[i], phase) == 0)
			return i;
	}
	return -1;
}

bool
doc_is_built_on(int phase, int before)
{
	if (phase <= before)
		return false;
	for (int i = 0; i < 3 && facts[phase].apart[i]; i++) {
		if (strcmp(facts[phase].apart[i], doc_phases[before]) == 0)
			return false;
	}
	return true;
}

bool
doc_comes_again(const struct json *doc, int phase)
{
	return facts[phase].again && doc_output(doc, facts[phase].again) != NULL;
}

bool
doc_is_due(const struct json *doc, int phase)
{
	return facts[phase].of == NULL || json_get(doc, facts[phase].of) != NULL;
}

struct json *
doc_new(const char *run_id, int64_t now_ms, const struct json *labels)
{
	struct json *doc = json_new_object(), *run;
	char created[TIME_TEXT];

	time_format(now_ms, created);
	json_set_number(doc, "rsg", 1);
	run = json_set_object(doc, "run");
	json_set_string(run, "id", run_id);
	json_set_string(run, "created_at", created);
	json_set(run, "labels", labels ? json_copy(labels) : json_new_object());
	json_set_object(doc, "phases");
	return doc;
}

const char *
doc_run_id(const struct json *doc)
{
	return json_get_string(json_get(doc, "run"), "id");
}

struct json *
doc_output(const struct json *doc, const char *phase)
{
	return json_get(json_get(json_get(doc, "phases"), phase), "output");
}

size_t
doc_same_reason(const struct json *list, const struct json *item)
{
	const char *reason = json_get_string(item, "reason");
	size_t n = 0;

	json_each (it, list) {
		if (strcmp(json_get_string(it, "reason"), reason) != 0)
			continue;
		if (n == 0 && it != item)
			return 0;
		n++;
	}
	return n;
}

enum status
doc_require(const struct json *doc, const char *const *needed, struct err *err)
{
	for (; *needed; needed++) {
		if (doc_output(doc, *needed) == NULL)
			return err_set(err, ST_DATA,
			    "the document has no %s: run %s before this program", *needed,
			    doc_tool(doc_phase_index(*needed)));
	}
	return ST_OK;
}

struct json *
doc_by_id(const struct json *array, const char *id)
{
	json_each (it, array) {
		if (strcmp(json_get_string(it, "id"), id) == 0)
			return it;
	}
	return NULL;
}

const char *
doc_criterion_text(const struct json *doc, const char *id)
{
	const struct json *ingested = doc_output(doc, "ingestion");
	const struct json *found = doc_by_id(json_get(ingested, "criteria"), id);

	if (found == NULL)
		found = doc_by_id(json_get(ingested, "requirements"), id);
	return json_get_string(found ? found : ingested, found ? "text" : "title");
}

void
doc_edit(struct json *doc, const char *phase, struct json *output, const char *by, int64_t now_ms)
{
	struct json *phases = json_get(doc, "phases"), *entry = json_get(phases, phase), *edited;
	const struct json *before = json_get(entry, "edited");
	char at[TIME_TEXT], sha256[DIGEST_TEXT], original[DIGEST_TEXT];

	if (before)
		snprintf(
		    original, sizeof original, "%s", json_get_string(before, "original_sha256"));
	else
		digest_json(json_get(entry, "output"), original);
	digest_json(output, sha256);
	time_format(now_ms, at);
	json_remove(entry, "edited");
	json_set_string(entry, "output_sha256", sha256);
	json_set(entry, "output", output);
	edited = json_set_object(entry, "edited");
	json_set_string(edited, "by", by);
	json_set_string(edited, "at", at);
	json_set_string(edited, "original_sha256", original);
	for (int i = 0; doc_phases[i]; i++) {
		if (doc_is_built_on(i, doc_phase_index(phase)))
			json_remove(phases, doc_phases[i]);
	}
}
