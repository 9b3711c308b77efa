#include "io/db.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "io/db_file.h"
#include "sql.h"

struct db_rows {
	struct db *db;
	sqlite3_stmt *stmt;
	bool busy;  /* between db_query() and db_done() */
	bool extra; /* not in the cache: the cached one was busy */
};

struct db {
	sqlite3 *h;
	char *path;
	bool defer;
	int64_t busy_until; /* monotonic: when waiting for a lock is given up */
	struct db_rows cache[SQL_COUNT];
};

/* What a person can do about it, by SQLite's primary code. */
static enum status
db_fail(const struct db *db, int rc, struct err *err)
{
	int os_error = db->h ? sqlite3_system_errno(db->h) : errno;

	if ((rc & 0xff) == SQLITE_IOERR && (os_error == ENOSPC || os_error == EDQUOT))
		rc = SQLITE_FULL;
	switch (rc & 0xff) {
	case SQLITE_NOMEM:
		mem_exhausted();
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(err, ST_TEMPFAIL,
		    "%s is locked by another process: try again when that is done", db->path);
	case SQLITE_FULL:
		return err_set(err, ST_IO,
		    "no space left to write %s: free some space there and run this again",
		    db->path);
	case SQLITE_READONLY:
	case SQLITE_PERM:
	case SQLITE_CANTOPEN:
		return err_set(err, ST_IO,
		    "cannot %s %s: check who may read and write it and its directory, name another "
		    "store with -s, or use --no-store",
		    (rc & 0xff) == SQLITE_CANTOPEN ? "open" : "write", db->path);
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return err_set(err, ST_IO,
		    "%s is damaged or not a store: put a backup in its place, or move it away "
		    "and a new one is made",
		    db->path);
	case SQLITE_IOERR:
		return err_set(err, ST_IO, "reading or writing %s failed (%s): check the device",
		    db->path, os_error ? strerror(os_error) : sqlite3_errstr(rc));
	case SQLITE_CONSTRAINT:
		return err_set(
		    err, ST_DATA, "%s refused a row: %s", db->path, sqlite3_errmsg(db->h));
	case SQLITE_TOOBIG:
		return err_set(
		    err, ST_DATA, "a value is too large for %s: make the input smaller", db->path);
	default:
		return err_set(err, ST_BUG, "%s: %s (SQLite %d): please report this", db->path,
		    db->h ? sqlite3_errmsg(db->h) : sqlite3_errstr(rc), rc);
	}
}

/* Pauses of random length up to 16 ms: SQLite's own grow to 100, and those who wait keep step. */
static int
db_wait(void *arg, int count)
{
	struct db *db = arg;
	int64_t now = time_monotonic_ms();
	unsigned char random = 0;
	struct timespec pause = { .tv_sec = 0 };

	if (count == 0)
		db->busy_until = now + DB_BUSY_MS;
	if (now >= db->busy_until)
		return 0;
	sqlite3_randomness(sizeof random, &random);
	pause.tv_nsec = (random + 1L) * 2000 << (count < 5 ? count : 5);
	nanosleep(&pause, NULL);
	return 1;
}

/* journal_mode = WAL asks for a lock that SQLite does not always wait for. */
static int
db_exec_waiting(struct db *db, const char *text)
{
	int rc = SQLITE_BUSY;

	for (int i = 0; (rc & 0xff) == SQLITE_BUSY && (i == 0 || db_wait(db, i - 1)); i++)
		rc = sqlite3_exec(db->h, text, NULL, NULL, NULL);
	return rc;
}

static int
db_connect(struct db *db, const char *name, int flags)
{
	int rc = sqlite3_open_v2(name, &db->h, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc)
		return rc;
	sqlite3_extended_result_codes(db->h, 1);
	sqlite3_busy_handler(db->h, db_wait, db);
	sqlite3_db_config(db->h, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)NULL);
	return SQLITE_OK;
}

