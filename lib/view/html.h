/*
 * html - HTML whose text cannot be markup.
 *
 * html_put() is a printf that escapes: every %s is text from outside, spelled as utf8_visible()
 * says and escaped for text and quoted attributes alike; markup can only be in the format, which is
 *a constant.  There is no way to pass a text through unescaped.
 *
 *	html_put(out, "<a href=\"#%s\">%s</a>", html_anchor, title);
 *
 * Conversions: %s, %.Ns (at most N bytes, then an ellipsis), %d, %zu, %.Nf, %%.  Anything else is a
 * mistake (assert).  Newlines and tabs pass.
 *
 * Limits: a text longer than HTML_TEXT bytes is cut there, with a word on how much is left out.
 *
 * Source: WHATWG HTML, 13.1.2 and 13.1.3 (text and attribute values in double quotes).
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define HTML_TEXT 20000
#define HTML_ANCHOR 128

void html_put(struct buf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* n bytes, all of them. */
void html_text(struct buf *out, const char *s, size_t n);

/*
 * What follows # in the address of a thing: the prefix, then the id's letters, digits, '.', '_',
 * ':', '/' and '-'.  Where others were replaced or the id was cut, eight digits of its SHA-256 tell
 * it from its like.
 */
void html_anchor(const char *prefix, const char *id, char out[HTML_ANCHOR]);

/* Of a criterion: its id where that is a plain one that begins with a capital, else with "ac-". */
void html_criterion_anchor(const char *id, char out[HTML_ANCHOR]);

#endif
