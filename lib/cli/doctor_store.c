#include <stdlib.h>
#include <string.h>

#include "cli/cli_private.h"
#include "cli/doctor_private.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "io/file.h"
#include "store/look.h"
#include "store/store.h"
#include "store/vectors.h"

#define MIB ((int64_t)1024 * 1024)
#define LITTLE_SPACE (200 * MIB)
#define NO_SPACE (10 * MIB)
#define LONG_LOG (64 * MIB)

static void
space(struct doctor *d, int64_t bytes)
{
	if (bytes < 0)
		doctor_add(d, "space", DOCTOR_SKIPPED, "", "the system does not say");
	else
		doctor_add(d, "space",
		    bytes < NO_SPACE	   ? DOCTOR_FAILED
		    : bytes < LITTLE_SPACE ? DOCTOR_WARNING
					   : DOCTOR_OK,
		    bytes < LITTLE_SPACE ? "free some space there" : "", "%lld MiB are free",
		    (long long)(bytes / MIB));
}

static void
schema(struct doctor *d, const struct store_look *look)
{
	if (look->version == store_schema())
		doctor_add(d, "schema", DOCTOR_OK, "", "%d", look->version);
	else if (look->version > store_schema())
		doctor_add(d, "schema", DOCTOR_FAILED, "upgrade rsg", "%d, and this rsg knows %d",
		    look->version, store_schema());
	else
		doctor_add(d, "schema", DOCTOR_WARNING,
		    "the next tool brings it up to date, with a backup first",
		    "%d, and this rsg writes %d", look->version, store_schema());
}

static void
inside(struct doctor *d, const struct store_look *look)
{
	schema(d, look);
	if (*look->damage)
		doctor_add(d, "soundness", DOCTOR_FAILED,
		    strcmp(d->area, "cache") == 0 ? "delete the file" : "put a backup in its place",
		    "the file is damaged: %s", look->damage);
	else
		doctor_add(d, "soundness", DOCTOR_OK, "", "%lld KiB, sound",
		    (long long)(look->bytes / 1024));
	if (look->others)
		doctor_add(d, "permissions", DOCTOR_WARNING, "chmod 600",
		    "others may read or write the file (%04o)", look->others);
	else
		doctor_add(d, "permissions", DOCTOR_OK, "", "yours alone");
	if (look->log_bytes > LONG_LOG)
		doctor_add(d, "log", DOCTOR_WARNING, "end programs that keep the store open",
		    "%lld MiB wait in the log: somebody reads for a long time",
		    (long long)(look->log_bytes / MIB));
	else
		doctor_add(
		    d, "log", DOCTOR_OK, "", "%lld KiB wait", (long long)(look->log_bytes / 1024));
}

/* True when the file is there, sound, and of this schema. */
static bool
look_at(struct doctor *d, const char *path)
{
	struct store_look look;
	struct err err = ERR_INIT;

	if (!file_exists(path)) {
		doctor_add(d, "file", DOCTOR_SKIPPED, "",
		    "%s is not there yet: the first program that needs it makes it", path);
		space(d, store_free_bytes(path));
		return false;
	}
	if (store_look(path, &look, &err)) {
		doctor_add_err(d, "file", DOCTOR_FAILED, &err);
		return false;
	}
	if (look.version == 0) {
		doctor_add(
		    d, "file", DOCTOR_FAILED, "name another one", "%s is no store of rsg", path);
		return false;
	}
	doctor_add(d, "file", DOCTOR_OK, "", "%s", path);
	inside(d, &look);
	space(d, look.free_bytes);
	return look.version == store_schema() && *look.damage == '\0';
}

void
doctor_store(struct doctor *d)
{
	struct cli *cli = d->cli;
	struct err err = ERR_INIT;

	d->area = "store";
	if (cli->no_store)
		doctor_add(d, "file", DOCTOR_SKIPPED, "", "--no-store");
	else if (cli_find_store(cli, &err))
		doctor_add_err(d, "file", DOCTOR_WARNING, &err);
	else if (look_at(d, cli->own->store_file) &&
		 store_open(cli->own->store_file, d->live ? DB_WRITE : DB_READ, &cli->store, &err))
		doctor_add_err(d, "opening", DOCTOR_FAILED, &err);
	if (cli->store)
		store_redact(cli->store, cli_redactor(cli));
}

void
doctor_cache(struct doctor *d)
{
	char *path = config_path(d->cli->config, "cache.path");
	char *dir = path ? NULL : config_xdg("XDG_CACHE_HOME", ".cache");

	d->area = "cache";
	if (path == NULL && dir)
		path = file_join(dir, "cache.db");
	if (strcmp(config_text(d->cli->config, "cache.mode"), "off") == 0)
		doctor_add(d, "file", DOCTOR_SKIPPED, "", "cache.mode is off");
	else if (path == NULL)
		doctor_add(d, "file", DOCTOR_WARNING, "set HOME or cache.path",
		    "there is no place for it: answers of models are not kept");
	else
		look_at(d, path);
	free(dir);
	free(path);
}

void
doctor_vectors(struct doctor *d)
{
	const struct config *config = d->cli->config;
	const char *where = config_text(config, "vectors");
	const char *variable = config_text(config, "vectors_key_variable");
	const struct vectors_options options = { .store = d->cli->store,
		.where = where,
		.key = *variable ? getenv(variable) : NULL,
		.now_ms = d->cli->now_ms };
	bool fallback = config_bool(config, "vectors_fallback");
	struct vectors *vectors = NULL;
	struct err err = ERR_INIT;

	d->area = "vectors";
	if (*variable && options.key == NULL)
		doctor_add(d, "key", DOCTOR_WARNING, "set it, or leave out vectors_key_variable",
		    "%s is not set", variable);
	if (vectors_open(&options, &vectors, &err))
		doctor_add_err(d, "server", fallback ? DOCTOR_WARNING : DOCTOR_FAILED, &err);
	else if (vectors_are_remote(vectors))
		doctor_add(d, "server", DOCTOR_OK, "", "%s, version %s", vectors_place(vectors),
		    vectors_version(vectors));
	else
		doctor_add(d, "place", DOCTOR_OK, "", "in the store");
	vectors_close(vectors);
}
