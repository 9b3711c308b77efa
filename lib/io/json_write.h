/*
 * json_write - an object written member by member, without a tree.
 *
 * For records by the hundred thousand; everything else builds a tree (json.h).  The caller writes
 * each member once; keys are the program's own and need no escapes.
 *
 *	json_write_open(out);
 *	json_write_string(out, "id", id, strlen(id));
 *	json_write_close(out);
 */
#ifndef IO_JSON_WRITE_H
#define IO_JSON_WRITE_H

#include <stddef.h>

#include "base/buf.h"

void json_write_open(struct buf *out);
void json_write_string(struct buf *out, const char *key, const char *s, size_t n);
void json_write_whole(struct buf *out, const char *key, size_t number);
void json_write_array(struct buf *out, const char *key); /* of strings */
void json_write_element(struct buf *out, const char *s, size_t n);
void json_write_array_close(struct buf *out);
void json_write_close(struct buf *out); /* and a newline */

#endif
