#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/hook.h"
#include "doc/share.h"

#define DIR_NAME "hooks"

static bool
is_name(const char *name)
{
	return *name && strspn(name, "abcdefghijklmnopqrstuvwxyz-") == strlen(name);
}

/* Every script there is, by the hook's name. */
static enum status
list_names(const struct share *share, struct strings *names, struct err *err)
{
	struct strings files = { 0 };
	enum status st = share_list(share, DIR_NAME, &files, err);

	for (size_t i = 0; i < files.len; i++) {
		if (is_name(files.at[i] + sizeof DIR_NAME))
			strings_add(names, files.at[i] + sizeof DIR_NAME);
	}
	strings_fini(&files);
	if (st == ST_OK && names->len == 0)
		return err_set(err, ST_CONFIG,
		    "the scripts of the hooks are missing: install rsg again or set RSG_SHARE");
	return st;
}

static enum status
unknown(const struct strings *names, const char *name, struct err *err)
{
	struct buf all;

	buf_init(&all, BUF_TEXT);
	for (size_t i = 0; i < names->len; i++)
		buf_printf(&all, "%s%s", i ? ", " : "", names->at[i]);
	err_set(err, ST_USAGE, "rsg has no hook \"%.60s\": there are %.300s", name, all.s);
	buf_fini(&all);
	return ST_USAGE;
}

static bool
is_among(char *const *names, int n, const char *name)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

enum status
hook_set_open(struct hook_set *out, char *const *names, int n, struct err *err)
{
	*out = (struct hook_set){ .share = share_open(NULL) };
	if (list_names(out->share, &out->names, err))
		return err->status;
	for (int i = 0; i < n; i++) {
		if (!strings_has(&out->names, names[i]))
			return unknown(&out->names, names[i], err);
	}
	if (hook_place_open(&out->place, err))
		return err->status;
	for (size_t i = 0; i < out->names.len; i++) {
		const char *name = out->names.at[i];

		if (n > 0 && !is_among(names, n, name))
			continue;
		if (hook_look(&out->place, out->share, name, vec_add(&out->hooks), err))
			return err->status;
	}
	return ST_OK;
}

void
hook_set_fini(struct hook_set *set)
{
	vec_each (struct hook *, hook, &set->hooks)
		hook_fini(hook);
	vec_fini(&set->hooks);
	hook_place_fini(&set->place);
	strings_fini(&set->names);
	share_close(set->share);
}

/* Through sh, so that a script needs no mode. */
static enum status
become(const char *path, char *const *words, int n, struct err *err)
{
	char **argv = mem_calloc((size_t)n + 2, sizeof *argv);

	argv[0] = mem_strdup("sh");
	argv[1] = mem_strdup(path);
	for (int i = 1; i < n; i++)
		argv[i + 1] = words[i];
	execvp(argv[0], argv);
	err_set(err, ST_UNAVAILABLE, "cannot start sh: %s", strerror(errno));
	free(argv[0]);
	free(argv[1]);
	free(argv);
	return err->status;
}

enum status
hook_exec(char *const *words, int n, struct err *err)
{
	struct share *share = share_open(NULL);
	struct strings names = { 0 }, paths = { 0 };
	char *file = mem_printf(DIR_NAME "/%s", words[0]);

	if (list_names(share, &names, err) == ST_OK) {
		if (!strings_has(&names, words[0]))
			unknown(&names, words[0], err);
		else if (share_paths(share, file, &paths, err) == ST_OK)
			become(paths.at[0], words, n, err);
	}
	strings_fini(&paths);
	strings_fini(&names);
	share_close(share);
	free(file);
	return err->status;
}
