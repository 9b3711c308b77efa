#include "io/diff.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/command.h"
#include "io/scratch.h"

#define DIFF_MS 60000
#define DIFFERENT 1 /* diff's own status for texts that differ */

static char *
label_of(const struct diff_side *side)
{
	char *label = mem_strdup(side->label);

	for (char *s = label; *s; s++) {
		if (*s == '\n' || *s == '\r' || *s == '\t')
			*s = ' ';
	}
	return label;
}

static enum status
run(const char *dir, char *labels[2], struct buf *out, struct err *err)
{
	char *argv[] = { (char[]){ "diff" }, (char[]){ "-u" }, (char[]){ "--label" }, labels[0],
		(char[]){ "--label" }, labels[1], (char[]){ "--" }, (char[]){ "before" },
		(char[]){ "after" }, NULL };
	struct command command = {
		.argv = argv, .max_bytes = DIFF_BYTES, .total_ms = DIFF_MS, .dir = dir
	};
	struct command_end end = { 0 };
	enum status st = command_run(&command, &end, err);

	if (st == ST_NOINPUT)
		err_set(err, st, "there is no diff program: install diffutils");
	else if (st == ST_OK && end.how == COMMAND_TOO_LARGE)
		st = err_set(err, ST_DATA, "the difference is larger than %zu bytes", DIFF_BYTES);
	else if (st == ST_OK && (end.how != COMMAND_DONE || end.status > DIFFERENT))
		st = err_set(err, ST_IO, "diff failed: %.200s", end.said.s);
	if (st == ST_OK)
		buf_add(out, end.out.s, end.out.len);
	command_end_fini(&end);
	return st;
}

enum status
diff_unified(
    const struct diff_side *before, const struct diff_side *after, struct buf *out, struct err *err)
{
	char *labels[2] = { label_of(before), label_of(after) }, *dir = NULL;
	enum status st = scratch_open(&dir, err);

	if (st == ST_OK)
		st = scratch_put(dir, "before", before->s, before->n, err);
	if (st == ST_OK)
		st = scratch_put(dir, "after", after->s, after->n, err);
	if (st == ST_OK)
		st = run(dir, labels, out, err);
	scratch_close(dir);
	free(labels[0]);
	free(labels[1]);
	return st == ST_OK ? buf_check(out, "the difference", err) : st;
}
