#include "git_dir.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "io/command.h"
#include "io/file.h"

/* In a new repository, with names and dates that say nothing of this machine. */
static const char prelude[] =
    "export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1\n"
    "n=1700000000\n"
    "commit() { echo 'run.db*' >.git/info/exclude; git add -A; n=$((n + 100)); "
    "GIT_AUTHOR_DATE=\"$n +0000\" "
    "GIT_COMMITTER_DATE=\"$n +0000\" git -c user.name=A -c user.email=a@example.org "
    "commit -q --allow-empty --allow-empty-message -m \"$1\"; }\n";

void
git_dir_sh(const struct store_dir *dir, const char *script)
{
	char *text = mem_printf("set -eu\n%s%s", prelude, script), shell[] = "sh", e[] = "-c";
	char *argv[] = { shell, e, text, NULL };
	struct command command = { .argv = argv, .max_bytes = BUF_TEXT, .dir = dir->path };
	struct command_end end;
	struct err err = ERR_INIT;

	ck_assert_msg(command_run(&command, &end, &err) == ST_OK, "%s", err.text);
	ck_assert_msg(end.status == 0, "%s", end.said.s);
	command_end_fini(&end);
	free(text);
}

struct git *
git_dir_open(const struct store_dir *dir, const char *below)
{
	struct git *git = NULL;
	struct err err = ERR_INIT;
	char *path = file_join(dir->path, below);

	ck_assert_msg(git_open(path, NULL, &git, &err) == ST_OK, "%s", err.text);
	free(path);
	return git;
}
