#include <string.h>

#include "io/db.h"
#include "io/json.h"
#include "phase/index_private.h"
#include "phase/phase.h"
#include "store/store.h"

/* A partial index run takes only tests of its own directory away. */
static enum status
is_under(struct index *index, int64_t row, const char *under, bool *answer, struct err *err)
{
	struct buf test, file;
	size_t n = strlen(under);
	enum status st;

	while (n > 1 && under[n - 1] == '/')
		n--;
	buf_init(&test, BUF_TEXT);
	buf_init(&file, BUF_TEXT);
	st = corpus_where(index->corpus, row, &test, &file, err);
	*answer = strncmp(file.s, under, n) == 0 && (file.s[n] == '/' || file.s[n] == '\0');
	buf_fini(&test);
	buf_fini(&file);
	return st;
}

static enum status
find_leaving(struct index *index, struct err *err)
{
	const char *under = index->args->under;
	enum status st = ST_OK;

	if (index->args->keep)
		return ST_OK;
	for (size_t i = 0; st == ST_OK && i < index->known.len; i++) {
		struct index_known *known = &index->known.at[i];

		if (known->gone || known->met != MET_NOT)
			continue;
		known->leaving = true;
		if (under)
			st = is_under(index, known->row, under, &known->leaving, err);
	}
	return st;
}

static enum status
take_away(struct index *index, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < index->known.len; i++) {
		if (!index->known.at[i].leaving)
			continue;
		index->sum.gone++;
		st = corpus_gone(index->corpus, index->known.at[i].row,
		    corpus_info(index->corpus)->indexed_at, err);
	}
	return st;
}

static bool
is_changed(const struct index_summary *sum)
{
	return sum->added + sum->changed + sum->returned + sum->renamed + sum->gone > 0;
}

static enum status
close_books(struct index *index, struct err *err)
{
	struct corpus_info info = *corpus_info(index->corpus);
	const struct index_summary *sum = &index->sum;
	char engine[] = INDEX_ENGINE;
	bool complete = true;
	enum status st = index_look(index, &complete, err);

	info.engine = engine;
	info.indexed_at = index->env->now_ms;
	index->changed = is_changed(sum);
	index->behind = index->changed || !complete;
	if (st == ST_OK && index->behind) {
		st = corpus_sum(index->corpus, &info, err);
		if (st == ST_OK)
			st = index_vectors(index, &info, err);
	}
	index->sum.tests = info.tests;
	return st ? st : corpus_update(index->corpus, &info, err);
}

enum status
index_finish(struct index *index, struct index_summary *out, struct err *err)
{
	enum status st;

	if (index->sum.lines == 0 && !index->args->allow_empty)
		return err_set(err, ST_DATA,
		    "empty input: did the command before fail? --allow-empty empties the corpus");
	st = index_drain(index, err);
	if (st == ST_OK)
		st = find_leaving(index, err);
	if (st == ST_OK)
		st = index_renames(index, err);
	if (st == ST_OK)
		st = take_away(index, err);
	if (st == ST_OK)
		st = close_books(index, err);
	if (st == ST_OK && !index->args->dry_run)
		st = db_commit(store_db(index->env->store), err);
	if (st)
		return st;
	index->finished = !index->args->dry_run;
	if (index->finished)
		st = index_sync(index, err);
	if (st)
		return st;
	if (index->sum.duplicates > 0)
		phase_warn(index->env, "repeated-record",
		    "%zu records were given more than once; one of each is kept.",
		    index->sum.duplicates);
	*out = index->sum;
	return ST_OK;
}

struct json *
index_summary_json(const struct index_summary *sum, const char *corpus)
{
	struct json *j = json_new_object();

	json_set_string(j, "corpus", corpus);
	json_set_number(j, "tests", (double)sum->tests);
	json_set_number(j, "read", (double)sum->lines);
	json_set_number(j, "added", (double)sum->added);
	json_set_number(j, "changed", (double)sum->changed);
	json_set_number(j, "returned", (double)sum->returned);
	json_set_number(j, "renamed", (double)sum->renamed);
	json_set_number(j, "gone", (double)sum->gone);
	json_set_number(j, "unchanged", (double)sum->unchanged);
	json_set_number(j, "duplicates", (double)sum->duplicates);
	return j;
}
