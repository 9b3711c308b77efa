#include <string.h>

#include "cli/cli.h"
#include "cli/gates.h"
#include "doc/doc.h"
#include "io/json.h"
#include "review/gate_twin.h"
#include "store/run.h"

/* The newest gate that was asked here; *out stays NULL when there is none. */
static enum status
asked_last(struct cli *cli, const char *run, const char *phase, struct json **out, struct err *err)
{
	const struct gate_filter filter = { .run = run, .phase = phase };
	struct json *gates = NULL;
	enum status st = gate_list(cli->store, &filter, cli_gate_now_ms(), &gates, err);

	json_each (it, gates) {
		if (*out == NULL && !json_get_bool(it, "imported"))
			*out = json_copy(it);
	}
	json_free(gates);
	return st;
}

/* The newest output of the phase, if nobody asked about it; ST_NO otherwise. */
static enum status
not_asked(
    struct cli *cli, const char *run, const char *phase, struct gate_choice *out, struct err *err)
{
	struct json *doc = NULL, *gate = NULL;
	struct gate_subject subject;
	enum status st = run_doc(cli->store, run, phase, &doc, err);

	if (st == ST_OK)
		st = gate_subject(doc, phase, &subject, err);
	if (st == ST_OK)
		st = gate_get(cli->store, &subject, cli_gate_now_ms(), &gate, err);
	json_free(gate);
	if (st != ST_NO) {
		json_free(doc);
		return st == ST_OK ? ST_NO : st;
	}
	out->subject = subject;
	out->doc = doc;
	return ST_OK;
}

enum status
gate_choose(
    struct cli *cli, const char *run, const char *phase, struct gate_choice *out, struct err *err)
{
	struct err unasked = ERR_INIT;
	struct json *gate = NULL;
	enum status st;

	*out = (struct gate_choice){ 0 };
	if (doc_phase_index(phase) < 0)
		return err_set(err, ST_USAGE, "there is no phase \"%.60s\"", phase);
	st = asked_last(cli, run, phase, &gate, err);
	if (st)
		return st;
	if (gate == NULL || strcmp(json_get_string(gate, "status"), "pending") != 0)
		st = not_asked(cli, run, phase, out, &unasked);
	if (out->doc || (gate == NULL && st)) {
		json_free(gate);
		if (st)
			*err = unasked;
		return st;
	}
	gate_subject_of(gate, &out->subject);
	out->gate = gate;
	return ST_OK;
}

void
gate_choice_fini(struct gate_choice *choice)
{
	json_free(choice->gate);
	json_free(choice->doc);
}
