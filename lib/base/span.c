#include "base/span.h"

#include <string.h>

#define ID_LEAST 40 /* of the whole id of a commit */
#define ID_SHOWN 12

void
span_commit(struct buf *out, const char *name)
{
	size_t n = strlen(name);
	bool id = n >= ID_LEAST && strspn(name, "0123456789abcdef") == n;

	buf_add(out, name, id ? ID_SHOWN : n);
}

static void
add_range(struct buf *out, const struct span *span)
{
	if (*span->base == '\0' && *span->head == '\0')
		return;
	span_commit(out, span->base);
	buf_str(out, "..");
	span_commit(out, span->head);
	buf_str(out, ", ");
}

static void
add_count(struct buf *out, size_t files)
{
	if (files == 0)
		buf_str(out, "no file");
	else
		buf_printf(out, "%zu %s", files, files == 1 ? "file" : "files");
}

void
span_text(struct buf *out, const struct span *span)
{
	size_t subject = strcspn(span->message, "\r\n");

	if (subject) {
		buf_add(out, span->message, subject);
		buf_str(out, " (");
	}
	add_range(out, span);
	add_count(out, span->files);
	if (subject)
		buf_char(out, ')');
	else if (span->files)
		buf_printf(out, ": %s%s", span->first, span->files == 1 ? "" : " and more");
}
