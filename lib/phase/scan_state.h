/* scan_state - what the files of the scan module share. */
#ifndef PHASE_SCAN_STATE_H
#define PHASE_SCAN_STATE_H

#include "base/map.h"
#include "phase/scan.h"
#include "phase/scan_framework.h"
#include "phase/scan_record.h"

struct gherkin_words;
struct junit;

struct scan {
	const struct scan_options *options;
	const struct share *share;
	struct frameworks frameworks;
	struct gherkin_words *gherkin; /* NULL until a feature file comes */
	struct junit *junit;	       /* NULL: no report was given */
	struct map ids;		       /* id -> times seen */
	struct record record;
	struct buf text, repaired;
	struct source body;
	struct scan_check *check;
	/* of the file being read */
	const char *path;
	struct buf *out;
	size_t found;
};

void scan_warn(const struct scan *scan, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Make the record's id unique, attach what reports say, print it. */
void scan_emit(struct scan *scan, struct record *r);

/* The scenarios of a feature file.  scan_gherkin.c */
enum status scan_gherkin(
    struct scan *scan, const struct framework *framework, const struct buf *text, struct err *err);

/* scan_junit.c */
void junit_free(struct junit *junit);
void junit_attach(const struct junit *junit, struct record *r);

#endif
