/*
 * file - whole files in, whole files out.
 *
 * Errors: ST_NOINPUT when a named input cannot be read, ST_IO when writing fails; the text names
 * the file.  Limits: the buf's max; a larger file is ST_DATA.
 */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

/* Append the whole of a file ("-" is stdin) or of an open descriptor to out. */
enum status file_read(const char *path, struct buf *out, struct err *err);
enum status file_read_fd(int fd, const char *name, struct buf *out, struct err *err);

/*
 * Replace path by a temporary file beside it, fsync and rename; a file that already has these bytes
 * is left alone, mtime and all.  Mode is for a new file (0600 or 0644).
 */
enum status file_write(const char *path, const char *bytes, size_t n, int mode, struct err *err);

/* All of it to a descriptor.  EPIPE comes back as ST_IO with *closed true. */
enum status file_write_fd(int fd, const char *bytes, size_t n, bool *closed, struct err *err);

enum status file_mkdirs(const char *path, int mode, struct err *err);

/* The nearest directory at or above `from` that holds `name`; free() it, NULL when none. */
char *file_find_up(const char *from, const char *name);

bool file_exists(const char *path);
bool file_is_dir(const char *path);
bool file_is_device(int fd);			    /* a terminal, /dev/null */
char *file_join(const char *dir, const char *name); /* free() it */
char *file_cwd(void);				    /* free() it, NULL when unknown */

/* Names in a directory without "." and "..", sorted by bytes. */
enum status file_list(const char *dir, struct strings *out, struct err *err);
enum status file_list_fd(int dir, const char *name, struct strings *out, struct err *err);

#endif
