/*
 * snapshot - the snapshots of a work tree for a program: where they are, and what is said of them.
 *
 * They are in $XDG_STATE_HOME/rsg/snapshots (~/.local/state/rsg/snapshots), outside of every tree,
 * so that nothing that cleans a tree removes them.  After a save the oldest beyond snapshots.keep
 * go.
 *
 * Ownership: cli_snapshot_open() gives, snapshot_close() ends.
 */
#ifndef CLI_SNAPSHOT_H
#define CLI_SNAPSHOT_H

#include "cli/cli.h"
#include "snapshot/snapshot.h"

/* The nearest directory upwards with .rsg, else with .git; NULL, else free() it. */
char *cli_project_root(void);

/* root as an option gave it, or NULL: the project's, else the current directory.  Says so when a
   restore that was killed is completed. */
enum status cli_snapshot_open(struct cli *cli, const char *root, struct snapshots **out,
    char **tree, bool *recovered, struct err *err);

/* A save, and away with what is too old but these two ids (or NULL). */
enum status cli_snapshot_save(struct cli *cli, struct snapshots *snapshots, const char *why,
    struct snapshot *out, struct strings *left, struct err *err);
enum status cli_snapshot_prune(struct cli *cli, struct snapshots *snapshots, const char *spare,
    const char *spare_too, struct err *err);

/* Around programs that nothing keeps from writing to the tree: it is saved before, and put back,
   with a warning, where it is not the same afterwards.  A zeroed one holds nothing. */
struct cli_held {
	char *root, *id;
};
enum status cli_snapshot_hold(
    struct cli *cli, const char *root, struct cli_held *out, struct err *err);
/* st is how it went in between, which goes before what goes wrong now. */
enum status cli_snapshot_release(
    struct cli *cli, struct cli_held *held, enum status st, struct err *err);

/* The verbs of rsg-snapshot; *out is what snapshot.schema.json says. */
struct cli_snapshot_args {
	const char *root, *why, *path;
};
enum status cli_snapshots_save(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);
enum status cli_snapshots_list(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);
enum status cli_snapshots_diff(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);
enum status cli_snapshots_restore(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);
enum status cli_snapshots_drop(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);
enum status cli_snapshots_prune(
    struct cli *cli, const struct cli_snapshot_args *args, struct json **out, struct err *err);

/* As the schema has them; what is not UTF-8 is replaced. */
void cli_snapshot_text(struct json *object, const char *key, const char *bytes);
struct json *cli_snapshot_json(const struct snapshot *snapshot);
struct json *cli_snapshot_changes_json(const struct snapshot_changes *changes);

#endif
