/*
 * hook - git hooks of ours in a repository, beside those of others.
 *
 * What is installed is a script of share/hooks with one line more, the marker: that it is ours, of
 * which version, and the SHA-256 of the script.  So a file is ours as it was, ours and edited, or
 * somebody else's.  Somebody else's is never written over nor removed: it is refused, or renamed to
 * NAME.rsg-before, which the script runs first, and renamed back in the end.
 *
 * Ownership: hook_place_open() fills what hook_place_fini() ends, hook_look() what hook_fini()
 * does; hook_set_fini() ends a hook_set whatever hook_set_open() said.
 *
 * Errors: ST_NOINPUT where there is no repository, ST_UNAVAILABLE without git, ST_REFUSED for what
 * is not done to somebody's hook.
 */
#ifndef CLI_HOOK_H
#define CLI_HOOK_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

#define HOOK_VERSION 32

struct json;
struct share;

struct hook_place {
	char *dir;    /* where git looks for hooks; it need not be there */
	bool outside; /* it is not within the repository */
};

enum status hook_place_open(struct hook_place *out, struct err *err);
void hook_place_fini(struct hook_place *place);

enum hook_state {
	HOOK_ABSENT,
	HOOK_INSTALLED,
	HOOK_OUTDATED, /* as it was installed, but another script by now */
	HOOK_DISABLED, /* not executable: git passes it over */
	HOOK_EDITED,
	HOOK_OTHER, /* not ours */
};

struct hook {
	const char *name; /* the caller's */
	char *path, *before;
	enum hook_state state;
	bool kept;		     /* there is a hook of before */
	const char *manager, *entry; /* who keeps a hook that is not ours, and where; NULL */
	char version[HOOK_VERSION];  /* of ours */
	struct buf wanted;	     /* what is installed */
	const char *did;	     /* what was done, or would be */
};

enum status hook_look(const struct hook_place *place, const struct share *share, const char *name,
    struct hook *out, struct err *err);
void hook_fini(struct hook *hook);
const char *hook_state_name(enum hook_state state);

/* May it be done?  These two change nothing and set hook->did. */
enum status hook_may_install(
    const struct hook_place *place, struct hook *hook, bool chain, bool force, struct err *err);
enum status hook_may_remove(struct hook *hook, bool force, struct err *err);

/* Do what may be done. */
enum status hook_install(const struct hook_place *place, struct hook *hook, struct err *err);
enum status hook_remove(struct hook *hook, struct err *err);

/* hook_mark.c: the marker goes into a script; what a file says of itself. */
void hook_mark(const char *name, const struct buf *script, struct buf *out);
enum hook_state hook_judge(
    const char *name, const struct buf *text, const struct buf *wanted, char version[HOOK_VERSION]);

struct json *hook_json(const struct hook *hook);

/* hook_set.c: the hooks of these names, or all that there are scripts for.  Scripts are the user's
   or the installed ones, never a project's. */
struct hook_set {
	struct share *share;
	struct strings names;
	struct hook_place place;
	VEC_OF(struct hook) hooks;
};

enum status hook_set_open(struct hook_set *out, char *const *names, int n, struct err *err);
void hook_set_fini(struct hook_set *set);

/* Becomes the script of a hook: its name, and its arguments.  Returns only when it cannot. */
enum status hook_exec(char *const *words, int n, struct err *err);

#endif
