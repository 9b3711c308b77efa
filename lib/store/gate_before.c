#include <string.h>

#include "io/json.h"
#include "sql.h"
#include "store/gate_private.h"
#include "store/store.h"

#define MOST_ENTRIES 50 /* that are looked at */

/* The output of an entry if it is the gate's: an entry's own word for its hash proves nothing. */
static struct json *
output_of(const struct db_rows *rows, const struct json *gate)
{
	struct err unsaid = ERR_INIT;
	struct json *entry = NULL, *output = NULL;
	char sha256[DIGEST_TEXT];
	size_t n;
	const char *text = db_get_text(rows, 14, &n);

	if (json_parse(text, n, &entry, &unsaid) == ST_OK)
		output = json_take(entry, "output");
	json_free(entry);
	if (output == NULL)
		return NULL;
	digest_json(output, sha256);
	if (strcmp(sha256, json_get_string(gate, "output_sha256")) == 0)
		return output;
	json_free(output);
	return NULL;
}

enum status
gate_before(struct store *store, const struct gate_subject *subject, int64_t now_ms,
    struct json **gate, struct json **output, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_GATE_BEFORE,
	    DB_ARGS(db_text(subject->run), db_text(subject->phase), db_text(subject->output_sha256),
		db_int(MOST_ENTRIES)),
	    &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		struct json *found = gate_row(rows, now_ms), *old = output_of(rows, found);

		if (old) {
			*gate = found;
			*output = old;
			break;
		}
		json_free(found);
	}
	db_done(rows);
	return st;
}
