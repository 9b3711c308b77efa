#include "store_sql.h"

#include <sqlite3.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store_dir.h"
#include "unit.h"

int64_t
store_sql_file(const char *path, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	sqlite3 *db = NULL;
	int64_t value;

	ck_assert(sqlite3_open(path, &db) == SQLITE_OK);
	sqlite3_busy_timeout(db, 30000);
	ck_assert_msg(
	    sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(db));
	ck_assert_msg(sqlite3_step(stmt) == SQLITE_ROW, "%s", sqlite3_errmsg(db));
	value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	sqlite3_close(db);
	return value;
}

int64_t
store_sql(struct store *store, const char *sql)
{
	struct store_dir dir = store_dir_new();
	char *copy = mem_printf("VACUUM INTO '%s'", dir.store);
	struct err err = ERR_INIT;
	int64_t value;

	ck_assert_msg(db_script(store_db(store), copy, &err) == ST_OK, "%s", err.text);
	value = store_sql_file(dir.store, sql);
	free(copy);
	store_dir_free(&dir);
	return value;
}
