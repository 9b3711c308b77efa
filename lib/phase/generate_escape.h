/*
 * generate_escape - hostile text as part of a program.
 *
 * Story text goes into comments, string literals and names of programs that somebody will run.  It
 *is cleaned first (one line, no control, bidirectional, zero-width or tag characters), then escaped
 *for where it goes:
 *
 *	comment	in a comment of any language: neither its end (two characters, a line splice, a
 *		trigraph, a Unicode escape of Java) nor a directive (coding: in Python) survives
 *	braced	the same inside the braces of Tcl
 *	double	a literal in double quotes: Python, JavaScript, Go, Java, Rust
 *	single	a literal in single quotes: JavaScript, Ruby
 *	c	a literal in double quotes: C, C++ (no trigraphs)
 *	kotlin	a literal in double quotes: Kotlin (no templates)
 *	plain	letters, digits, spaces and .,:_()- only: where quoting cannot be trusted
 *	line	a line of Gherkin
 *
 * Text may have several lines; each comes out as one.
 */
#ifndef PHASE_GENERATE_ESCAPE_H
#define PHASE_GENERATE_ESCAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* White space runs become one space, outer space goes, what a reader cannot see goes too. */
void escape_clean(struct buf *out, const char *s, size_t n);

/* Append n bytes escaped; false when there is no escape of that name. */
bool escape_text(struct buf *out, const char *escape, const char *s, size_t n);
bool escape_known(const char *escape);

#endif
