#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "redact/redact.h"
#include "sql.h"

struct store {
	struct db *db;
	struct redactor *redactor, *own; /* own: where none was lent */
};

int
store_schema(void)
{
	int version = 0;

	for (const struct sql_migration *m = sql_migrations; m->version; m++)
		version = m->version;
	return version;
}

/* A copy beside the store, complete or not there under its name. */
static enum status
store_backup(struct db *db, int version, struct err *err)
{
	char *path = mem_printf("%s.v%d.bak", db_path(db), version);
	char *temporary = mem_printf("%s.%ld", path, (long)getpid());
	struct db *reader = NULL;
	enum status st;
	int fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0) {
		st = err_set(err, ST_IO,
		    "cannot write the backup %s (%s): make room or allow writing there", temporary,
		    strerror(errno));
		goto out;
	}
	close(fd);
	st = db_open(db_path(db), DB_READ, &reader, err);
	if (st == ST_OK)
		st = db_run(reader, SQL_STORE_BACKUP_ALLOW, DB_NO_ARGS, NULL, err);
	if (st == ST_OK)
		st = db_run(reader, SQL_STORE_BACKUP, DB_ARGS(db_text(temporary)), NULL, err);
	if (st == ST_OK && rename(temporary, path) < 0)
		st = err_set(err, ST_IO, "cannot rename %s to %s (%s): check the directory",
		    temporary, path, strerror(errno));
	if (st) {
		unlink(temporary);
		err_context(err, "backup %s", path);
	}
out:
	db_close(reader);
	free(temporary);
	free(path);
	return st;
}

static enum status
store_version(struct db *db, int64_t *version, struct err *err)
{
	enum status st = db_one_int(db, SQL_STORE_VERSION, DB_NO_ARGS, version, err);

	if (st)
		return st;
	if (*version > store_schema())
		return err_set(err, ST_IO,
		    "%s was written by a newer rsg (schema %d, this program knows %d): upgrade "
		    "rsg, or name another store with -s",
		    db_path(db), (int)*version, store_schema());
	return ST_OK;
}

/* Inside a transaction, so that only one process does it. */
static enum status
store_migrate_locked(struct db *db, struct err *err)
{
	int64_t version = 0, objects = 0;
	enum status st = store_version(db, &version, err);

	if (st || version == store_schema())
		return st;
	st = db_one_int(db, SQL_STORE_OBJECTS, DB_NO_ARGS, &objects, err);
	if (st)
		return st;
	if (version == 0 && objects > 0)
		return err_set(err, ST_IO,
		    "%s is a SQLite file of another program: name another store with -s",
		    db_path(db));
	if (version > 0) {
		st = store_backup(db, (int)version, err);
		if (st)
			return st;
	}
	for (const struct sql_migration *m = sql_migrations; m->version; m++) {
		if (m->version <= version)
			continue;
		st = db_script(db, m->text, err);
		if (st)
			return err_context(err, "migration %s", m->name), st;
	}
	st = store_version(db, &version, err);
	if (st == ST_OK && version != store_schema())
		st = err_set(err, ST_BUG, "the last migration does not set user_version to %d",
		    store_schema());
	return st;
}

static bool
is_ours(const char *sql)
{
	for (const struct sql_migration *m = sql_migrations; m->version; m++) {
		if (strstr(m->text, sql))
			return true;
	}
	return false;
}

/* A store may come with a clone: a trigger of somebody else could approve what nobody saw. */
static enum status
store_foreign(struct db *db, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(db, SQL_STORE_CODE, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		const char *sql = db_get_text(rows, 1, NULL);

		if (*sql && is_ours(sql))
			continue;
		st = err_set(err, ST_IO,
		    "%s holds a trigger or view that is not rsg's (%.60s), which may do anything: "
		    "name another store with -s, or remove that one",
		    db_path(db), db_get_text(rows, 0, NULL));
		break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
store_migrate(struct db *db, struct err *err)
{
	enum status st = db_begin(db, err);

	if (st)
		return st;
	st = store_migrate_locked(db, err);
	if (st == ST_OK)
		return db_commit(db, err);
	db_rollback(db);
	return st;
}

enum status
store_open(const char *path, enum db_mode mode, struct store **out, struct err *err)
{
	struct store *store = mem_calloc(1, sizeof *store);
	int64_t version = 0;
	enum status st = strcmp(path, STORE_MEMORY) == 0 ? db_memory(&store->db, err)
							 : db_open(path, mode, &store->db, err);

	if (st == ST_OK)
		st = store_version(store->db, &version, err);
	if (st == ST_OK && version > 0)
		st = store_foreign(store->db, err);
	if (st == ST_OK && version < store_schema() && mode == DB_READ) {
		store_close(store);
		st = store_open(path, DB_WRITE, out, err);
		return st ? err_context(err, "a store of an older rsg is brought up to date") : st;
	}
	if (st == ST_OK && version < store_schema())
		st = store_migrate(store->db, err);
	if (st) {
		store_close(store);
		return st;
	}
	*out = store;
	return ST_OK;
}

void
store_close(struct store *store)
{
	if (store == NULL)
		return;
	db_close(store->db);
	redact_close(store->own);
	free(store);
}

struct db *
store_db(struct store *store)
{
	return store->db;
}

void
store_redact(struct store *store, struct redactor *redactor)
{
	store->redactor = redactor;
}

struct redactor *
store_redactor(struct store *store)
{
	if (store->redactor)
		return store->redactor;
	if (store->own == NULL)
		store->own = redact_open(false);
	return store->own;
}

char *
store_clean(struct store *store, const char *text)
{
	return text ? redact_string(store_redactor(store), text) : NULL;
}

enum status
store_check(struct store *store, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store->db, SQL_STORE_CHECK, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK && strcmp(db_get_text(rows, 0, NULL), "ok") != 0)
		st = err_set(err, ST_IO, "%s is damaged (%s): put a backup in its place",
		    db_path(store->db), db_get_text(rows, 0, NULL));
	db_done(rows);
	return st;
}

#define WORTH_VACUUM 20 /* percent of the file that is free */

enum status
store_compact(struct store *store, struct err *err)
{
	int64_t free_percent = 0, blocked = 0;
	enum status st;

	st = db_one_int(store->db, SQL_STORE_FREE, DB_NO_ARGS, &free_percent, err);
	if (st == ST_OK && free_percent >= WORTH_VACUUM)
		st = db_run(store->db, SQL_STORE_VACUUM, DB_NO_ARGS, NULL, err);
	if (st == ST_OK)
		st = db_one_int(store->db, SQL_STORE_CHECKPOINT, DB_NO_ARGS, &blocked, err);
	return st == ST_TEMPFAIL ? ST_OK : st;
}
