#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/snapshot.h"
#include "doc/config.h"
#include "io/json.h"

struct session {
	struct snapshots *snapshots;
	struct json *value; /* what is printed */
	struct json *all;   /* its snapshots */
};

static enum status
begin(struct cli *cli, const struct cli_snapshot_args *args, struct session *s, struct err *err)
{
	bool recovered;
	char *tree = NULL;
	enum status st = cli_snapshot_open(cli, args->root, &s->snapshots, &tree, &recovered, err);

	if (st)
		return st;
	s->value = json_new_object();
	json_set_string(s->value, "tree", tree);
	s->all = json_set_array(s->value, "snapshots");
	if (recovered)
		json_set_bool(s->value, "recovered", true);
	free(tree);
	return ST_OK;
}

static enum status
end(struct session *s, enum status st, struct json **out)
{
	snapshot_close(s->snapshots);
	if (st == ST_OK)
		*out = s->value;
	else
		json_free(s->value);
	return st;
}

static void
tell_left(struct cli *cli, struct session *s, const struct strings *left)
{
	struct json *all = json_set_array(s->value, "left");
	struct buf text;

	buf_init(&text, BUF_DOCUMENT);
	for (size_t i = 0; i < left->len; i++) {
		cli_warn(
		    cli, "%.600s is no file, directory or link: it is left alone", left->at[i]);
		buf_clear(&text);
		utf8_repair(&text, left->at[i], strlen(left->at[i]));
		json_add_string(all, text.s);
	}
	buf_fini(&text);
}

enum status
cli_snapshots_save(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	struct strings left = { 0 };
	struct snapshot one;
	enum status st;

	if (cli->dry_run)
		return err_set(err, ST_USAGE, "a dry run saves nothing: rsg-snapshot diff last");
	st = begin(cli, args, &s, err);
	if (st)
		return st;
	st = cli_snapshot_save(cli, s.snapshots, args->why, &one, &left, err);
	if (st == ST_OK) {
		json_add(s.all, cli_snapshot_json(&one));
		cli_say(cli, one.again ? "nothing changed since %s" : "saved as %s", one.id);
	}
	if (st == ST_OK && left.len)
		tell_left(cli, &s, &left);
	strings_fini(&left);
	return end(&s, st, out);
}

enum status
cli_snapshots_list(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct snapshot_list found = { 0 };
	struct session s = { 0 };
	enum status st = begin(cli, args, &s, err);

	if (st)
		return st;
	st = snapshot_all(s.snapshots, &found, err);
	vec_each (const struct snapshot *, one, &found.all)
		json_add(s.all, cli_snapshot_json(one));
	vec_fini(&found.all);
	return end(&s, st, out);
}

/* To a snapshot, or to the tree as it is. */
static enum status
add_changes(struct session *s, const char *from, const char *to, struct err *err)
{
	struct snapshot_changes changes = { 0 };
	struct snapshot a, b;
	enum status st = snapshot_find(s->snapshots, from, &a, err);

	if (st == ST_OK && to)
		st = snapshot_find(s->snapshots, to, &b, err);
	if (st == ST_OK)
		st = snapshot_diff(s->snapshots, a.id, to ? b.id : NULL, &changes, err);
	if (st == ST_OK)
		json_set(s->value, "changes", cli_snapshot_changes_json(&changes));
	json_remove(s->value, "snapshots");
	snapshot_changes_fini(&changes);
	return st;
}

enum status
cli_snapshots_diff(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	enum status st = begin(cli, args, &s, err);

	if (st)
		return st;
	st = add_changes(
	    &s, cli->operands[0], cli->operand_count > 1 ? cli->operands[1] : NULL, err);
	return end(&s, st, out);
}

static enum status
put_back(struct cli *cli, const struct cli_snapshot_args *args, struct session *s, struct err *err)
{
	struct snapshot one, before;
	enum status st = snapshot_find(s->snapshots, cli->operands[0], &one, err);

	if (st == ST_OK)
		st = snapshot_restore(s->snapshots, one.id, args->path, cli->now_ms, &before, err);
	if (st)
		return st;
	json_add(s->all, cli_snapshot_json(&before));
	cli_say(cli, "restored %s; what was there is %s", one.id, before.id);
	return cli_snapshot_prune(cli, s->snapshots, one.id, before.id, err);
}

enum status
cli_snapshots_restore(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	enum status st;

	if (args->path && cli->dry_run)
		return err_set(err, ST_USAGE, "--path and --dry-run do not go together");
	st = begin(cli, args, &s, err);
	if (st)
		return st;
	if (cli->dry_run)
		return end(&s, add_changes(&s, cli->operands[0], NULL, err), out);
	return end(&s, put_back(cli, args, &s, err), out);
}

static enum status
remove_all(struct cli *cli, struct session *s, const struct strings *ids, struct err *err)
{
	enum status st = ST_OK;

	for (size_t i = 0; st == ST_OK && i < ids->len; i++) {
		struct snapshot one;

		st = snapshot_find(s->snapshots, ids->at[i], &one, err);
		if (st == ST_OK)
			json_add(s->all, cli_snapshot_json(&one));
	}
	return st == ST_OK && !cli->dry_run ? snapshot_drop(s->snapshots, ids, err) : st;
}

enum status
cli_snapshots_drop(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	struct strings ids = { 0 };
	enum status st = begin(cli, args, &s, err);

	if (st)
		return st;
	for (int i = 0; st == ST_OK && i < cli->operand_count; i++) {
		struct snapshot one;

		st = snapshot_find(s.snapshots, cli->operands[i], &one, err);
		if (st == ST_OK && !strings_has(&ids, one.id))
			strings_add(&ids, one.id);
	}
	if (st == ST_OK)
		st = remove_all(cli, &s, &ids, err);
	strings_fini(&ids);
	return end(&s, st, out);
}

enum status
cli_snapshots_prune(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	struct strings ids = { 0 };
	int keep;
	enum status st = begin(cli, args, &s, err);

	if (st)
		return st;
	keep = config_whole(cli->config, "snapshots.keep");
	st = keep > 0 ? snapshot_old(s.snapshots, (size_t)keep, &ids, err) : ST_OK;
	if (st == ST_OK)
		st = remove_all(cli, &s, &ids, err);
	strings_fini(&ids);
	return end(&s, st, out);
}
