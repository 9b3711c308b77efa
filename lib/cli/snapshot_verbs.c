#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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
	cli_snapshot_text(s->value, "tree", tree);
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
		size_t n = strlen(left->at[i]);

		buf_clear(&text);
		utf8_visible(&text, left->at[i], n, false);
		cli_warn(cli, "%.600s is no file, directory or link: it is left alone", text.s);
		buf_clear(&text);
		utf8_repair(&text, left->at[i], n);
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

/* NULL is the tree as it is. */
static enum status
add_changes(struct session *s, const char *from, const char *to, struct err *err)
{
	struct snapshot_changes changes = { 0 };
	struct snapshot a, b;
	enum status st = from ? snapshot_find(s->snapshots, from, &a, err) : ST_OK;

	if (st == ST_OK && to)
		st = snapshot_find(s->snapshots, to, &b, err);
	if (st == ST_OK)
		st = snapshot_diff(
		    s->snapshots, from ? a.id : NULL, to ? b.id : NULL, &changes, err);
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

/* "./src/" is src, as a shell completes it. */
static char *
tidy(const char *path)
{
	size_t n;

	while (path[0] == '.' && path[1] == '/') {
		path += 2;
		path += strspn(path, "/");
	}
	for (n = strlen(path); n > 1 && path[n - 1] == '/'; n--)
		;
	return mem_strndup(path, n);
}

static enum status
put_back(struct cli *cli, const struct cli_snapshot_args *args, struct session *s, struct err *err)
{
	char *only = args->path ? tidy(args->path) : NULL;
	struct snapshot one, before;
	enum status st = snapshot_find(s->snapshots, cli->operands[0], &one, err);

	if (st == ST_OK)
		st = snapshot_restore(s->snapshots, one.id, only, cli->now_ms, &before, err);
	free(only);
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
		return end(&s, add_changes(&s, NULL, cli->operands[0], err), out);
	return end(&s, put_back(cli, args, &s, err), out);
}

static void
add_id(struct session *s, struct strings *ids, const struct snapshot *one)
{
	if (strings_has(ids, one->id))
		return;
	strings_add(ids, one->id);
	json_add(s->all, cli_snapshot_json(one));
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
		if (st == ST_OK)
			add_id(&s, &ids, &one);
	}
	if (st == ST_OK && !cli->dry_run)
		st = snapshot_drop(s.snapshots, &ids, err);
	strings_fini(&ids);
	return end(&s, st, out);
}

enum status
cli_snapshots_prune(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err)
{
	struct session s = { 0 };
	struct snapshot_list old = { 0 };
	struct strings ids = { 0 };
	int keep;
	enum status st = begin(cli, args, &s, err);

	if (st)
		return st;
	keep = config_whole(cli->config, "snapshots.keep");
	st = keep > 0 ? snapshot_old(s.snapshots, (size_t)keep, &old, err) : ST_OK;
	vec_each (const struct snapshot *, one, &old.all)
		add_id(&s, &ids, one);
	if (st == ST_OK && !cli->dry_run)
		st = snapshot_drop(s.snapshots, &ids, err);
	vec_fini(&old.all);
	strings_fini(&ids);
	return end(&s, st, out);
}
