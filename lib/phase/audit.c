#include "phase/audit.h"

#include <string.h>

#include "base/time.h"
#include "doc/doc.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/execution.h"

/* What the store says of the run. */
struct events {
	int64_t first_seq, count;
	struct json *decisions;
};

static bool
ends_in(const char *s, const char *end)
{
	size_t n = strlen(s), k = strlen(end);

	return n >= k && strcmp(s + n - k, end) == 0;
}

static bool
is_decision(const char *event)
{
	static const char *const whole[] = { "approval_decision", "edit", "accept", "discard" };
	static const char *const ends[] = { "_gated", "_forced", "_approved", "_rejected",
		"_edited", "_expired" };

	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++) {
		if (strcmp(event, whole[i]) == 0)
			return true;
	}
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
		if (ends_in(event, ends[i]))
			return true;
	}
	return false;
}

static void
add_decision(struct json *decisions, const char *event, const char *at, const struct json *data)
{
	static const char *const members[] = { "phase", "by", "reason", "score", "threshold" };
	struct json *decision = json_add_object(decisions);

	json_set_string(decision, "event", event);
	json_set_string(decision, "at", at);
	for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
		const struct json *member = json_get(data, members[i]);

		if (member)
			json_set(decision, members[i], json_copy(member));
	}
}

static enum status
take_event(void *arg, const struct json *event, struct err *err)
{
	struct events *events = arg;
	const char *name = json_get_string(event, "event");

	(void)err;
	if (strcmp(name, "event_imported") == 0) {
		event = json_get(event, "data");
		name = json_get_string(event, "event");
	}
	if (is_decision(name))
		add_decision(
		    events->decisions, name, json_get_string(event, "at"), json_get(event, "data"));
	return ST_OK;
}

/* Without a store: what the outputs themselves say. */
static void
decisions_of_document(const struct json *doc, struct json *decisions)
{
	json_each (entry, json_get(doc, "phases")) {
		const struct json *output = json_get(entry, "output");
		const char *at = json_get_string(entry, "started_at");
		bool gated = json_get_bool(output, "gated");

		if (strcmp(json_key(entry), "generation") == 0 &&
		    (gated || json_get_bool(output, "forced")))
			add_decision(decisions, gated ? "generation_gated" : "generation_forced",
			    at, output);
	}
}

static enum status
add_chain(struct phase_env *env, int64_t from, struct json *output, struct err *err)
{
	struct audit_check check;
	char head[DIGEST_TEXT];
	enum status st = audit_head(env->store, head, err);

	if (st == ST_OK)
		st = audit_verify(env->store, from, &check, err);
	if (st != ST_OK && st != ST_NO)
		return st;
	json_set_string(output, "head_sha256", head);
	json_set_string(output, "chain", st == ST_OK ? "intact" : "broken");
	if (st == ST_NO)
		phase_warn(env, "chain-broken",
		    "The audit log was changed at row %lld (%s): run rsg-audit --verify and put a "
		    "backup of the store in its place.",
		    (long long)check.broken_seq, check.why);
	return ST_OK;
}

/* Whether the recorded hash is that of the output; a warning when it is not. */
static bool
output_is_untouched(struct phase_env *env, const struct json *entry)
{
	const struct json *output = json_get(entry, "output");
	const char *recorded = json_get_string(entry, "output_sha256");
	char computed[DIGEST_TEXT];

	if (output == NULL)
		return true;
	digest_json(output, computed);
	if (strcmp(computed, recorded) == 0)
		return true;
	json_set_string(
	    phase_warn(env, "output-changed",
		"The output of %s was changed after the phase wrote it: what follows rests "
		"on the change; run the pipeline from %s again to be sure.",
		json_key(entry), json_key(entry)),
	    "about", json_key(entry));
	return false;
}

static enum status
matches_store(struct phase_env *env, const struct json *entry, bool *matches, struct err *err)
{
	char stored[DIGEST_TEXT] = "";
	const char *phase = json_key(entry);
	enum status st =
	    execution_output_sha256(env->store, doc_run_id(env->doc), phase, stored, err);
	struct json *warning = NULL;

	if (st != ST_OK && st != ST_NO)
		return st;
	*matches = st == ST_OK && strcmp(stored, json_get_string(entry, "output_sha256")) == 0;
	if (st == ST_NO)
		warning = phase_warn(env, "not-recorded",
		    "The store has no record of %s: it ran without this store, or elsewhere.",
		    phase);
	else if (!*matches)
		warning = phase_warn(env, "store-differs",
		    "The store's newest record of %s has another output than the document: the "
		    "document was changed, or is older than the last run of the phase.",
		    phase);
	if (warning)
		json_set_string(warning, "about", phase);
	return ST_OK;
}

static enum status
add_phase(struct phase_env *env, const struct json *entry, struct json *phases, struct err *err)
{
	const char *recorded = json_string(json_get(entry, "output_sha256"));
	bool untouched = output_is_untouched(env, entry), matches = false;
	struct json *phase;

	if (env->store && matches_store(env, entry, &matches, err))
		return err->status;
	phase = json_add_object(phases);
	json_set_string(phase, "phase", json_key(entry));
	json_set_string(phase, "status", json_get_string(entry, "status"));
	if (recorded)
		json_set_string(phase, "output_sha256", recorded);
	json_set_bool(phase, "untouched", untouched);
	if (env->store)
		json_set_bool(phase, "matches_store", matches && untouched);
	return ST_OK;
}

static enum status
add_events(struct phase_env *env, struct json *output, struct events *events, struct err *err)
{
	const char *run = doc_run_id(env->doc);
	enum status st = audit_count(env->store, run, &events->count, &events->first_seq, err);

	if (st == ST_OK)
		st = audit_each_decision(env->store, run, take_event, events, err);
	if (st)
		return st;
	json_set_number(output, "events", (double)events->count);
	return add_chain(env, events->first_seq, output, err);
}

enum status
phase_audit(struct phase_env *env, const void *args, struct json **output, struct err *err)
{
	struct events events = { .decisions = json_new_array() };
	struct json *out = json_new_object(), *phases;
	enum status st = ST_OK;

	(void)args;
	json_set_bool(out, "stored", env->store != NULL);
	if (env->store)
		st = add_events(env, out, &events, err);
	else
		decisions_of_document(env->doc, events.decisions);
	phases = json_set_array(out, "phases");
	json_each (entry, json_get(env->doc, "phases")) {
		if (st == ST_OK && strcmp(json_key(entry), "audit") != 0)
			st = add_phase(env, entry, phases, err);
	}
	json_set(out, "decisions", events.decisions);
	if (st) {
		json_free(out);
		return st;
	}
	*output = out;
	return ST_OK;
}
