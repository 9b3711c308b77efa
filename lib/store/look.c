#include "store/look.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/mem.h"
#include "io/db.h"
#include "sql.h"

int64_t
store_free_bytes(const char *path)
{
	char *dir = mem_strdup(path), *slash;
	struct statvfs fs;
	int failed;

	while (
	    (failed = statvfs(*dir ? dir : "/", &fs)) != 0 && (slash = strrchr(dir, '/')) != NULL)
		*slash = '\0';
	if (failed)
		failed = statvfs(".", &fs);
	free(dir);
	return failed ? -1 : (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
}

static void
look_at_files(const char *path, struct store_look *out)
{
	char *log = mem_printf("%s-wal", path);
	struct stat st;

	if (stat(path, &st) == 0) {
		out->bytes = st.st_size;
		out->others = st.st_mode & 077;
	}
	if (stat(log, &st) == 0)
		out->log_bytes = st.st_size;
	out->free_bytes = store_free_bytes(path);
	free(log);
}

static enum status
look_inside(struct db *db, struct store_look *out, struct err *err)
{
	struct db_rows *rows = NULL;
	int64_t version = 0;
	enum status st = db_one_int(db, SQL_STORE_VERSION, DB_NO_ARGS, &version, err);

	out->version = (int)version;
	if (st == ST_OK)
		st = db_query(db, SQL_STORE_QUICK, DB_NO_ARGS, &rows, err);
	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK && strcmp(db_get_text(rows, 0, NULL), "ok") != 0)
		snprintf(out->damage, sizeof out->damage, "%s", db_get_text(rows, 0, NULL));
	db_done(rows);
	return st;
}

enum status
store_look(const char *path, struct store_look *out, struct err *err)
{
	struct db *db = NULL;
	enum status st = db_open(path, DB_READ, &db, err);

	*out = (struct store_look){ 0 };
	if (st == ST_OK)
		st = look_inside(db, out, err);
	db_close(db);
	look_at_files(path, out);
	return st;
}
