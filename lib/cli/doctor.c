#include "cli/doctor.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cli/cli_private.h"
#include "cli/doctor_private.h"
#include "doc/config.h"
#include "doc/share.h"
#include "io/http.h"
#include "io/json.h"
#include "io/tty.h"
#include "llm/price.h"
#include "store/vectors.h"

#define OLD_PRICES 90 /* days */
#define DAY_MS ((int64_t)24 * 3600 * 1000)

static const char *const results[] = { "ok", "warning", "failed", "skipped" };

/* Valid UTF-8, whatever was found. */
static void
set_clean(struct json *object, const char *key, const char *text)
{
	struct buf clean;

	buf_init(&clean, BUF_TEXT);
	utf8_repair(&clean, text, strlen(text));
	json_set_string(object, key, clean.s);
	buf_fini(&clean);
}

void
doctor_add(struct doctor *doctor, const char *name, enum doctor_result result, const char *advice,
    const char *fmt, ...)
{
	struct json *check = json_add_object(doctor->checks);
	char found[2048];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(found, sizeof found, fmt, ap);
	va_end(ap);
	json_set_string(check, "area", doctor->area);
	set_clean(check, "name", name);
	json_set_string(check, "result", results[result]);
	set_clean(check, "found", *found ? found : "nothing");
	set_clean(check, "advice", advice);
}

void
doctor_add_err(
    struct doctor *doctor, const char *name, enum doctor_result result, const struct err *err)
{
	const char *last = NULL;

	for (const char *at = err->text; (at = strstr(at, ": ")) != NULL; at += 2)
		last = at;
	if (last)
		doctor_add(
		    doctor, name, result, last + 2, "%.*s", (int)(last - err->text), err->text);
	else
		doctor_add(doctor, name, result, "", "%s", err->text);
}

/* A configuration that cannot be read is a finding, not the end. */
static bool
configuration(struct doctor *d)
{
	struct cli *cli = d->cli;
	struct err err = ERR_INIT;
	const char *file;

	d->area = "configuration";
	cli->own->cmd.needs &= ~CLI_NO_CONFIG_CHECK;
	if (cli_configure(cli, &err)) {
		doctor_add_err(d, "files", DOCTOR_FAILED, &err);
		config_close(cli->config);
		cli->config = NULL;
		return false;
	}
	file = config_project_file(cli->config);
	doctor_add(d, "files", DOCTOR_OK, "", "%s", file ? file : "no file of a project here");
	if (file == NULL)
		return true;
	if (config_is_trusted(cli->config))
		doctor_add(d, "trust", DOCTOR_OK, "", "the project's file is as you trusted it");
	else
		doctor_add(d, "trust", DOCTOR_WARNING, "read it, then rsg config --trust",
		    "the project's file is not trusted: commands, addresses and keys in it are "
		    "ignored");
	return true;
}

static void
prices(struct doctor *d)
{
	struct prices *table = NULL;
	struct err err = ERR_INIT;
	char stamp[TIME_TEXT];
	int64_t made = 0, days;

	if (prices_open(d->cli->share, NULL, &table, &err)) {
		doctor_add_err(d, "prices", DOCTOR_FAILED, &err);
		return;
	}
	snprintf(stamp, sizeof stamp, "%.10sT00:00:00.000Z", prices_date(table));
	days = time_parse(stamp, &made) ? (d->cli->now_ms - made) / DAY_MS : INT64_MAX;
	if (days > OLD_PRICES)
		doctor_add(d, "prices", DOCTOR_WARNING,
		    "upgrade rsg, or put a newer prices.json into the configuration directory",
		    "of %.10s, older than %d days: costs may be wrong", prices_date(table),
		    OLD_PRICES);
	else
		doctor_add(d, "prices", DOCTOR_OK, "", "of %.10s", prices_date(table));
	prices_close(table);
}

static void
data(struct doctor *d)
{
	struct json *models = NULL;
	struct err err = ERR_INIT;

	d->area = "data";
	cli_open_share(d->cli);
	prices(d);
	if (share_yaml(d->cli->share, "models.yaml", &models, &err))
		doctor_add_err(d, "models", DOCTOR_FAILED, &err);
	else
		doctor_add(
		    d, "models", DOCTOR_OK, "", "%zu rows", json_len(json_get(models, "models")));
	json_free(models);
}

/* Nobody listens at this port; but the library has to be there to say so. */
static void
library(struct doctor *d)
{
	const struct http_request request = { .method = "GET",
		.url = "http://127.0.0.1:1/",
		.max_bytes = 1024,
		.connect_ms = 1000,
		.total_ms = 1000 };
	struct http_reply reply = { 0 };
	struct err err = ERR_INIT;

	d->area = "library";
	if (http_exchange(&request, &reply, &err))
		doctor_add(d, "libcurl", DOCTOR_WARNING,
		    "install it to use models or a vector server over the network", "%s", err.text);
	else
		doctor_add(d, "libcurl", DOCTOR_OK, "", "can be loaded");
	http_reply_fini(&reply);
}

static void
terminal(struct doctor *d)
{
	const char *term = getenv("TERM");

	d->area = "terminal";
	if (tty_is(STDOUT_FILENO))
		doctor_add(d, "terminal", DOCTOR_OK, "", "%.60s, %d columns",
		    term && *term ? term : "TERM is not set", tty_columns(STDOUT_FILENO));
	else
		doctor_add(d, "terminal", DOCTOR_SKIPPED, "",
		    "standard output is no terminal: tables are separated by tabs");
	if (tty_is_utf8())
		doctor_add(d, "locale", DOCTOR_OK, "", "UTF-8");
	else
		doctor_add(d, "locale", DOCTOR_WARNING,
		    "set LC_ALL to a UTF-8 locale, such as C.UTF-8",
		    "not UTF-8: bars and signs are drawn in ASCII");
}

static size_t
count(const struct json *checks, enum doctor_result result)
{
	size_t n = 0;

	json_each (check, checks)
		n += strcmp(json_get_string(check, "result"), results[result]) == 0;
	return n;
}

struct json *
doctor_run(struct cli *cli, bool live)
{
	struct doctor d = { .cli = cli, .live = live && !cli->dry_run, .checks = json_new_array() };
	struct json *out = json_new_object();

	if (configuration(&d)) {
		doctor_store(&d);
		doctor_cache(&d);
		data(&d);
		doctor_models(&d);
		doctor_vectors(&d);
		doctor_sandbox(&d);
	}
	library(&d);
	doctor_tools(&d);
	terminal(&d);
	json_set_bool(out, "live", d.live);
	json_set_number(out, "failed", (double)count(d.checks, DOCTOR_FAILED));
	json_set_number(out, "warnings", (double)count(d.checks, DOCTOR_WARNING));
	json_set(out, "checks", d.checks);
	return out;
}
