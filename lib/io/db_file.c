#include "io/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "io/file.h"

enum status
db_file_create(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT && slash && slash > path) {
		char *dir = mem_strndup(path, (size_t)(slash - path));
		enum status st = file_mkdirs(dir, 0700, err);

		free(dir);
		if (st)
			return st;
	}
	if (fd < 0)
		fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return err_set(err, ST_IO,
		    "cannot create or write the store %s (%s): check its directory, name another "
		    "with -s, or use --no-store",
		    path, strerror(errno));
	close(fd);
	return ST_OK;
}

void
db_file_immutable(const char *path, struct buf *out)
{
	buf_str(out, "file:");
	for (const char *c = path; *c; c++) {
		if (strchr("?#%", *c))
			buf_printf(out, "%%%02X", (unsigned)*c);
		else
			buf_char(out, *c);
	}
	buf_str(out, "?immutable=1");
}
