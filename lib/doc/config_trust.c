#include "doc/config_private.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/time.h"
#include "io/digest.h"
#include "io/file.h"

/* One "HASH PATH" a line: the hash alone would trust a copy in a directory with other commands. */

static char *
trusted_file(char **dir)
{
	*dir = config_xdg("XDG_STATE_HOME", ".local/state");
	return *dir ? file_join(*dir, "trusted") : NULL;
}

static bool
next_line(const char **at, const char **line, size_t *n)
{
	if (**at == '\0')
		return false;
	*line = *at;
	*n = strcspn(*at, "\n");
	*at += *n + ((*at)[*n] == '\n');
	return true;
}

static bool
names_path(const char *line, size_t n, const char *path)
{
	size_t at = DIGEST_TEXT; /* hash and space */

	return n == at + strlen(path) && memcmp(line + at, path, n - at) == 0;
}

static void
read_trusted(const char *file, struct buf *out)
{
	struct err err = ERR_INIT;

	if (file_exists(file) && file_read(file, out, &err))
		buf_clear(out);
}

bool
config_trust_known(const char *path, const char *hash)
{
	char *dir, *file = trusted_file(&dir);
	const char *at, *line;
	bool known = false;
	struct buf text;
	size_t n;

	if (file == NULL)
		return false;
	buf_init(&text, BUF_TEXT);
	read_trusted(file, &text);
	at = text.s;
	while (!known && next_line(&at, &line, &n))
		known = names_path(line, n, path) && memcmp(line, hash, DIGEST_TEXT - 1) == 0;
	buf_fini(&text);
	free(file);
	free(dir);
	return known;
}

bool
config_is_trusted(const struct config *config)
{
	return config->project_file == NULL || config->trusted;
}

static enum status
record(const char *file, const char *path, const char *hash, struct err *err)
{
	struct buf old, text;
	const char *at, *line;
	enum status st;
	size_t n;

	buf_init(&old, BUF_TEXT);
	buf_init(&text, BUF_TEXT + BUF_TEXT);
	read_trusted(file, &old);
	at = old.s;
	while (next_line(&at, &line, &n)) {
		if (!names_path(line, n, path)) {
			buf_add(&text, line, n);
			buf_char(&text, '\n');
		}
	}
	buf_printf(&text, "%s %s\n", hash, path);
	st = file_write(file, text.s, text.len, 0600, err);
	buf_fini(&text);
	buf_fini(&old);
	return st;
}

enum status
config_trust(const struct config *config, struct err *err)
{
	char *dir, *file;
	enum status st;

	if (config->project_file == NULL)
		return err_set(
		    err, ST_CONFIG, "there is no project configuration here: nothing to trust");
	if (strchr(config->project_file, '\n'))
		return err_set(err, ST_CONFIG, "the project's path holds a newline: rename it");
	file = trusted_file(&dir);
	if (file == NULL)
		return err_set(err, ST_CONFIG,
		    "neither XDG_STATE_HOME nor HOME is set: set one to remember the trust");
	st = file_mkdirs(dir, 0700, err);
	if (st == ST_OK)
		st = record(file, config->project_file, config->project_hash, err);
	free(file);
	free(dir);
	return st;
}

/* One element of a list, or a text, that names a command to run or a recording to believe. */
static bool
is_command(const char *text)
{
	text += strspn(text, " \t\r\n,");
	return strncmp(text, "exec:", 5) == 0 || strncmp(text, "replay:", 7) == 0;
}

static bool
names_command(const char *text)
{
	for (; text; text = strchr(text + 1, ',')) {
		if (is_command(text))
			return true;
	}
	return false;
}

/* Every element of the list as it is stands in the one that is wanted, and what is new takes
   nothing away from them: among the patterns of git those with a colon in front do. */
static bool
grows(const struct strings *is, const char *wanted)
{
	struct strings list = { 0 };
	bool good = true;

	config_split(wanted, &list);
	for (size_t i = 0; i < is->len; i++)
		good = good && strings_has(&list, is->at[i]);
	for (size_t i = 0; i < list.len; i++)
		good = good && (*list.at[i] != ':' || strings_has(is, list.at[i]));
	strings_fini(&list);
	return good;
}

static double
number_in(const struct config_key *key, const char *text)
{
	int64_t ms;

	if (key->type == CONFIG_BOOL)
		return strcmp(text, "true") == 0;
	if (key->type == CONFIG_DURATION)
		return time_parse_duration(text, &ms) ? (double)ms : 0;
	return strtod(text, NULL);
}

bool
config_may_set(const struct config *config, const char *name, const char *text)
{
	const struct config_key *key = config_find(name);
	double is, wanted = number_in(key, text);

	if (key->type == CONFIG_LIST && key->trust == CONFIG_RISES)
		return grows(config_list(config, name), text);
	is = config_number(config, name);
	switch (key->trust) {
	case CONFIG_TRUSTED:
		return false;
	case CONFIG_RISES:
		return wanted >= is;
	case CONFIG_FALLS:
		return wanted > 0 && (is <= 0 || wanted <= is);
	case CONFIG_OPEN:
		break;
	}
	return !names_command(text);
}
