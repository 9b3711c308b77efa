#include "text/patch.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/excerpt.h"
#include "text/patch_private.h"

#define NUMBER_MOST 1000000000

const char *const patch_status_names[] = { "modified", "added", "deleted", "renamed", "copied",
	"mode" };

void
patch_init(struct patch *patch)
{
	*patch = (struct patch){ 0 };
	map_init(&patch->words);
	map_init(&patch->strings);
	arena_init(&patch->arena);
}

void
patch_file_fini(struct patch_file *file)
{
	for (int i = 0; i < PATCH_SIDES; i++)
		vec_fini(&file->counts[i]);
	vec_fini(&file->hunks);
	vec_fini(&file->strings);
}

void
patch_fini(struct patch *patch)
{
	vec_each (struct patch_file *, file, &patch->files)
		patch_file_fini(file);
	for (int i = 0; i < PATCH_SIDES; i++)
		vec_fini(&patch->marks[i]);
	vec_fini(&patch->string_marks);
	vec_fini(&patch->files);
	map_fini(&patch->words);
	map_fini(&patch->strings);
	arena_fini(&patch->arena);
}

static bool
line_at(const char *text, size_t n, size_t at, struct patch_text *line, size_t *next)
{
	const char *end;

	if (at >= n)
		return false;
	end = memchr(text + at, '\n', n - at);
	line->s = text + at;
	line->n = end ? (size_t)(end - line->s) : n - at;
	*next = at + line->n + (end != NULL);
	if (line->n && line->s[line->n - 1] == '\r')
		line->n--;
	return true;
}

bool
patch_peek_line(const struct patch_reader *r, struct patch_text *line)
{
	size_t next;

	return line_at(r->text, r->n, r->next, line, &next);
}

bool
patch_next_line(struct patch_reader *r, struct patch_text *line)
{
	if (!line_at(r->text, r->n, r->next, line, &r->next))
		return false;
	r->line++;
	return true;
}

bool
patch_line(const struct patch_hunk *hunk, const char *text, size_t *at, char *kind,
    const char **line, size_t *n)
{
	struct patch_text got;

	while (line_at(text, hunk->to, *at, &got, at)) {
		if (got.n && *got.s == '\\')
			continue;
		*kind = got.n ? *got.s : ' ';
		*line = got.s + (got.n > 0);
		*n = got.n - (got.n > 0);
		return true;
	}
	return false;
}

/* Digits at *at; false when there are none, or too many. */
static bool
number(const struct patch_text *line, size_t *at, size_t *out)
{
	size_t from = *at;

	*out = 0;
	while (*at < line->n && line->s[*at] >= '0' && line->s[*at] <= '9') {
		*out = *out * 10 + (size_t)(line->s[(*at)++] - '0');
		if (*out > NUMBER_MOST)
			return false;
	}
	return *at > from;
}

/* "-12,3 ": a start and, unless it is 1, a length. */
static bool
range(const struct patch_text *line, size_t *at, char sign, size_t *start, size_t *lines)
{
	if (*at >= line->n || line->s[(*at)++] != sign || !number(line, at, start))
		return false;
	*lines = 1;
	if (*at < line->n && line->s[*at] == ',') {
		(*at)++;
		if (!number(line, at, lines))
			return false;
	}
	return *at < line->n && line->s[(*at)++] == ' ';
}

/* "@@ -1,2 +3,4 @@ heading"; *heading is where that starts. */
static bool
hunk_header(const struct patch_text *line, struct patch_hunk *out, size_t *heading)
{
	size_t at = 3;

	if (!patch_begins(line, "@@ -") ||
	    !range(line, &at, '-', &out->old_start, &out->old_lines) ||
	    !range(line, &at, '+', &out->new_start, &out->new_lines))
		return false;
	if (line->n - at < 2 || memcmp(line->s + at, "@@", 2) != 0)
		return false;
	at += 2;
	*heading = at + (at < line->n && line->s[at] == ' ');
	return true;
}

static const char *
keep_heading(struct patch_reader *r, const struct patch_text *text)
{
	const char *words = r->words + (text->s - r->text);
	size_t n = excerpt_cut(words, text->n, PATCH_WORD);
	struct buf out;
	const char *kept;

	buf_init(&out, BUF_TEXT);
	utf8_repair(&out, words, n);
	for (size_t i = 0; i < out.len; i++) {
		if (out.s[i] == PATCH_HIDDEN || out.s[i] == '\0')
			out.s[i] = ' ';
	}
	kept = arena_strndup(&r->patch->arena, out.s, out.len);
	buf_fini(&out);
	return kept;
}

