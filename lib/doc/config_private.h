/*
 * config_private - what the modules of config share.
 *
 * config.c holds values, config_family.c knows names, config_load.c reads files and variables,
 * config_trust.c remembers which project files a user trusts.
 */
#ifndef DOC_CONFIG_PRIVATE_H
#define DOC_CONFIG_PRIVATE_H

#include "doc/config.h"

struct config_value {
	char *text, *origin; /* origin NULL: built in */
	struct strings list;
	double number; /* also durations in milliseconds and booleans */
};

struct config_member { /* of a family */
	char *name, *variable;
	struct config_value value;
};

struct config {
	struct config_value *values; /* in the order of config_keys */
	VEC_OF(struct config_member) members;
	char *project_dir, *project_file;
	char *project_hash; /* SHA-256 of the project file */
	bool trusted;
	struct strings warnings;
};

/* Give a key or a member the value; the text in err names the key, not the place. */
enum status config_put(
    struct config *config, const char *name, const char *text, const char *origin, struct err *err);

/* "a, b,c" as three elements; empty ones are passed over. */
void config_split(const char *text, struct strings *out);

/* The value of a member that is set, or NULL. */
struct config_value *config_member(const struct config *config, const char *name);
/* The value of a member, made when there is none. */
struct config_value *config_member_make(struct config *config, const char *name);

/* The name of the member that a variable sets, "limit.groq.requests" of RSG_LIMIT_GROQ_REQUESTS;
   free() it, NULL when it sets none. */
char *config_member_of_variable(const char *variable);
void config_members_fini(struct config *config);
void config_value_fini(struct config_value *value);

enum status config_load(
    struct config *config, const char *user_file, const char *start_dir, struct err *err);

/* May a file that is not trusted give the key this value?  A stronger gate needs no trust. */
bool config_may_set(const struct config *config, const char *name, const char *text);

/* Is this file, with these bytes, trusted by the user? */
bool config_trust_known(const char *path, const char *hash);

#endif
