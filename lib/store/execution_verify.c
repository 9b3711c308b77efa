#include <stdio.h>
#include <string.h>

#include "io/json.h"
#include "sql.h"
#include "store/execution.h"
#include "store/store.h"

/* The columns of SQL_EXECUTION_RECORDED. */
enum { ID, ENTRY, BASE, PHASE, STATUS, ENGINE, INPUT, OUTPUT, ERROR, DURATION, DATA };

static enum status
differs(struct execution_check *check, const char *what)
{
	snprintf(check->why, sizeof check->why, "%s", what);
	return ST_NO;
}

static bool
has_hash(const struct db_rows *rows, int column, const struct json *data, const char *key)
{
	char computed[DIGEST_TEXT];
	size_t n;
	const char *text = db_get_text(rows, column, &n);

	digest_text(text, n, computed);
	return strcmp(computed, json_get_string(data, key)) == 0;
}

static bool
is_text(const struct db_rows *rows, int column, const struct json *data, const char *key)
{
	const char *there = json_get_string(data, key);
	size_t n;
	const char *here = db_get_text(rows, column, &n);

	return n == strlen(there) && memcmp(here, there, n) == 0;
}

/* What the log took a secret out of cannot be compared any more. */
static bool
is_words(const struct db_rows *rows, int column, const struct json *data, const char *key)
{
	return is_text(rows, column, data, key) ||
	       strstr(json_get_string(data, key), "[redacted:") != NULL;
}

static enum status
compare_done(const struct db_rows *rows, const struct json *data, struct execution_check *check)
{
	if (!has_hash(rows, ENTRY, data, "entry_sha256"))
		return differs(check, "its entry has another hash");
	if (!has_hash(rows, BASE, data, "base_sha256"))
		return differs(check, "its document has another hash");
	if (!is_text(rows, STATUS, data, "status") || !is_text(rows, OUTPUT, data, "output_sha256"))
		return differs(check, "its status or the hash of its output is another");
	if (db_get_int(rows, DURATION) != (int64_t)json_get_number(data, "duration_ms"))
		return differs(check, "its duration is another");
	return ST_OK;
}

static enum status
compare(const struct db_rows *rows, const struct json *data, struct execution_check *check)
{
	if (!is_text(rows, PHASE, data, "phase") || !is_words(rows, ENGINE, data, "engine") ||
	    !is_text(rows, INPUT, data, "input_sha256"))
		return differs(check, "its phase, its engine or the hash of its input is another");
	if (!db_is_null(rows, ENTRY))
		return compare_done(rows, data, check);
	if (strcmp(db_get_text(rows, STATUS, NULL), "failed") != 0 ||
	    !is_words(rows, ERROR, data, "error"))
		return differs(check, "its error is another");
	return ST_OK;
}

static enum status
compare_row(const struct db_rows *rows, struct execution_check *check)
{
	struct err unsaid = ERR_INIT; /* data that cannot be read is a difference too */
	struct json *data = NULL;
	size_t n;
	const char *text = db_get_text(rows, DATA, &n);
	enum status st;

	check->id = db_get_int(rows, ID);
	if (db_is_null(rows, DATA))
		return differs(check, "no event speaks of it");
	if (json_parse(text, n, &data, &unsaid))
		return differs(check, "its event cannot be read");
	st = compare(rows, data, check);
	json_free(data);
	return st;
}

static enum status
find_missing(struct store *store, struct execution_check *check, struct err *err)
{
	enum status st =
	    db_one_int(store_db(store), SQL_EXECUTION_MISSING, DB_NO_ARGS, &check->id, err);

	if (st == ST_OK)
		return differs(check, "it is missing");
	return st == ST_NO ? ST_OK : st;
}

enum status
execution_verify(struct store *store, struct execution_check *check, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st, found = ST_OK;

	*check = (struct execution_check){ 0 };
	st = db_query(store_db(store), SQL_EXECUTION_RECORDED, DB_NO_ARGS, &rows, err);
	if (st)
		return st;
	while (found == ST_OK && (st = db_next(rows, err)) == ST_OK)
		found = compare_row(rows, check);
	db_done(rows);
	if (found != ST_OK)
		return found;
	return st == ST_NO ? find_missing(store, check, err) : st;
}
