/*
 * http_private - between the files of http.
 */
#ifndef IO_HTTP_PRIVATE_H
#define IO_HTTP_PRIVATE_H

#include "io/http.h"

/* A header line as it came, with its line end; the status line takes back those before it. */
void http_reply_header(struct http_reply *reply, const char *line, size_t n);

#endif
