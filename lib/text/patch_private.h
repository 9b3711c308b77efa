/* patch_private - the parts of the patch reader. */
#ifndef TEXT_PATCH_PRIVATE_H
#define TEXT_PATCH_PRIVATE_H

#include "text/patch.h"

struct patch_reader {
	struct patch *patch;
	const char *text, *words;
	size_t n, next;		   /* where the next line starts */
	size_t line;		   /* number of the current one */
	size_t file;		   /* index + 1 of the current file; 0: none */
	bool header;		   /* git's header of the file goes on */
	bool named;		   /* ... and has told its name beyond doubt */
	bool dropped;		   /* the file is beyond PATCH_FILES */
	bool behind;		   /* the line before was the last of a hunk */
	size_t old_left, new_left; /* of the hunk that is read; both 0 when none is */
	size_t hunk_line;	   /* where it begins */
	bool listed;		   /* it is among the file's hunks */
	char *index;		   /* svn's "Index: NAME"; NULL */
};

/* A line without its newline and carriage return; s points into the text. */
struct patch_text {
	const char *s;
	size_t n;
};

void patch_file_fini(struct patch_file *file);
bool patch_next_line(struct patch_reader *r, struct patch_text *line);
bool patch_peek_line(const struct patch_reader *r, struct patch_text *line);
bool patch_begins(const struct patch_text *line, const char *prefix);
struct patch_text patch_behind(const struct patch_text *line, size_t n);
struct patch_file *patch_current(struct patch_reader *r); /* NULL: none, or beyond the limit */

/* patch_header.c: what stands above the hunks; false when the line is nothing of that. */
bool patch_header_line(struct patch_reader *r, const struct patch_text *line);
void patch_finish_file(struct patch_reader *r);

/* patch_name.c: names of files as diffs write them; what is given is free()d by the caller. */
char *patch_name(const struct patch_text *s); /* quoted or as it is, to the end */
/* "a/NAME b/NAME"; *same: it is one name, without prefixes. */
char *patch_git_name(const struct patch_text *s, bool *same);
/* The names of "---" and "+++" lines: timestamps are cut off; NULL for no file. */
char *patch_plain_name(const struct patch_text *s);
/* Take prefixes off the two (NULL: no file). */
void patch_strip(char **old, char **new);

/* patch_words.c: file is an index, text a part of r->text.  */
void patch_count_words(
    struct patch_reader *r, size_t file, enum patch_side side, const struct patch_text *text);
void patch_count_heading(struct patch_reader *r, size_t file, const struct patch_text *text);
void patch_find_strings(struct patch_reader *r, size_t file, const struct patch_text *text);
/* A new count is 0; NULL: there is no room, and the file is cut. */
struct patch_count *patch_count_of(
    struct patch *patch, size_t file, enum patch_side side, uint32_t word);
void patch_string_of(struct patch *patch, size_t file, uint32_t string);

/* patch_merge.c: sections of one path become one file. */
void patch_merge(struct patch *patch);

#endif
