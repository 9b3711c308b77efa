#include <string.h>

#include "base/utf8.h"
#include "snapshot/snapshot_private.h"

bool
change_concerns(const char *path, const char *only)
{
	return only == NULL || strcmp(path, only) == 0 || path_is_below(path, only) ||
	       path_is_below(only, path);
}

/* Does a directory hold what is none of ours? */
static bool
holds_other(const struct entries *have, const struct entry *dir)
{
	const struct entry *end = have->all.at + have->all.len;

	for (const struct entry *e = dir + 1; e < end && path_is_below(e->path, dir->path); e++) {
		if (e->type == 'o')
			return true;
	}
	return false;
}

static enum status
in_the_way(const struct entry *e, struct err *err)
{
	struct buf shown;

	buf_init(&shown, BUF_TEXT);
	utf8_visible(&shown, e->path, strlen(e->path), false);
	err_set(err, ST_REFUSED,
	    "%.600s is a socket, pipe or device, or holds one, where a file is to be: move it away",
	    shown.s);
	buf_fini(&shown);
	return ST_REFUSED;
}

static enum status
add(struct changes *out, const struct entries *all, const struct change *change, struct err *err)
{
	const struct entry *have = change->have, *want = change->want;
	struct change *c;

	if (have && want && entry_same(have, want))
		return ST_OK;
	if ((have == NULL || have->type == 'o') && (want == NULL || want->type == 'o'))
		return ST_OK;
	if (want && want->type == 'o') /* a file took its place: nothing to put there */
		want = NULL;
	if (have && want && have->type != want->type &&
	    (have->type == 'o' || (have->type == 'd' && holds_other(all, have))))
		return in_the_way(have, err);
	c = vec_add(&out->all);
	*c = (struct change){ have, want, change->stays };
	c->stays = c->stays || (!want && have->type == 'd' && holds_other(all, have));
	return ST_OK;
}

enum status
changes_find(const struct entries *have, const struct entries *want, const char *only,
    struct changes *out, struct err *err)
{
	size_t i = 0, k = 0;
	enum status st = ST_OK;

	while (st == ST_OK && (i < have->all.len || k < want->all.len)) {
		const struct entry *h = i < have->all.len ? &have->all.at[i] : NULL;
		const struct entry *w = k < want->all.len ? &want->all.at[k] : NULL;
		int order = !h ? 1 : !w ? -1 : path_compare(h->path, w->path);
		struct change change = { order <= 0 ? h : NULL, order >= 0 ? w : NULL, false };
		const char *path = change.have ? change.have->path : change.want->path;

		i += order <= 0;
		k += order >= 0;
		if (!change_concerns(path, only))
			continue;
		change.stays = only && !change.want && path_is_below(only, path);
		st = add(out, have, &change, err);
	}
	return st;
}

bool
changes_none(const struct changes *changes)
{
	vec_each (const struct change *, c, &changes->all) {
		if (!c->stays)
			return false;
	}
	return true;
}
