/* store_sql - one number out of a store, by way of a copy, so that no query is tested by itself. */
#ifndef TESTS_STORE_SQL_H
#define TESTS_STORE_SQL_H

#include <stdint.h>

#include "store/store.h"

int64_t store_sql_file(const char *path, const char *sql); /* out of a store that others use */
int64_t store_sql(
    struct store *store, const char *sql); /* aborts the test when it cannot be asked */

#endif
