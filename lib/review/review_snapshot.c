#include "review/review_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "cli/snapshot.h"
#include "io/place.h"
#include "review/review_private.h"

enum status
review_snapshot(struct review *review, struct err *err)
{
	struct snapshots *snapshots = NULL;
	struct snapshot one;
	char *tree = NULL;
	bool recovered;
	enum status st;

	_Static_assert(sizeof review->snapshot == SNAPSHOT_ID, "an id");

	if (*review->snapshot)
		return ST_OK;
	st = cli_snapshot_open(review->cli, review->root, &snapshots, &tree, &recovered, err);
	if (st == ST_OK)
		st = cli_snapshot_save(
		    review->cli, snapshots, "before rsg-review wrote tests", &one, NULL, err);
	if (st == ST_OK)
		memcpy(review->snapshot, one.id, sizeof review->snapshot);
	else
		err_context(err, "nothing is written, since the work tree cannot be saved");
	snapshot_close(snapshots);
	free(tree);
	return st;
}

void
review_put_back(struct review *review, const struct review_plan *plan, struct err *err)
{
	struct err again = ERR_INIT;
	enum status st;

	if (plan->how == REVIEW_NEW)
		st = place_remove(review->root, plan->path, plan->code_sha256, &again);
	else
		st = place_swap(review->root, plan->path, plan->code_sha256, plan->before.s,
		    plan->before.len, &again);
	if (st == ST_OK)
		err_context(err, "%.200s is put back as it was", plan->path);
	else if (st == ST_NO)
		err_context(err, "%.200s was changed at this moment and is left alone", plan->path);
	else
		err_context(err, "%.200s cannot be put back (%.200s): rsg-snapshot restore %s",
		    plan->path, again.text, review->snapshot);
}
