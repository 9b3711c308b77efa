#include "store/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "base/vec.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/result_history.h"
#include "store/store.h"

static struct db_arg
known_ms(int64_t ms)
{
	return ms < 0 ? db_null() : db_int(ms);
}

/* Redacted, of at most `max` bytes, and UTF-8 to its end.  NULL stays NULL. */
static char *
clean(struct store *store, const char *text, size_t max)
{
	char *s = store_clean(store, text);

	if (s && strlen(s) > max) {
		s[max] = '\0';
		s[utf8_check(s, max)] = '\0';
	}
	return s;
}

enum status
result_find(struct store *store, int64_t corpus, const char *sha256, struct result_known *known,
    struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_RESULT_BATCH_FIND,
	    DB_ARGS(db_int(corpus), db_text(sha256)), &rows, err);

	if (st)
		return st;
	st = db_next(rows, err);
	if (st == ST_OK) {
		snprintf(known->source, sizeof known->source, "%s", db_get_text(rows, 1, NULL));
		known->added_at = db_get_int(rows, 2);
	}
	db_done(rows);
	if (st == ST_OK)
		return ST_NO;
	return st == ST_NO ? ST_OK : st;
}

static enum status
add_known(struct store *store, int64_t batch, const struct result_entry *e, const char *name,
    const char *message, struct err *err)
{
	enum status st = db_run(store_db(store), SQL_RESULT_ADD,
	    DB_ARGS(db_int(e->test_case), db_int(batch), db_text(name), db_text(e->status),
		known_ms(e->duration_ms), db_int(e->instances), db_int(e->attempts),
		db_int(e->flaky), db_text(message)),
	    NULL, err);

	return st ? st : result_history_renew(store, e->test_case, err);
}

static enum status
add_entry(struct store *store, int64_t batch, const struct result_entry *e, struct err *err)
{
	char *name = clean(store, e->name, RESULT_NAME_MAX);
	char *message = clean(store, e->message, RESULT_MESSAGE_MAX);
	enum status st;

	if (e->test_case)
		st = add_known(store, batch, e, name, message, err);
	else
		st = db_run(store_db(store), SQL_RESULT_UNKNOWN_ADD,
		    DB_ARGS(db_int(batch), db_text(name), db_text(e->status),
			known_ms(e->duration_ms), db_int(e->ambiguous), db_text(message)),
		    NULL, err);
	free(name);
	free(message);
	return st;
}

static enum status
say_added(struct store *store, const struct result_batch *batch, const char *source, int64_t now_ms,
    struct err *err)
{
	struct json *data = json_new_object();
	size_t unknown = 0;
	enum status st;

	for (size_t i = 0; i < batch->count; i++)
		unknown += batch->entries[i].test_case == 0;
	json_set_string(data, "source", source);
	json_set_string(data, "format", batch->format);
	json_set_string(data, "report_sha256", batch->sha256);
	json_set_number(data, "tests", (double)(batch->count - unknown));
	json_set_number(data, "unknown", (double)unknown);
	if (batch->commit)
		json_set_string(data, "commit", batch->commit);
	if (batch->by)
		json_set_string(data, "by", batch->by);
	st = audit_append(store, "results_added", "", data, now_ms, err);
	json_free(data);
	return st;
}

enum status
result_add(struct store *store, const struct result_batch *batch, int64_t now_ms, struct err *err)
{
	char *source = clean(store, batch->source, RESULT_NAME_MAX);
	char *label = clean(store, batch->label, RESULT_NAME_MAX);
	enum status st = db_run(store_db(store), SQL_RESULT_BATCH_ADD,
	    DB_ARGS(db_int(batch->corpus), db_text(batch->sha256), db_text(source),
		db_text(batch->format), db_int(batch->at), db_int(now_ms), db_text(batch->commit),
		db_text(label)),
	    NULL, err);
	int64_t id = db_last_id(store_db(store));

	for (size_t i = 0; st == ST_OK && i < batch->count; i++)
		st = add_entry(store, id, &batch->entries[i], err);
	if (st == ST_OK)
		st = say_added(store, batch, source, now_ms, err);
	free(source);
	free(label);
	return st;
}

