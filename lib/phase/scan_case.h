/*
 * scan_case - a case found in a source becomes a record.
 *
 * Ownership: a `scan_file` borrows all it points to; file_facts_fini() ends what it computes.
 * Errors: ST_DATA when a pattern takes too long.
 */
#ifndef PHASE_SCAN_CASE_H
#define PHASE_SCAN_CASE_H

#include <stddef.h>

#include "base/err.h"
#include "phase/scan_find.h"
#include "phase/scan_framework.h"
#include "phase/scan_record.h"

struct scan_file {
	const char *path; /* as shown */
	struct source *source;
	const struct framework *framework;
	const struct frameworks *all;
	struct items *items; /* their counts are filled in when asked for */
	struct text_list imports;
	struct buf module; /* package or module named in the file */
	struct buf scratch;
	struct source *body; /* of a test whose body is a string; lent, for its memory */
};

enum status scan_file_init(struct scan_file *file, struct err *err); /* the last two members */
void scan_file_fini(struct scan_file *file);

/* Bytes of a container's header or comment that are searched for each case in it. */
#define SCAN_OUTER ((size_t)4000)

/* Fill a cleared record from item number `index`, which is a case. */
enum status scan_case(struct scan_file *file, size_t index, struct record *r, struct err *err);

/* How many cases the item stands for; 0: nobody can say.  scan_count.c */
enum status scan_count(
    const struct scan_file *file, struct item *item, size_t *count, struct err *err);

/* Names of the case from the framework's forms.  scan_name.c */
void scan_names(const struct scan_file *file, const struct item *item, struct record *r);
void scan_sentence(const char *name, struct buf *out); /* "testVatRate" -> "vat rate" */

/* Requirement ids in a text: those that a search of `place` finds.  scan_link.c */
enum status scan_links(const struct scan_file *file, enum place place, const char *s, size_t n,
    struct text_list *out, struct err *err);
enum status scan_tags(
    const struct scan_file *file, const struct item *item, struct record *r, struct err *err);
enum status scan_outer_tags(
    const struct scan_file *file, const struct item *item, struct record *r, struct err *err);
bool scan_is_requirement(const char *s, size_t n); /* SHOP-12, AC-3.1, REQ-AUTH-7 */

#endif
