#include "review/review_snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "cli/snapshot.h"
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
review_put_back(struct review *review, const char *path, struct err *err)
{
	struct snapshots *snapshots = NULL;
	struct err again = ERR_INIT;
	struct snapshot before;
	char *tree = NULL;
	bool recovered;
	enum status st =
	    cli_snapshot_open(review->cli, review->root, &snapshots, &tree, &recovered, &again);

	if (st == ST_OK)
		st = snapshot_restore(
		    snapshots, review->snapshot, path, review->cli->now_ms, &before, &again);
	if (st == ST_OK)
		err_context(err, "%.200s is put back as it was (what was there: snapshot %s)", path,
		    before.id);
	else
		err_context(err, "%.200s cannot be put back (%.200s): rsg-snapshot restore %s",
		    path, again.text, review->snapshot);
	snapshot_close(snapshots);
	free(tree);
}
