#include "store/attempt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "io/json.h"
#include "sql.h"
#include "store/audit.h"
#include "store/store.h"

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define WEEK_MS (7 * DAY_MS)
#define MICRO 1e6

static struct db_arg
known(int64_t value)
{
	return value < 0 ? db_null() : db_int(value);
}

static const char *
text(const char *s)
{
	return s ? s : "";
}

static enum status
spent_by_call(struct store *store, const char *call, int64_t *spent, struct err *err)
{
	return db_one_int(
	    store_db(store), SQL_ATTEMPT_SPENT_CALL, DB_ARGS(db_text(call)), spent, err);
}

enum status
attempt_spent(struct store *store, const char *budget, const char *run, int64_t now_ms,
    int64_t *spent, struct err *err)
{
	bool day = strcmp(budget, "day") == 0;

	if (strcmp(budget, "run") == 0)
		return db_one_int(
		    store_db(store), SQL_ATTEMPT_SPENT_RUN, DB_ARGS(db_text(run)), spent, err);
	return db_one_int(store_db(store), SQL_ATTEMPT_SPENT,
	    DB_ARGS(db_int(now_ms - (day ? DAY_MS : WEEK_MS))), spent, err);
}

/* Outside a run the call is the run. */
static enum status
spent_before(struct store *store, const struct attempt *attempt, struct budget_state *budget,
    struct err *err)
{
	const char *run = text(attempt->run);

	if (*run == '\0' && strcmp(budget->name, "run") == 0)
		return spent_by_call(store, attempt->call, &budget->spent, err);
	return attempt_spent(store, budget->name, run, attempt->started_ms, &budget->spent, err);
}

/* The next one is nearer to its end when less of it is left, by share. */
static bool
nearer(const struct budget_state *a, const struct budget_state *b)
{
	return b->name == NULL ||
	       (double)a->spent * (double)b->limit > (double)b->spent * (double)a->limit;
}

static enum status
refuse(struct store *store, const struct attempt *attempt, const struct budget_state *budget,
    struct err *err)
{
	struct json *data = json_new_object();
	int64_t asked = attempt->reserve > 0 ? attempt->reserve : 0;
	enum status st;

	json_set_string(data, "budget", budget->name);
	json_set_number(data, "limit_usd", (double)budget->limit / MICRO);
	json_set_number(data, "spent_usd", (double)budget->spent / MICRO);
	if (attempt->reserve >= 0)
		json_set_number(data, "asked_usd", (double)asked / MICRO);
	json_set_string(data, "model", attempt->model);
	json_set_string(data, "phase", text(attempt->phase));
	st = audit_append(store, "budget", text(attempt->run), data, attempt->started_ms, err);
	json_free(data);
	if (st)
		return st;
	return err_set(err, ST_REFUSED,
	    "the budget of the %s is %.6g USD, %.6g are spent or set aside and this call may take "
	    "%.6g: raise budget.%s, or use a model that costs less",
	    budget->name, (double)budget->limit / MICRO, (double)budget->spent / MICRO,
	    (double)asked / MICRO, budget->name);
}

/* ST_REFUSED, with *state that of the budget that would be passed. */
static enum status
check_budgets(
    struct store *store, const struct attempt *attempt, struct budget_state *state, struct err *err)
{
	const struct budget_state budgets[] = { { "run", 0, attempt->budget_run },
		{ "day", 0, attempt->budget_day }, { "week", 0, attempt->budget_week } };
	int64_t reserve = attempt->reserve > 0 ? attempt->reserve : 0;

	for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
		struct budget_state b = budgets[i];

		if (b.limit == BUDGET_NONE)
			continue;
		if (spent_before(store, attempt, &b, err))
			return err->status;
		if (b.spent > b.limit || b.limit - b.spent < reserve ||
		    (attempt->reserve < 0 && b.spent == b.limit)) {
			*state = b;
			return refuse(store, attempt, &b, err);
		}
		b.spent += reserve;
		if (nearer(&b, state))
			*state = b;
	}
	return ST_OK;
}

