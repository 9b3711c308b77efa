#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/doctor_private.h"
#include "io/file.h"

static const struct tool {
	const char *name, *purpose; /* what is lost without */
} tools[] = {
	{ "git", "changes between two versions" },
	{ "ctags", "symbols of a change" },
	{ "python3", "the syntax of generated Python tests" },
	{ "node", "the syntax of generated JavaScript tests" },
	{ "bwrap", "running generated tests in a sandbox" },
	{ "podman", "running generated tests in a container" },
	{ "docker", "running generated tests in a container" },
};

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) && access(path, X_OK) == 0;
}

char *
doctor_which(const char *name)
{
	const char *path = getenv("PATH");

	if (strchr(name, '/'))
		return is_program(name) ? mem_strdup(name) : NULL;
	for (const char *at = path ? path : ""; *at;) {
		size_t n = strcspn(at, ":");
		char *dir = n ? mem_strndup(at, n) : mem_strdup(".");
		char *file = file_join(dir, name);
		bool found = is_program(file);

		free(dir);
		if (found)
			return file;
		free(file);
		at += n + (at[n] == ':');
	}
	return NULL;
}

static void
look_for(struct doctor *d, const struct tool *tool)
{
	char *path = doctor_which(tool->name);

	if (path)
		doctor_add(d, tool->name, DOCTOR_OK, "", "%s", path);
	else
		doctor_add(
		    d, tool->name, DOCTOR_SKIPPED, "", "not found; it is for %s", tool->purpose);
	free(path);
}

/* The first of the variables that is set, or the usual one; only its first word is looked for. */
static void
look_for_own(struct doctor *d, const char *name, const char *const *variables, const char *usual)
{
	const char *command = NULL, *from = "usual";
	char *word, *path;

	for (; *variables && command == NULL; variables++) {
		from = *variables;
		command = getenv(from);
	}
	if (command == NULL || *command == '\0') {
		command = usual;
		from = "usual";
	}
	if (*command == '\0') {
		doctor_add(d, name, DOCTOR_SKIPPED, "", "none is set");
		return;
	}
	word = mem_strndup(command, strcspn(command, " \t"));
	path = doctor_which(word);
	if (path)
		doctor_add(d, name, DOCTOR_OK, "", "%s (%s)", path, from);
	else
		doctor_add(d, name, DOCTOR_WARNING, "install it, or name another one",
		    "%.200s (%s) is not found", word, from);
	free(word);
	free(path);
}

void
doctor_tools(struct doctor *d)
{
	static const char *const editors[] = { "RSG_EDITOR", "VISUAL", "EDITOR", NULL };
	static const char *const pagers[] = { "RSG_PAGER", "PAGER", NULL };

	d->area = "tool";
	for (size_t i = 0; i < sizeof tools / sizeof tools[0]; i++)
		look_for(d, &tools[i]);
	look_for_own(d, "editor", editors, "vi");
	look_for_own(d, "pager", pagers, "");
}
