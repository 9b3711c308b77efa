/*
 * patch - what a diff says: files, hunks, and the words of its lines.
 *
 * Read are unified diffs as git, GNU diff, Subversion and Mercurial write them, with CRLF too,
 * between any other text (mails, logs) and any number of them one behind another: a file that
 * several of them change is one file, with the hunks of all.  Nothing is opened: paths are data.
 *
 * Words are runs of letters and digits of any script and '_', of at most PATCH_WORD bytes; longer
 * ones are nobody's names.  They are counted in added, removed and context lines; the words of a
 * heading (behind the second @@) once a hunk.  Strings are texts of 3 to 80 characters without
 * their quotes, on added and removed lines.
 *
 * Of a combined diff (a merge) only the file is told.
 *
 * Ownership: patch_init() and patch_fini(); the text is lent for patch_read().
 * Errors: ST_DATA with the line of the diff, for a hunk that is not as long as it says.
 * Limits: as below; what is beyond is left out and marks the file as cut, or adds to left_out.
 * Time is linear in the text; nothing but what is told of it is kept.
 * Source: git-diff(1), the formats of POSIX diff -u.
 */
#ifndef TEXT_PATCH_H
#define TEXT_PATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/vec.h"

#define PATCH_FILES 50000
#define PATCH_HUNKS 100000 /* of all files */
#define PATCH_WORD 200	   /* bytes */
#define PATCH_WORDS 20000  /* different ones of a file and side */
#define PATCH_COUNTS 400000
#define PATCH_STRINGS 2000
#define PATCH_ALL_STRINGS 50000
#define PATCH_PATH 4096

enum patch_status {
	PATCH_MODIFIED,
	PATCH_ADDED,
	PATCH_DELETED,
	PATCH_RENAMED,
	PATCH_COPIED,
	PATCH_MODE
};

enum patch_side { PATCH_SIDE_ADDED, PATCH_SIDE_REMOVED, PATCH_SIDE_CONTEXT, PATCH_SIDE_HEADINGS };
#define PATCH_SIDES 4

struct patch_hunk {
	size_t old_start, old_lines, new_start, new_lines;
	size_t from, to;     /* its lines, as bytes of the diff */
	const char *heading; /* of at most PATCH_WORD bytes */
};

struct patch_count {
	uint32_t word; /* of patch.words */
	uint32_t count;
};

struct patch_file {
	const char *path, *old_path; /* old_path: of what was renamed or copied; else NULL */
	const char *old_mode, *new_mode, *old_blob, *new_blob; /* NULL when not said */
	enum patch_status status;
	bool binary, combined, cut;
	size_t line; /* of the diff, from 1 */
	size_t added, removed;
	VEC_OF(struct patch_hunk) hunks;
	VEC_OF(struct patch_count) counts[PATCH_SIDES]; /* in the order of the diff */
	VEC_OF(uint32_t) strings;			/* of patch.strings */
	size_t next; /* while reading: the next of the same path, or 0 */
};

struct patch_mark { /* where a word stands in the counts of the last file that has it */
	uint32_t file, place;
};

struct patch_marks {
	struct patch_mark *at;
	size_t len, cap;
};

struct patch {
	VEC_OF(struct patch_file) files; /* in the order of the diff */
	struct map words, strings;
	size_t left_out; /* files beyond PATCH_FILES */
	/* What the reader needs: */
	struct arena arena;
	struct patch_marks marks[PATCH_SIDES], string_marks;
	size_t hunks, counts, strings_listed;
};

void patch_init(struct patch *patch);
void patch_fini(struct patch *patch);

/*
 * words is the text as it is to be counted, byte by byte at the same place: PATCH_HIDDEN stands for
 * what nobody may see; a string with one is left out.  It may be text itself.
 */
#define PATCH_HIDDEN '\x01'
enum status patch_read(
    struct patch *patch, const char *text, const char *words, size_t n, struct err *err);

/* A path of a list of changed files, as bytes; patch_end_paths() when all are there. */
void patch_add_path(struct patch *patch, const char *path, size_t n);
void patch_end_paths(struct patch *patch);

/* The next line of a hunk (struct patch_hunk): its kind (' ', '+', '-') and its text without the
   end of line.  *at starts at hunk->from; false at the end. */
bool patch_line(const struct patch_hunk *hunk, const char *text, size_t *at, char *kind,
    const char **line, size_t *n);

extern const char *const patch_status_names[];

#endif
