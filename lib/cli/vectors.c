#include "cli/vectors.h"

#include <stdlib.h>
#include <string.h>

#include "cli/cli_private.h"
#include "doc/config.h"
#include "store/vectors.h"

enum status
cli_vectors_open(struct cli *cli, struct cli_vectors *out, struct err *err)
{
	const char *where = config_text(cli->config, "vectors");
	const char *variable = config_text(cli->config, "vectors_key_variable");
	const struct vectors_options options = { .store = cli->store,
		.where = where,
		.key = *variable ? getenv(variable) : NULL,
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

void
cli_vectors_close(struct cli_vectors *vectors)
{
	vectors_close(vectors->server);
	vectors->server = NULL;
}
