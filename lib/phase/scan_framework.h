/*
 * scan_framework - what a test framework's cases look like, read from share/frameworks/NAME.yaml.
 *
 * The keys are described in rsg-scan(1).  Patterns are Perl-compatible, matched line by line (`^`
 * and `$` are those of lines) on the code with comments and strings blanked.
 *
 * Ownership: frameworks_load() gives, frameworks_free() ends.
 * Errors: ST_CONFIG with the file and the key.
 * Limits: 64 rules a framework; a framework's patterns are compiled when it is first needed.
 */
#ifndef PHASE_SCAN_FRAMEWORK_H
#define PHASE_SCAN_FRAMEWORK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "base/ignore.h"
#include "base/vec.h"
#include "io/regex.h"
#include "text/source.h"

struct json;
struct share;

struct pattern {
	const char *text; /* NULL: there is none */
	struct regex *regex;
	int name, klass, title, value, bases; /* groups, or -1 */
};

enum registered {
	REGISTERED_NO,	  /* a case by its form */
	REGISTERED_KNOWN, /* where the file registers any, only those it registers */
	REGISTERED_ONLY	  /* only those it registers */
};

struct rule { /* finds containers or cases */
	struct pattern pattern, requires, rejects, ends;
	struct pattern holds, says; /* in the code, in a comment of the block */
	struct pattern around;	    /* in the header of the container around */
	enum source_block block;
	bool abstract, spreads; /* of a class, see rsg-scan(1) */
	bool absent;		/* no case, and none is inherited under this name */
	bool container, hides, outer, chained, nests, inside;
	bool name_from_body; /* `it { ... }` */
	enum registered registered;
	struct strings tags;
};

enum place { PLACE_HEADER, PLACE_BODY, PLACE_COMMENT, PLACE_NAME };

enum count {
	COUNT_LIST,    /* elements of a bracket group behind the match */
	COUNT_MATCHES, /* the matches themselves */
	COUNT_ROWS,    /* lines of the string at or behind the match, its header not */
	COUNT_UNKNOWN  /* parametrised, nobody can say how often */
};

struct search { /* finds tags, requirements, parameters */
	struct pattern pattern, condition;
	enum place place;
	enum count count;
	int group; /* which bracket group, from 1 */
};

enum reach { ABOVE_NO, ABOVE_MODULE, ABOVE_PACKAGE }; /* how classes of other files are named */

enum reader { READER_PATTERNS, READER_GHERKIN, READER_FILE };

struct framework {
	char *name, *path;
	struct json *tree, *expanded; /* the latter with the words put into the patterns */
	const char *title, *id_form, *name_form, *class_form, *spaces, *decorators;
	const struct source_language *language;
	enum reader reader;
	enum reach above;
	double priority;
	bool body_is_text;    /* the last string of a case is code (shell) */
	bool title_from_path; /* the names around it belong to the sentence */
	bool ready;
	struct ignore files, within; /* within: in one of these directories, where any is named */
	struct ignore heirs;	     /* files that need no marker: all cases may be inherited */
	struct strings markers, without;
	struct pattern module, strip, under, lists;
	VEC_OF(struct rule) rules;
	VEC_OF(struct search) parameters, tags, requirements;
	VEC_OF(struct pattern) assertions, imports, registers, shares;
};

struct frameworks {
	VEC_OF(struct framework *) list; /* highest priority first */
	struct json *common;		 /* share/scan.yaml */
	VEC_OF(struct search) requirements;
	struct ignore vendored;
};

enum status frameworks_load(const struct share *share, struct frameworks *out, struct err *err);
void frameworks_free(struct frameworks *frameworks);

void framework_free(struct framework *framework); /* NULL is fine */

/* The same framework with another tree, which is taken. */
enum status framework_variant(
    const struct framework *base, struct json *tree, struct framework **out, struct err *err);

/* Compile the patterns of a framework, once. */
enum status framework_prepare(struct framework *framework, struct err *err);

/* scan_framework_read.c: the keys of a file, once f->tree is there. */
enum status framework_read(struct framework *f, struct err *err);
enum status framework_read_search(struct framework *f, const char *key, const struct json *j,
    struct search *out, struct err *err);
enum status framework_bad(
    const struct framework *f, const char *key, const char *why, struct err *err);
void framework_strings(const struct json *list, struct strings *out);

#endif
