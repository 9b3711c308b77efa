#include "io/inside.h"

#include <stdlib.h>
#include <string.h>

#include "io/file.h"
#include "io/walk.h"

/* The real path of what is inside, or NULL; free() it. */
static char *
resolve(const char *root, const char *path)
{
	char *real_root, *joined, *real = NULL;
	size_t n;

	if (root == NULL || *path == '/')
		return NULL;
	real_root = realpath(root, NULL);
	if (real_root == NULL)
		return NULL;
	joined = file_join(real_root, path);
	real = realpath(joined, NULL);
	n = strcmp(real_root, "/") == 0 ? 0 : strlen(real_root);
	if (real && (strncmp(real, real_root, n) != 0 || (real[n] != '/' && real[n] != '\0'))) {
		free(real);
		real = NULL;
	}
	free(joined);
	free(real_root);
	return real;
}

enum inside_kind
inside_look(const char *root, const char *path)
{
	char *real = resolve(root, path);
	enum inside_kind kind = INSIDE_NONE;

	if (real)
		kind = file_is_dir(real) ? INSIDE_DIR : INSIDE_FILE;
	free(real);
	return kind;
}

bool
inside_read(const char *root, const char *path, size_t max_bytes, struct buf *out)
{
	char *real = resolve(root, path);
	bool read = real && walk_read(real, max_bytes, out) == WALK_READ;

	if (!read)
		buf_clear(out);
	free(real);
	return read;
}

void
inside_list(const char *root, const char *path, struct strings *out)
{
	struct err err = ERR_INIT;
	char *real = resolve(root, path);

	if (real)
		(void)file_list(real, out, &err);
	free(real);
}
