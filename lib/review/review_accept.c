#include <string.h>

#include "cli/gates.h"
#include "io/db.h"
#include "io/json.h"
#include "io/place.h"
#include "review/review_private.h"
#include "review/review_snapshot.h"
#include "store/audit.h"
#include "store/execution.h"
#include "store/run.h"
#include "store/store.h"

enum status
review_need_store(struct review *review, struct err *err)
{
	if (review->cli->dry_run)
		return err_set(err, ST_USAGE, "a dry run decides nothing: leave out -n");
	if (review->cli->store)
		return ST_OK;
	return err_set(err, ST_USAGE, "decisions are kept in the store: leave out --no-store");
}

/* Begin to write; what others decided meanwhile counts. */
static enum status
begin(struct review *review, struct err *err)
{
	struct store *store = review->cli->store;
	int64_t now_ms = cli_gate_now_ms();
	enum status st = db_begin(store_db(store), err);

	if (st == ST_OK)
		st = run_add(store, review->cli->input, now_ms, err);
	if (st == ST_OK)
		st = execution_keep(store, review->cli->input, err);
	return st == ST_OK ? review_load(review, err) : st;
}

static enum status
finish(struct review *review, enum status st, struct err *err)
{
	struct err ignored = ERR_INIT;

	st = db_finish(store_db(review->cli->store), st, err);
	if (st == ST_OK)
		return review_load(review, err);
	review_load(review, &ignored);
	return st;
}

static struct json *
new_data(const struct review *review, const struct json *test)
{
	struct json *data = json_new_object();
	char sha256[DIGEST_TEXT];

	review_code_sha256(test, sha256);
	json_set_string(data, "test", json_get_string(test, "id"));
	json_set_string(data, "code_sha256", sha256);
	json_set_string(data, "by", review->who);
	json_set_string(data, "how", review->terminal ? "review" : "flag");
	return data;
}

static void
add_file(struct json *data, const char *path, const char *before, const char *after)
{
	json_set_string(data, "path", path);
	json_set(data, "before_sha256", before ? json_new_string(before) : json_new_null());
	json_set(data, "after_sha256", after ? json_new_string(after) : json_new_null());
}

static enum status
append(struct review *review, const char *event, struct json *data, struct err *err)
{
	enum status st =
	    audit_append(review->cli->store, event, review->run, data, cli_gate_now_ms(), err);

	json_free(data);
	return st;
}

static enum status
write_file(struct review *review, const struct review_plan *plan, struct err *err)
{
	enum status st;

	if (plan->how == REVIEW_SAME)
		return ST_OK;
	if (plan->how == REVIEW_NEW)
		st = place_new(review->root, plan->path, plan->code, plan->n, err);
	else
		st = place_swap(
		    review->root, plan->path, plan->before_sha256, plan->code, plan->n, err);
	if (st == ST_NO)
		return err_set(err, ST_REFUSED,
		    "%.300s was changed at this moment: it is not overwritten", plan->path);
	return st;
}

/* The file first: a crash between leaves one that the next accept finds as it should be. */
static enum status
write_both(struct review *review, const struct review_plan *plan, bool *written, struct err *err)
{
	struct json *data;
	enum status st = write_file(review, plan, err);

	if (st)
		return st;
	*written = plan->how != REVIEW_SAME;
	data = new_data(review, plan->test);
	add_file(data, plan->path, plan->how == REVIEW_NEW ? NULL : plan->before_sha256,
	    plan->code_sha256);
	return append(review, "accept", data, err);
}

static enum status
already(const struct json *test, enum review_status status, struct err *err)
{
	return err_set(err, ST_NO, "%s is %s already: nothing is done", json_get_string(test, "id"),
	    review_word(status));
}

enum status
review_accept(struct review *review, const struct json *test, struct err *err)
{
	struct review_plan plan;
	bool written = false;
	enum status st = review_need_store(review, err);

	if (st == ST_OK)
		st = cli_gates(review->cli, "audit", err);
	if (st == ST_OK && review_status(review, test, NULL) == REVIEW_ACCEPTED)
		st = already(test, REVIEW_ACCEPTED, err);
	if (st == ST_OK)
		st = review_plan(review, test, &plan, err);
	if (st)
		return st;
	if (plan.how != REVIEW_SAME)
		st = review_snapshot(review, err);
	if (st == ST_OK) {
		st = begin(review, err);
		if (st == ST_OK && review_status(review, test, NULL) == REVIEW_ACCEPTED)
			st = already(test, REVIEW_ACCEPTED, err);
		if (st == ST_OK)
			st = write_both(review, &plan, &written, err);
		st = finish(review, st, err);
	}
	if (st && written)
		review_put_back(review, &plan, err);
	review_plan_fini(&plan);
	return st;
}

enum status
review_discard(struct review *review, const struct json *test, struct err *err)
{
	enum review_status status;
	enum status st = review_need_store(review, err);

	if (st)
		return st;
	st = begin(review, err);
	status = review_status(review, test, NULL);
	if (st == ST_OK && status == REVIEW_DISCARDED)
		st = already(test, status, err);
	else if (st == ST_OK && status == REVIEW_ACCEPTED)
		st = err_set(err, ST_REFUSED,
		    "%s is accepted and written: undo that first, then discard it",
		    json_get_string(test, "id"));
	if (st == ST_OK)
		st = append(review, "discard", new_data(review, test), err);
	return finish(review, st, err);
}

/* Away with the file that an accept made, and what is to be said of it. */
static enum status
take_back(struct review *review, const struct json *decision, bool *removed, const char **said,
    struct err *err)
{
	const char *before = json_string(json_get(decision, "before_sha256"));
	const char *after = json_get_string(decision, "after_sha256");
	struct err cause = ERR_INIT;
	enum status st;

	*removed = false;
	*said = "the file was not made by this accept, and stays";
	if (before)
		return ST_OK;
	st = review_root(review, err);
	if (st)
		return st;
	st = place_remove(review->root, json_get_string(decision, "path"), after, &cause);
	*removed = st == ST_OK;
	*said = *removed ? "its file is removed"
			 : "its file was changed or moved since, and is left alone";
	if (st == ST_OK || st == ST_NO)
		return ST_OK;
	*err = cause;
	return st;
}

static enum status
undo(struct review *review, const struct json *test, const char **said, struct err *err)
{
	const struct json *decision = NULL;
	enum review_status status = review_status(review, test, &decision);
	struct json *data;
	const char *path;
	bool removed = false;
	enum status st = ST_OK;

	if (status == REVIEW_UNDECIDED)
		return already(test, status, err);
	if (status == REVIEW_ACCEPTED)
		st = take_back(review, decision, &removed, said, err);
	if (st)
		return st;
	data = new_data(review, test);
	path = json_get_string(decision, "path");
	json_set_string(data, "undoes", json_get_string(decision, "event"));
	if (*path)
		add_file(data, path, json_get_string(decision, "after_sha256"),
		    removed ? NULL : json_get_string(decision, "after_sha256"));
	return append(review, "undo", data, err);
}

enum status
review_undo(struct review *review, const struct json *test, const char **said, struct err *err)
{
	enum status st = review_need_store(review, err);

	*said = NULL;
	if (st)
		return st;
	st = begin(review, err);
	if (st == ST_OK)
		st = undo(review, test, said, err);
	return finish(review, st, err);
}
