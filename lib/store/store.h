/*
 * store - the run store: one SQLite file with runs, executions, audit log, vectors and corpus.
 *
 * Opening brings an older store to the present schema: all migrations in one transaction, with a
 * copy of the file as FILE.vN.bak first (N is the schema it had).  Processes that start at once on
 * a fresh file wait for the one that makes it.  An older store opened with DB_READ is migrated too,
 * if it can be written.
 *
 * Writing: every function of lib/store that writes must be called between db_begin() and
 * db_commit() of store_db(); what belongs together (a phase: its vectors, its execution, its audit
 * event) is one transaction.  Never one over a network call or a question to a person.
 *
 * Secrets: what others said (errors, reasons, data of events) is redacted where it enters.  The run
 * document and the corpus are kept as they are.
 *
 * Ownership: store_open() gives, store_close() ends, also the database.
 *
 * Errors: as db.h says.  ST_IO for a store of a newer rsg, for a SQLite file of something else, for
 * one with a trigger or view that no migration made (it could approve what nobody saw), and
 * with DB_READ or DB_WRITE for a file that is not there.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdint.h>

#include "base/err.h"
#include "io/db.h"

struct redactor;
struct store;

/* As a path, with DB_CREATE: a store that ends with the process. */
#define STORE_MEMORY ":memory:"

enum status store_open(const char *path, enum db_mode mode, struct store **out, struct err *err);
void store_close(struct store *store); /* NULL is fine */
struct db *store_db(struct store *store);

/* Lend what redacts texts; without, a store has one of its own, with the builtin rules. */
void store_redact(struct store *store, struct redactor *redactor);
struct redactor *store_redactor(struct store *store);

/* A text of others as it may be kept; free() it.  NULL stays NULL. */
char *store_clean(struct store *store, const char *text);

int store_schema(void); /* the version this program writes */

/* ST_IO with SQLite's first complaint when the file is damaged.  Reads all of it. */
enum status store_check(struct store *store, struct err *err);

/* Give the space of removed rows back to the file system, outside a transaction.  When others use
   the store at that moment it stays for the next time, which is no error. */
enum status store_compact(struct store *store, struct err *err);

#endif
