/*
 * config - every setting, its value, and where the value came from.
 *
 * Precedence: flag > RSG_* variable > project .rsg/config.yaml > user config.yaml > built in.  All
 * keys are declared in config_keys.c with type, bounds, default and one line of help;
 * RSG_COVERAGE_WEAK is the variable of coverage.weak.
 *
 * Trust: a project's file comes with a clone.  Keys marked `trusted` in it (commands, base URLs,
 * key sources, the store's place) are ignored with a warning until `rsg config --trust` has
 * recorded path and hash of the file for this user.  The same holds for any value that names a
 * command or a recording ("exec:...", "replay:...").  A number or a switch marked CONFIG_RISES may
 * be raised without, since that makes a gate stronger (a list may get more elements), one marked
 * CONFIG_FALLS lowered, but not to 0, which is no limit.
 *
 * Families: a key with one `*`, as in "providers.*.url", is a family, and "providers.groq.url" one
 * of its members: what a file or a variable sets it to, or else what the family has built in.
 * All functions take members as they take keys.  A model's name may stand for the `*`,
 * dots and all.
 *
 * Ownership: config_open() gives, config_close() ends; values are lent.
 * Errors: ST_CONFIG with file, line and, for an unknown key, the nearest known one.
 */
#ifndef DOC_CONFIG_H
#define DOC_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/vec.h"

struct config;

enum config_type {
	CONFIG_TEXT,
	CONFIG_NUMBER,
	CONFIG_WHOLE,
	CONFIG_BOOL,
	CONFIG_DURATION,
	CONFIG_LIST
};

enum config_trusts { CONFIG_OPEN, CONFIG_RISES, CONFIG_FALLS, CONFIG_TRUSTED };

/* What may stand for the `*` of a family. */
enum config_members { CONFIG_NONE, CONFIG_ANY, CONFIG_WORD, CONFIG_PHASE };

struct config_key {
	const char *name, *fallback, *help;
	enum config_type type;
	double min, max;
	enum config_trusts trust;    /* of an untrusted project file */
	const char *variable;	     /* instead of RSG_NAME; NULL */
	const char *choices;	     /* "text|json": the words a CONFIG_TEXT may be; NULL for any */
	enum config_members members; /* CONFIG_NONE: no family */
};

extern const struct config_key config_keys[]; /* ends with a NULL name; sorted */

/* user_file: -c FILE, read in place of both files; NULL for the usual places.  start_dir: where to
   look for .rsg/, NULL for the current directory. */
enum status config_open(
    const char *user_file, const char *start_dir, struct config **out, struct err *err);
void config_close(struct config *config);

/* A flag given on the command line. */
enum status config_set_flag(
    struct config *config, const char *key, const char *text, struct err *err);

/* The key must be a declared one, or a member of a declared family. */
const char *config_text(const struct config *config, const char *key);
double config_number(const struct config *config, const char *key);
int config_whole(const struct config *config, const char *key);
bool config_bool(const struct config *config, const char *key);
int64_t config_duration_ms(const struct config *config, const char *key);
const struct strings *config_list(const struct config *config, const char *key);
const char *config_origin(
    const struct config *config, const char *key); /* "built in", a path:line, a variable */

/* The first member of the family that is set, of these names; the family itself where none is:
   config_first(config, "timeout.*.idle", { phase, model, provider }, 3).  NULL and "" among the
   names are passed over.  What it returns is for the functions above, and lent. */
const char *config_first(
    const struct config *config, const char *family, const char *const *names, size_t n);

/* A text that names a file; a relative one of the project's file is meant from the project's
   directory. free() it; NULL when the text is empty. */
char *config_path(const struct config *config, const char *key);

/* Every declared key and every member that is set, sorted. */
void config_names(const struct config *config, struct strings *out);

const char *config_project_dir(
    const struct config *config); /* the directory that holds .rsg, or NULL */
const struct strings *config_warnings(const struct config *config);

/* The variable of a key, "RSG_COVERAGE_WEAK"; of a member, "RSG_PROVIDERS_GROQ_URL", where what is
   no letter or digit is '_'; free() it. */
char *config_variable(const char *name);

/* The declared key, for a member that of its family; NULL when there is none. */
const struct config_key *config_find(const char *name);
char *config_allowed(const struct config_key *key); /* "a number from 0 to 1"; free() it */
char *config_nearest(const char *name); /* the declared key that is nearest; free() it */

/* Record the project's file as trusted by this user. */
enum status config_trust(const struct config *config, struct err *err);
bool config_is_trusted(const struct config *config); /* true when there is no project file */
const char *config_project_file(const struct config *config); /* NULL when there is none */

/* Where rsg keeps things: $XDG_DATA_HOME/rsg and the like, NULL when neither it nor HOME is set.
   free() it. */
char *config_xdg(const char *variable, const char *below_home);

#endif
