#include <stdlib.h>
#include <string.h>

#include "text/patch_private.h"

#define BLOB_MOST 64 /* digits */
#define MODE_DIGITS 6
#define SPLITS_TRIED 16

bool
patch_begins(const struct patch_text *line, const char *prefix)
{
	size_t n = strlen(prefix);

	return line->n >= n && memcmp(line->s, prefix, n) == 0;
}

struct patch_text
patch_behind(const struct patch_text *line, size_t n)
{
	return (struct patch_text){ line->s + n, line->n - n };
}

static const char *
keep(struct patch_reader *r, char *text)
{
	const char *kept = arena_strdup(&r->patch->arena, text);

	free(text);
	return kept;
}

static const char *
keep_word(struct patch_reader *r, const char *s, size_t n)
{
	return arena_strndup(&r->patch->arena, s, n);
}

struct patch_file *
patch_current(struct patch_reader *r)
{
	return r->file ? &r->patch->files.at[r->file - 1] : NULL;
}

/* A new current file. */
static void
begin(struct patch_reader *r, const char *path, enum patch_status status)
{
	r->header = false;
	r->behind = false;
	r->dropped = r->patch->files.len >= PATCH_FILES;
	r->file = 0;
	if (r->dropped) {
		r->patch->left_out++;
		return;
	}
	*vec_add(&r->patch->files) =
	    (struct patch_file){ .path = path, .status = status, .line = r->line };
	r->file = r->patch->files.len;
}

void
patch_finish_file(struct patch_reader *r)
{
	struct patch_file *file = patch_current(r);

	free(r->index);
	r->index = NULL;
	r->file = 0;
	r->header = r->dropped = r->behind = false;
	if (file == NULL)
		return;
	if (file->status == PATCH_MODIFIED && file->hunks.len == 0 && !file->binary &&
	    !file->combined && file->old_mode && file->new_mode && file->new_blob == NULL)
		file->status = PATCH_MODE;
}

static void
begin_git(struct patch_reader *r, const struct patch_text *line)
{
	struct patch_text names = patch_behind(line, strlen("diff --git "));
	bool same;

	patch_finish_file(r);
	begin(r, keep(r, patch_git_name(&names, &same)), PATCH_MODIFIED);
	r->header = true;
	r->named = same;
}

static void
begin_combined(struct patch_reader *r, const struct patch_text *line, size_t prefix)
{
	struct patch_text name = patch_behind(line, prefix);
	struct patch_file *file;

	patch_finish_file(r);
	begin(r, keep(r, patch_name(&name)), PATCH_MODIFIED);
	file = patch_current(r);
	if (file)
		file->combined = true;
}

static size_t
hex_digits(const char *s, size_t n)
{
	size_t at = 0;

	while (at < n && s[at] != '\0' && strchr("0123456789abcdef", s[at]))
		at++;
	return at;
}

/* "83db48f..bf269f4 100644" */
static void
take_blobs(struct patch_reader *r, struct patch_file *file, const struct patch_text *rest)
{
	size_t first = hex_digits(rest->s, rest->n), second;
	const char *s = rest->s + first + 2;

	if (first == 0 || first > BLOB_MOST || first + 2 > rest->n || memcmp(s - 2, "..", 2) != 0)
		return;
	second = hex_digits(s, rest->n - first - 2);
	if (second == 0 || second > BLOB_MOST)
		return;
	file->old_blob = keep_word(r, rest->s, first);
	file->new_blob = keep_word(r, s, second);
}

/* "100755", else NULL */
static const char *
mode(struct patch_reader *r, const struct patch_text *rest)
{
	if (rest->n != MODE_DIGITS || hex_digits(rest->s, rest->n) != rest->n)
		return NULL;
	return keep_word(r, rest->s, rest->n);
}

enum header {
	HEADER_OLD_MODE,
	HEADER_NEW_MODE,
	HEADER_DELETED,
	HEADER_NEW,
	HEADER_FROM,
	HEADER_RENAME,
	HEADER_COPY,
	HEADER_INDEX,
	HEADER_BINARY,
	HEADER_NONE
};

static const struct {
	const char *text;
	enum header what;
} headers[] = {
	{ "old mode ", HEADER_OLD_MODE },
	{ "new mode ", HEADER_NEW_MODE },
	{ "deleted file mode ", HEADER_DELETED },
	{ "new file mode ", HEADER_NEW },
	{ "rename from ", HEADER_FROM },
	{ "rename old ", HEADER_FROM },
	{ "copy from ", HEADER_FROM },
	{ "rename to ", HEADER_RENAME },
	{ "rename new ", HEADER_RENAME },
	{ "copy to ", HEADER_COPY },
	{ "index ", HEADER_INDEX },
	{ "GIT binary patch", HEADER_BINARY },
	{ "Binary files ", HEADER_BINARY },
	{ "Binary file ", HEADER_BINARY },
};

static enum header
header_of(const struct patch_text *line, struct patch_text *rest)
{
	for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
		if (patch_begins(line, headers[i].text)) {
			*rest = patch_behind(line, strlen(headers[i].text));
			return headers[i].what;
		}
	}
	return HEADER_NONE;
}

static void
take_moved(struct patch_reader *r, struct patch_file *file, const struct patch_text *name,
    enum patch_status status)
{
	file->status = status;
	file->path = keep(r, patch_name(name));
	r->named = true;
}

