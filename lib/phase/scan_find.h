/*
 * scan_find - the containers and cases that a framework's patterns find in a source.
 *
 * Items come in text order with their extent and the item around them.  What a pattern finds in a
 * comment or string does not exist, what is inside something that hides (a helper, another case)
 * is dropped.
 *
 * Ownership: items_fini() ends what scan_find() filled; it borrows source and framework.
 * Errors: ST_DATA when a pattern takes too long on the file.
 * Limits: 64 levels; what is deeper is dropped.
 */
#ifndef PHASE_SCAN_FIND_H
#define PHASE_SCAN_FIND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "phase/scan_framework.h"
#include "text/source.h"

#define SCAN_LEVELS 64

struct above;
struct home;

struct item {
	const struct rule *rule;
	size_t top;		    /* with the comments directly above */
	size_t from, to;	    /* with decorators */
	size_t match;		    /* where the header itself starts */
	size_t header_end;	    /* behind it the body: arguments, block */
	size_t name_at;		    /* of the name in the text; (size_t)-1 when it has none there */
	char *name, *klass, *title; /* the last two are NULL unless the header names them */
	int parent;		    /* index, -1 for none */
	int level;
	size_t count; /* cases its own parameters make; 0: unknown */
	bool counted;
	char *bases;	   /* of a class: what its header says of those above it, or NULL */
	bool hidden;	   /* of a container: its cases are only there to be inherited */
	bool lent;	   /* no case of its own place, but one to inherit */
	bool inherited;	   /* behind all that are in text order */
	struct home *home; /* of the file it is inherited from; NULL: its own */
	size_t original;   /* its place there */
	bool shared;	   /* from a function that the container calls */
};

struct items {
	struct item *at;
	size_t len, cap;
};

enum status scan_find(
    struct source *source, const struct framework *framework, struct items *out, struct err *err);
void items_fini(struct items *items);

/* What a group that starts at `from` says: the content of the string, brace word or quoted name
   there, else the text itself, on one line. */
void scan_value(struct source *source, size_t from, size_t to, struct buf *out);

/* Give the containers that call a function its cases.  scan_share.c */
enum status scan_share(
    struct source *source, const struct framework *f, struct items *items, struct err *err);

/* Append the cases that classes have from others.  `above` may be NULL.  scan_inherit.c */
void scan_inherit(struct above *above, struct home *home);

/* Of a file that names the classes of its tests, no case of another class stays. */
enum status scan_keep_listed(
    struct source *source, const struct framework *f, struct items *items, struct err *err);

/* The names that a match gives to an item; for a call without one, that of its first argument. */
void scan_item_name(struct source *s, struct item *item, const struct regex_match *m);

/* The brackets of a call: with `chained`, f.each(table)(...) or f.each`table`(...), the last. */
size_t scan_call_open(struct source *s, const struct rule *rule, size_t at);

/* The shell word that starts with the string `span`, quotes resolved; where it ends. */
size_t scan_word(const struct source *source, const struct source_span *span, struct buf *out);

#endif
