/*
 * generate_skeleton - how a pending test looks in a framework: share/skeletons/FRAMEWORK.yaml.
 *
 *	language: python
 *	files: ["test_*.py", "*_test.py"]	patterns of test files, the usual one first
 *	words: snake				how a file joins words (snake kebab camel pascal)
 *	name: snake				the same for the test's name; "title" for a sentence
 *	prefix: test_				of the name
 *	pending: pytest.mark.skip		what keeps the runner from running it
 *	code: |					the file
 *	grouped: |				the same where the nearest test is in a class or
 *block instead: {junit4: org.junit.Test}	another skeleton when the nearest test imports that
 *	place: {src: tests}			another directory in place of one called so
 *	note: ...				what a person must do besides
 *	written: test_				a model's test has this in place of the prefix
 *	instructions: ...			what a model is told of the framework
 *	alone: true				no word of what the product is made with
 *
 * In code, {{name}} stands for a value.  Values that are text from outside need an escape,
 * {{why|double}} (generate_escape.h); a template without one is refused, so that no template can
 *forget it. A value of several lines repeats what stands before it on its line; a line whose values
 *are all empty is left out.
 *
 * Ownership: skeleton_read() gives, skeleton_free() ends.  Values are lent.
 * Errors: ST_CONFIG with the file and the line of the code.
 */
#ifndef PHASE_GENERATE_SKELETON_H
#define PHASE_GENERATE_SKELETON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "phase/generate_names.h"

struct json;
struct share;

struct skeleton {
	struct json *tree;
	char framework[64];
	const char *language, *prefix, *pending, *code, *grouped, *note;
	struct strings files;
	enum name_style words, name; /* name NAME_STYLES: a sentence */
};

/* ST_NO when there is no skeleton for the framework. */
enum status skeleton_read(
    const struct share *share, const char *framework, struct skeleton *out, struct err *err);
/* The tree of the file, but never of an untrusted project's. */
enum status skeleton_read_trusted(
    const struct share *share, const char *framework, struct json **tree);
enum status skeleton_build(
    struct json *tree, const char *framework, struct skeleton *out, struct err *err);
void skeleton_free(struct skeleton *skeleton);

/* The framework to use in place of this one, given what the nearest test imports; or NULL. */
const char *skeleton_instead(const struct skeleton *skeleton, const struct json *imports);

/* The directory (with its '/') to use in place of one; appended. */
void skeleton_place(const struct skeleton *skeleton, const char *dir, struct buf *out);

struct skeleton_value {
	const char *name, *text;
	bool safe; /* made by us: letters, digits, '_' and '.' */
};

enum status skeleton_fill(const char *code, const struct skeleton_value *values, size_t n,
    struct buf *out, struct err *err);

#endif
