/*
 * db - SQLite with numbered statements, named errors and one way to write.
 *
 * SQL text lives in lib/store/sql/query/NAME.sql; the generator numbers it (enum sql, SQL_NAME) and
 * each statement is prepared once a connection.
 *
 * Ownership: db_open() gives, db_close() ends.  Rows hold their statement until db_done(); text and
 * blobs of a row are lent until the next db_next() or db_done().
 *
 * Locks: one that another process holds is waited for, up to DB_BUSY_MS, in pauses of random length
 * below 16 ms.
 *
 * Errors: BUSY and LOCKED that outlast the timeout are ST_TEMPFAIL; full disk, read-only and I/O
 * errors ST_IO; a damaged file ST_IO; a constraint ST_DATA; anything else ST_BUG.  In every text
 * the store's path.
 *
 * Writing: every write is between db_begin() (BEGIN IMMEDIATE) and db_commit().
 */
#ifndef IO_DB_H
#define IO_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

struct db;
struct db_rows;

enum db_mode { DB_READ, DB_WRITE, DB_CREATE };

#define DB_BUSY_MS 30000

enum status db_open(const char *path, enum db_mode mode, struct db **out, struct err *err);
enum status db_memory(struct db **out, struct err *err); /* one that ends with the process */
void db_close(struct db *db);

/*
 * Leave a log of up to DB_LOG_BYTES beside the file ("-wal") when it is closed: moving it into the
 * file costs several times what writing it did, so a program in the middle of a pipeline leaves
 * that to the last one.  The log is safe from a crash of the program, not from a loss of power.
 */
#define DB_LOG_BYTES (1024 * 1024)
void db_defer(struct db *db);

const char *db_path(const struct db *db);

struct db_arg {
	enum { DB_NULL, DB_INT, DB_REAL, DB_TEXT, DB_BLOB } kind;
	int64_t i;
	double d;
	const void *bytes;
	size_t n;
};

struct db_arg db_null(void);
struct db_arg db_int(int64_t i);
struct db_arg db_real(double d);
struct db_arg db_text(const char *s); /* NULL is SQL NULL; the bytes must outlive the statement */
struct db_arg db_textn(const char *s, size_t n);
struct db_arg db_blob(const void *bytes, size_t n);

#define DB_ARGS(...)                                                                               \
	(const struct db_arg[]){ __VA_ARGS__ },                                                    \
	    sizeof((const struct db_arg[]){ __VA_ARGS__ }) / sizeof(struct db_arg)
#define DB_NO_ARGS NULL, 0

/* Run a statement to its end; *changed (may be NULL) is the number of rows it changed. */
enum status db_run(
    struct db *db, int sql, const struct db_arg *args, size_t n, int64_t *changed, struct err *err);
int64_t db_last_id(const struct db *db);

enum status db_query(struct db *db, int sql, const struct db_arg *args, size_t n,
    struct db_rows **out, struct err *err);
enum status db_next(struct db_rows *rows, struct err *err); /* ST_NO at the end */
void db_done(struct db_rows *rows);

bool db_is_null(const struct db_rows *rows, int column);
int64_t db_get_int(const struct db_rows *rows, int column);
double db_get_real(const struct db_rows *rows, int column);
const char *db_get_text(const struct db_rows *rows, int column, size_t *n); /* "" for NULL */
const void *db_get_blob(const struct db_rows *rows, int column, size_t *n);

/* A statement that gives one integer; ST_NO when no row. */
enum status db_one_int(
    struct db *db, int sql, const struct db_arg *args, size_t n, int64_t *out, struct err *err);

enum status db_begin(struct db *db, struct err *err);
enum status db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db); /* does nothing outside a transaction */
/* Commit where all went well so far, else roll back; gives what came of it. */
enum status db_finish(struct db *db, enum status st, struct err *err);

/* A script of many statements, for migrations. */
enum status db_script(struct db *db, const char *text, struct err *err);

#endif
