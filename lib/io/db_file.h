/*
 * db_file - the file of a database before SQLite sees it.
 *
 * Errors: ST_IO when the directory or the file cannot be made or written.
 */
#ifndef IO_DB_FILE_H
#define IO_DB_FILE_H

#include "base/buf.h"
#include "base/err.h"

/* The directory 0700 and an empty file 0600 where there is none, whatever the umask allows. */
enum status db_file_create(const char *path, struct err *err);

/* "file:PATH?immutable=1": a file that nobody can write, in a directory where nobody can lock. */
void db_file_immutable(const char *path, struct buf *out);

#endif
