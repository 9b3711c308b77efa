/*
 * scan_setting - what a project's own configuration of a runner says about its tests.
 *
 * A framework's `settings` name files (pytest.ini, package.json), a pattern for a value in them,
 * and what it sets: the patterns of the test files, the directories they are in, a word of the
 * framework's patterns.  Below the directory of such a file a variant of the framework takes the
 * place of the framework.  The files are searched, never run.
 *
 * Ownership: scan_settings_init() and scan_settings_fini(); variants live until then.
 * Errors: ST_CONFIG for a framework file that cannot be used; a configuration file that cannot be
 * read says nothing.
 * Limits: a configuration file up to 1 MiB, 256 values, 64 patterns from the braces of one.
 */
#ifndef PHASE_SCAN_SETTING_H
#define PHASE_SCAN_SETTING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/map.h"
#include "base/vec.h"

struct framework;
struct frameworks;
struct source_language;

struct scope {
	char *dir; /* "" or with its '/' */
	const struct framework *base;
	struct framework *variant;
};

struct settings {
	const struct frameworks *all;
	struct map names; /* of configuration files */
	VEC_OF(const struct source_language *) languages;
	VEC_OF(struct scope) scopes;
};

void scan_settings_init(struct settings *settings, const struct frameworks *all);
void scan_settings_fini(struct settings *settings);

/* May a walk need the file: as configuration, or because configuration may make it a test? */
bool scan_settings_want(const struct settings *settings, const char *path);

/* Learn from the configuration files among the paths, and those above the first operand `path`. */
enum status scan_settings_read(
    struct settings *settings, const char *path, const struct strings *files, struct err *err);

/* The framework for a file and the file's path as that sees it. */
struct framework *scan_settings_apply(
    const struct settings *settings, struct framework *framework, const char **path);

/* scan_glob.c: the plain patterns that one with {a,b}, ?(a|b), +(a|b), @(a|b) stands for. */
void scan_glob_expand(const char *glob, struct strings *out);

#endif
