/* store_dir - a temporary directory with a store in it, for tests. */
#ifndef TESTS_STORE_DIR_H
#define TESTS_STORE_DIR_H

#include "store/store.h"

struct store_dir {
	char *path, *store;
};

struct store_dir store_dir_new(void);
struct store *store_dir_open(const struct store_dir *dir); /* made if need be; aborts the test */
void store_dir_free(struct store_dir *dir);		   /* and remove it */

#endif