/* A line of git's header; false when it is none. */
static bool
extended(struct patch_reader *r, const struct patch_text *line)
{
	struct patch_file *file = patch_current(r);
	struct patch_text rest;

	switch (header_of(line, &rest)) {
	case HEADER_OLD_MODE:
		file->old_mode = mode(r, &rest);
		break;
	case HEADER_NEW_MODE:
		file->new_mode = mode(r, &rest);
		break;
	case HEADER_DELETED:
		file->old_mode = mode(r, &rest);
		file->status = PATCH_DELETED;
		break;
	case HEADER_NEW:
		file->new_mode = mode(r, &rest);
		file->status = PATCH_ADDED;
		break;
	case HEADER_FROM:
		file->old_path = keep(r, patch_name(&rest));
		break;
	case HEADER_RENAME:
		take_moved(r, file, &rest, PATCH_RENAMED);
		break;
	case HEADER_COPY:
		take_moved(r, file, &rest, PATCH_COPIED);
		break;
	case HEADER_INDEX:
		take_blobs(r, file, &rest);
		break;
	case HEADER_BINARY:
		file->binary = true;
		break;
	default:
		return false;
	}
	return true;
}

/* The status that two names mean, one of which may be missing; the path is what is there. */
static enum patch_status
status_of(const char *old, const char *new)
{
	return old == NULL ? PATCH_ADDED : new == NULL ? PATCH_DELETED : PATCH_MODIFIED;
}

/* "--- a/NAME" and, in the next line, "+++ b/NAME". */
static bool
two_names(struct patch_reader *r, const struct patch_text *line)
{
	struct patch_text next, first = patch_behind(line, 4), second;
	char *old, *new;

	if (!patch_peek_line(r, &next) || !patch_begins(&next, "+++ "))
		return false;
	second = patch_behind(&next, 4);
	old = patch_plain_name(&first);
	new = patch_plain_name(&second);
	if (!r->header) {
		patch_strip(&old, &new);
		patch_finish_file(r);
		if (old || new)
			begin(r, arena_strdup(&r->patch->arena, new ? new : old),
			    status_of(old, new));
	} else if (r->file && !r->named && (old || new)) {
		patch_strip(&old, &new);
		patch_current(r)->path = arena_strdup(&r->patch->arena, new ? new : old);
	}
	if (r->file && patch_current(r)->status == PATCH_MODIFIED)
		patch_current(r)->status = status_of(old, new);
	patch_next_line(r, &next);
	free(old);
	free(new);
	return true;
}

/* What a line has between the two; false when it is not such a line. */
static bool
between(
    const struct patch_text *line, const char *before, const char *behind, struct patch_text *inner)
{
	size_t first = strlen(before), last = strlen(behind);

	if (!patch_begins(line, before) || line->n < first + last ||
	    memcmp(line->s + line->n - last, behind, last) != 0)
		return false;
	*inner = (struct patch_text){ line->s + first, line->n - first - last };
	return true;
}

/* Of "X and Y", where X and Y are a name, or one of them /dev/null. */
static void
begin_binary(struct patch_reader *r, const struct patch_text *both)
{
	static const char middle[] = " and ";
	char *old = NULL, *new = NULL;
	int tried = 0;

	for (size_t at = 0; at + strlen(middle) < both->n && tried < SPLITS_TRIED; at++) {
		struct patch_text first = { both->s, at };
		struct patch_text second = patch_behind(both, at + strlen(middle));

		if (memcmp(both->s + at, middle, strlen(middle)) != 0)
			continue;
		tried++;
		free(old);
		free(new);
		old = patch_plain_name(&first);
		new = patch_plain_name(&second);
		patch_strip(&old, &new);
		if (old == NULL || new == NULL || strcmp(old, new) == 0)
			break;
	}
	patch_finish_file(r);
	if (old || new) {
		begin(r, arena_strdup(&r->patch->arena, new ? new : old), status_of(old, new));
		if (r->file)
			patch_current(r)->binary = true;
	}
	free(old);
	free(new);
}

/* What Subversion and Mercurial say of a file whose lines they do not show. */
static bool
binary_notice(struct patch_reader *r, const struct patch_text *line)
{
	struct patch_text name;

	if (!between(line, "Binary file ", " has changed", &name)) {
		if (r->index == NULL || !patch_begins(line, "Cannot display: "))
			return false;
		name = (struct patch_text){ r->index, strlen(r->index) };
	}
	begin(r, keep(r, patch_name(&name)), PATCH_MODIFIED);
	if (r->file)
		patch_current(r)->binary = true;
	return true;
}

static bool
begins_file(struct patch_reader *r, const struct patch_text *line)
{
	struct patch_text names;

	if (patch_begins(line, "diff --git ")) {
		begin_git(r, line);
	} else if (patch_begins(line, "diff --cc ")) {
		begin_combined(r, line, strlen("diff --cc "));
	} else if (patch_begins(line, "diff --combined ")) {
		begin_combined(r, line, strlen("diff --combined "));
	} else if (patch_begins(line, "* Unmerged path ")) {
		begin_combined(r, line, strlen("* Unmerged path "));
	} else if (patch_begins(line, "diff ")) {
		patch_finish_file(r);
	} else if (patch_begins(line, "Index: ")) {
		struct patch_text name = patch_behind(line, strlen("Index: "));

		patch_finish_file(r);
		r->index = patch_name(&name);
	} else if (!r->header && between(line, "Binary files ", " differ", &names)) {
		begin_binary(r, &names);
	} else {
		return !r->header && binary_notice(r, line);
	}
	return true;
}

bool
patch_header_line(struct patch_reader *r, const struct patch_text *line)
{
	if (begins_file(r, line))
		return true;
	if (patch_begins(line, "--- "))
		return two_names(r, line);
	return r->header && r->file && extended(r, line);
}
