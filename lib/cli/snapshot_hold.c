#include <stdlib.h>

#include "base/mem.h"
#include "cli/snapshot.h"

enum status
cli_snapshot_hold(struct cli *cli, const char *root, struct cli_held *out, struct err *err)
{
	struct snapshots *snapshots = NULL;
	struct snapshot saved;
	char *tree = NULL;
	bool recovered;
	enum status st = cli_snapshot_open(cli, root, &snapshots, &tree, &recovered, err);

	if (st == ST_OK)
		st = cli_snapshot_save(cli, snapshots, "before tests ran", &saved, NULL, err);
	snapshot_close(snapshots);
	free(tree);
	if (st)
		return st;
	*out = (struct cli_held){ .root = mem_strdup(root), .id = mem_strdup(saved.id) };
	return ST_OK;
}

static enum status
put_back(struct cli *cli, struct snapshots *snapshots, const struct cli_held *held, struct err *err)
{
	struct snapshot_changes changes = { 0 };
	struct snapshot before;
	enum status st = snapshot_diff(snapshots, held->id, NULL, &changes, err);
	size_t n = changes.all.len;

	snapshot_changes_fini(&changes);
	if (st || n == 0)
		return st;
	st = snapshot_restore(snapshots, held->id, NULL, cli->now_ms, &before, err);
	if (st == ST_OK)
		cli_warn(cli,
		    "%zu paths of the work tree changed while tests ran: it is put back as it was; "
		    "what was there is snapshot %s",
		    n, before.id);
	return st;
}

enum status
cli_snapshot_release(struct cli *cli, struct cli_held *held, enum status st, struct err *err)
{
	struct snapshots *snapshots = NULL;
	struct err after = ERR_INIT;
	char *tree = NULL;
	bool recovered;

	if (held->id) {
		if (cli_snapshot_open(cli, held->root, &snapshots, &tree, &recovered, &after) ==
		    ST_OK)
			put_back(cli, snapshots, held, &after);
		snapshot_close(snapshots);
	}
	free(tree);
	free(held->root);
	free(held->id);
	*held = (struct cli_held){ .root = NULL };
	if (after.status == ST_OK)
		return st;
	if (st) {
		cli_warn(cli, "%s", after.text);
		return st;
	}
	*err = after;
	return after.status;
}
