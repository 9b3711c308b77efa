/*
 * results_xml - XML as reports are, which is not always XML: bytes and references of characters
 * that XML does not allow, and what is not UTF-8 where UTF-8 is said, become U+FFFD, with a note.
 */
#ifndef TEXT_RESULTS_XML_H
#define TEXT_RESULTS_XML_H

#include "io/xml.h"
#include "text/results.h"

/* xml_fini(out) when done. */
enum status results_xml(
    struct results *r, const char *s, size_t n, struct xml *out, struct err *err);

#endif
