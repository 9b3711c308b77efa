/*
 * scan - the test cases below some paths, as lines of JSON.
 *
 * Ownership: scan_open() gives, scan_close() ends.  The share is lent until then.
 * Errors: an unusable framework file is ST_CONFIG, a path that cannot be read ST_NOINPUT.  What
 * cannot be read below a path goes to `warn` and is passed over.
 * Limits: files up to 2 MiB.
 */
#ifndef PHASE_SCAN_H
#define PHASE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

struct json;
struct scan;
struct share;

struct scan_options {
	struct strings frameworks;   /* only these; none given: all */
	const struct strings *files; /* patterns as in .gitignore of files that are tests in any
					case; may be NULL */
	bool no_ignore;
	void (*warn)(void *arg, const char *text); /* may be NULL */
	void *arg;
};

enum status scan_open(const struct share *share, const struct scan_options *options,
    struct scan **out, struct err *err);
void scan_close(struct scan *scan);

/* Properties of a JUnit report go to the cases that are scanned after this. */
enum status scan_junit(struct scan *scan, const char *path, struct err *err);

/* Append the records of all cases at or below path, sorted by file and line.  Those of abstract
   classes stay until scan_rest(), which knows whether they run in others; out is the same. */
enum status scan_path(struct scan *scan, const char *path, struct buf *out, struct err *err);

/*
 * Files that are tests in any case, one path a line, or ended by NUL where there is one: a file in
 * which no case is found is one case (framework "file").  They come where a scan_path() meets them;
 * scan_rest(), to be called after the last path, appends the others, sorted.
 */
enum status scan_files(
    struct scan *scan, const char *list, size_t n, const char *name, struct err *err);
enum status scan_rest(struct scan *scan, struct buf *out, struct err *err);

/* Would a file of this path be looked at?  Cheap: its text is not asked for. */
bool scan_wants(const struct scan *scan, const char *path);

/* As scan_path(), for one file that is in memory. */
enum status scan_bytes(struct scan *scan, const char *path, const char *bytes, size_t n,
    struct buf *out, struct err *err);

/* The records of one file in memory, with a scan of its own: for a program whose phase must know
   which tests a text holds. */
enum status scan_once(const struct share *share, const char *path, const char *bytes, size_t n,
    struct buf *out, struct err *err);

/* To be called last: ST_BUG when a record does not fit its schema. */
enum status scan_finish(struct scan *scan, struct err *err);

/* What is known of each framework: an array of {name, title, language, files}. */
struct json *scan_frameworks(const struct scan *scan);

struct scan_manual_options {
	const char *format; /* "auto", "csv", "testrail", "xray" */
	const char *map;    /* "id=ID,title=Purpose"; NULL: by the usual names */
};

/* Append the records of an export of manual cases.  scan_manual.c */
enum status scan_manual(struct scan *scan, const char *path,
    const struct scan_manual_options *options, struct buf *out, struct err *err);

#endif
