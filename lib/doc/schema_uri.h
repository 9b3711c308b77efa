/*
 * schema_uri - URI references of schemas, resolved and taken apart.
 *
 * Source: RFC 3986, section 5.2; RFC 6901, section 6 (JSON pointers in fragments).
 */
#ifndef DOC_SCHEMA_URI_H
#define DOC_SCHEMA_URI_H

#include "base/buf.h"

/* Append ref as seen from base.  Names without a scheme ("run-document") are relative paths. */
void schema_uri_resolve(const char *base, const char *ref, struct buf *out);

/* The part behind '#', or "" when there is none; *n becomes the length of the part before. */
const char *schema_uri_fragment(const char *uri, size_t *n);

/* Append s with %XX taken back to bytes. */
void schema_uri_decode(const char *s, struct buf *out);

#endif
