#include "store/verify.h"

#include "sql.h"
#include "store/checkpoint.h"
#include "store/execution.h"
#include "store/gate.h"
#include "store/store.h"

static enum status
verify_chain(struct store *store, struct audit_check *check, struct err *err)
{
	enum status st = audit_verify(store, 0, check, err);

	if (st != ST_NO)
		return st;
	return err_set(err, ST_NO,
	    "%s: the audit log is broken at row %lld (%s): put a backup in its place",
	    db_path(store_db(store)), (long long)check->broken_seq, check->why);
}

static enum status
verify_executions(struct store *store, struct err *err)
{
	struct execution_check check;
	enum status st = execution_verify(store, &check, err);

	if (st != ST_NO)
		return st;
	return err_set(err, ST_NO,
	    "%s: execution %lld is not what the audit log recorded (%s): put a backup in its place",
	    db_path(store_db(store)), (long long)check.id, check.why);
}

static enum status
verify_gates(struct store *store, struct err *err)
{
	const char *how = "is not what the audit log recorded";
	int64_t id = 0;
	enum status st = gate_verify(store, &id, err);

	if (st == ST_OK) {
		st = db_one_int(store_db(store), SQL_GATE_MISSING, DB_NO_ARGS, &id, err);
		if (st == ST_NO)
			return ST_OK;
		how = "is missing";
		st = st == ST_OK ? ST_NO : st;
	}
	if (st != ST_NO)
		return st;
	return err_set(err, ST_NO, "%s: gate %lld %s: put a backup in its place",
	    db_path(store_db(store)), (long long)id, how);
}

/* Only pruning removes a run, and says so. */
static enum status
verify_runs(struct store *store, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_RUN_MISSING, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		st = err_set(err, ST_NO,
		    "%s: run %s is missing and the audit log does not say that it was pruned: put "
		    "a backup in its place",
		    db_path(store_db(store)), db_get_text(rows, 0, NULL));
	else if (st == ST_NO)
		st = ST_OK;
	db_done(rows);
	return st;
}

enum status
verify_store(struct store *store, const char *against, size_t n, struct verify_result *result,
    struct err *err)
{
	enum status st;

	*result = (struct verify_result){ 0 };
	st = verify_chain(store, &result->chain, err);
	if (st == ST_OK && against)
		st = checkpoint_check(store, against, n, &result->checkpoints, err);
	if (st == ST_OK)
		st = verify_executions(store, err);
	if (st == ST_OK)
		st = verify_gates(store, err);
	if (st == ST_OK)
		st = verify_runs(store, err);
	return st;
}
