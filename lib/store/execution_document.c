#include <string.h>

#include "base/buf.h"
#include "base/time.h"
#include "io/json.h"
#include "io/json_keep.h"
#include "sql.h"
#include "store/execution_private.h"
#include "store/run.h"
#include "store/store.h"

/* What is the same for all entries of a document while they are recorded. */
struct recording {
	struct store *store;
	const struct json_kept *kept;
	const char *run, *event;
	int64_t now_ms;
	struct buf base, entry;
};

static enum status
insert_entry(struct recording *r, const struct json *entry, const char *origin,
    const struct json *entries, int64_t *id, struct err *err)
{
	struct execution e = { .run = r->run, .phase = json_key(entry), .origin = origin };
	struct buf list;
	enum status st;

	buf_init(&list, BUF_TEXT);
	json_print(entries, &list);
	e.status = json_get_string(entry, "status");
	e.engine = json_get_string(entry, "engine");
	e.input_sha256 = json_get_string(entry, "input_sha256");
	e.output_sha256 = json_string(json_get(entry, "output_sha256"));
	e.entry = r->entry.s;
	e.output = json_get(entry, "output");
	e.base = r->base.s;
	e.entries = list.s;
	time_parse(json_get_string(entry, "started_at"), &e.started_ms);
	e.duration_ms = (int64_t)json_get_number(entry, "duration_ms");
	if (e.duration_ms < 0)
		e.duration_ms = 0;
	st = execution_insert(r->store, &e, id, err);
	if (st == ST_OK && strcmp(origin, "executed") == 0)
		st = execution_audit(r->store, r->event, &e, *id, r->now_ms, err);
	buf_fini(&list);
	return st;
}

/* The execution that left this entry of another phase; one is made when the store has none. */
static enum status
find_other(struct recording *r, const struct json *entry, const struct json *before, int64_t *id,
    struct err *err)
{
	struct json *entries;
	enum status st;

	buf_clear(&r->entry);
	json_print_kept(r->kept, entry, &r->entry);
	st = db_one_int(store_db(r->store), SQL_EXECUTION_FIND,
	    DB_ARGS(db_text(r->run), db_text(json_key(entry)), db_textn(r->entry.s, r->entry.len)),
	    id, err);
	if (st != ST_NO)
		return st;
	entries = json_copy(before);
	json_add(entries, json_new_number(0));
	st = insert_entry(r, entry, "document", entries, id, err);
	json_free(entries);
	return st;
}

static enum status
record_phases(
    struct recording *r, const struct json *phases, const char *phase, int64_t *id, struct err *err)
{
	struct json *entries = json_new_array();
	enum status st = ST_OK;

	json_each (entry, phases) {
		int64_t other = 0;

		if (phase == NULL || strcmp(json_key(entry), phase) != 0)
			st = find_other(r, entry, entries, &other, err);
		if (st)
			break;
		json_add(entries, json_new_number((double)other));
	}
	if (st == ST_OK && phase) {
		const struct json *entry = json_get(phases, phase);

		buf_clear(&r->entry);
		json_print_kept(r->kept, entry, &r->entry);
		st = insert_entry(r, entry, "executed", entries, id, err);
	}
	json_free(entries);
	return st;
}

enum status
execution_document(
    struct store *store, const struct execution_document *document, int64_t *id, struct err *err)
{
	const struct json *doc = document->doc;
	struct recording r = { .store = store,
		.kept = document->kept,
		.run = json_get_string(json_get(doc, "run"), "id"),
		.event = document->event,
		.now_ms = document->now_ms };
	enum status st;

	buf_init(&r.base, SIZE_MAX / 2);
	buf_init(&r.entry, SIZE_MAX / 2);
	run_base(doc, &r.base);
	st = record_phases(&r, json_get(doc, "phases"), document->phase, id, err);
	buf_fini(&r.base);
	buf_fini(&r.entry);
	return st;
}
