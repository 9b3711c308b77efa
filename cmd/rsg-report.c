/* rsg-report - a run as one HTML file, or for CI and spreadsheets.  See rsg-report(1). */

#include <string.h>

#include "cli/cli.h"
#include "cli/gates.h"
#include "doc/doc.h"
#include "doc/share.h"
#include "io/json.h"
#include "store/audit.h"
#include "store/gate.h"
#include "store/history.h"
#include "store/store.h"
#include "store/usage.h"
#include "view/report.h"

static bool junit, markdown, sarif;
static const char *csv;

static const struct opt opts[] = {
	{ 0, "csv", "what", "a table for a spreadsheet: traceability, matrix, risk or suite",
	    .str = &csv },
	{ 0, "junit", NULL, "JUnit XML: each criterion is a test case", .flag = &junit },
	{ 0, "markdown", NULL, "a summary for a pull request or a CI job", .flag = &markdown },
	{ 0, "sarif", NULL, "SARIF 2.1.0: gaps and weak criteria, at their lines of the story",
	    .flag = &sarif },
	{ 0 },
};

static enum status
keep_event(void *arg, const struct json *event, struct err *err)
{
	(void)err;
	json_add(arg, json_copy(event));
	return ST_OK;
}

struct kept { /* what the store has of the run; NULL where it has nothing */
	struct json *gates, *events, *usage, *history;
};

/* Was this output decided on, or an earlier one? */
static bool
is_of_this(const struct json *doc, const struct json *gate)
{
	struct err ignored = ERR_INIT;
	struct gate_subject subject;

	return gate_subject(doc, json_get_string(gate, "phase"), &subject, &ignored) == ST_OK &&
	       strcmp(subject.sha256, json_get_string(gate, "subject_sha256")) == 0;
}

static enum status
read_store(struct cli *cli, struct kept *kept, struct err *err)
{
	const char *run = doc_run_id(cli->input);
	const struct usage_query query = { .by = "phase", .run = run, .since_ms = INT64_MIN };

	const struct gate_filter gates = { .run = run };

	if (run_history(cli->store, cli->input, &kept->history, err))
		return err->status;
	if (json_len(kept->history) == 0)
		return ST_OK;
	kept->events = json_new_array();
	if (audit_each(cli->store, run, keep_event, kept->events, err))
		return err->status;
	if (gate_list(cli->store, &gates, cli_gate_now_ms(), &kept->gates, err))
		return err->status;
	json_each (gate, kept->gates)
		json_set_bool(gate, "of_this", is_of_this(cli->input, gate));
	return usage_sum(cli->store, &query, &kept->usage, err);
}

static const char *
why_not(const struct cli *cli, const struct kept *kept)
{
	if (cli->no_store)
		return "Left out, for the store was not to be read (--no-store)";
	if (cli->store == NULL)
		return "Left out, for there is no store";
	return kept->events ? NULL : "Left out, for the store does not have this run";
}

static enum status
read_template(const struct cli *cli, struct report_template *template, struct err *err)
{
	buf_init(&template->html, BUF_TEXT);
	buf_init(&template->css, BUF_TEXT);
	buf_init(&template->js, BUF_TEXT);
	if (share_read_trusted(cli->share, "report/report.html", &template->html, err) ||
	    share_read_trusted(cli->share, "report/report.css", &template->css, err))
		return err->status;
	return share_read_trusted(cli->share, "report/report.js", &template->js, err);
}

static enum status
page(struct cli *cli, struct err *err)
{
	struct kept kept = { 0 };
	struct report_template template;
	enum status st = read_template(cli, &template, err);

	if (st == ST_OK && cli->store)
		st = read_store(cli, &kept, err);
	if (st == ST_OK) {
		const struct report report = { .doc = cli->input,
			.gates = kept.gates,
			.events = kept.events,
			.usage = kept.usage,
			.history = kept.events ? kept.history : NULL,
			.store = kept.events ? db_path(store_db(cli->store)) : "",
			.why_not = why_not(cli, &kept),
			.version = RSG_VERSION };

		st = report_html(&report, &template, &cli->out, err);
	}
	json_free(kept.gates);
	json_free(kept.events);
	json_free(kept.usage);
	json_free(kept.history);
	buf_fini(&template.html);
	buf_fini(&template.css);
	buf_fini(&template.js);
	return st;
}

static enum status
table(struct cli *cli, struct err *err)
{
	static const struct {
		const char *name;
		enum status (*print)(const struct json *, struct buf *, struct err *);
	} tables[] = { { "traceability", report_traceability }, { "matrix", report_matrix },
		{ "risk", report_risk }, { "suite", report_suite_table } };

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		if (strcmp(csv, tables[i].name) == 0)
			return tables[i].print(cli->input, &cli->out, err);
	}
	return err_set(
	    err, ST_USAGE, "--csv %.60s: expected traceability, matrix, risk or suite", csv);
}

static enum status
print_sarif(struct cli *cli, struct err *err)
{
	struct json *log = NULL;
	enum status st = report_sarif(cli->input, RSG_VERSION, &log, err);

	if (st == ST_OK)
		st = cli_emit(cli, log, err);
	json_free(log);
	return st;
}

static enum status
run(struct cli *cli, struct err *err)
{
	if ((csv != NULL) + junit + markdown + sarif > 1)
		return err_set(err, ST_USAGE,
		    "--csv, --junit, --markdown and --sarif are different files: give one");
	if (report_need(cli->input, err))
		return ST_DATA;
	if (csv)
		return table(cli, err);
	if (junit)
		return report_junit(cli->input, &cli->out, err);
	if (sarif)
		return print_sarif(cli, err);
	if (markdown)
		report_markdown(cli->input, &cli->out);
	else
		return page(cli, err);
	return ST_OK;
}

static const struct cmd cmd = {
	.name = "rsg-report",
	.purpose = "a run as one HTML file, or for CI and spreadsheets",
	.synopsis = "[--csv what | --junit | --markdown | --sarif] [file]",
	.reads = "run-document",
	.opts = opts,
	.needs = CLI_STORE_MAYBE | CLI_SHARE | CLI_FILE_OPERAND,
	.max_operands = 1,
	.run = run,
};

int
main(int argc, char **argv)
{
	return cli_main(&cmd, argc, argv);
}
