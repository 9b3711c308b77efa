/* Cases of abstract classes: they run in the classes below them, where there are any. */

#include <string.h>

#include "base/mem.h"
#include "phase/scan_above.h"
#include "phase/scan_state.h"

void
scan_doubt(struct scan *scan, const struct items *items, const struct item *item, size_t from)
{
	const struct item *class = item->parent < 0 ? NULL : &items->at[item->parent];

	if (scan->above && class && class->rule->abstract)
		*vec_add(&scan->doubts) = (struct doubt){ from, scan->out->len,
			mem_strdup(scan->path), mem_strdup(class->name) };
}

void
scan_doubts_fini(struct scan *scan)
{
	vec_each (struct doubt *, d, &scan->doubts) {
		free(d->path);
		free(d->class);
	}
	vec_fini(&scan->doubts);
}

/* The doubts are in the order of the records. */
void
scan_settle(struct scan *scan, struct buf *out)
{
	size_t to = scan->doubts.len ? scan->doubts.at[0].from : out->len, at = to;

	vec_each (struct doubt *, d, &scan->doubts) {
		memmove(out->s + to, out->s + at, d->from - at);
		to += d->from - at;
		at = d->from;
		if (above_used(scan->above, d->path, d->class))
			at = d->to;
	}
	memmove(out->s + to, out->s + at, out->len - at);
	buf_cut(out, to + out->len - at);
	scan_doubts_fini(scan);
}
