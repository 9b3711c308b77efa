/*
 * gate_private - what the modules of gate share: gate.c writes, gate_read.c reads.
 */
#ifndef STORE_GATE_PRIVATE_H
#define STORE_GATE_PRIVATE_H

#include "store/gate.h"

struct db_rows;

/* The number of the gate asked here; ST_NO when there is none. */
enum status gate_id(
    struct store *store, const struct gate_subject *subject, int64_t *id, struct err *err);

/* A row of SQL_GATE_GET and its like, as it is at now_ms. */
struct json *gate_row(const struct db_rows *rows, int64_t now_ms);

#endif
