#include "phase/scan_check.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/worker.h"
#include "doc/schema.h"
#include "io/json.h"

#define PLACES 8
#define PLACE_BYTES ((size_t)128 * 1024) /* a place is given when it holds so much */

struct scan_check {
	struct schema_set *set;
	const struct schema *schema;
	struct worker *worker; /* NULL until the first place is full */
	struct buf places[PLACES];
	struct err errs[PLACES];
	struct err first;
};

enum status
scan_check_open(struct scan_check **out, struct err *err)
{
	struct scan_check *check = mem_calloc(1, sizeof *check);

	for (size_t i = 0; i < PLACES; i++)
		buf_init(&check->places[i], SIZE_MAX / 4);
	if (schema_builtin("test-case", &check->set, &check->schema, err)) {
		scan_check_close(check);
		return err->status;
	}
	*out = check;
	return ST_OK;
}

void
scan_check_close(struct scan_check *check)
{
	if (check == NULL)
		return;
	worker_stop(check->worker);
	for (size_t i = 0; i < PLACES; i++)
		buf_fini(&check->places[i]);
	schema_set_free(check->set);
	free(check);
}

static enum status
check_line(const struct scan_check *check, const char *line, size_t n, struct err *err)
{
	struct json *record = NULL;
	enum status st = json_parse(line, n, &record, err);

	if (st == ST_OK)
		st = schema_check(check->schema, record, err);
	json_free(record);
	return st;
}

static void
check_place(void *arg, size_t place)
{
	struct scan_check *check = arg;
	struct buf *lines = &check->places[place];
	size_t from = 0;

	check->errs[place] = (struct err)ERR_INIT;
	while (from < lines->len) {
		const char *end = memchr(lines->s + from, '\n', lines->len - from);
		size_t n = end ? (size_t)(end - lines->s) - from : lines->len - from;

		if (check_line(check, lines->s + from, n, &check->errs[place]))
			break;
		from += n + 1;
	}
	buf_clear(lines);
}

static void
take(struct scan_check *check)
{
	const struct err *err = &check->errs[worker_take(check->worker)];

	if (check->first.status == ST_OK)
		check->first = *err;
}

void
scan_check_add(struct scan_check *check, const char *line, size_t n)
{
	struct buf *lines;

	if (check->worker == NULL)
		check->worker = worker_start(PLACES, check_place, check);
	lines = &check->places[worker_next(check->worker)];
	buf_add(lines, line, n);
	if (lines->len < PLACE_BYTES)
		return;
	worker_give(check->worker);
	if (worker_is_full(check->worker))
		take(check);
}

enum status
scan_check_end(struct scan_check *check, struct err *err)
{
	if (check->worker) {
		worker_give(check->worker);
		while (worker_has(check->worker))
			take(check);
	}
	if (check->first.status == ST_OK)
		return ST_OK;
	*err = check->first;
	err->status = ST_BUG;
	return err_context(err, "a record does not fit test-case: please report this");
}
