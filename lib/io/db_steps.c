/* What is made of the other functions of db.h alone. */

#include "io/db.h"

enum status
db_one_int(
    struct db *db, int sql, const struct db_arg *args, size_t n, int64_t *out, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(db, sql, args, n, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK)
		*out = db_get_int(rows, 0);
	db_done(rows);
	return st;
}

enum status
db_begin(struct db *db, struct err *err)
{
	return db_script(db, "BEGIN IMMEDIATE", err);
}

enum status
db_commit(struct db *db, struct err *err)
{
	enum status st = db_script(db, "COMMIT", err);

	if (st)
		db_rollback(db);
	return st;
}

enum status
db_finish(struct db *db, enum status st, struct err *err)
{
	if (st == ST_OK)
		return db_commit(db, err);
	db_rollback(db);
	return st;
}
