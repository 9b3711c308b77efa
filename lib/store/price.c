#include "store/price.h"

#include "sql.h"
#include "store/store.h"

static enum status
price_add_locked(struct store *store, const struct db_arg args[4], int64_t *id, struct err *err)
{
	enum status st = db_one_int(store_db(store), SQL_PRICE_FIND, args, 4, id, err);

	if (st != ST_NO)
		return st;
	st = db_run(store_db(store), SQL_PRICE_ADD, args, 4, NULL, err);
	if (st == ST_OK)
		*id = db_last_id(store_db(store));
	return st;
}

enum status
price_add(struct store *store, const struct price_entry *entry, int64_t *id, struct err *err)
{
	const struct db_arg args[4] = { db_text(entry->model), db_text(entry->effective_from),
		db_text(entry->rates), db_text(entry->source) };
	enum status st = db_one_int(store_db(store), SQL_PRICE_FIND, args, 4, id, err);

	if (st != ST_NO)
		return st;
	st = db_begin(store_db(store), err);
	if (st)
		return st;
	return db_finish(store_db(store), price_add_locked(store, args, id, err), err);
}
