/*
 * uuid - version 7 identifiers, which sort by time.
 *
 * Source: RFC 9562, section 5.7.
 */
#ifndef BASE_UUID_H
#define BASE_UUID_H

#include <stdbool.h>
#include <stdint.h>

#define UUID_TEXT 37

/* out has UUID_TEXT bytes; ten random bytes come from the caller. */
void uuid_v7(int64_t now_ms, const unsigned char random[10], char *out);
bool uuid_check(const char *s); /* lower-case canonical form of any version */

#endif
