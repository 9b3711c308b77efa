/* scan_state - what the files of the scan module share. */
#ifndef PHASE_SCAN_STATE_H
#define PHASE_SCAN_STATE_H

#include "base/ignore.h"
#include "base/map.h"
#include "phase/scan.h"
#include "phase/scan_framework.h"
#include "phase/scan_record.h"
#include "phase/scan_setting.h"

struct above;
struct err;
struct gherkin_words;
struct item;
struct items;
struct junit;

struct doubt {		 /* a case of an abstract class, which may run elsewhere alone */
	size_t from, to; /* its record */
	char *path, *class;
};

struct scan {
	const struct scan_options *options;
	const struct share *share;
	struct frameworks frameworks;
	struct settings settings;
	struct gherkin_words *gherkin; /* NULL until a feature file comes */
	struct junit *junit;	       /* NULL: no report was given */
	struct map ids;		       /* id -> times seen */
	struct map given;	       /* path of scan_files() -> 1 once it was scanned */
	struct ignore given_globs;     /* scan_options.files */
	struct record record;
	struct buf text, repaired;
	struct source body;
	struct scan_check *check;
	struct above *above; /* NULL until paths are scanned */
	VEC_OF(struct doubt) doubts;
	/* of the file being read */
	const char *path;
	struct buf *out;
	size_t found;
};

void scan_warn(const struct scan *scan, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

bool scan_has_case(const struct items *items);

/* Make the record's id unique, attach what reports say, print it. */
void scan_emit(struct scan *scan, struct record *r);

/* scan_doubt.c: drop the records of abstract classes that have heirs in other files. */
void scan_doubt(struct scan *scan, const struct items *items, const struct item *item, size_t from);
void scan_settle(struct scan *scan, struct buf *out);
void scan_doubts_fini(struct scan *scan);

/* The records of a file's items. */
enum status scan_emit_items(struct scan *scan, const struct framework *f, struct source *source,
    struct items *items, struct err *err);

/* scan_text.c: what the bytes say before a framework looks at them. */
bool scan_holds_any(const struct buf *text, size_t n, const struct strings *words, bool otherwise);
bool scan_is_minified(const struct buf *text);
const struct buf *scan_valid_text(struct scan *scan); /* of scan->text, lent */

/* scan_given.c: files that are tests because somebody says so. */
void scan_given_init(struct scan *scan);
void scan_given_fini(struct scan *scan);
bool scan_is_given(const struct scan *scan, const char *path);
bool scan_take_given(struct scan *scan, const char *path);    /* the same, and it is done with */
void scan_left(const struct scan *scan, struct strings *out); /* not done with, sorted */
void scan_whole_item(const struct source *source, struct items *items);
enum status scan_whole(struct scan *scan, const struct buf *text, struct err *err);

/* The scenarios of a feature file.  scan_gherkin.c */
enum status scan_gherkin(
    struct scan *scan, const struct framework *framework, const struct buf *text, struct err *err);

/* scan_junit.c */
void junit_free(struct junit *junit);
void junit_attach(const struct junit *junit, struct record *r);

#endif