enum status
result_histories(
    struct store *store, const char *corpus, result_history_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_RESULT_HISTORIES, DB_ARGS(db_text(corpus)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		const struct result_history h = {
			.test = db_get_text(rows, 0, NULL),
			.runs = (unsigned)db_get_int(rows, 1),
			.failures = (unsigned)db_get_int(rows, 2),
			.since_failure = (unsigned)db_get_int(rows, 3),
			.last = db_get_text(rows, 4, NULL),
			.last_at = db_get_int(rows, 5),
			.rate = db_get_real(rows, 6),
			.duration_ms = db_is_null(rows, 7) ? -1 : db_get_int(rows, 7),
			.flaky = db_get_int(rows, 8) != 0,
		};

		st = fn(arg, &h, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

enum status
result_unknown_each(
    struct store *store, int64_t corpus, result_unknown_fn *fn, void *arg, struct err *err)
{
	struct db_rows *rows = NULL;
	enum status st =
	    db_query(store_db(store), SQL_RESULT_UNKNOWN_LIST, DB_ARGS(db_int(corpus)), &rows, err);

	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK) {
		const struct result_unknown u = {
			.name = db_get_text(rows, 0, NULL),
			.status = db_get_text(rows, 1, NULL),
			.ambiguous = db_get_int(rows, 2) != 0,
			.reports = db_get_int(rows, 3),
			.last_at = db_get_int(rows, 4),
			.source = db_get_text(rows, 5, NULL),
		};

		st = fn(arg, &u, err);
		if (st)
			break;
	}
	db_done(rows);
	return st == ST_NO ? ST_OK : st;
}

static enum status
prune_test(struct store *store, int64_t test_case, int64_t keep, int64_t *gone, struct err *err)
{
	int64_t n = 0;
	enum status st = db_run(
	    store_db(store), SQL_RESULT_PRUNE, DB_ARGS(db_int(test_case), db_int(keep)), &n, err);

	*gone += n;
	return st ? st : result_history_renew(store, test_case, err);
}

static enum status
say_pruned(
    struct store *store, const struct result_pruning *pruning, int64_t now_ms, struct err *err)
{
	struct json *data = json_new_object();
	enum status st;

	json_set_number(data, "results", (double)pruning->results);
	json_set_number(data, "reports", (double)pruning->batches);
	json_set_number(data, "keep", (double)pruning->keep);
	if (pruning->by)
		json_set_string(data, "by", pruning->by);
	st = audit_append(store, "results_pruned", "", data, now_ms, err);
	json_free(data);
	return st;
}

enum status
result_prune(struct store *store, struct result_pruning *pruning, int64_t now_ms, struct err *err)
{
	const struct db_arg args[] = { db_int(pruning->corpus), db_int(pruning->keep) };
	VEC_OF(int64_t) tests = { 0 };
	struct db_rows *rows = NULL;
	enum status st = db_query(store_db(store), SQL_RESULT_PRUNABLE, args, 2, &rows, err);

	pruning->results = pruning->batches = 0;
	if (st)
		return st;
	while ((st = db_next(rows, err)) == ST_OK)
		*vec_add(&tests) = db_get_int(rows, 0);
	db_done(rows);
	st = st == ST_NO ? ST_OK : st;
	for (size_t i = 0; st == ST_OK && i < tests.len; i++)
		st = prune_test(store, tests.at[i], pruning->keep, &pruning->results, err);
	vec_fini(&tests);
	if (st == ST_OK)
		st = db_run(
		    store_db(store), SQL_RESULT_BATCH_PRUNE, args, 2, &pruning->batches, err);
	if (st == ST_OK && (pruning->results || pruning->batches))
		st = say_pruned(store, pruning, now_ms, err);
	return st;
}
