#include "cli/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "doc/config.h"
#include "io/digest.h"
#include "io/file.h"
#include "io/json.h"

char *
cli_project_root(void)
{
	char *here = file_cwd(), *found = here ? file_find_up(here, ".rsg") : NULL;

	if (here && found == NULL)
		found = file_find_up(here, ".git");
	free(here);
	return found;
}

static char *
find_root(const char *root)
{
	char *found = root ? NULL : cli_project_root();
	char *whole = realpath(root ? root : found ? found : ".", NULL);

	free(found);
	return whole;
}

enum status
cli_snapshot_open(struct cli *cli, const char *root, struct snapshots **out, char **tree,
    bool *recovered, struct err *err)
{
	char *state = config_xdg("XDG_STATE_HOME", ".local/state"), *dir = NULL;
	char *whole = find_root(root);
	enum status st = ST_OK;

	*recovered = false;
	if (state)
		dir = file_join(state, "snapshots");
	else
		st = err_set(err, ST_CONFIG, "there is no place for snapshots: set HOME");
	if (st == ST_OK && whole == NULL)
		st = err_set(err, ST_NOINPUT, "there is no directory %.300s", root ? root : "here");
	if (st == ST_OK)
		st = snapshot_open(dir, whole, cli->now_ms, recovered, out, err);
	if (st == ST_OK && *recovered)
		cli_warn(cli, "a restore of %.300s was killed: it is completed now", whole);
	if (st == ST_OK) {
		*tree = whole;
		whole = NULL;
	}
	free(whole);
	free(dir);
	free(state);
	return st;
}

enum status
cli_snapshot_prune(struct cli *cli, struct snapshots *snapshots, const char *spare,
    const char *spare_too, struct err *err)
{
	int keep = config_whole(cli->config, "snapshots.keep");
	struct snapshot_list old = { 0 };
	struct strings gone = { 0 };
	enum status st = keep ? snapshot_old(snapshots, (size_t)keep, &old, err) : ST_OK;

	vec_each (const struct snapshot *, one, &old.all) {
		if (!(spare && strcmp(one->id, spare) == 0) &&
		    !(spare_too && strcmp(one->id, spare_too) == 0))
			strings_add(&gone, one->id);
	}
	if (st == ST_OK)
		st = snapshot_drop(snapshots, &gone, err);
	vec_fini(&old.all);
	strings_fini(&gone);
	return st;
}

enum status
cli_snapshot_save(struct cli *cli, struct snapshots *snapshots, const char *why,
    struct snapshot *out, struct strings *left, struct err *err)
{
	enum status st = snapshot_save(snapshots, why, cli->now_ms, out, left, err);

	return st == ST_OK ? cli_snapshot_prune(cli, snapshots, out->id, NULL, err) : st;
}

void
cli_snapshot_text(struct json *object, const char *key, const char *bytes)
{
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	utf8_repair(&text, bytes, strlen(bytes));
	json_set_string(object, key, text.s);
	buf_fini(&text);
}

struct json *
cli_snapshot_json(const struct snapshot *snapshot)
{
	struct json *one = json_new_object();
	char at[TIME_TEXT];

	time_format(snapshot->created_ms, at);
	json_set_string(one, "id", snapshot->id);
	json_set_string(one, "created_at", at);
	cli_snapshot_text(one, "why", snapshot->why);
	json_set_number(one, "directories", (double)snapshot->directories);
	json_set_number(one, "files", (double)snapshot->files);
	json_set_number(one, "links", (double)snapshot->links);
	json_set_number(one, "bytes", (double)snapshot->bytes);
	if (snapshot->again)
		json_set_bool(one, "again", true);
	return one;
}

static void
add_path(struct json *change, const char *path)
{
	size_t n = strlen(path);
	struct buf text;

	cli_snapshot_text(change, "path", path);
	buf_init(&text, BUF_DOCUMENT);
	if (utf8_check(path, n) < n) {
		base64_encode(path, n, &text);
		json_set_string(change, "path_base64", text.s);
	}
	buf_fini(&text);
}

struct json *
cli_snapshot_changes_json(const struct snapshot_changes *changes)
{
	static const char *const hows[] = { "added", "removed", "changed", "mode", "time" };
	struct json *all = json_new_array();

	vec_each (const struct snapshot_change *, c, &changes->all) {
		struct json *change = json_add_object(all);

		json_set_string(change, "change", hows[c->how]);
		json_set_string(change, "type",
		    c->type == 'd'   ? "directory"
		    : c->type == 'l' ? "link"
				     : "file");
		add_path(change, c->path);
	}
	return all;
}