static enum status
begin_hunk(struct patch_reader *r, const struct patch_text *line, struct err *err)
{
	struct patch_file *file = patch_current(r);
	struct patch_hunk hunk = { .from = r->next, .to = r->next };
	struct patch_text heading;
	size_t at;

	if (!hunk_header(line, &hunk, &at) || (file && file->combined))
		return ST_OK;
	if (file == NULL && !r->dropped)
		return err_set(err, ST_DATA,
		    "line %zu: this hunk is of no file: the lines that name it (---, +++) are "
		    "missing",
		    r->line);
	r->header = false;
	r->old_left = hunk.old_lines;
	r->new_left = hunk.new_lines;
	r->hunk_line = r->line;
	r->listed = false;
	if (file == NULL)
		return ST_OK;
	heading = patch_behind(line, at);
	patch_count_heading(r, r->file - 1, &heading);
	hunk.heading = keep_heading(r, &heading);
	r->listed = r->patch->hunks < PATCH_HUNKS;
	if (r->listed) {
		r->patch->hunks++;
		*vec_add(&file->hunks) = hunk;
	} else {
		file->cut = true;
	}
	return ST_OK;
}

static enum status
wrong_length(const struct patch_reader *r, const char *what, struct err *err)
{
	return err_set(err, ST_DATA,
	    "line %zu: the hunk of line %zu has %s lines than it says: was the diff cut or edited? "
	    "make it again",
	    r->line, r->hunk_line, what);
}

/* A line between the first and the last of a hunk. */
static enum status
hunk_line(struct patch_reader *r, const struct patch_text *line, struct err *err)
{
	struct patch_file *file = patch_current(r);
	char kind = line->n ? *line->s : ' ';
	struct patch_text text = patch_behind(line, line->n > 0);
	bool old = kind != '+', new = kind != '-';

	if (kind == '\\')
		return ST_OK;
	if (kind != ' ' && kind != '+' && kind != '-' && kind != '\t')
		return wrong_length(r, "fewer", err);
	if ((old && r->old_left == 0) || (new && r->new_left == 0))
		return wrong_length(r,
		    kind == '+'	  ? "more added"
		    : kind == '-' ? "more removed"
				  : "fewer",
		    err);
	r->old_left -= old;
	r->new_left -= new;
	r->behind = r->old_left == 0 && r->new_left == 0;
	if (file == NULL)
		return ST_OK;
	if (r->listed)
		vec_last(&file->hunks)->to = r->next;
	file->added += !old;
	file->removed += !new;
	patch_count_words(r, r->file - 1,
	    !old   ? PATCH_SIDE_ADDED
	    : !new ? PATCH_SIDE_REMOVED
		   : PATCH_SIDE_CONTEXT,
	    &text);
	if (!old || !new)
		patch_find_strings(r, r->file - 1, &text);
	return ST_OK;
}

/* Behind the last line of a hunk: is this another one, which the hunk's header did not count? */
static bool
is_too_much(const struct patch_text *line)
{
	if (line->n == 0 || strchr("+- ", *line->s) == NULL)
		return false;
	return !(line->n <= 3 && patch_begins(line, "--")); /* the signature of a mail */
}

static enum status
other_line(struct patch_reader *r, const struct patch_text *line, struct err *err)
{
	bool behind = r->behind;

	if (line->n && *line->s == '\\')
		return ST_OK;
	r->behind = false;
	if (patch_header_line(r, line))
		return ST_OK;
	if (behind && is_too_much(line))
		return wrong_length(r, "more", err);
	return begin_hunk(r, line, err);
}

enum status
patch_read(struct patch *patch, const char *text, const char *words, size_t n, struct err *err)
{
	struct patch_reader r = { .patch = patch, .text = text, .words = words, .n = n };
	struct patch_text line;
	enum status st = ST_OK;

	while (st == ST_OK && patch_next_line(&r, &line)) {
		if (r.old_left || r.new_left)
			st = hunk_line(&r, &line, err);
		else
			st = other_line(&r, &line, err);
	}
	if (st == ST_OK && (r.old_left || r.new_left)) {
		r.line++;
		st = wrong_length(&r, "fewer", err);
	}
	patch_finish_file(&r);
	if (st == ST_OK)
		patch_merge(patch);
	return st;
}

void
patch_add_path(struct patch *patch, const char *path, size_t n)
{
	struct patch_text text = { path, n };
	size_t line = patch->files.len + 1;
	char *name;

	if (n == 0)
		return;
	if (patch->files.len >= PATCH_FILES) {
		patch->left_out++;
		return;
	}
	name = patch_name(&text);
	*vec_add(&patch->files) =
	    (struct patch_file){ .path = arena_strdup(&patch->arena, name), .line = line };
	free(name);
}

void
patch_end_paths(struct patch *patch)
{
	patch_merge(patch);
}
