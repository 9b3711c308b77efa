/* What is in the store of results, as lines of schemas/result.schema.json. */

#include <stdlib.h>

#include "base/time.h"
#include "cli/cli.h"
#include "cli/results.h"
#include "cli/who.h"
#include "io/json.h"
#include "store/corpus.h"
#include "store/result.h"
#include "store/store.h"

#define RATE_DECIMALS 4

static struct json *
add_line(struct json *list, const char *record)
{
	struct json *line = json_add_object(list);

	json_set_number(line, "rsg_result", 1);
	json_set_string(line, "record", record);
	return line;
}

static void
set_time(struct json *line, const char *key, int64_t ms)
{
	char text[TIME_TEXT];

	time_format(ms, text);
	json_set_string(line, key, text);
}

static enum status
add_history(void *arg, const struct result_history *h, struct err *err)
{
	struct json *line = add_line(arg, "history");

	(void)err;
	json_set_string(line, "test", h->test);
	json_set_number(line, "runs", h->runs);
	json_set_number(line, "failures", h->failures);
	json_set_number(line, "since_failure", h->since_failure);
	json_set_string(line, "last", h->last);
	set_time(line, "last_at", h->last_at);
	json_set_number(line, "rate", json_round(h->rate, RATE_DECIMALS));
	if (h->duration_ms >= 0)
		json_set_number(line, "duration_ms", (double)h->duration_ms);
	json_set_bool(line, "flaky", h->flaky);
	return ST_OK;
}

static enum status
add_unknown(void *arg, const struct result_unknown *u, struct err *err)
{
	struct json *line = add_line(arg, "unknown");

	(void)err;
	json_set_string(line, "name", u->name);
	json_set_string(line, "status", u->status);
	json_set_bool(line, "ambiguous", u->ambiguous);
	json_set_number(line, "reports", (double)u->reports);
	set_time(line, "last_at", u->last_at);
	json_set_string(line, "source", u->source);
	return ST_OK;
}

static enum status
give(struct json *list, enum status st, struct json **out)
{
	if (st == ST_OK)
		*out = list;
	else
		json_free(list);
	return st;
}

/* A corpus that is not there is an error here: somebody named it. */
enum status
cli_results_histories(struct cli *cli, const char *corpus, struct json **out, struct err *err)
{
	struct json *list = json_new_array();
	struct corpus *open = NULL;
	enum status st = corpus_open(cli->store, corpus, &open, err);

	if (st == ST_OK)
		st = result_histories(cli->store, corpus, add_history, list, err);
	corpus_close(open);
	return give(list, st, out);
}

enum status
cli_results_unknown(struct cli *cli, const char *corpus, struct json **out, struct err *err)
{
	struct json *list = json_new_array();
	struct corpus *open = NULL;
	enum status st = corpus_open(cli->store, corpus, &open, err);

	if (st == ST_OK)
		st = result_unknown_each(cli->store, corpus_info(open)->id, add_unknown, list, err);
	corpus_close(open);
	return give(list, st, out);
}

enum status
cli_results_prune(struct cli *cli, const char *corpus, int keep, struct err *err)
{
	struct result_pruning pruning = { .keep = keep };
	struct db *db = store_db(cli->store);
	struct corpus *open = NULL;
	char *by = who();
	enum status st = corpus_open(cli->store, corpus, &open, err);

	pruning.by = by;
	if (st == ST_OK)
		st = db_begin(db, err);
	if (st == ST_OK) {
		pruning.corpus = corpus_info(open)->id;
		st = result_prune(cli->store, &pruning, cli->now_ms, err);
		if (cli->dry_run)
			db_rollback(db);
		else
			st = db_finish(db, st, err);
	}
	if (st == ST_OK && !cli->dry_run && (pruning.results || pruning.batches))
		st = store_compact(cli->store, err);
	if (st == ST_OK)
		cli_say(cli, "%lld result%s and %lld report%s %s", (long long)pruning.results,
		    pruning.results == 1 ? "" : "s", (long long)pruning.batches,
		    pruning.batches == 1 ? "" : "s", cli->dry_run ? "would go" : "gone for good");
	corpus_close(open);
	free(by);
	return st;
}
