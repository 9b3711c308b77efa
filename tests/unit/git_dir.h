/* git_dir - repositories in a temporary directory, for tests. */
#ifndef TESTS_GIT_DIR_H
#define TESTS_GIT_DIR_H

#include "io/git.h"
#include "store_dir.h"

/* Run by sh -eu in the directory; `commit MESSAGE` adds all and commits, a minute later each time
   within a script. */
void git_dir_sh(const struct store_dir *dir, const char *script);

struct git *git_dir_open(const struct store_dir *dir, const char *below);

#endif
