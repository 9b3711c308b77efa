#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/time.h"
#include "io/digest.h"
#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/bundle.h"
#include "store/execution.h"
#include "store/gate.h"
#include "store/run.h"
#include "store/store.h"

void
bundle_init(struct bundle *bundle)
{
	*bundle = (struct bundle){ .executions = json_new_array(),
		.edits = json_new_array(),
		.gates = json_new_array(),
		.events = json_new_array() };
	buf_init(&bundle->text, BUNDLE_MAX);
}

void
bundle_fini(struct bundle *bundle)
{
	json_free(bundle->run);
	json_free(bundle->executions);
	json_free(bundle->edits);
	json_free(bundle->gates);
	json_free(bundle->events);
	buf_fini(&bundle->text);
}

void
bundle_clear(struct bundle *bundle)
{
	bundle_fini(bundle);
	bundle_init(bundle);
}

static const char *
bundle_id(const struct bundle *bundle)
{
	return json_get_string(json_path(bundle->run, "base.run"), "id");
}

/* What a document brought from elsewhere was never vouched for; the rest must fit its hash. */
static enum status
check_execution(const struct json *line, struct err *err)
{
	const struct json *output = json_get(json_get(line, "entry"), "output");
	char sha256[DIGEST_TEXT];

	if (output == NULL || strcmp(json_get_string(line, "origin"), "document") == 0)
		return ST_OK;
	digest_json(output, sha256);
	if (strcmp(sha256, json_get_string(line, "output_sha256")) == 0)
		return ST_OK;
	return err_set(err, ST_DATA,
	    "the output of %s does not fit its hash: the run was changed before it was exported",
	    json_get_string(line, "phase"));
}

static enum status
check_event(const struct bundle *bundle, const struct json *line, struct err *err)
{
	const struct json *event = json_get(line, "event");
	char hash[DIGEST_TEXT];

	audit_event_hash(event, hash);
	if (strcmp(hash, json_get_string(event, "hash")) == 0 &&
	    strcmp(json_get_string(event, "run"), bundle_id(bundle)) == 0)
		return ST_OK;
	return err_set(err, ST_DATA,
	    "event %.0f does not fit its hash: the run was changed before it was exported",
	    json_get_number(event, "seq"));
}

static enum status
check_end(struct bundle *bundle, const struct json *line, struct err *err)
{
	char sha256[DIGEST_TEXT];

	digest_text(bundle->text.s, bundle->text.len, sha256);
	if (strcmp(sha256, json_get_string(line, "sha256")) != 0 ||
	    strcmp(bundle_id(bundle), json_get_string(line, "run")) != 0)
		return err_set(err, ST_DATA, "the bundle of run %s is damaged: export it again",
		    bundle_id(bundle));
	bundle->complete = true;
	return ST_OK;
}

static enum status
check_gate(const struct bundle *bundle, const struct json *line, struct err *err)
{
	if (strcmp(json_get_string(json_get(line, "gate"), "run"), bundle_id(bundle)) == 0)
		return ST_OK;
	return err_set(err, ST_DATA, "a gate is of another run: export the run again");
}

/* Between executions that came before. */
static enum status
check_edit(const struct bundle *bundle, const struct json *line, struct err *err)
{
	const struct json *edit = json_get(line, "edit");
	bool made = false, original = false;

	json_each (it, bundle->executions) {
		double id = json_get_number(it, "id");

		made = made || id == json_get_number(edit, "execution");
		original = original || id == json_get_number(edit, "original");
	}
	if (made && original)
		return ST_OK;
	return err_set(
	    err, ST_DATA, "an edit is of an execution that the bundle lacks: export it again");
}

/* Where lines of a kind are kept, and what they are checked by. */
static enum status
check_line(struct bundle *bundle, const struct json *line, struct json **list, struct err *err)
{
	const char *kind = json_get_string(line, "kind");

	if (strcmp(kind, "execution") == 0) {
		*list = bundle->executions;
		return check_execution(line, err);
	}
	if (strcmp(kind, "edit") == 0) {
		*list = bundle->edits;
		return check_edit(bundle, line, err);
	}
	if (strcmp(kind, "gate") == 0) {
		*list = bundle->gates;
		return check_gate(bundle, line, err);
	}
	*list = bundle->events;
	return check_event(bundle, line, err);
}

static enum status
take(struct bundle *bundle, struct json *line, struct err *err)
{
	const char *kind = json_get_string(line, "kind");
	bool is_run = strcmp(kind, "run") == 0, is_end = strcmp(kind, "end") == 0;
	struct json *list = NULL;
	enum status st = ST_OK;

	if (is_run != (bundle->run == NULL))
		st = err_set(err, ST_DATA,
		    "a bundle has one line of kind run, and it comes first: export it again");
	else if (is_end)
		st = check_end(bundle, line, err);
	else if (!is_run)
		st = check_line(bundle, line, &list, err);
	if (st || is_end)
		json_free(line);
	else if (is_run)
		bundle->run = line;
	else
		json_add(list, line);
	return st;
}

enum status
bundle_line(struct bundle *bundle, struct json *line, const char *text, size_t n, struct err *err)
{
	enum status st = take(bundle, line, err);

	buf_add(&bundle->text, text, n);
	buf_char(&bundle->text, '\n');
	return st ? st : buf_check(&bundle->text, "the bundle of a run", err);
}

