/*
 * config_private - what the modules of config share.
 *
 * config.c holds values, config_load.c reads files and variables, config_trust.c remembers which
 * project files a user trusts.
 */
#ifndef DOC_CONFIG_PRIVATE_H
#define DOC_CONFIG_PRIVATE_H

#include "doc/config.h"

struct config_value {
	char *text, *origin; /* origin NULL: built in */
	struct strings list;
	double number; /* also durations in milliseconds and booleans */
};

struct config {
	struct config_value *values; /* in the order of config_keys */
	char *project_dir, *project_file;
	char *project_hash; /* SHA-256 of the project file */
	bool trusted;
	struct strings warnings;
};

/* Give a key the value; the text in err names the key, not the place. */
enum status config_put(struct config *config, const struct config_key *key, const char *text,
    const char *origin, struct err *err);

enum status config_load(
    struct config *config, const char *user_file, const char *start_dir, struct err *err);

/* Is this file, with these bytes, trusted by the user? */
bool config_trust_known(const char *path, const char *hash);

#endif
