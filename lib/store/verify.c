#include "store/verify.h"

#include "sql.h"
#include "store/execution.h"
#include "store/store.h"

static enum status
verify_head(struct store *store, const char *head, struct err *err)
{
	int64_t there = 0;
	enum status st;

	if (!digest_check_text(head))
		return err_set(err, ST_USAGE,
		    "\"%.70s\" is no SHA-256: give the head_sha256 of a run document", head);
	st = db_one_int(store_db(store), SQL_AUDIT_HAS, DB_ARGS(db_text(head)), &there, err);
	if (st == ST_OK && !there)
		st = err_set(err, ST_NO,
		    "%s: no row of the audit log has the hash %s: its end was cut off, or the hash "
		    "is of another store",
		    db_path(store_db(store)), head);
	return st;
}

enum status
verify_store(struct store *store, const char *head, struct audit_check *check, struct err *err)
{
	int64_t execution = 0;
	enum status st = audit_verify(store, 0, check, err);

	if (st == ST_NO)
		return err_set(err, ST_NO,
		    "%s: the audit log is broken at row %lld (%s): put a backup in its place",
		    db_path(store_db(store)), (long long)check->broken_seq, check->why);
	if (st == ST_OK)
		st = execution_verify(store, &execution, err);
	if (st == ST_NO)
		return err_set(err, ST_NO,
		    "%s: execution %lld is not what the audit log recorded: put a backup in its "
		    "place",
		    db_path(store_db(store)), (long long)execution);
	return st == ST_OK && head ? verify_head(store, head, err) : st;
}
