/*
 * deps - what a project root says it depends on, and the versions its lock files name.
 *
 * A name has its ecosystem before it: "npm:react", "pypi:django", "maven:junit:junit", "go:…",
 * "cargo:…", "gem:…", "composer:…", "c:check" (pkg-config, find_package, a wrap).  "engine:node" is
 * the version of a language, "build:cmake" a build tool, "key:jest" a member of a manifest that
 * configures a tool, "script:node --test" a command of a script.
 *
 * Manifests are those of the root's own directory; lock files, and what a workspace says for its
 * members, are looked for up to the top of the tree.
 *
 * Ownership: deps_init() and deps_fini(); all texts are lent by the deps.
 * Errors: a file that cannot be understood is said to `warn` and passed over.
 * Limits: DEPS_MANIFEST and DEPS_LOCK bytes a file, DEPS_MAX names of DEPS_NAME
 * bytes, DEPS_LOOKUPS names of Gradle that stand for others.
 */
#ifndef DETECT_DEPS_H
#define DETECT_DEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"

struct json;
struct parsed;

#define DEPS_MANIFEST ((size_t)1024 * 1024)
#define DEPS_LOCK ((size_t)16 * 1024 * 1024)
#define DEPS_MAX 20000
#define DEPS_NAME 1000 /* bytes; a longer one is no dependency */
#define DEPS_LOOKUPS 4000

typedef enum status deps_parse(const char *text, size_t n, struct json **out, struct err *err);

struct dep {
	const char *name, *constraint; /* "" */
	const char *file;	       /* path below the tree */
	const char *text;	       /* stands in the line that says so */
	bool bare;		       /* a constraint that is a version alone leaves no choice */
};

struct deps {
	const char *tree, *root;     /* root: path below the tree, "" is its top */
	const struct strings *files; /* of the root, paths below the tree */
	VEC_OF(struct dep) list;
	struct map locked; /* name, and "name@constraint" where a lock file tells them apart */
	struct strings versions;
	const char *manager;   /* that a manifest names; "" */
	const char *modules;   /* "" */
	struct json *catalog;  /* of Gradle, once it was read */
	struct parsed *parsed; /* shared with the other roots */
	unsigned lookups;      /* of variables and of names in the catalog so far */
	struct arena arena;
	void (*warn)(void *arg, const char *text);
	void *arg;
};

void deps_init(struct deps *d, const char *tree, const char *root, const struct strings *files,
    struct parsed *parsed);
void deps_fini(struct deps *d);

/* All manifests and lock files of the root. */
void deps_collect(struct deps *d);

void deps_add(struct deps *d, const char *ecosystem, const char *name, const char *constraint,
    const char *file);
/* The same where the line that says so has another text than the name. */
void deps_add_as(struct deps *d, const char *ecosystem, const char *name, const char *constraint,
    const char *file, const char *text);
void deps_lock(struct deps *d, const char *ecosystem, const char *name, const char *version);

/* The version of a dependency by lock file, or by a constraint that allows but one; else "". */
const char *deps_version(struct deps *d, const struct dep *dep);
const char *deps_locked(const struct deps *d, const char *name); /* "" */

/* dir/name, lent; the name alone where dir is "". */
const char *deps_path(struct deps *d, const char *dir, const char *name);

/* The directory nearest to the root, from itself upwards, that has a file of this name; NULL. */
const char *deps_up(struct deps *d, const char *name);
/* The next one above a directory, or NULL. */
const char *deps_above(struct deps *d, const char *dir);

bool deps_text(const struct deps *d, const char *path, size_t max, struct buf *out);
struct json *deps_json(const struct deps *d, const char *path, size_t max); /* NULL */
struct json *deps_toml(const struct deps *d, const char *path);
/* A file that several roots read, such as a lock file: lent until the next is asked for; NULL. */
const struct json *deps_shared(struct deps *d, const char *path, deps_parse *parse);
void deps_warn(const struct deps *d, const char *path, const struct err *err);

/* The readers. */
void deps_node(struct deps *d);
void deps_node_locks(struct deps *d);
void deps_node_manager(struct deps *d, const struct json *manifest); /* the first one counts */
void deps_python(struct deps *d);
void deps_python_locks(struct deps *d);
void deps_python_name(const char *s, size_t n, struct buf *out);
void deps_rust(struct deps *d);
void deps_go(struct deps *d);
void deps_ruby(struct deps *d);
void deps_maven(struct deps *d);
void deps_gradle(struct deps *d);
void deps_gradle_catalog(struct deps *d, const char *alias, const char *path);
void deps_native(struct deps *d);
void deps_php(struct deps *d);

#endif
