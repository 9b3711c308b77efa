#include <stdio.h>
#include <string.h>

#include "sql.h"
#include "store/audit.h"
#include "store/audit_private.h"
#include "store/store.h"

static enum status
broken(struct audit_check *check, int64_t seq, const char *why)
{
	check->broken_seq = seq;
	snprintf(check->why, sizeof check->why, "%s", why);
	return ST_NO;
}

static bool
is_hash(struct audit_text text, const char *hash)
{
	return text.n == DIGEST_TEXT - 1 && memcmp(text.s, hash, DIGEST_TEXT - 1) == 0;
}

/* ST_OK when the row continues the chain that ends in check->head. */
static enum status
follow(struct audit_check *check, const struct audit_row *row, int64_t expected, bool well_typed)
{
	char hash[DIGEST_TEXT];

	if (row->seq > expected)
		return broken(check, expected, "the row is missing");
	if (row->seq < expected)
		return broken(check, row->seq, "a row was put in before the first");
	audit_row_hash(row, hash);
	if (!well_typed || !is_hash(row->hash, hash))
		return broken(check, row->seq, "its content does not fit its hash");
	if (*check->head == '\0') /* the first of a part */
		snprintf(check->head, DIGEST_TEXT, "%.*s", (int)row->previous.n, row->previous.s);
	if (!is_hash(row->previous, check->head))
		return broken(check, row->seq, "it does not continue the row before");
	memcpy(check->head, hash, DIGEST_TEXT);
	check->rows++;
	return ST_OK;
}

/* The numbers that were given out tell of rows that are gone from the end. */
static enum status
check_last(struct audit_check *check, int64_t next, int64_t given_out)
{
	if (next <= given_out)
		return broken(check, next, "the row is missing, and all behind it");
	if (next - 1 > given_out && check->rows)
		return broken(check, next - 1, "it has a number that was never given out");
	return ST_OK;
}

enum status
audit_verify(struct store *store, int64_t from, struct audit_check *check, struct err *err)
{
	struct db_rows *rows = NULL;
	int64_t given_out = 0, seq = from > 1 ? from : 1;
	enum status st = db_one_int(store_db(store), SQL_AUDIT_LAST, DB_NO_ARGS, &given_out, err);

	*check = (struct audit_check){ 0 };
	if (st == ST_OK)
		st = db_query(store_db(store), SQL_AUDIT_CHAIN,
		    DB_ARGS(db_int(from > 1 ? from : INT64_MIN)), &rows, err);
	if (st)
		return st;
	if (seq == 1)
		memcpy(check->head, AUDIT_NO_HASH, DIGEST_TEXT);
	while ((st = db_next(rows, err)) == ST_OK) {
		struct audit_row row = audit_row_read(rows);

		st = follow(check, &row, seq, db_get_int(rows, 7));
		if (st)
			break;
		seq++;
	}
	db_done(rows);
	if (st != ST_NO || check->why[0])
		return st;
	return check_last(check, seq, given_out);
}
