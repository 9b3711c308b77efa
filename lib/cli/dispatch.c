#include "cli/dispatch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/near.h"
#include "base/vec.h"
#include "io/file.h"
#include "io/proc.h"

/* The page in the tree that rsg is run from; free() it, NULL when rsg is installed. */
static char *
page_in_place(const char *page, const char *only)
{
	static const char *const sections[] = { "1", "5", "7" };
	char *own = proc_own_dir(), *found = NULL;

	for (size_t i = 0; own && found == NULL && i < 3; i++) {
		char *path = mem_printf("%s/../man/%s.%s", own, page, sections[i]);

		if ((only == NULL || strcmp(only, sections[i]) == 0) && file_exists(path))
			found = path;
		else
			free(path);
	}
	free(own);
	return found;
}

/* "rsg help" and "rsg help run" are rsg(1), "rsg help 7" is rsg(7), "rsg help foo" is rsg-foo. */
enum status
dispatch_manual(const char *topic, struct err *err)
{
	bool tour = strcmp(topic, "7") == 0;
	bool whole = tour || strcmp(topic, "run") == 0 || strncmp(topic, "rsg", 3) == 0;
	char *page = tour || strcmp(topic, "run") == 0 ? mem_strdup("rsg")
						       : mem_printf(whole ? "%s" : "rsg-%s", topic);
	char *path = page_in_place(page, tour ? "7" : NULL);

	if (path)
		execlp("man", "man", "-l", path, (char *)NULL);
	else if (tour)
		execlp("man", "man", "7", page, (char *)NULL);
	else
		execlp("man", "man", page, (char *)NULL);
	err_set(err, ST_UNAVAILABLE, "cannot start man: %s: install man-db", strerror(errno));
	free(page);
	free(path);
	return err->status;
}

/* The first line of --complete: "tool", name, "", synopsis, purpose. */
static void
put_purpose(const char *dir, const char *name, struct buf *out)
{
	char *path = file_join(dir, name);
	char *argv[] = { path, "--complete", NULL };
	struct proc_stage stage = { .argv = argv };
	struct err ignored = ERR_INIT;
	struct buf said;
	const struct proc_pipeline alone = {
		.stages = &stage, .n = 1, .in_fd = STDIN_FILENO, .out = &said
	};

	buf_init(&said, BUF_TEXT);
	if (proc_pipeline(&alone, &ignored) == ST_OK && stage.status == 0) {
		const char *end = strchr(said.s, '\n'), *at = end;

		while (at && at > said.s && at[-1] != '\t')
			at--;
		if (at)
			buf_printf(out, "  %-14s%.*s\n", name + 4, (int)(end - at), at);
	}
	buf_fini(&stage.said);
	buf_fini(&said);
	free(path);
}

enum status
dispatch_list(struct buf *out, struct err *err)
{
	struct strings names = { 0 };
	char *dir = proc_own_dir();
	enum status st = dir ? file_list(dir, &names, err)
			     : err_set(err, ST_IO, "where rsg is installed is unknown");

	for (size_t i = 0; st == ST_OK && i < names.len; i++) {
		if (strncmp(names.at[i], "rsg-", 4) == 0)
			put_purpose(dir, names.at[i], out);
	}
	strings_fini(&names);
	free(dir);
	return st;
}

/* The tool beside this program whose name is nearest; free() it, NULL when none is near. */
static char *
nearest_tool(const char *dir, const char *name)
{
	struct strings names = { 0 };
	struct err ignored = ERR_INIT;
	size_t least = NEAR_MAX;
	char *nearest = NULL;

	if (dir)
		file_list(dir, &names, &ignored);
	for (size_t i = 0; i < names.len; i++) {
		const char *tool = names.at[i];
		size_t distance =
		    near_distance(tool + (strncmp(tool, "rsg-", 4) == 0 ? 4 : 0), name);

		if (strncmp(tool, "rsg-", 4) != 0 || distance >= least ||
		    !near_enough(distance, tool + 4, name))
			continue;
		least = distance;
		free(nearest);
		nearest = mem_strdup(tool + 4);
	}
	strings_fini(&names);
	return nearest;
}

static enum status
no_such_tool(const char *dir, const char *name, struct err *err)
{
	char *nearest = nearest_tool(dir, name);

	if (nearest)
		err_set(
		    err, ST_USAGE, "there is no tool \"%.60s\": did you mean %s?", name, nearest);
	else
		err_set(err, ST_USAGE, "there is no tool \"%.60s\": rsg lists them", name);
	free(nearest);
	return ST_USAGE;
}

/* The tools beside this program come before those in PATH, so they cannot be shadowed. */
enum status
dispatch_tool(const char *name, char **argv, struct err *err)
{
	char *tool = mem_printf("rsg-%s", name), *dir = proc_own_dir();
	char *path = dir ? file_join(dir, tool) : NULL;
	char *first = argv[0];
	bool named = strchr(name, '/') == NULL;

	argv[0] = tool;
	if (named && path)
		execv(path, argv);
	if (named)
		execvp(tool, argv);
	argv[0] = first;
	if (!named || errno == ENOENT)
		no_such_tool(dir, name, err);
	else
		err_set(err, ST_UNAVAILABLE, "cannot start %s: %s", tool, strerror(errno));
	free(path);
	free(dir);
	free(tool);
	return err->status;
}
