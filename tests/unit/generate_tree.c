#include "generate_tree.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "base/mem.h"
#include "doc/share.h"
#include "io/file.h"

struct generate_tree
generate_tree_new(void)
{
	struct generate_tree tree = { .dir = store_dir_new() };

	setenv("RSG_SHARE", "share", 1);
	tree.root = tree.dir.path;
	tree.share = share_open(NULL);
	return tree;
}

void
generate_tree_free(struct generate_tree *tree)
{
	share_close(tree->share);
	store_dir_free(&tree->dir);
}

void
generate_tree_put(const struct generate_tree *tree, const char *path, const char *text)
{
	char *whole = file_join(tree->root, path), *dir = mem_strdup(whole);
	struct err err = ERR_INIT;

	*strrchr(dir, '/') = '\0';
	ck_assert(file_mkdirs(dir, 0700, &err) == ST_OK);
	ck_assert_msg(file_write(whole, text, strlen(text), 0600, &err) == ST_OK, "%s", err.text);
	free(dir);
	free(whole);
}

bool
generate_has_program(const char *name)
{
	for (const char *s = getenv("PATH"); s && *s;) {
		size_t n = strcspn(s, ":");
		char *path = mem_printf("%.*s/%s", (int)n, s, name);
		bool found = n > 0 && access(path, X_OK) == 0;

		free(path);
		if (found)
			return true;
		s += n + (s[n] == ':');
	}
	return false;
}
