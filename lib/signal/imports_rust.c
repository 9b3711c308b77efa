#include <string.h>

#include "signal/imports_private.h"

#define PARTS 24 /* of a name */

/* The folder of the crate's modules, or of the name's start; what is left of the name. */
static const char *
rust_start(struct imports_tree *tree, const char *name, bool *crate)
{
	static const char *const lib[] = { "/src/lib.rs", NULL };
	const char *from = imports_importer(tree), *base = strrchr(from, '/');
	size_t n = strcspn(name, ":"), folder = imports_folder_len(from);
	const char *rest = name + n + strspn(name + n, ":");
	bool is_mod = strcmp(base ? base + 1 : from, "mod.rs") == 0;

	*crate = false;
	buf_clear(&tree->key);
	if (n == 5 && memcmp(name, "crate", 5) == 0) {
		const char *src = strncmp(from, "src/", 4) == 0 ? from : strstr(from, "/src/");

		*crate = true;
		if (src)
			buf_add(&tree->key, from, (size_t)(src - from) + (src == from ? 3 : 4));
		return src ? rest : NULL;
	}
	if (n == 5 && memcmp(name, "super", 5) == 0) {
		buf_add(&tree->key, from, folder);
		if (is_mod)
			buf_cut(&tree->key, imports_folder_len(tree->key.s));
		return rest;
	}
	if (n == 4 && memcmp(name, "self", 4) == 0) {
		buf_add(&tree->key, from, is_mod ? folder : strlen(from) - 3);
		return rest;
	}
	if ((n == 3 && memcmp(name, "std", 3) == 0) || (n == 4 && memcmp(name, "core", 4) == 0) ||
	    (n == 5 && memcmp(name, "alloc", 5) == 0) || n == 0)
		return NULL;
	*crate = true;
	for (const char *dash = "_-"; *dash; dash++) {
		uint32_t found;

		buf_clear(&tree->key);
		for (size_t i = 0; i < n; i++)
			buf_char(&tree->key, name[i] == '_' ? *dash : name[i]);
		found = imports_first(tree, lib, imports_anywhere);
		if (found != IMPORTS_NONE) {
			buf_clear(&tree->key);
			buf_str(&tree->key, tree->in->files[found].path);
			buf_cut(&tree->key, imports_folder_len(tree->key.s));
			return rest;
		}
	}
	buf_clear(&tree->key);
	buf_str(&tree->key, "src");
	return imports_exact(tree, "src/lib.rs", 10) == IMPORTS_NONE ? NULL : rest;
}

/* crate::a::b is a/b.rs, a/b/mod.rs, or something in a.rs or lib.rs. */
void
imports_resolve_rust(struct imports_tree *tree, const struct import *import)
{
	static const char *const files[] = { ".rs", "/mod.rs", NULL };
	static const char *const roots[] = { "/lib.rs", "/main.rs", NULL };
	bool crate;
	const char *rest = rust_start(tree, import->name, &crate);
	size_t base = tree->key.len;

	if (rest == NULL)
		return;
	for (int i = 0; *rest && i < PARTS; i++) {
		size_t n = strcspn(rest, ":");

		buf_printf(&tree->key, "%s%.*s", tree->key.len ? "/" : "", (int)n, rest);
		rest += n + strspn(rest + n, ":");
	}
	while (tree->key.len > base) {
		uint32_t found = imports_first(tree, files, NULL);

		if (found != IMPORTS_NONE) {
			imports_target(tree, found);
			return;
		}
		buf_cut(&tree->key, imports_folder_len(tree->key.s));
	}
	if (crate)
		imports_target(tree, imports_first(tree, roots, NULL));
}
