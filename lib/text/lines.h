/*
 * lines - lines from bytes that come in any pieces: JSON Lines from a model or a pipe.
 *
 * A line ends with LF or CRLF, the last one with the bytes; what holds nothing but white space is
 * passed over.
 *
 * Ownership: lines_init() and lines_fini(); a line is lent for the call.
 * Limits: max_bytes for one line; a longer one marks the splitter (lines_check()).
 * Text: a line may hold any byte; bytes that are not UTF-8 become U+FFFD.
 */
#ifndef TEXT_LINES_H
#define TEXT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

typedef bool lines_fn(void *arg, const char *line, size_t n); /* false: no more, please */

struct lines {
	lines_fn *fn;
	void *arg;
	struct buf line;
	bool stopped, repaired; /* repaired: something was not UTF-8 */
};

void lines_init(struct lines *lines, size_t max_bytes, lines_fn *fn, void *arg);
void lines_fini(struct lines *lines);
bool lines_feed(struct lines *lines, const char *bytes, size_t n); /* false once fn said so */
bool lines_end(struct lines *lines); /* no more bytes: the last line may have no newline */
enum status lines_check(const struct lines *lines, struct err *err);

#endif
