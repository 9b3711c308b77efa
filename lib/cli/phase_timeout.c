#include <stdlib.h>

#include "cli/cli_private.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "store/execution.h"
#include "store/store.h"

/* The document is gone with the memory of the process that timed out, so the run is not added. */
static enum status
record_timeout(struct cli *cli, const struct err *cause, struct err *err)
{
	struct execution_failure failure = {
		.run = cli->run ? cli->run : "",
		.phase = cli->own->timed_out.phase,
		.engine = "builtin",
		.input_sha256 = cli->own->timed_out.input_sha256,
		.started_ms = strtoll(cli->own->timed_out.started_ms, NULL, 10),
		.duration_ms = cli->timeout_ms,
		.cause = cause,
	};
	struct db *db;
	enum status st;

	if (store_open(config_text(cli->config, "store.path"), DB_WRITE, &cli->store, err))
		return err->status;
	store_redact(cli->store, cli_redactor(cli));
	db = store_db(cli->store);
	st = db_begin(db, err);
	if (st == ST_OK)
		st = execution_started(cli->store, &failure, &failure.started, err);
	if (st == ST_OK)
		st = execution_record_failure(cli->store, &failure, cli->now_ms, err);
	return st == ST_OK ? db_commit(db, err) : st;
}

enum status
cli_record_timeout(struct cli *cli, struct err *err)
{
	struct err ignored = ERR_INIT;

	if (cli->own->timed_out.input_sha256 == NULL || cli->own->timed_out.started_ms == NULL)
		return err_set(err, ST_USAGE, "--timed-out is for rsg itself");
	err_set(err, ST_TEMPFAIL, "%s timed out after %g s: try again, or give more with --timeout",
	    cli->own->timed_out.phase, (double)cli->timeout_ms / 1000);
	cli_report(cli, err);
	cli_timer_start_record();
	record_timeout(cli, err, &ignored);
	cli_timer_stop();
	err->text[0] = '\0';
	return ST_TEMPFAIL;
}
