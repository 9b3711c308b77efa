/*
 * results_match - which test of a corpus is a case of a report?
 *
 * Everything is compared as words: a run of letters, digits and _, everything else divides.  The
 * path of a test within its file ("TestCart::test_vat", "cart > adds an item") must be the end of
 * what the report says (class or suites, then name), and what the report says before that must be
 * the end of the file's path, or nothing that a runner of that framework would say.  Parameters
 * ("[1-2]", "(int)", "/case") are left out where the name with them is no test; a test whose name
 * has places to fill ("%s", "$x", "<x>", "${x}") answers to what they are filled with.  Of several
 * the one that explains most words is taken.  A file in the report must be the test's.
 *
 * Ownership: a matcher copies what it is given; results_matcher_free() ends it.
 */
#ifndef TEXT_RESULTS_MATCH_H
#define TEXT_RESULTS_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "text/results.h"

struct results_matcher;

struct results_test { /* as its record says; texts may be NULL but id and file */
	const char *id, *file, *framework;
	int line, end_line; /* 0: not known */
};

struct results_matcher *results_matcher_new(void);
void results_matcher_free(struct results_matcher *matcher);
void results_matcher_add(struct results_matcher *matcher, const struct results_test *test);

/* How many tests answer: 1 with *index (in order of adding), 0 none, more: ambiguous. */
size_t results_match(struct results_matcher *matcher, const struct results_case *c, size_t *index);

/* What a report says of one test, or of one name that none or several tests answer to. */
struct results_line_of {
	size_t test;	  /* index; SIZE_MAX: unknown */
	const char *name; /* of the worst instance; lent by the sum */
	const char *message;
	enum results_status status; /* the worst; skipped and the like only where no instance ran */
	int64_t duration_ms;	    /* of all instances; -1 */
	unsigned instances, attempts;
	bool flaky, ambiguous;
};

struct results_sum {
	VEC_OF(struct results_line_of) lines;
	size_t matched, unknown, ambiguous; /* cases */
	struct arena arena;
};

/* matcher NULL: nothing is known.  found[i] is set for each case: its index, or SIZE_MAX. */
void results_sum(const struct results *results, struct results_matcher *matcher, size_t *found,
    struct results_sum *out);
void results_sum_fini(struct results_sum *sum);

/* "cart.test_vat", "cart > adds an item": class or suites, and name. */
void results_full_name(const struct results_case *c, struct buf *out);

#endif