/* The first attempt at a model that is not the first of the chain. */
static enum status
audit_fallback(struct store *store, const struct attempt *attempt, struct err *err)
{
	struct json *data;
	int64_t asked = 0;
	enum status st;

	if (*text(attempt->fallback) == '\0')
		return ST_OK;
	st = db_one_int(store_db(store), SQL_ATTEMPT_MODEL_ASKED,
	    DB_ARGS(db_text(attempt->call), db_text(attempt->model)), &asked, err);
	if (st || asked)
		return st;
	data = json_new_object();
	json_set_string(data, "model", attempt->model);
	json_set_string(data, "reason", attempt->fallback);
	json_set_string(data, "phase", text(attempt->phase));
	st = audit_append(store, "fallback", text(attempt->run), data, attempt->started_ms, err);
	json_free(data);
	return st;
}

struct insert { /* where a row that is sent and one of the cache differ */
	const char *status;
	struct db_arg ended_ms, cost, saved;
};

static enum status
insert(struct store *store, const struct attempt *attempt, const struct insert *how, int64_t *id,
    struct err *err)
{
	bool sent = strcmp(how->status, "sent") == 0;
	enum status st = audit_fallback(store, attempt, err);

	if (st)
		return st;
	st = db_run(store_db(store), SQL_ATTEMPT_ADD,
	    DB_ARGS(db_text(attempt->call), db_text(text(attempt->run)),
		db_text(text(attempt->phase)), db_text(attempt->model), db_int(attempt->number),
		db_text(text(attempt->request_sha256)), db_text(text(attempt->prompt_sha256)),
		db_text(how->status), db_text(text(attempt->fallback)), db_int(attempt->started_ms),
		how->ended_ms, db_int(attempt->waited_ms), db_int(!sent),
		db_int(sent && attempt->reserve > 0 ? attempt->reserve : 0), how->cost, how->saved,
		attempt->price ? db_int(attempt->price) : db_null()),
	    NULL, err);
	if (st == ST_OK && id)
		*id = db_last_id(store_db(store));
	return st;
}

enum status
attempt_begin(struct store *store, const struct attempt *attempt, int64_t *id,
    struct budget_state *budget, struct err *err)
{
	const struct insert how = { "sent", db_null(), db_null(), db_null() };
	struct err commit_err = ERR_INIT;
	struct budget_state state = { 0 };
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	st = check_budgets(store, attempt, &state, err);
	if (st == ST_OK)
		st = insert(store, attempt, &how, id, err);
	if (budget && (st == ST_OK || st == ST_REFUSED))
		*budget = state;
	if (st != ST_REFUSED)
		return db_finish(store_db(store), st, err);
	/* The refusal is kept in the audit log. */
	if (db_commit(store_db(store), &commit_err))
		*err = commit_err;
	return err->status;
}

enum status
attempt_end(struct store *store, int64_t id, const struct attempt_end *end, struct err *err)
{
	const struct attempt_usage *usage = &end->usage;
	int64_t changed = 0;
	char *reason;
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	reason = store_clean(store, text(end->reason));
	st = db_run(store_db(store), SQL_ATTEMPT_END,
	    DB_ARGS(db_int(id), db_text(end->status), db_text(text(end->fault)), db_text(reason),
		db_text(text(end->resolved_model)), db_int(end->http_status), db_int(end->ended_ms),
		known(end->first_byte_ms), db_int(usage->uncached_in), db_int(usage->cache_read),
		db_int(usage->cache_write_5m), db_int(usage->cache_write_1h), db_int(usage->out),
		db_int(usage->reasoning), db_int(usage->known), known(end->cost)),
	    &changed, err);
	free(reason);
	if (st == ST_OK && changed != 1)
		st = err_set(err, ST_BUG, "%s: attempt %lld is not open: please report this",
		    db_path(store_db(store)), (long long)id);
	return db_finish(store_db(store), st, err);
}

enum status
attempt_cached(struct store *store, const struct attempt *attempt, int64_t saved, struct err *err)
{
	const struct insert how = { "cached", db_int(attempt->started_ms), db_int(0),
		known(saved) };
	enum status st = db_begin(store_db(store), err);

	if (st)
		return st;
	return db_finish(store_db(store), insert(store, attempt, &how, NULL, err), err);
}