static int
db_connect_writer(struct db *db, const char *name)
{
	int rc = db_connect(db, name, SQLITE_OPEN_READWRITE);

	if (rc)
		return rc;
	return sqlite3_db_readonly(db->h, "main") == 1 ? SQLITE_READONLY
						       : db_exec_waiting(db, sql_pragmas);
}

#define FIRST_READ "PRAGMA query_only = ON; PRAGMA trusted_schema = OFF; PRAGMA user_version"

/*
 * A reader may write the files beside the store where it can: that clears them away at the end.
 * Where they cannot be made and no log is waiting, the store's file alone is the whole truth.
 */
static int
db_connect_reader(struct db *db, const char *name)
{
	int rc = db_connect(db, name, SQLITE_OPEN_READWRITE);
	struct stat log;
	struct buf text;

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db->h, FIRST_READ, NULL, NULL, NULL);
	if ((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY)
		return rc;
	buf_init(&text, BUF_TEXT);
	buf_printf(&text, "%s-wal", name);
	if (stat(text.s, &log) < 0 || log.st_size == 0) {
		sqlite3_close(db->h);
		db->h = NULL;
		buf_clear(&text);
		db_file_immutable(name, &text);
		rc = db_connect(db, text.s, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI);
	}
	buf_fini(&text);
	return rc ? rc : sqlite3_exec(db->h, FIRST_READ, NULL, NULL, NULL);
}

static enum status
db_opened(struct db *db, int rc, struct db **out, struct err *err)
{
	if (rc == SQLITE_OK) {
		*out = db;
		return ST_OK;
	}
	db_fail(db, rc, err);
	db_close(db);
	return err->status;
}

enum status
db_open(const char *path, enum db_mode mode, struct db **out, struct err *err)
{
	struct db *db;
	char *name;
	int rc;

	if (mode == DB_CREATE) {
		enum status st = db_file_create(path, err);
		if (st)
			return st;
	} else if (access(path, F_OK) < 0) {
		return err_set(err, ST_IO,
		    "there is no store %s (%s): rsg-index and rsg-ingest make one, -s names "
		    "another",
		    path, strerror(errno));
	}
	db = mem_calloc(1, sizeof *db);
	db->path = mem_strdup(path);
	/* A leading "./" keeps SQLite from reading meaning into ":memory:" and "file:". */
	name = mem_printf("%s%s", *path == '/' ? "" : "./", path);
	rc = mode == DB_READ ? db_connect_reader(db, name) : db_connect_writer(db, name);
	free(name);
	return db_opened(db, rc, out, err);
}

enum status
db_memory(struct db **out, struct err *err)
{
	struct db *db = mem_calloc(1, sizeof *db);

	db->path = mem_strdup("the store in memory");
	return db_opened(db, db_connect_writer(db, ":memory:"), out, err);
}

void
db_defer(struct db *db)
{
	db->defer = true;
}

static void
db_leave_log(struct db *db)
{
	char *log = mem_printf("%s-wal", db->path);
	struct stat info;

	if (stat(log, &info) == 0 && info.st_size < DB_LOG_BYTES)
		sqlite3_db_config(db->h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)NULL);
	free(log);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	for (int i = 0; i < SQL_COUNT; i++)
		sqlite3_finalize(db->cache[i].stmt);
	if (db->h && db->defer)
		db_leave_log(db);
	sqlite3_close(db->h);
	free(db->path);
	free(db);
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

static int
db_bind(sqlite3_stmt *stmt, int at, const struct db_arg *arg)
{
	switch (arg->kind) {
	case DB_INT:
		return sqlite3_bind_int64(stmt, at, arg->i);
	case DB_REAL:
		return sqlite3_bind_double(stmt, at, arg->d);
	case DB_TEXT:
		return sqlite3_bind_text64(
		    stmt, at, arg->bytes ? arg->bytes : "", arg->n, SQLITE_STATIC, SQLITE_UTF8);
	case DB_BLOB:
		return sqlite3_bind_blob64(
		    stmt, at, arg->bytes ? arg->bytes : "", arg->n, SQLITE_STATIC);
	default:
		return sqlite3_bind_null(stmt, at);
	}
}

