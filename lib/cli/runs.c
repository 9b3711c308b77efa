#include "cli/runs.h"

#include <string.h>

#include "base/vec.h"
#include "cli/cli.h"
#include "cli/vectors.h"
#include "doc/compare.h"
#include "io/json.h"
#include "store/bundle.h"
#include "store/run.h"
#include "store/store.h"

static enum status
finish(struct cli *cli, enum status st, struct err *err)
{
	if (st == ST_OK && !cli->dry_run)
		return cli_vectors_commit(cli, err);
	db_rollback(store_db(cli->store));
	return st;
}

typedef enum status find_fn(struct store *, const char *, char *, struct err *);
typedef enum status change_fn(struct store *, const char *, int64_t, struct err *);

/* All of them or none; id is the last. */
static enum status
change(struct cli *cli, find_fn *find, change_fn *fn, char id[UUID_TEXT], struct err *err)
{
	enum status st = db_begin(store_db(cli->store), err);

	for (int i = 0; st == ST_OK && i < cli->operand_count; i++) {
		st = find(cli->store, cli->operands[i], id, err);
		if (st == ST_OK)
			st = fn(cli->store, id, cli->now_ms, err);
	}
	return finish(cli, st, err);
}

enum status
cli_runs_delete(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];
	enum status st = change(cli, run_find, run_delete, id, err);

	if (st == ST_OK && !cli->dry_run)
		cli_say(cli, "deleted until it is pruned: rsg-runs restore %s brings it back", id);
	return st;
}

enum status
cli_runs_restore(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];

	return change(cli, run_find_deleted, run_restore, id, err);
}

enum status
cli_runs_prune(struct cli *cli, const struct run_prune *what, struct json **gone, struct err *err)
{
	struct run_pruned pruned = { 0 };
	enum status st = db_begin(store_db(cli->store), err);

	if (st == ST_OK)
		st = run_prune(cli->store, what, cli->now_ms, &pruned, err);
	st = finish(cli, st, err);
	if (st == ST_OK && !cli->dry_run && json_len(pruned.ids))
		st = store_compact(cli->store, err);
	if (st) {
		json_free(pruned.ids);
		return st;
	}
	cli_say(cli, "%zu run%s %s, about %lld KiB", json_len(pruned.ids),
	    json_len(pruned.ids) == 1 ? "" : "s", cli->dry_run ? "would go" : "gone for good",
	    (long long)(pruned.bytes + 1023) / 1024);
	*gone = pruned.ids;
	return ST_OK;
}

enum status
cli_runs_doc(
    struct cli *cli, const char *name, const char *phase, struct json **out, struct err *err)
{
	char id[UUID_TEXT];

	if (run_find(cli->store, name, id, err))
		return err->status;
	return run_doc(cli->store, id, phase, out, err);
}

enum status
cli_runs_compare(struct cli *cli, struct json **out, struct err *err)
{
	struct json *a = NULL, *b = NULL;
	enum status st = cli_runs_doc(cli, cli->operands[0], NULL, &a, err);

	if (st == ST_OK)
		st = cli_runs_doc(cli, cli->operands[1], NULL, &b, err);
	if (st == ST_OK)
		*out = doc_compare(a, b);
	json_free(a);
	json_free(b);
	return st;
}

enum status
cli_runs_export(struct cli *cli, struct err *err)
{
	char id[UUID_TEXT];

	for (int i = 0; i < cli->operand_count; i++) {
		if (run_find(cli->store, cli->operands[i], id, err) ||
		    bundle_export(cli->store, id, cli->now_ms, &cli->out, err))
			return err->status;
	}
	return ST_OK;
}

/* A complete bundle; ready for the next then. */
static enum status
import_one(struct cli *cli, struct bundle *bundle, struct json *added, struct err *err)
{
	const char *id = json_get_string(json_path(bundle->run, "base.run"), "id");
	struct db *db = store_db(cli->store);
	enum status st = db_begin(db, err);

	if (st == ST_OK)
		st = bundle_import(cli->store, bundle, cli->now_ms, err);
	if (st == ST_NO)
		cli_warn(cli, "the store has run %s: it is left as it is", id);
	if (st == ST_OK && cli->dry_run)
		db_rollback(db);
	else
		st = db_finish(db, st, err);
	if (st == ST_OK)
		json_add_string(added, id);
	bundle_clear(bundle);
	return st == ST_NO ? ST_OK : st;
}

static enum status
import_lines(struct cli *cli, struct json *added, struct err *err)
{
	struct bundle bundle;
	struct json *line;
	const char *text;
	enum status st = ST_OK;
	size_t n;

	bundle_init(&bundle);
	while (st == ST_OK && (st = cli_line(cli, &text, &n, err)) == ST_OK) {
		st = cli_parse_line(cli, text, n, &line, err);
		if (st == ST_OK)
			st = bundle_line(&bundle, line, text, n, err);
		if (st == ST_OK && bundle.complete)
			st = import_one(cli, &bundle, added, err);
	}
	if (st == ST_NO && bundle.run)
		st = err_set(err, ST_DATA, "the bundle ends before its run does: export it again");
	bundle_fini(&bundle);
	return st == ST_NO ? ST_OK : st;
}

/* The array on success only. */
static enum status
give(struct json *list, enum status st, struct json **added)
{
	if (st == ST_OK)
		*added = list;
	else
		json_free(list);
	return st;
}

enum status
cli_runs_import(struct cli *cli, struct json **added, struct err *err)
{
	struct json *list;

	if (cli->store == NULL)
		return err_set(err, ST_USAGE, "there is no store: leave out --no-store and -n");
	list = json_new_array();
	return give(list, import_lines(cli, list, err), added);
}

static enum status
merge_one(struct cli *cli, struct store *other, const char *id, struct json *added, struct err *err)
{
	struct bundle bundle;
	struct buf text;
	const char *at;
	enum status st;

	buf_init(&text, BUNDLE_MAX);
	bundle_init(&bundle);
	st = bundle_export(other, id, cli->now_ms, &text, err);
	at = text.s;
	if (st == ST_OK)
		st = bundle_text(&bundle, &at, text.s + text.len, err);
	if (st == ST_OK)
		st = import_one(cli, &bundle, added, err);
	bundle_fini(&bundle);
	buf_fini(&text);
	return st ? err_context(err, "run %s", id) : ST_OK;
}

static enum status
merge_all(struct cli *cli, struct store *other, struct json *added, struct err *err)
{
	const struct run_filter all = { 0 };
	VEC_OF(const char *) ids = { 0 };
	struct json *runs = NULL;
	enum status st = run_list(other, &all, cli->now_ms, &runs, err);

	json_each (run, runs)
		*vec_add(&ids) = json_get_string(run, "id");
	for (size_t i = ids.len; i > 0 && st == ST_OK; i--)
		st = merge_one(cli, other, ids.at[i - 1], added, err);
	vec_fini(&ids);
	json_free(runs);
	return st;
}

enum status
cli_runs_merge(struct cli *cli, const char *path, struct json **added, struct err *err)
{
	struct store *other = NULL;
	struct json *list;
	enum status st;

	if (cli->store == NULL)
		return err_set(err, ST_USAGE, "there is no store: leave out --no-store and -n");
	if (store_open(path, DB_READ, &other, err))
		return err->status;
	list = json_new_array();
	st = merge_all(cli, other, list, err);
	store_close(other);
	return give(list, st, added);
}
