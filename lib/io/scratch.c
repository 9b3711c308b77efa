#include "io/scratch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/vec.h"
#include "io/file.h"

enum status
scratch_open(char **dir, struct err *err)
{
	const char *tmp = getenv("TMPDIR");
	char *path = file_join(tmp && *tmp == '/' ? tmp : "/tmp", "rsg-XXXXXX");

	*dir = NULL;
	if (mkdtemp(path) == NULL)
		err_set(err, ST_IO, "cannot make a directory like %s: %s", path, strerror(errno));
	else if ((*dir = realpath(path, NULL)) == NULL)
		err_set(err, ST_IO, "cannot find %s again: %s", path, strerror(errno));
	free(path);
	return *dir ? ST_OK : err->status;
}

void
scratch_close(char *dir)
{
	struct strings names = { 0 };
	struct err err = ERR_INIT;

	if (dir == NULL)
		return;
	if (file_list(dir, &names, &err) == ST_OK) {
		for (size_t i = 0; i < names.len; i++) {
			char *path = file_join(dir, names.at[i]);

			unlink(path);
			free(path);
		}
	}
	rmdir(dir);
	strings_fini(&names);
	free(dir);
}

enum status
scratch_put(const char *dir, const char *name, const char *bytes, size_t n, struct err *err)
{
	char *path = file_join(dir, name);
	enum status st = file_write(path, bytes, n, 0600, err);

	free(path);
	return st;
}
