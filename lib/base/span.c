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

void
span_text(struct buf *out, const char *base, const char *head, size_t files, const char *first)
{
	if (*base || *head) {
		span_commit(out, base);
		buf_str(out, "..");
		span_commit(out, head);
		buf_str(out, ", ");
	}
	if (files == 0) {
		buf_str(out, "no file");
		return;
	}
	buf_printf(out, "%zu %s: %s%s", files, files == 1 ? "file" : "files", first,
	    files == 1 ? "" : " and more");
}
