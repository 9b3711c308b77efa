/*
 * share - the data files rsg reads at run time: frameworks, taxonomy, headings, prompts.
 *
 * A file NAME ("taxonomy.yaml", "frameworks/pytest.yaml") is looked for in the user's directory
 * ($XDG_CONFIG_HOME/rsg), then in the installed one: $RSG_SHARE, else ../share/rsg or ../share
 * beside the running program.  In a directory listing a user's file hides the installed one of that
 * name. A project's own .rsg/ directory is looked in first, for data only: these files never name a
 * command.  What says more than data does (prompts, runners that are installed too) is taken from a
 * project only when its user trusts it.
 *
 * Ownership: share_open() gives, share_close() ends.
 */
#ifndef DOC_SHARE_H
#define DOC_SHARE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct json;
struct share;

struct share *share_open(const char *project_dir); /* NULL when there is no project */
void share_close(struct share *share);
void share_trust(struct share *share); /* the project is trusted by this user */

enum status share_read(
    const struct share *share, const char *name, struct buf *out, struct err *err);

/* The same without what a project has that is not trusted; share_hides() says whether it has such a
   file. */
enum status share_read_trusted(
    const struct share *share, const char *name, struct buf *out, struct err *err);
enum status share_yaml_trusted(
    const struct share *share, const char *name, struct json **out, struct err *err);
bool share_hides(const struct share *share, const char *name);

/* Does share_read() give the project's own? */
bool share_of_project(const struct share *share, const char *name);

enum status share_yaml(const struct share *share, const char *name, struct json **out,
    struct err *err); /* errors name the file */

/* Every file of a name that is trusted, the one that is read first in front; ST_CONFIG when there
   is none. */
enum status share_paths(
    const struct share *share, const char *name, struct strings *out, struct err *err);

/* Names below a directory, as "frameworks/pytest.yaml", sorted. */
enum status share_list(
    const struct share *share, const char *dir, struct strings *out, struct err *err);

#endif
