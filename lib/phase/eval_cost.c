#include "phase/eval_cost.h"

#include "base/map.h"
#include "store/corpus.h"
#include "store/corpus_write.h"
#include "store/result.h"

struct adding {
	struct corpus *corpus;
	struct map *out;
};

static enum status
add(void *arg, const struct result_history *history, struct err *err)
{
	struct adding *a = arg;
	struct buf test, file;
	int64_t row = 0;
	enum status st;

	if (history->duration_ms < 0)
		return ST_OK;
	buf_init(&test, BUF_TEXT);
	buf_init(&file, BUF_TEXT);
	st = corpus_row(a->corpus, history->test, &row, err);
	if (st == ST_OK)
		st = corpus_where(a->corpus, row, &test, &file, err);
	if (st == ST_OK && file.len)
		*map_slot(a->out, file.s, file.len, NULL) += (size_t)history->duration_ms;
	buf_fini(&test);
	buf_fini(&file);
	return st == ST_NO ? ST_OK : st;
}

enum status
eval_costs(struct store *store, const char *corpus, struct map *out, struct err *err)
{
	struct adding adding = { .out = out };
	struct err unsaid = ERR_INIT;
	enum status st;

	if (store == NULL)
		return ST_OK;
	st = corpus_open(store, corpus, &adding.corpus, &unsaid);
	if (st == ST_DATA)
		return ST_OK;
	if (st)
		return err_set(err, st, "%s", unsaid.text);
	st = result_histories(store, corpus, add, &adding, err);
	corpus_close(adding.corpus);
	return st;
}
