#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "sql.h"
#include "store_dir.h"
#include "unit.h"

START_TEST(a_new_store_is_private_and_sound)
{
	struct store_dir dir = store_dir_new();
	struct store *store = NULL;
	struct err err = ERR_INIT;
	char *path = mem_printf("%s/a/b/run.db", dir.path);
	struct stat info;

	umask(0);
	ck_assert_msg(store_open(path, DB_CREATE, &store, &err) == ST_OK, "%s", err.text);
	ck_assert(stat(path, &info) == 0 && (info.st_mode & 0777) == 0600);
	ck_assert(store_check(store, &err) == ST_OK);
	store_close(store);
	free(path);
	path = mem_printf("%s/a/b", dir.path);
	ck_assert(stat(path, &info) == 0 && (info.st_mode & 0777) == 0700);
	free(path);
	store_dir_free(&dir);
}
END_TEST

START_TEST(every_query_can_be_prepared)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);

	for (int i = 0; i < SQL_COUNT; i++) {
		struct err err = ERR_INIT;
		struct db_rows *rows = NULL;

		/* Unbound parameters are NULL; nothing is stepped. */
		ck_assert_msg(db_query(store_db(store), i, DB_NO_ARGS, &rows, &err) == ST_OK,
		    "%s: %s", sql_queries[i].name, err.text);
		db_done(rows);
	}
	store_close(store);
	store_dir_free(&dir);
}
END_TEST

START_TEST(processes_that_start_at_once_share_one_new_store)
{
	struct store_dir dir = store_dir_new();
	int bad = 0;

	for (int i = 0; i < 16; i++) {
		if (fork() == 0) {
			struct store *store = NULL;
			struct err err = ERR_INIT;
			enum status st = store_open(dir.store, DB_CREATE, &store, &err);

			if (st)
				fprintf(stderr, "%s\n", err.text);
			store_close(store);
			_exit(st != ST_OK);
		}
	}
	for (int i = 0; i < 16; i++) {
		int status = 1;

		wait(&status);
		bad += status != 0;
	}
	ck_assert_int_eq(bad, 0);
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_newer_store_is_refused_and_left_alone)
{
	struct store_dir dir = store_dir_new();
	struct store *store = store_dir_open(&dir);
	struct err err = ERR_INIT;

	ck_assert(db_script(store_db(store), "PRAGMA user_version = 9999", &err) == ST_OK);
	store_close(store);
	for (enum db_mode mode = DB_READ; mode <= DB_CREATE; mode++) {
		ck_assert(store_open(dir.store, mode, &store, &err) == ST_IO);
		ck_assert_msg(strstr(err.text, "newer rsg") != NULL, "%s", err.text);
	}
	store_dir_free(&dir);
}
END_TEST

START_TEST(a_database_of_another_program_is_refused)
{
	struct store_dir dir = store_dir_new();
	struct db *db = NULL;
	struct store *store = NULL;
	struct err err = ERR_INIT;

	ck_assert(db_open(dir.store, DB_CREATE, &db, &err) == ST_OK);
	ck_assert(db_script(db, "CREATE TABLE bookmark (url TEXT)", &err) == ST_OK);
	db_close(db);
	ck_assert(store_open(dir.store, DB_CREATE, &store, &err) == ST_IO);
	ck_assert_msg(strstr(err.text, "another program") != NULL, "%s", err.text);
	store_dir_free(&dir);
}
END_TEST

UNIT_SUITE(store)
{
	tcase_add_test(tc, a_new_store_is_private_and_sound);
	tcase_add_test(tc, every_query_can_be_prepared);
	tcase_add_test(tc, processes_that_start_at_once_share_one_new_store);
	tcase_add_test(tc, a_newer_store_is_refused_and_left_alone);
	tcase_add_test(tc, a_database_of_another_program_is_refused);
}
