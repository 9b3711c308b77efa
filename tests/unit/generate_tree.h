/* generate_tree - a little project in a temporary directory, for the tests of generation. */
#ifndef TESTS_GENERATE_TREE_H
#define TESTS_GENERATE_TREE_H

#include <stdbool.h>

#include "store_dir.h"

struct share;

struct generate_tree {
	struct store_dir dir;
	const char *root; /* of the project; lent */
	struct share *share;
};

struct generate_tree generate_tree_new(void);
void generate_tree_free(struct generate_tree *tree);
void generate_tree_put(const struct generate_tree *tree, const char *path, const char *text);

bool generate_has_program(const char *name); /* somewhere in PATH */

#endif
