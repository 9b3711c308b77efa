#include "store_dir.h"

#include <ftw.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "unit.h"

struct store_dir
store_dir_new(void)
{
	const char *tmp = getenv("TMPDIR");
	struct store_dir dir;

	dir.path = mem_printf("%s/rsg-unit.XXXXXX", tmp ? tmp : "/tmp");
	ck_assert(mkdtemp(dir.path) != NULL);
	dir.store = mem_printf("%s/run.db", dir.path);
	return dir;
}

struct store *
store_dir_open(const struct store_dir *dir)
{
	struct store *store = NULL;
	struct err err = ERR_INIT;

	ck_assert_msg(store_open(dir->store, DB_CREATE, &store, &err) == ST_OK, "%s", err.text);
	return store;
}

static int
remove_one(const char *path, const struct stat *info, int type, struct FTW *where)
{
	(void)info, (void)type, (void)where;
	return remove(path);
}

void
store_dir_free(struct store_dir *dir)
{
	nftw(dir->path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(dir->path);
	free(dir->store);
}
