#include "store/checkpoint.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "io/digest.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit_private.h"
#include "store/store.h"

#define MOST_SEQ 9007199254740992.0 /* what a JSON number counts up to */

enum status
checkpoint_make(struct store *store, int64_t now_ms, struct json **out, struct err *err)
{
	struct db_rows *rows = NULL;
	char at[TIME_TEXT];
	bool empty;
	enum status st = db_query(store_db(store), SQL_AUDIT_POINT, DB_NO_ARGS, &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	empty = st == ST_NO;
	if (st == ST_OK || empty) {
		time_format(now_ms, at);
		*out = json_new_object();
		json_set_number(*out, "seq", empty ? 0 : (double)db_get_int(rows, 0));
		json_set_string(*out, "hash", empty ? AUDIT_NO_HASH : db_get_text(rows, 1, NULL));
		json_set_number(*out, "rows", empty ? 0 : (double)db_get_int(rows, 2));
		json_set_number(*out, "schema", store_schema());
		json_set_string(*out, "at", at);
		st = ST_OK;
	}
	db_done(rows);
	return st;
}

struct point {
	int64_t seq; /* -1: not known */
	char hash[DIGEST_TEXT], at[TIME_TEXT];
};

static bool
read_point(const char *line, size_t n, struct point *point)
{
	struct err unsaid = ERR_INIT;
	struct json *json = NULL;
	double seq;
	bool good;

	*point = (struct point){ .seq = -1 };
	if (n == DIGEST_TEXT - 1 && *line != '{') {
		memcpy(point->hash, line, n);
		return digest_check_text(point->hash);
	}
	if (json_parse(line, n, &json, &unsaid))
		return false;
	snprintf(point->hash, sizeof point->hash, "%s", json_get_string(json, "hash"));
	snprintf(point->at, sizeof point->at, "%s", json_get_string(json, "at"));
	seq = json_get_number(json, "seq");
	good = json_kind(json_get(json, "seq")) == JSON_NUMBER && seq >= 0 && seq <= MOST_SEQ &&
	       digest_check_text(json_get_string(json, "hash"));
	if (good)
		point->seq = (int64_t)seq;
	json_free(json);
	return good;
}

static enum status
check_point(struct store *store, const struct point *point, size_t line, struct err *err)
{
	bool nothing = point->seq <= 0 && strcmp(point->hash, AUDIT_NO_HASH) == 0;
	int64_t there = 0;
	enum status st = db_one_int(store_db(store), SQL_AUDIT_HASH,
	    DB_ARGS(db_text(point->hash), point->seq < 0 ? db_null() : db_int(point->seq)), &there,
	    err);

	if (st || there || nothing)
		return st;
	if (point->seq < 0)
		return err_set(err, ST_NO,
		    "%s: no row of the audit log has the hash %s: rows up to it were changed or "
		    "cut off, or it is of another store",
		    db_path(store_db(store)), point->hash);
	return err_set(err, ST_NO,
	    "%s: row %lld of the audit log is not the one of the checkpoint in line %zu%s%s: rows "
	    "up to it were changed or cut off, or it is of another store",
	    db_path(store_db(store)), (long long)point->seq, line, *point->at ? ", of " : "",
	    point->at);
}

/* Without the blanks at both ends. */
static const char *
trim(const char *line, size_t *n)
{
	while (*n && isspace((unsigned char)*line)) {
		line++;
		--*n;
	}
	while (*n && isspace((unsigned char)line[*n - 1]))
		--*n;
	return line;
}

enum status
checkpoint_check(struct store *store, const char *text, size_t n, size_t *count, struct err *err)
{
	const char *end = text + n;
	size_t number = 0;

	*count = 0;
	for (const char *at = text, *stop; at < end; at = stop + 1) {
		struct point point;
		const char *line;
		size_t len;

		stop = memchr(at, '\n', (size_t)(end - at));
		stop = stop ? stop : end;
		len = (size_t)(stop - at);
		number++;
		line = trim(at, &len);
		if (len == 0)
			continue;
		if (!read_point(line, len, &point))
			return err_set(err, ST_DATA,
			    "line %zu is neither a checkpoint nor a hash: give what rsg-audit "
			    "--head printed",
			    number);
		if (check_point(store, &point, number, err))
			return err->status;
		++*count;
	}
	if (*count == 0)
		return err_set(
		    err, ST_DATA, "there is no checkpoint: give what rsg-audit --head printed");
	return ST_OK;
}
