#include <string.h>

#include "cli/gates.h"
#include "cli/output.h"
#include "doc/doc.h"
#include "io/json.h"
#include "review/gate_case.h"
#include "review/gate_twin.h"
#include "review/gate_wait.h"
#include "store/run.h"
#include "view/parts.h"
#include "view/runs.h"

#define SHORT_SHA256 16
#define NARROW 78
#define NAMES 3 /* columns that stay however narrow it is */

static void
put_row(const struct json *gate, int id_width, const struct view *view, struct table *table)
{
	static const char *const texts[] = { "by", "how", "rule", "reason" };
	const char *status = json_get_string(gate, "status");

	table_cell(table, STYLE_BOLD, "%.*s", id_width, json_get_string(gate, "run"));
	table_cell(table, STYLE_PLAIN, "%s", json_get_string(gate, "phase"));
	table_cell(table, view_gate_style(status), "%s%s", status,
	    json_get_bool(gate, "imported") ? " (imported)" : "");
	table_cell(
	    table, STYLE_PLAIN, "%.*s", SHORT_SHA256, json_get_string(gate, "subject_sha256"));
	view_time_cell(table, STYLE_PLAIN, view, json_get_string(gate, "asked_at"));
	view_time_cell(table, STYLE_PLAIN, view, json_get_string(gate, "expires_at"));
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		const char *text = json_get_string(gate, texts[i]);

		table_cell(table, STYLE_PLAIN, "%s", *text ? text : "-");
	}
}

static enum status
print(struct cli *cli, const struct json *gates, struct err *err)
{
	static const struct {
		const char *name;
		int flags;
	} columns[] = { { "run", 0 }, { "phase", 0 }, { "status", 0 }, { "sha256", 0 },
		{ "asked", COLUMN_SPARE }, { "expires", COLUMN_SPARE }, { "by", COLUMN_FLEX },
		{ "how", COLUMN_SPARE }, { "rule", COLUMN_SPARE }, { "reason", COLUMN_FLEX } };
	const struct view view = { cli_columns(cli), cli_color(cli), cli_unicode() };
	int id_width = view_run_width(gates, "run", &view);
	int spare = view.columns > 0 && view.columns < NARROW ? COLUMN_SPARE : 0;
	struct table table;

	if (cli->json)
		return cli_put(cli, gates, err);
	table_init(&table);
	for (size_t i = 0; i < sizeof columns / sizeof columns[0]; i++)
		table_column(&table, columns[i].name, columns[i].flags | (i < NAMES ? 0 : spare));
	json_each (gate, gates)
		put_row(gate, id_width, &view, &table);
	table_print(&table, &view, &cli->out);
	table_fini(&table);
	return ST_OK;
}

enum status
gate_twin_list(struct cli *cli, const struct gate_args *args, struct err *err)
{
	const struct gate_filter filter = { .pending = !args->all };
	struct json *gates = NULL;
	enum status st = gate_list(cli->store, &filter, cli_gate_now_ms(), &gates, err);

	if (st == ST_OK)
		st = print(cli, gates, err);
	json_free(gates);
	return st;
}

/* What nobody asked about yet, in the form of a gate. */
static struct json *
unasked(const struct gate_subject *subject)
{
	struct json *gate = json_new_object();

	json_set_string(gate, "run", subject->run);
	json_set_string(gate, "phase", subject->phase);
	json_set_string(gate, "status", "pending");
	json_set_string(gate, "output_sha256", subject->output_sha256);
	json_set_string(gate, "subject_sha256", subject->sha256);
	return gate;
}

static enum status
add_phase(struct cli *cli, const char *run, const char *phase, struct json *gates, struct err *err)
{
	struct gate_choice choice;
	enum status st = gate_choose(cli, run, phase, &choice, err);

	if (st)
		return st;
	json_add(gates, choice.gate ? json_copy(choice.gate) : unasked(&choice.subject));
	gate_choice_fini(&choice);
	return ST_OK;
}

/* How each phase stands that was asked about. */
static enum status
add_phases(struct cli *cli, const char *run, struct json *gates, struct err *err)
{
	for (int i = 0; doc_phases[i]; i++) {
		const struct gate_filter filter = { .run = run, .phase = doc_phases[i] };
		struct json *asked = NULL;
		enum status st = gate_list(cli->store, &filter, cli_gate_now_ms(), &asked, err);

		if (st == ST_OK && json_len(asked))
			st = add_phase(cli, run, doc_phases[i], gates, err);
		json_free(asked);
		if (st)
			return st;
	}
	return ST_OK;
}

static enum status
wait_for(struct cli *cli, const struct gate_args *args, const char *run, const char *phase,
    struct err *err)
{
	struct gate_case g = { .cli = cli, .args = args };
	struct gate_choice choice;
	enum status st = gate_choose(cli, run, phase, &choice, err);

	if (st == ST_OK && choice.gate) {
		g.subject = choice.subject;
		st = gate_wait(&g, err);
	}
	if (st == ST_OK)
		gate_choice_fini(&choice);
	return st;
}

/* A rejection outweighs what is pending, and that what is approved. */
static enum status
verdict(const struct json *gates, const char *run, struct err *err)
{
	const struct json *first = NULL;
	bool is_rejected = false;

	json_each (gate, gates) {
		const char *status = json_get_string(gate, "status");

		if (strcmp(status, "approved") == 0 || is_rejected)
			continue;
		is_rejected = strcmp(status, "rejected") == 0;
		if (first == NULL || is_rejected)
			first = gate;
	}
	if (json_len(gates) == 0)
		return err_set(err, ST_TEMPFAIL, "nobody asked about a phase of run %s", run);
	if (is_rejected)
		return err_set(err, ST_NO, "%s of run %s was rejected by %s",
		    json_get_string(first, "phase"), run, json_get_string(first, "by"));
	if (first)
		return err_set(err, ST_TEMPFAIL, "%s of run %s %s", json_get_string(first, "phase"),
		    run,
		    json_get(first, "asked_at") ? "waits for approval" : "was not asked about");
	return ST_OK;
}

enum status
gate_twin_status(struct cli *cli, const struct gate_args *args, struct err *err)
{
	const char *phase = cli->operand_count > 1 ? cli->operands[1] : NULL;
	struct json *gates = json_new_array();
	char run[UUID_TEXT];
	enum status st = run_find(cli->store, cli->operands[0], run, err);

	if (st == ST_OK && args->wait_ms >= 0)
		st = wait_for(cli, args, run, phase, err);
	if (st == ST_OK)
		st = phase ? add_phase(cli, run, phase, gates, err)
			   : add_phases(cli, run, gates, err);
	if (st == ST_OK)
		st = print(cli, phase && cli->json ? json_first(gates) : gates, err);
	if (st == ST_OK) {
		st = verdict(gates, run, err);
		cli->out_on_no = true;
	}
	json_free(gates);
	return st;
}
