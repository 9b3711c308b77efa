#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/cli_private.h"
#include "cli/redact.h"
#include "doc/config.h"
#include "doc/share.h"
#include "io/file.h"
#include "redact/redact.h"
#include "store/run.h"
#include "store/store.h"
#include "text/words.h"

/* Flags with a key are checked by the configuration; its values are then the options'. */
static enum status
apply_flags(struct cli *cli, struct err *err)
{
	vec_each (struct opts_given *, given, &cli->own->opts.given) {
		if (config_set_flag(cli->config, given->opt->key, given->text, err))
			return err_context(err, "--%s", given->opt->name);
		if (strcmp(given->opt->key, "phase.timeout") == 0)
			cli->own->timeout_given = true;
	}
	return ST_OK;
}

static void
fill_options(struct cli *cli)
{
	for (const struct opt *o = cli->cmd->opts; o && o->name; o++) {
		if (o->key == NULL)
			continue;
		if (o->flag)
			*o->flag = config_bool(cli->config, o->key);
		if (o->num)
			*o->num = config_number(cli->config, o->key);
		if (o->whole)
			*o->whole = config_whole(cli->config, o->key);
		if (o->str)
			*o->str = config_text(cli->config, o->key);
		if (o->ms)
			*o->ms = config_duration_ms(cli->config, o->key);
	}
}

enum status
cli_configure(struct cli *cli, struct err *err)
{
	if (cli->cmd->needs & CLI_NO_CONFIG_CHECK)
		return ST_OK;
	if (config_open(cli->own->config_file, NULL, &cli->config, err) || apply_flags(cli, err))
		return err->status;
	if (cli_redact(cli, err))
		return err->status;
	fill_options(cli);
	cli->own->json_log = strcmp(config_text(cli->config, "log.format"), "json") == 0;
	cli->timeout_ms = config_duration_ms(cli->config, "phase.timeout");
	if (config_project_file(cli->config))
		cli_debug(cli, "the project's settings are those of %s",
		    config_project_file(cli->config));
	for (size_t i = 0; i < config_warnings(cli->config)->len; i++)
		cli_warn(cli, "%s", config_warnings(cli->config)->at[i]);
	return ST_OK;
}

static char *
usual_store(const struct config *config)
{
	const char *project = config_project_dir(config);
	char *dir =
	    project ? file_join(project, ".rsg") : config_xdg("XDG_DATA_HOME", ".local/share");
	char *path = dir ? file_join(dir, "run.db") : NULL;

	free(dir);
	return path;
}

enum status
cli_find_store(struct cli *cli, struct err *err)
{
	if (cli->own->store_file)
		return ST_OK;
	cli->own->store_file = config_path(cli->config, "store.path");
	if (cli->own->store_file == NULL)
		cli->own->store_file = usual_store(cli->config);
	if (cli->own->store_file)
		return ST_OK;
	return err_set(err, ST_CONFIG,
	    "there is no place for the store: set HOME, name a file with -s, or use --no-store");
}

/* A phase can do without; a program whose work is the store cannot. */
static enum status
dry_without_store(const struct cli *cli, struct err *err)
{
	if (cli->cmd->writes)
		return ST_OK;
	return err_set(err, ST_NOINPUT, "there is no store %s yet, and a dry run makes none",
	    cli->own->store_file);
}

static enum status
open_store(struct cli *cli, enum db_mode mode, struct err *err)
{
	if (cli->store || cli_find_store(cli, err))
		return cli->store ? ST_OK : err->status;
	if (mode == DB_CREATE && cli->dry_run) {
		if (!file_exists(cli->own->store_file))
			return dry_without_store(cli, err);
		mode = DB_WRITE;
	}
	if (store_open(cli->own->store_file, mode, &cli->store, err))
		return err->status;
	cli_debug(cli, "the store is %s", cli->own->store_file);
	store_redact(cli->store, cli_redactor(cli));
	return ST_OK;
}

/* A project without a configuration file has nothing that a user could have trusted. */
void
cli_open_share(struct cli *cli)
{
	const struct config *config = cli->config;

	cli->share = share_open(config ? config_project_dir(config) : NULL);
	if (config && config_project_file(config) && config_is_trusted(config))
		share_trust(cli->share);
}

/* A store that is not there, and a place for one that is not known, are no mistake; a store that
   cannot be read is. */
static enum status
open_store_maybe(struct cli *cli, struct err *err)
{
	struct err nowhere = ERR_INIT;

	if (cli->store || cli_find_store(cli, &nowhere) || !file_exists(cli->own->store_file))
		return ST_OK;
	return open_store(cli, DB_READ, err);
}

enum status
cli_open(struct cli *cli, struct err *err)
{
	int needs = cli->cmd->needs;

	if (needs & CLI_SHARE)
		cli_open_share(cli);
	if (needs & CLI_WORDS)
		cli->words = words_open();
	if (cli->no_store && (needs & CLI_STORE_READ))
		return err_set(
		    err, ST_USAGE, "%s works on the store: leave out --no-store", cli->cmd->name);
	if (!cli->no_store && (needs & CLI_STORE_MAYBE))
		return open_store_maybe(cli, err);
	if (cli->no_store || !(needs & (CLI_STORE | CLI_STORE_READ)))
		return ST_OK;
	if (needs & CLI_STORE_READ)
		return open_store(cli, needs & CLI_STORE ? DB_WRITE : DB_READ, err);
	return open_store(cli, DB_CREATE, err);
}

/* As one word of a shell. */
static void
put_word(const char *s, struct buf *out)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789_./+-=:,@%";

	if (*s && strspn(s, plain) == strlen(s)) {
		buf_str(out, s);
		return;
	}
	buf_char(out, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			buf_str(out, "'\\''");
		else
			buf_char(out, *s);
	}
	buf_char(out, '\'');
}

void
cli_store_option(struct cli *cli, struct buf *out)
{
	const char *origin = config_origin(cli->config, "store.path");
	struct err ignored = ERR_INIT;

	if (strcmp(origin, "command line") != 0 && strcmp(origin, "RSG_STORE") != 0)
		return;
	if (cli_find_store(cli, &ignored))
		return;
	buf_str(out, " -s ");
	put_word(cli->own->store_file, out);
}

enum status
cli_open_run(struct cli *cli, struct err *err)
{
	enum db_mode mode = cli->cmd->needs & CLI_STORE ? DB_WRITE : DB_READ;
	char id[UUID_TEXT];

	if (cli->no_store)
		return err_set(
		    err, ST_USAGE, "-r takes the document from the store: leave out --no-store");
	if (open_store(cli, mode, err) || run_find(cli->store, cli->run, id, err))
		return err->status;
	return run_doc(cli->store, id, NULL, &cli->input, err);
}

void
cli_close(struct cli *cli)
{
	store_close(cli->store);
	if (cli->words)
		words_close(cli->words);
	share_close(cli->share);
	config_close(cli->config);
	redact_close(cli->own->redactor);
	free(cli->own->store_file);
}
