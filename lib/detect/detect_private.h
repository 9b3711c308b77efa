/* detect_private - between the files of detect. */
#ifndef DETECT_DETECT_PRIVATE_H
#define DETECT_DETECT_PRIVATE_H

#include "base/map.h"
#include "base/vec.h"
#include "detect/deps.h"
#include "detect/detect.h"
#include "detect/parsed.h"

struct schema;
struct schema_set;

struct known { /* a file of share/frameworks with the key `detect` */
	char *name;
	struct json *tree;
};

struct rules {
	const struct share *share;
	VEC_OF(struct known) frameworks;
	struct json *common; /* share/detect.yaml */
	struct schema_set *schemas;
	const struct schema *framework, *runner; /* of schemas/detection.schema.json */
};

struct tree {
	const char *dir;
	struct strings files;  /* paths below it, sorted */
	struct map paths;      /* the same */
	struct strings roots;  /* "" is the top */
	VEC_OF(size_t) owners; /* of each file, its root */
	struct parsed parsed;
	detect_warn *warn;
	void *arg;
};

struct root {
	const struct rules *rules;
	const struct tree *tree;
	const char *path;     /* "" is the top */
	struct strings files; /* its own, paths below the tree */
	struct deps deps;
	struct json *frameworks; /* array, the surest first */
};

enum status rules_load(const struct share *share, struct rules *out, struct err *err);
void rules_fini(struct rules *rules);

/* detect_tree.c */
enum status tree_read(const struct rules *rules, struct tree *tree, struct err *err);
void tree_fini(struct tree *tree);
void tree_files(const struct tree *tree, size_t root, struct strings *out);

/* detect_match.c: the frameworks of a root, each with its evidence. */
enum status match_frameworks(struct root *root, struct err *err);
/* Is one of the names (patterns) among the dependencies? */
bool match_dependency(const struct root *root, const struct json *names);
/* The first file of the root that a pattern fits, or NULL. */
const char *match_file(const struct root *root, const struct json *pattern);
/* A source that a rule's pattern is in; line is set.  NULL. */
enum status match_source(const struct root *root, const struct json *rule, const char **file,
    int *line, struct err *err);

/* detect_root.c */
enum status root_describe(struct root *root, struct json **out, struct err *err);

/* detect_runner.c: of each test framework whose commands are known, never those of a project that
   is not trusted. */
enum status root_runners(struct root *root, struct json *out, struct err *err);

#endif
