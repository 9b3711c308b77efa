/*
 * scan_manual - a manual test case, whatever it was exported from.
 *
 * Ownership: manual_init() and manual_fini(); manual_clear() empties it for the next case.
 * Limits: an export up to 64 MiB.
 */
#ifndef PHASE_SCAN_MANUAL_H
#define PHASE_SCAN_MANUAL_H

#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "phase/scan_record.h"

struct scan;

enum manual_field {
	MANUAL_ID,
	MANUAL_TITLE,
	MANUAL_SECTION,
	MANUAL_STEPS,
	MANUAL_DATA,
	MANUAL_EXPECTED,
	MANUAL_PRECONDITIONS,
	MANUAL_DESCRIPTION,
	MANUAL_TAGS,
	MANUAL_REQUIREMENTS,
	MANUAL_FIELDS
};

extern const char *const manual_fields[]; /* "id", "title" ...; NULL behind the last */

struct manual {
	struct buf fields[MANUAL_FIELDS]; /* lines; what comes later is appended */
	int line, end_line;		  /* 0: not known */
};

void manual_init(struct manual *m);
void manual_fini(struct manual *m);
void manual_clear(struct manual *m);
void manual_add(struct manual *m, enum manual_field field, const char *s);

/* Print the case, if it has a title or id; it is cleared. */
void manual_emit(struct scan *scan, struct manual *m, const char *format);

/* scan_manual_csv.c, scan_manual_xml.c, scan_manual_json.c: all cases of a text. */
enum status manual_csv(struct scan *scan, const char *s, size_t n, const char *format,
    const char *map, struct err *err);
enum status manual_xml(
    struct scan *scan, const char *s, size_t n, const char *format, struct err *err);
enum status manual_json(
    struct scan *scan, const char *s, size_t n, const char *format, struct err *err);

#endif
