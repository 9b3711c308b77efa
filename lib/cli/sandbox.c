#include "cli/sandbox.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/cli.h"
#include "cli/model.h"
#include "doc/config.h"
#include "io/file.h"
#include "io/json.h"

#define MIB ((size_t)1024 * 1024)

static size_t
whole(const struct cli *cli, const char *key)
{
	return (size_t)config_whole(cli->config, key);
}

static void
set_limits(const struct cli *cli, struct sandbox_limits *out)
{
	*out = (struct sandbox_limits){
		.wall_ms = config_duration_ms(cli->config, "sandbox.wall"),
		.cpu_ms = config_duration_ms(cli->config, "sandbox.cpu"),
		.memory = whole(cli, "sandbox.memory") * MIB,
		.processes = whole(cli, "sandbox.processes"),
		.open_files = whole(cli, "sandbox.open_files"),
		.output = whole(cli, "sandbox.output") * MIB,
		.file_bytes = whole(cli, "sandbox.file") * MIB,
		.disk = whole(cli, "sandbox.disk") * MIB,
	};
}

/* "~/" is the home; what is not there is left out. */
static enum status
add_visible(const struct strings *from, struct strings *out, struct err *err)
{
	const char *home = getenv("HOME");

	for (size_t i = 0; from && i < from->len; i++) {
		const char *dir = from->at[i];
		char *path;

		if (strncmp(dir, "~/", 2) == 0 && (home == NULL || *home != '/'))
			continue;
		path = *dir == '~' && dir[1] == '/' ? file_join(home, dir + 2) : mem_strdup(dir);
		if (*path != '/' || strspn(path, "/.") == strlen(path)) {
			err_set(err, ST_CONFIG,
			    "\"%.200s\" cannot be made visible in the sandbox: name a directory by "
			    "its absolute path",
			    dir);
			free(path);
			return ST_CONFIG;
		}
		if (file_is_dir(path))
			strings_add(out, path);
		free(path);
	}
	return ST_OK;
}

static enum status
accept_native(struct cli *cli, const struct cli_sandbox_args *args, const char *project,
    struct cli_sandbox *own, struct err *err)
{
	bool allowed = strcmp(config_text(cli->config, "sandbox.native"), "allow") == 0;

	if (!args->accept_native && !allowed)
		return err_set(err, ST_REFUSED,
		    "the native tier keeps a command from nothing but using too much: give "
		    "--accept-native, set sandbox.native to allow, or use the tier bwrap");
	own->accepted = args->accept_native ? mem_strdup("--accept-native")
					    : mem_printf("sandbox.native (%s)",
						  config_origin(cli->config, "sandbox.native"));
	return sandbox_native_check(project, err);
}

static enum status
add_environment(const struct strings *from, struct strings *out, struct err *err)
{
	for (size_t i = 0; i < from->len; i++) {
		const char *word = from->at[i];

		if (strchr(word, '=') == NULL || *word == '=')
			return err_set(err, ST_USAGE, "--env %.100s: expected NAME=VALUE", word);
		strings_add(out, word);
	}
	*vec_add(out) = NULL;
	out->len--;
	return ST_OK;
}

int64_t
cli_sandbox_until(const struct cli *cli, const struct cli_sandbox *own)
{
	int64_t all = cli->timeout_ms, wall = own->sandbox.limits.wall_ms, spare = all / 5;

	if (spare < wall)
		spare = wall < all / 2 ? wall : all / 2;
	return time_monotonic_ms() + all - spare;
}

enum status
cli_sandbox_open(struct cli *cli, const struct cli_sandbox_args *args, const char *project,
    struct cli_sandbox *out, struct err *err)
{
	struct cli_sandbox own = { .sandbox.cancel = cli_cancel() };
	enum status st = ST_OK;

	sandbox_tier_find(config_text(cli->config, "sandbox.tier"), &own.sandbox.tier);
	set_limits(cli, &own.sandbox.limits);
	own.sandbox.engine = config_text(cli->config, "sandbox.engine");
	own.sandbox.image = config_text(cli->config, "sandbox.image");
	if (add_visible(config_list(cli->config, "sandbox.visible"), &own.visible, err) ||
	    add_visible(&args->visible, &own.visible, err) ||
	    add_environment(&args->environment, &own.environment, err))
		st = err->status;
	if (st == ST_OK && project && own.sandbox.tier == SANDBOX_NATIVE)
		st = accept_native(cli, args, project, &own, err);
	if (st) {
		cli_sandbox_close(&own);
		return st;
	}
	*out = own;
	out->sandbox.visible = &out->visible;
	out->sandbox.environment = out->environment.at;
	return ST_OK;
}

void
cli_sandbox_close(struct cli_sandbox *own)
{
	strings_fini(&own->visible);
	strings_fini(&own->environment);
	free(own->accepted);
	*own = (struct cli_sandbox){ 0 };
}

static void
describe_limits(const struct sandbox_limits *l, struct json *out)
{
	json_set_number(out, "wall_ms", (double)l->wall_ms);
	json_set_number(out, "cpu_ms", (double)l->cpu_ms);
	json_set_number(out, "memory", (double)l->memory);
	json_set_number(out, "processes", (double)l->processes);
	json_set_number(out, "open_files", (double)l->open_files);
	json_set_number(out, "output", (double)l->output);
	json_set_number(out, "file_bytes", (double)l->file_bytes);
	json_set_number(out, "disk", (double)l->disk);
}

void
cli_sandbox_describe(const struct cli_sandbox *own, unsigned guarantees, struct json *out)
{
	struct json *names;

	json_set_string(out, "tier", sandbox_tier_name(own->sandbox.tier));
	if (own->accepted)
		json_set_string(out, "accepted", own->accepted);
	names = json_set_array(out, "guarantees");
	for (int g = 0; g < SANDBOX_GUARANTEES; g++) {
		if (guarantees & 1u << g)
			json_add_string(names, sandbox_guarantee_name((enum sandbox_guarantee)g));
	}
	describe_limits(&own->sandbox.limits, json_set_object(out, "limits"));
}