enum status
db_query(struct db *db, int sql, const struct db_arg *args, size_t n, struct db_rows **out,
    struct err *err)
{
	struct db_rows *rows;
	int rc = SQLITE_OK;

	assert(sql >= 0 && sql < SQL_COUNT);
	rows = &db->cache[sql];
	if (rows->busy) {
		rows = mem_calloc(1, sizeof *rows);
		rows->extra = true;
	}
	rows->db = db;
	rows->busy = true;
	if (rows->stmt == NULL)
		rc = sqlite3_prepare_v3(db->h, sql_queries[sql].text, -1,
		    rows->extra ? 0 : SQLITE_PREPARE_PERSISTENT, &rows->stmt, NULL);
	assert(rc || n == 0 || (size_t)sqlite3_bind_parameter_count(rows->stmt) == n);
	for (size_t i = 0; i < n && rc == SQLITE_OK; i++)
		rc = db_bind(rows->stmt, (int)i + 1, &args[i]);
	if (rc) {
		enum status st = db_fail(db, rc, err);
		err_context(err, "%s", sql_queries[sql].name);
		db_done(rows);
		return st;
	}
	*out = rows;
	return ST_OK;
}

enum status
db_next(struct db_rows *rows, struct err *err)
{
	int rc = sqlite3_step(rows->stmt);

	if (rc == SQLITE_ROW)
		return ST_OK;
	return rc == SQLITE_DONE ? ST_NO : db_fail(rows->db, rc, err);
}

void
db_done(struct db_rows *rows)
{
	if (rows == NULL)
		return;
	if (rows->extra) {
		sqlite3_finalize(rows->stmt);
		free(rows);
		return;
	}
	sqlite3_reset(rows->stmt);
	sqlite3_clear_bindings(rows->stmt);
	rows->busy = false;
}

enum status
db_run(
    struct db *db, int sql, const struct db_arg *args, size_t n, int64_t *changed, struct err *err)
{
	struct db_rows *rows = NULL;
	sqlite3 *h = db->h;
	sqlite3_int64 before = sqlite3_total_changes64(h);
	enum status st = db_query(db, sql, args, n, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		continue;
	db_done(rows);
	if (st != ST_NO)
		return st;
	if (changed)
		*changed = sqlite3_total_changes64(h) == before ? 0 : sqlite3_changes64(h);
	return ST_OK;
}

int64_t
db_last_id(const struct db *db)
{
	return sqlite3_last_insert_rowid(db->h);
}

bool
db_is_null(const struct db_rows *rows, int column)
{
	return sqlite3_column_type(rows->stmt, column) == SQLITE_NULL;
}

int64_t
db_get_int(const struct db_rows *rows, int column)
{
	return sqlite3_column_int64(rows->stmt, column);
}

double
db_get_real(const struct db_rows *rows, int column)
{
	return sqlite3_column_double(rows->stmt, column);
}

const char *
db_get_text(const struct db_rows *rows, int column, size_t *n)
{
	const unsigned char *s = sqlite3_column_text(rows->stmt, column);

	if (n)
		*n = (size_t)sqlite3_column_bytes(rows->stmt, column);
	return s ? (const char *)s : "";
}

const void *
db_get_blob(const struct db_rows *rows, int column, size_t *n)
{
	const void *bytes = sqlite3_column_blob(rows->stmt, column);

	*n = (size_t)sqlite3_column_bytes(rows->stmt, column);
	return bytes;
}

void
db_rollback(struct db *db)
{
	if (sqlite3_get_autocommit(db->h) == 0)
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

enum status
db_script(struct db *db, const char *text, struct err *err)
{
	int rc = sqlite3_exec(db->h, text, NULL, NULL, NULL);

	return rc ? db_fail(db, rc, err) : ST_OK;
}
