/*
 * impact - a change read: its files, what they are, the symbols and words of what changed.
 *
 * Two steps, as with stories: impact_open() makes the `change` member of the run document of a
 * diff, or of a list of paths; phase_impact() makes the output of the phase from it.
 *
 * Secrets are taken out before anything is counted: neither words nor strings nor headings have
 * them.  Nothing that a diff names is opened outside of root, and no link is followed.
 *
 * Ownership: impact_open() gives, impact_close() ends.
 * Errors: ST_DATA for a diff that is none or has a hunk of a wrong length, with its line.
 */
#ifndef PHASE_IMPACT_H
#define PHASE_IMPACT_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"
#include "phase/phase.h"

struct impact_git;
struct json;
struct redactor;
struct share;
struct store;

enum impact_form { IMPACT_DIFF, IMPACT_PATHS };
enum impact_symbols { IMPACT_CTAGS, IMPACT_PATTERNS, IMPACT_HEADINGS }; /* the best that may be */

struct impact_options {
	enum impact_form form;
	const char *text; /* the diff, or paths, one a line or ended by NUL */
	size_t n;
	const char *source;	      /* where it comes from */
	const struct impact_git *git; /* where git was asked, else NULL */
	const char *root;	      /* of the work tree; NULL: none is looked into */
	enum impact_symbols symbols;
	struct store *store; /* whose corpus knows the files of tests; NULL: none does */
	const char *corpus;
	const struct share *share;
	struct redactor *redactor;
	const volatile sig_atomic_t *cancel; /* NULL: nothing comes */
};

struct impact {
	struct json *change; /* impact_close() frees it unless it was taken */
	struct json *warnings, *missing, *wide;
};

enum status impact_open(const struct impact_options *options, struct impact **out, struct err *err);
void impact_close(struct impact *impact); /* NULL is fine */

/* Is it a run document, and no diff? */
bool impact_is_document(const char *text, size_t n);

/* args: the struct impact. */
enum status phase_impact(
    struct phase_env *env, const void *args, struct json **output, struct err *err);

#endif
