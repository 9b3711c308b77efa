#include "cli/redact.h"

#include <stdlib.h>

#include "cli/cli_private.h"
#include "doc/config.h"
#include "io/file.h"
#include "redact/redact.h"

struct redactor *
cli_redactor(const struct cli *cli)
{
	struct cli_private *own = cli->own;

	if (own->redactor == NULL)
		own->redactor = redact_open(false);
	return own->redactor;
}

static enum status
add_rules(struct redactor *r, const char *path, struct err *err)
{
	struct buf text;
	enum status st;

	buf_init(&text, BUF_TEXT);
	st = file_read(path, &text, err);
	if (st == ST_OK)
		st = redact_add(r, text.s, text.len, err);
	else
		err->status = ST_CONFIG;
	buf_fini(&text);
	return st ? err_context(err, "redact.rules: %s", path) : ST_OK;
}

/* Rules that cannot be had end the program: what they were to find would pass. */
enum status
cli_redact(struct cli *cli, struct err *err)
{
	char *path = config_path(cli->config, "redact.rules");
	struct redactor *r = redact_open(config_bool(cli->config, "redact.personal"));
	enum status st = path ? add_rules(r, path, err) : ST_OK;

	free(path);
	redact_close(cli->own->redactor);
	cli->own->redactor = r;
	return st;
}