enum status
bundle_text(struct bundle *bundle, const char **at, const char *end, struct err *err)
{
	while (*at < end && !bundle->complete) {
		const char *stop = memchr(*at, '\n', (size_t)(end - *at));
		size_t n = (size_t)((stop ? stop : end) - *at);
		struct json *line = NULL;

		if (json_parse(*at, n, &line, err) || bundle_line(bundle, line, *at, n, err))
			return err->status;
		*at += n + (stop != NULL);
	}
	return ST_OK;
}

/* Numbers of executions: there and, as the value, here. */
static size_t *
number_slot(struct map *numbers, double there)
{
	char key[JSON_NUMBER_TEXT];

	json_number_text(there, key);
	return map_slot(numbers, key, strlen(key), NULL);
}

static struct json *
renumbered(const struct json *line, struct map *numbers)
{
	struct json *entries = json_new_array();

	json_each (it, json_get(line, "entries")) {
		double there = json_number(it);

		json_add(
		    entries, json_new_number(there > 0 ? (double)*number_slot(numbers, there) : 0));
	}
	return entries;
}

static const char *
print_or_null(const struct json *value, struct buf *out)
{
	buf_init(out, SIZE_MAX / 2);
	if (value == NULL)
		return NULL;
	json_print(value, out);
	return out->s;
}

static enum status
import_execution(struct store *store, const struct bundle *bundle, const struct json *line,
    struct map *numbers, int64_t now_ms, struct err *err)
{
	struct execution e = { .run = bundle_id(bundle) };
	struct json *list = renumbered(line, numbers);
	const struct json *base = json_get(line, "base");
	struct buf entry, document, entries;
	int64_t id = 0;
	enum status st;

	e.phase = json_get_string(line, "phase");
	e.status = json_get_string(line, "status");
	e.origin =
	    strcmp(json_get_string(line, "origin"), "document") == 0 ? "document" : "imported";
	e.engine = json_get_string(line, "engine");
	e.input_sha256 = json_get_string(line, "input_sha256");
	e.output_sha256 = json_string(json_get(line, "output_sha256"));
	e.error = json_string(json_get(line, "error"));
	time_parse(json_get_string(line, "started_at"), &e.started_ms);
	e.duration_ms = (int64_t)json_get_number(line, "duration_ms");
	e.entry = print_or_null(json_get(line, "entry"), &entry);
	e.output = json_get(json_get(line, "entry"), "output");
	e.base = print_or_null(base ? base : json_get(bundle->run, "base"), &document);
	e.entries = print_or_null(list, &entries);
	st = execution_insert(store, &e, &id, err);
	if (st == ST_OK && e.entry && strcmp(e.origin, "imported") == 0)
		st = execution_audit(store, "execution_imported", &e, id, now_ms, err);
	*number_slot(numbers, json_get_number(line, "id")) = (size_t)id;
	buf_fini(&entry);
	buf_fini(&document);
	buf_fini(&entries);
	json_free(list);
	return st;
}

static enum status
import_event(
    struct store *store, const struct json *line, const char *run, int64_t now_ms, struct err *err)
{
	const struct json *event = json_get(line, "event");

	/* One that was imported there already is passed on as it was. */
	if (strcmp(json_get_string(event, "event"), "event_imported") == 0)
		event = json_get(event, "data");
	return audit_append(store, "event_imported", run, event, now_ms, err);
}

static enum status
import_edit(struct store *store, const struct json *line, struct map *numbers, struct err *err)
{
	const struct json *edit = json_get(line, "edit");
	char *author = store_clean(store, json_get_string(edit, "author"));
	int64_t at = 0;
	enum status st;

	time_parse(json_get_string(edit, "at"), &at);
	st = db_run(store_db(store), SQL_EDIT_ADD,
	    DB_ARGS(db_int((int64_t)*number_slot(numbers, json_get_number(edit, "execution"))),
		db_int((int64_t)*number_slot(numbers, json_get_number(edit, "original"))),
		db_text(author), db_int(at), db_text(json_get_string(edit, "diff"))),
	    NULL, err);
	free(author);
	return st;
}

static enum status
import_lines(struct store *store, const struct bundle *bundle, int64_t now_ms, struct err *err)
{
	enum status st = ST_OK;
	struct map numbers;

	map_init(&numbers);
	json_each (line, bundle->executions) {
		if (st == ST_OK)
			st = import_execution(store, bundle, line, &numbers, now_ms, err);
	}
	json_each (line, bundle->edits) {
		if (st == ST_OK)
			st = import_edit(store, line, &numbers, err);
	}
	map_fini(&numbers);
	json_each (line, bundle->gates) {
		if (st == ST_OK)
			st = gate_import(store, json_get(line, "gate"), err);
	}
	json_each (line, bundle->events) {
		if (st == ST_OK)
			st = import_event(store, line, bundle_id(bundle), now_ms, err);
	}
	return st;
}

enum status
bundle_import(struct store *store, const struct bundle *bundle, int64_t now_ms, struct err *err)
{
	const char *id = bundle_id(bundle);
	int64_t deleted;
	enum status st =
	    db_one_int(store_db(store), SQL_RUN_DELETED, DB_ARGS(db_text(id)), &deleted, err);

	if (st != ST_NO)
		return st == ST_OK ? ST_NO : st;
	st = run_add(store, json_get(bundle->run, "base"), now_ms, err);
	return st ? st : import_lines(store, bundle, now_ms, err);
}
