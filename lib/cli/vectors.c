#include "cli/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli_private.h"
#include "cli/model.h"
#include "doc/config.h"
#include "store/store.h"
#include "store/vectors.h"

enum status
cli_vectors_open(struct cli *cli, struct cli_vectors *out, struct err *err)
{
	const char *where = config_text(cli->config, "vectors");
	const char *variable = config_text(cli->config, "vectors_key_variable");
	/* A phase that asks a model has its signals put off, and must look itself. */
	bool asks = (cli->cmd->needs & CLI_MODEL) && cli_has_embedding_model(cli);
	const struct vectors_options options = { .store = cli->store,
		.where = where,
		.key = *variable ? getenv(variable) : NULL,
		.cancel = asks ? cli_cancel() : NULL,
		.now_ms = cli->now_ms };
	enum status st;

	*out = (struct cli_vectors){ .fallback = config_bool(cli->config, "vectors_fallback") };
	if (cli->store == NULL || strcmp(where, "sqlite") == 0)
		return ST_OK;
	st = vectors_open(&options, &out->server, err);
	if (st != ST_UNAVAILABLE || !out->fallback)
		return st;
	cli_warn(cli, "%s; the store is used", err->text);
	*err = (struct err)ERR_INIT;
	return ST_OK;
}

/* How many collections of deleted runs there are on any server: no server is asked. */
static enum status
count_doomed(struct cli *cli, size_t *count, struct err *err)
{
	const struct vectors_options here = { .store = cli->store, .where = "sqlite" };
	struct vectors *vectors = NULL;
	size_t dropped;
	enum status st = vectors_open(&here, &vectors, err);

	if (st == ST_OK)
		st = vectors_drop_runs(vectors, &dropped, count, err);
	vectors_close(vectors);
	return st;
}

static void
drop_runs(struct cli *cli)
{
	struct cli_vectors vectors = { 0 };
	struct err err = ERR_INIT;
	size_t doomed = 0, dropped = 0, left = 0;
	enum status st = count_doomed(cli, &doomed, &err);

	if (st == ST_OK && doomed == 0)
		return;
	left = doomed;
	if (st == ST_OK)
		st = cli_vectors_open(cli, &vectors, &err);
	if (st == ST_OK && vectors.server)
		st = vectors_drop_runs(vectors.server, &dropped, &left, &err);
	cli_vectors_close(&vectors);
	if (st)
		cli_warn(cli,
		    "the vectors of %zu deleted runs are still on the vector server, the next rm "
		    "or prune tries again: %s",
		    doomed - dropped, err.text);
	else if (left)
		cli_warn(cli,
		    "the vectors of %zu deleted runs are on a server that `vectors' does not name",
		    left);
}

enum status
cli_vectors_commit(struct cli *cli, struct err *err)
{
	enum status st = db_commit(store_db(cli->store), err);

	if (st == ST_OK)
		drop_runs(cli);
	return st;
}

void
cli_vectors_close(struct cli_vectors *vectors)
{
	vectors_close(vectors->server);
	vectors->server = NULL;
}
