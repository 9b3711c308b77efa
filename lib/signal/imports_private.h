/*
 * imports_private - the files of a tree by every end of their path.
 *
 * A file is its number in the input.
 */
#ifndef SIGNAL_IMPORTS_PRIVATE_H
#define SIGNAL_IMPORTS_PRIVATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/map.h"
#include "signal/imports.h"

#define IMPORTS_NONE UINT32_MAX

struct imports_spot {
	uint32_t file, next; /* 1 + place of the next of the same key, or 0 */
};

struct imports_tree {
	const struct imports_input *in;
	size_t n;	    /* files */
	struct map paths;   /* path to 1 + file */
	struct map ends;    /* "b/c.py", "c.py" to 1 + spot */
	struct map folders; /* "a/b" to 1 + spot */
	struct {
		struct imports_spot *at;
		size_t len, cap;
	} spots;
	uint32_t from; /* the file whose imports are resolved */
	struct {
		uint32_t *at;
		size_t len, cap;
	} targets; /* of that file */
	struct buf key;
};

void imports_target(struct imports_tree *tree, uint32_t file);
/* The files that what it imports may be, into targets. */
void imports_resolve(struct imports_tree *tree, const struct import *import);

/* The file of exactly this path; the one whose path ends in it and that is accepted. */
uint32_t imports_exact(const struct imports_tree *tree, const char *path, size_t n);
typedef bool imports_accept_fn(const struct imports_tree *tree, const char *path, size_t before);
uint32_t imports_ending(
    const struct imports_tree *tree, const char *end, size_t n, imports_accept_fn *accept);
/* 1 + the first spot of the files in a folder, or 0. */
uint32_t imports_folder(const struct imports_tree *tree, const char *path, size_t n);

/* What the rules share; tree->key holds the path that is tried. */
const char *imports_importer(const struct imports_tree *tree);
uint32_t imports_first(
    struct imports_tree *tree, const char *const *endings, imports_accept_fn *accept);
imports_accept_fn imports_anywhere;
void imports_resolve_rust(struct imports_tree *tree, const struct import *import);

size_t imports_folder_len(const char *path); /* without the last slash */

#endif
